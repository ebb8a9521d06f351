#include "libs/policy/reader.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/civil_date.h"
#include "libs/base/error.h"

namespace selaras::policy {

struct Section::State {
  Bundle bundle;
  absl::CivilDay date;
  std::vector<FieldViolation> mistakes;
  absl::flat_hash_set<const Node*> read;
};

namespace {

bool IsEntry(const Node& node) {
  return node.kind == Node::Kind::kMap && node.Find("value") != nullptr;
}

bool IsDatedList(const Node& node) {
  return node.kind == Node::Kind::kList && !node.items.empty() &&
         std::all_of(node.items.begin(), node.items.end(), IsEntry);
}

void CountAsRead(const Node& node, absl::flat_hash_set<const Node*>& read) {
  read.insert(&node);
  for (const auto& [key, child] : node.fields) CountAsRead(child, read);
  for (const Node& item : node.items) CountAsRead(item, read);
}

}  // namespace

void Section::Note(int line, absl::string_view path, absl::string_view what) const {
  state_->mistakes.push_back({absl::StrCat(file_, ":", line), absl::StrCat(prefix_, path, ": ", what)});
}

const Node* Section::Find(absl::string_view path) const {
  const Node* node = node_;
  if (path.empty()) return node;
  for (absl::string_view key : absl::StrSplit(path, '.')) {
    if (node == nullptr) return nullptr;
    node = node->Find(key);
  }
  return node;
}

const Node* Section::Require(absl::string_view path) const {
  const Node* node = Find(path);
  if (node == nullptr && node_ != nullptr) Note(node_->line, path, "is missing");
  return node;
}

std::optional<Citation> Section::ReadCitation(absl::string_view path, const Node& entry) const {
  Citation citation;
  citation.line = entry.line;
  for (const auto& [key, child] : entry.fields) {
    if (key == "legal_basis") {
      citation.legal_basis = child.text;
    } else if (key == "mark") {
      citation.mark = child.text;
    } else if (key == "valid_from" || key == "valid_to") {
      const absl::StatusOr<absl::CivilDay> day = ParseCivilDay(child.text);
      if (!day.ok()) {
        Note(child.line, path, absl::StrCat(key, " must be a date YYYY-MM-DD"));
        return std::nullopt;
      }
      (key == "valid_from" ? citation.valid_from : citation.valid_to) = *day;
    } else if (key != "value" && key != "note") {
      Note(child.line, path, absl::StrCat("unknown key \"", key, "\" beside value"));
      return std::nullopt;
    }
  }
  return citation;
}

const Node* Section::InForce(absl::string_view path, const Node* node, Citation* citation) const {
  if (node == nullptr) return nullptr;
  CountAsRead(*node, state_->read);
  if (!IsEntry(*node) && !IsDatedList(*node)) {
    if (citation != nullptr) citation->line = node->line;
    return node;
  }
  std::vector<const Node*> entries;
  if (IsEntry(*node)) {
    entries.push_back(node);
  } else {
    for (const Node& item : node->items) entries.push_back(&item);
  }
  const Node* found = nullptr;
  for (const Node* entry : entries) {
    const std::optional<Citation> cited = ReadCitation(path, *entry);
    if (!cited) return nullptr;
    if (cited->valid_from && state_->date < *cited->valid_from) continue;
    if (cited->valid_to && state_->date > *cited->valid_to) continue;
    if (found != nullptr) {
      Note(entry->line, path, absl::StrCat("two values are in force on ", FormatCivilDay(state_->date)));
      return nullptr;
    }
    found = entry->Find("value");
    if (citation != nullptr) *citation = *cited;
  }
  if (found == nullptr) {
    Note(node->line, path, absl::StrCat("no value is in force on ", FormatCivilDay(state_->date)));
  }
  return found;
}

std::optional<std::string> Section::Scalar(absl::string_view path, const Node* node) const {
  if (node == nullptr) return std::nullopt;
  if (node->kind != Node::Kind::kScalar || node->text.empty()) {
    Note(node->line, path, "must be one value");
    return std::nullopt;
  }
  return node->text;
}

std::optional<int64_t> Section::Number(absl::string_view path, const Node* node, int64_t min,
                                       int64_t max) const {
  const std::optional<std::string> text = Scalar(path, node);
  if (!text) return std::nullopt;
  int64_t number = 0;
  if (!absl::SimpleAtoi(*text, &number) || number < min || number > max) {
    Note(node->line, path, absl::StrCat("must be a whole number from ", min, " to ", max));
    return std::nullopt;
  }
  return number;
}

int64_t Section::Int(absl::string_view path, int64_t min, int64_t max) const {
  return Number(path, InForce(path, Require(path), nullptr), min, max).value_or(0);
}

std::optional<int64_t> Section::OptionalInt(absl::string_view path, int64_t min, int64_t max) const {
  return Number(path, InForce(path, Find(path), nullptr), min, max);
}

std::string Section::Text(absl::string_view path) const {
  return Scalar(path, InForce(path, Require(path), nullptr)).value_or("");
}

std::optional<std::string> Section::OptionalText(absl::string_view path) const {
  return Scalar(path, InForce(path, Find(path), nullptr));
}

std::string Section::Word(absl::string_view path, const std::vector<absl::string_view>& words) const {
  const Node* node = InForce(path, Require(path), nullptr);
  const std::optional<std::string> text = Scalar(path, node);
  if (!text) return "";
  if (std::find(words.begin(), words.end(), absl::string_view(*text)) == words.end()) {
    Note(node->line, path, absl::StrCat("must be one of ", absl::StrJoin(words, ", ")));
    return "";
  }
  return *text;
}

bool Section::Flag(absl::string_view path) const {
  return Word(path, {"true", "false"}) == "true";
}

std::optional<absl::CivilDay> Section::OptionalDate(absl::string_view path) const {
  const Node* node = InForce(path, Find(path), nullptr);
  const std::optional<std::string> text = Scalar(path, node);
  if (!text) return std::nullopt;
  const absl::StatusOr<absl::CivilDay> day = ParseCivilDay(*text);
  if (day.ok()) return *day;
  Note(node->line, path, "must be a date YYYY-MM-DD");
  return std::nullopt;
}

std::vector<int64_t> Section::IntList(absl::string_view path, int64_t min, int64_t max) const {
  const Node* node = InForce(path, Require(path), nullptr);
  std::vector<int64_t> numbers;
  if (node == nullptr) return numbers;
  if (node->kind != Node::Kind::kList) Note(node->line, path, "must be a list of whole numbers");
  for (const Node& item : node->items) numbers.push_back(Number(path, &item, min, max).value_or(min));
  return numbers;
}

std::vector<std::string> Section::TextList(absl::string_view path) const {
  const Node* node = InForce(path, Require(path), nullptr);
  std::vector<std::string> texts;
  if (node == nullptr) return texts;
  if (node->kind != Node::Kind::kList) Note(node->line, path, "must be a list");
  for (const Node& item : node->items) texts.push_back(Scalar(path, &item).value_or(""));
  return texts;
}

bool Section::Has(absl::string_view path) const {
  return Find(path) != nullptr;
}

std::vector<std::string> Section::Keys(absl::string_view path) const {
  std::vector<std::string> keys;
  const Node* node = Require(path);
  if (node == nullptr) return keys;
  if (node->kind != Node::Kind::kMap) Note(node->line, path, "must hold keys with values");
  for (const auto& [key, child] : node->fields) keys.push_back(key);
  return keys;
}

Section Section::Child(absl::string_view path) const {
  const Node* node = Require(path);
  if (node != nullptr && node->kind != Node::Kind::kMap) {
    Note(node->line, path, "must hold keys with values");
    node = nullptr;
  }
  return Section(state_, file_, absl::StrCat(prefix_, path, "."), node);
}

std::vector<Section> Section::Items(absl::string_view path) const {
  std::vector<Section> sections;
  const Node* node = Require(path);
  if (node == nullptr) return sections;
  if (node->kind != Node::Kind::kList) Note(node->line, path, "must be a list");
  for (size_t i = 0; i < node->items.size(); ++i) {
    const Node& item = node->items[i];
    if (item.kind != Node::Kind::kMap) {
      Note(item.line, absl::StrCat(path, "[", i, "]"), "must hold keys with values");
      continue;
    }
    sections.push_back(Section(state_, file_, absl::StrCat(prefix_, path, "[", i, "]."), &item));
  }
  return sections;
}

Citation Section::Cite(absl::string_view path) const {
  Citation citation;
  InForce(path, Require(path), &citation);
  return citation;
}

void Section::Refuse(absl::string_view path, absl::string_view what) const {
  const Node* node = Find(path);
  Note(node != nullptr ? node->line : line(), path, what);
}

void Section::NoteUnread(const Node& node, const std::string& path) const {
  if (state_->read.contains(&node)) return;
  if (node.kind == Node::Kind::kMap && !IsEntry(node)) {
    for (const auto& [key, child] : node.fields) {
      NoteUnread(child, path.empty() ? key : absl::StrCat(path, ".", key));
    }
  } else if (node.kind == Node::Kind::kList && !IsDatedList(node) && !node.items.empty() &&
             node.items[0].kind == Node::Kind::kMap) {
    for (size_t i = 0; i < node.items.size(); ++i) NoteUnread(node.items[i], absl::StrCat(path, "[", i, "]"));
  } else {
    Note(node.line, path, "is not a key of this file");
  }
}

void Section::RefuseUnread() const {
  if (node_ != nullptr) NoteUnread(*node_, "");
}

int Section::line() const {
  return node_ != nullptr ? node_->line : 0;
}

Reader::Reader(const Bundle& bundle, absl::CivilDay date)
    : state_(std::make_shared<Section::State>(Section::State{bundle, date, {}, {}})) {}

Section Reader::Open(absl::string_view name) {
  const Node* root = state_->bundle.Root(name);
  Section section(state_, absl::StrCat(name, ".yaml"), "", root);
  if (root == nullptr) section.Note(1, "", "this file is missing");
  return section;
}

absl::Status Reader::status() const {
  if (state_->mistakes.empty()) return absl::OkStatus();
  const std::string all =
      absl::StrJoin(state_->mistakes, "; ", [](std::string* out, const FieldViolation& mistake) {
        absl::StrAppend(out, mistake.field, ": ", mistake.description);
      });
  absl::Status status = Error(absl::StatusCode::kInvalidArgument, "POLICY_INVALID", {{"errors", all}},
                              absl::StrCat("policy: ", all));
  SetFieldViolations(status, state_->mistakes);
  return status;
}

}  // namespace selaras::policy
