#ifndef SELARAS_LIBS_EVIDENCE_CHECKPOINT_H_
#define SELARAS_LIBS_EVIDENCE_CHECKPOINT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/evidence/merkle.h"
#include "libs/evidence/signing_key.h"

// Signed states of a log, in the form that transparency logs share (C2SP tlog-checkpoint and signed-note, v1), so
// that witnesses written for others can keep ours (docs/formats.md, "Checkpoint"):
//
//   selaras.lampung/evidence            origin: names the log and its key
//   41                                  number of leaves
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=     root, base64
//   time 1775008800123456               of signing, microseconds since 1970 UTC
//
//   — selaras.lampung/evidence a1b2c3d4…             key id (4 bytes) and signature, base64
namespace selaras::evidence {

struct Checkpoint {
  std::string origin;  // 1 to 200 bytes of letters, digits, `. _ / : -`
  int64_t size = 0;
  Hash root = {};
  absl::Time time;  // kept to the microsecond

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

struct SignedCheckpoint {
  Checkpoint checkpoint;
  std::string key_id;     // 8 lower-case hex digits
  std::string signature;  // 64 bytes

  friend bool operator==(const SignedCheckpoint&, const SignedCheckpoint&) = default;
};

bool IsOrigin(absl::string_view text);

// Tells keys apart; says nothing about trust. First 4 bytes, as hex, of SHA-256 over
// origin, "\n", 0x01, public key.
std::string KeyId(absl::string_view origin, absl::string_view public_key);

// The first four lines, which are what is signed.
std::string CheckpointText(const Checkpoint& checkpoint);

// kInvalidArgument: not an origin.
absl::StatusOr<SignedCheckpoint> SignCheckpoint(const Checkpoint& checkpoint, const SigningKey& key);

// OK if `public_key` signed exactly this. kPermissionDenied otherwise.
absl::Status VerifyCheckpoint(const SignedCheckpoint& checkpoint, absl::string_view public_key);

// The whole note, and back. kInvalidArgument: not what FormatNote gives for any checkpoint.
std::string FormatNote(const SignedCheckpoint& checkpoint);
absl::StatusOr<SignedCheckpoint> ParseNote(absl::string_view note);

}  // namespace selaras::evidence

#endif  // SELARAS_LIBS_EVIDENCE_CHECKPOINT_H_
