#include "libs/policy/node.h"

#include <yaml-cpp/yaml.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace selaras::policy {
namespace {

constexpr int kMaxDepth = 32;

absl::Status At(absl::string_view file, int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(file, ":", line, ": ", what));
}

absl::StatusOr<Node> Convert(absl::string_view file, const YAML::Node& yaml, int depth);

absl::Status AddFields(absl::string_view file, const YAML::Node& yaml, int depth, Node& node) {
  for (const auto& field : yaml) {
    const int line = field.first.Mark().line + 1;
    if (!field.first.IsScalar()) return At(file, line, "a key must be a word");
    const std::string key = field.first.Scalar();
    if (node.Find(key) != nullptr) return At(file, line, absl::StrCat("key \"", key, "\" stands twice"));
    SELARAS_ASSIGN_OR_RETURN(Node child, Convert(file, field.second, depth + 1));
    if (child.line < line) child.line = line;  // an empty value has no position of its own
    node.fields.emplace_back(key, std::move(child));
  }
  return absl::OkStatus();
}

absl::StatusOr<Node> Convert(absl::string_view file, const YAML::Node& yaml, int depth) {
  Node node;
  node.line = yaml.Mark().line + 1;
  if (depth > kMaxDepth) return At(file, node.line, "nested too deep");
  if (yaml.IsScalar()) {
    node.kind = Node::Kind::kScalar;
    node.text = yaml.Scalar();
  } else if (yaml.IsMap()) {
    node.kind = Node::Kind::kMap;
    SELARAS_RETURN_IF_ERROR(AddFields(file, yaml, depth, node));
  } else if (yaml.IsSequence()) {
    node.kind = Node::Kind::kList;
    for (const YAML::Node& item : yaml) {
      SELARAS_ASSIGN_OR_RETURN(Node child, Convert(file, item, depth + 1));
      node.items.push_back(std::move(child));
    }
  }
  return node;
}

}  // namespace

Node::Node() = default;
Node::~Node() = default;
Node::Node(const Node&) = default;
Node::Node(Node&&) noexcept = default;
Node& Node::operator=(const Node&) = default;
Node& Node::operator=(Node&&) noexcept = default;

const Node* Node::Find(absl::string_view key) const {
  for (const auto& [name, child] : fields) {
    if (name == key) return &child;
  }
  return nullptr;
}

absl::StatusOr<Node> ParseYaml(absl::string_view file, absl::string_view text) {
  // yaml-cpp speaks by exceptions; they end here.
  try {
    return Convert(file, YAML::Load(std::string(text)), 0);
  } catch (const YAML::Exception& error) {
    return At(file, error.mark.line + 1, error.msg);
  }
}

}  // namespace selaras::policy
