#ifndef SELARAS_LIBS_POLICY_BUNDLE_H_
#define SELARAS_LIBS_POLICY_BUNDLE_H_

// A policy: the set of YAML files in which every number, weight and rule stands that a province may decide
// (docs/formats.md §7). Its hash is pinned in whatever was computed with it. Reading values: reader.h.
//
//   SELARAS_ASSIGN_OR_RETURN(const auto bundle, policy::Bundle::Load("deploy/policy", "seimbang"));
//   bundle.content_hash();   // 64 hex digits

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/policy/node.h"

namespace selaras::policy {

struct File {
  std::string name;  // `needs.yaml`: lower-case letters, digits, `-` and `_`, then `.yaml`
  std::string text;

  friend bool operator==(const File&, const File&) = default;
};

// Immutable and cheap to copy; safe to read from several threads.
class Bundle {
 public:
  // Files in any order. Errors (kInvalidArgument, reason POLICY_INVALID, all at once): malformed or repeated
  // file name, no file, malformed YAML, a file whose top is no map.
  static absl::StatusOr<Bundle> FromFiles(std::vector<File> files);

  // Every *.yaml directly in `path`, and `signature.txt` if it is there. kNotFound: no such directory.
  static absl::StatusOr<Bundle> FromDirectory(absl::string_view path);

  // The policy `name` of a set: files of `root` shared by all policies, and those of `root`/`name`, which
  // take the place of shared ones of the same name; the signature is `root`/`name`/signature.txt. kNotFound
  // (POLICY_UNKNOWN): no directory of that name.
  static absl::StatusOr<Bundle> Load(absl::string_view root, absl::string_view name);

  // Names that Load would take, ascending.
  static absl::StatusOr<std::vector<std::string>> List(absl::string_view root);

  // Ascending by name.
  const std::vector<File>& files() const { return contents_->files; }

  // The bytes that are hashed and signed: see docs/formats.md §7.
  std::string CanonicalText() const;
  // SHA-256 of CanonicalText, lower-case hex.
  const std::string& content_hash() const { return contents_->hash; }

  // Text of signature.txt (signature.h).
  const std::optional<std::string>& signature() const { return contents_->signature; }
  void set_signature(std::string text);

  // Top of file `section`.yaml; null if there is none.
  const Node* Root(absl::string_view section) const;

 private:
  struct Contents {
    std::vector<File> files;
    std::vector<Node> roots;  // same order as files
    std::string hash;
    std::optional<std::string> signature;
  };
  std::shared_ptr<const Contents> contents_;
};

}  // namespace selaras::policy

#endif  // SELARAS_LIBS_POLICY_BUNDLE_H_
