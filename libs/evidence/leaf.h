#ifndef SELARAS_LIBS_EVIDENCE_LEAF_H_
#define SELARAS_LIBS_EVIDENCE_LEAF_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/digest.h"

// What is kept as evidence of an act, in two parts (docs/formats.md, "Evidence leaf"): the *content* says who did
// what, stays with the service that did it, and opens the commitment; the *leaf* is public and says only that
// something of this kind was done to this subject at this time. A leaf shows nothing of its content without the
// salt, and no other content fits it.
namespace selaras::evidence {

// Field texts are any bytes. No names, NIPs or other personal data: opaque ids only, as contents are shown to
// auditors and handed out in receipts.
struct LeafContent {
  std::string service;  // "approval"
  std::string kind;     // past participle, as of events: "DecreeIssued"
  std::string subject;  // resource name of what was acted on: "decrees/01jr…"
  std::string actor;    // id of the account that acted, "" if a service did by itself
  absl::Time time;      // of the act; kept to the microsecond
  std::vector<std::pair<std::string, std::string>> fields;

  friend bool operator==(const LeafContent&, const LeafContent&) = default;
};

// The one encoding of `content`: equal contents, and only those, give equal bytes. Fields are written ascending by
// (key, value), so their order in `content` means nothing.
std::string CanonicalContent(const LeafContent& content);

// kInvalidArgument: `text` is not what CanonicalContent gives for any content.
absl::StatusOr<LeafContent> DecodeContent(absl::string_view text);

// Bytes of a fresh salt. 256 bits: nobody can guess a content and try it.
inline constexpr int kSaltBytes = 32;

// SHA-256 over a version line, the salt with its length, and the canonical content.
Sha256Digest Commit(absl::string_view salt, absl::string_view canonical);

struct Leaf {
  std::string service;
  std::string kind;
  std::string subject;
  absl::Time time;  // kept to the microsecond
  Sha256Digest commitment = {};

  friend bool operator==(const Leaf&, const Leaf&) = default;
};

// The public leaf of a content.
Leaf LeafOf(const LeafContent& content, absl::string_view salt);

// What a log takes at most, so that readers need no more memory than this.
inline constexpr size_t kLargestLeaf = 65536;

// The bytes that the log holds.
std::string EncodeLeaf(const Leaf& leaf);

// kInvalidArgument: `text` is not what EncodeLeaf gives for any leaf.
absl::StatusOr<Leaf> DecodeLeaf(absl::string_view text);

}  // namespace selaras::evidence

#endif  // SELARAS_LIBS_EVIDENCE_LEAF_H_
