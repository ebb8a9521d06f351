#ifndef SELARAS_LIBS_POLICY_NODE_H_
#define SELARAS_LIBS_POLICY_NODE_H_

// A parsed YAML file as an immutable tree of our own: yaml-cpp's nodes may not be read by several threads and
// find a missing key by inventing one.

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace selaras::policy {

struct Node {
  enum class Kind { kNull, kScalar, kMap, kList };

  // Out of line: clang must not look into a list of nodes before a node is complete.
  Node();
  ~Node();
  Node(const Node&);
  Node(Node&&) noexcept;
  Node& operator=(const Node&);
  Node& operator=(Node&&) noexcept;

  Kind kind = Kind::kNull;
  int line = 0;                                      // from 1
  std::string text;                                  // kScalar
  std::vector<std::pair<std::string, Node>> fields;  // kMap, in the file's order
  std::vector<Node> items;                           // kList

  // Child of a map; null if absent or not a map.
  const Node* Find(absl::string_view key) const;
};

// kInvalidArgument, naming `file` and line: not YAML, a key twice, a key that is no scalar, a tree deeper
// than 32.
absl::StatusOr<Node> ParseYaml(absl::string_view file, absl::string_view text);

}  // namespace selaras::policy

#endif  // SELARAS_LIBS_POLICY_NODE_H_
