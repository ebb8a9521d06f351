#include "libs/evidence/checkpoint.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace selaras::evidence {
namespace {

constexpr absl::string_view kDash = "\xe2\x80\x94 ";  // em dash, begins a signature's line
constexpr size_t kLongestOrigin = 200;
constexpr size_t kKeyIdBytes = 4;
constexpr char kEd25519 = 0x01;  // C2SP signed-note: signature type

absl::Status Malformed() {
  return absl::InvalidArgumentError("malformed checkpoint");
}

}  // namespace

bool IsOrigin(absl::string_view text) {
  return !text.empty() && text.size() <= kLongestOrigin && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           absl::StrContains("._/:-", absl::string_view(&c, 1));
  });
}

std::string KeyId(absl::string_view origin, absl::string_view public_key) {
  const Sha256Digest digest = Sha256(absl::StrCat(origin, "\n", absl::string_view(&kEd25519, 1), public_key));
  return HexEncode(absl::MakeConstSpan(digest).first(kKeyIdBytes));
}

std::string CheckpointText(const Checkpoint& checkpoint) {
  return absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n",
                      absl::Base64Escape(AsBytes(checkpoint.root)), "\ntime ",
                      absl::ToUnixMicros(checkpoint.time), "\n");
}

absl::StatusOr<SignedCheckpoint> SignCheckpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  if (!IsOrigin(checkpoint.origin)) {
    return absl::InvalidArgumentError("an origin is 1 to 200 letters, digits and . _ / : -");
  }
  return SignedCheckpoint{.checkpoint = checkpoint,
                          .key_id = KeyId(checkpoint.origin, key.public_key()),
                          .signature = key.Sign(CheckpointText(checkpoint))};
}

absl::Status VerifyCheckpoint(const SignedCheckpoint& checkpoint, absl::string_view public_key) {
  if (checkpoint.key_id != KeyId(checkpoint.checkpoint.origin, public_key)) {
    return absl::PermissionDeniedError("the checkpoint names another key");
  }
  if (!SignatureFits(public_key, CheckpointText(checkpoint.checkpoint), checkpoint.signature)) {
    return absl::PermissionDeniedError("the checkpoint's signature does not fit");
  }
  return absl::OkStatus();
}

std::string FormatNote(const SignedCheckpoint& checkpoint) {
  const std::string key_id = HexDecode(checkpoint.key_id).value_or("");
  return absl::StrCat(CheckpointText(checkpoint.checkpoint), "\n", kDash, checkpoint.checkpoint.origin, " ",
                      absl::Base64Escape(absl::StrCat(key_id, checkpoint.signature)), "\n");
}

absl::StatusOr<SignedCheckpoint> ParseNote(absl::string_view note) {
  const std::vector<absl::string_view> lines = absl::StrSplit(note, '\n');
  if (lines.size() != 7) return Malformed();
  SignedCheckpoint result;
  Checkpoint& checkpoint = result.checkpoint;
  checkpoint.origin = std::string(lines[0]);
  if (!IsOrigin(checkpoint.origin)) return Malformed();
  std::string root;
  int64_t micros;
  absl::string_view time = lines[3];
  if (!absl::SimpleAtoi(lines[1], &checkpoint.size) || checkpoint.size < 0 ||
      !absl::Base64Unescape(lines[2], &root) || root.size() != checkpoint.root.size() ||
      !absl::ConsumePrefix(&time, "time ") || !absl::SimpleAtoi(time, &micros)) {
    return Malformed();
  }
  std::copy(root.begin(), root.end(), checkpoint.root.begin());
  checkpoint.time = absl::FromUnixMicros(micros);
  absl::string_view last = lines[5];
  std::string signature;
  if (!absl::ConsumePrefix(&last, absl::StrCat(kDash, checkpoint.origin, " ")) ||
      !absl::Base64Unescape(last, &signature) || signature.size() != kKeyIdBytes + kSignatureBytes) {
    return Malformed();
  }
  const auto* const bytes = reinterpret_cast<const uint8_t*>(signature.data());
  result.key_id = HexEncode(absl::MakeConstSpan(bytes, kKeyIdBytes));
  result.signature = signature.substr(kKeyIdBytes);
  // One text for one checkpoint: the lenient readers above let other spellings pass.
  if (FormatNote(result) != note) return Malformed();
  return result;
}

}  // namespace selaras::evidence
