#include "libs/rules/rule_pack.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/civil_date.h"
#include "libs/policy/node.h"

namespace selaras::rules {
namespace {

using policy::Node;

constexpr absl::string_view kScopeNames[] = {"person", "person_agency", "person_position", "person_post",
                                             "plan"};

std::vector<Root> RootsOf(Scope scope) {
  std::vector<Root> roots = {Root::plan};
  if (scope == Scope::kPlan) return roots;
  roots.insert(roots.end(), {Root::person, Root::present});
  if (scope == Scope::kPerson) return roots;
  if (scope != Scope::kPersonPosition) roots.push_back(Root::agency);
  if (scope != Scope::kPersonAgency) roots.push_back(Root::position);
  if (scope == Scope::kPersonPost) roots.insert(roots.end(), {Root::post, Root::pair});
  return roots;
}

// Reads one file and collects every mistake.
class PackReader {
 public:
  PackReader(absl::string_view file, Symbols& symbols) : file_(file), symbols_(symbols) {}

  std::vector<Parameter> ReadParameters(const Node* node) {
    std::vector<Parameter> parameters;
    if (node == nullptr) return parameters;
    if (node->kind != Node::Kind::kMap) Note(*node, "parameters", "expected a map");
    for (const auto& [name, value] : node->fields) {
      Parameter parameter;
      parameter.info.name = name;
      const std::vector<Node> single = {value};
      const std::vector<Node>& entries = IsEntryList(value) ? value.items : single;
      for (const Node& entry : entries) ReadParameterEntry(entry, parameter);
      CheckOverlap(value, parameter);
      parameters.push_back(std::move(parameter));
    }
    return parameters;
  }

  std::vector<Rule> ReadRules(const Node* node, const std::vector<Parameter>& parameters) {
    for (const Parameter& parameter : parameters) infos_.push_back(parameter.info);
    std::vector<Rule> rules;
    if (node == nullptr || node->kind != Node::Kind::kList) {
      errors_.push_back(absl::StrCat(file_, ": rules: expected a list"));
      return rules;
    }
    absl::flat_hash_set<std::string> codes;
    for (const Node& item : node->items) {
      Rule rule = ReadRule(item);
      if (!codes.insert(rule.code).second) Note(item, rule.code, "code twice");
      rules.push_back(std::move(rule));
    }
    std::sort(rules.begin(), rules.end(), [](const Rule& a, const Rule& b) { return a.code < b.code; });
    return rules;
  }

  void RefuseOtherThan(const Node& node, absl::string_view where,
                       const std::vector<absl::string_view>& keys) {
    for (const auto& [key, value] : node.fields) {
      if (std::find(keys.begin(), keys.end(), key) == keys.end())
        Note(value, where, absl::StrCat("no key `", key, "`"));
    }
  }

  absl::Status status() const {
    return errors_.empty() ? absl::OkStatus() : absl::InvalidArgumentError(absl::StrJoin(errors_, "\n"));
  }

 private:
  void Note(const Node& node, absl::string_view where, absl::string_view what) {
    errors_.push_back(absl::StrCat(file_, ":", node.line, ": ", where, ": ", what));
  }

  static bool IsEntryList(const Node& node) {
    return node.kind == Node::Kind::kList && !node.items.empty() && node.items[0].kind == Node::Kind::kMap;
  }

  std::string Text(const Node& parent, absl::string_view where, absl::string_view key, bool required = true) {
    const Node* node = parent.Find(key);
    if (node != nullptr && node->kind == Node::Kind::kScalar) return node->text;
    if (node != nullptr) Note(*node, where, absl::StrCat(key, ": expected a text"));
    if (node == nullptr && required) Note(parent, where, absl::StrCat(key, " is missing"));
    return "";
  }

  // Index in `words`; 0 and a mistake noted if it is none of them, `missing` if the key is absent.
  int Word(const Node& parent, absl::string_view where, absl::string_view key,
           const std::vector<absl::string_view>& words, int missing = -1) {
    if (parent.Find(key) == nullptr && missing >= 0) return missing;
    const std::string text = Text(parent, where, key);
    const auto it = std::find(words.begin(), words.end(), text);
    if (it != words.end()) return static_cast<int>(it - words.begin());
    Note(parent, where, absl::StrCat(key, ": expected one of ", absl::StrJoin(words, ", ")));
    return 0;
  }

  Validity ReadValidity(const Node& parent, absl::string_view where) {
    Validity validity;
    for (const auto& [key, day] :
         {std::pair("valid_from", &validity.from), std::pair("valid_to", &validity.to)}) {
      const Node* node = parent.Find(key);
      if (node == nullptr) continue;
      const absl::StatusOr<absl::CivilDay> parsed = ParseCivilDay(node->text);
      if (parsed.ok()) {
        *day = *parsed;
      } else {
        Note(*node, where, absl::StrCat(key, ": expected YYYY-MM-DD"));
      }
    }
    if (validity.from.has_value() && validity.to.has_value() && *validity.to < *validity.from) {
      Note(parent, where, "valid_to before valid_from");
    }
    return validity;
  }

  // Sets the type of `parameter` by its first entry; later ones must agree.
  Value ReadValue(const Node& node, absl::string_view of, absl::string_view where, Parameter& parameter) {
    Type type = Type::kText;
    Value value{0, true};
    int64_t number;
    if (node.kind == Node::Kind::kList) {
      std::vector<int64_t> items;
      bool numbers = of == "numbers";
      for (const Node& item : node.items) {
        const bool is_number = absl::SimpleAtoi(item.text, &number);
        if (&item == &node.items[0]) numbers = is_number;
        if (item.kind != Node::Kind::kScalar || is_number != numbers)
          Note(item, where, "expected texts or numbers");
        items.push_back(is_number ? number : symbols_.Intern(item.text));
      }
      type = numbers ? Type::kIntSet : Type::kTextSet;
      value.number = symbols_.InternSet(std::move(items));
    } else if (node.kind != Node::Kind::kScalar) {
      Note(node, where, "expected a value");
    } else if (node.text == "true" || node.text == "false") {
      type = Type::kBool;
      value.number = node.text == "true";
    } else if (absl::SimpleAtoi(node.text, &number)) {
      type = Type::kInt;
      value.number = number;
    } else {
      value.number = symbols_.Intern(node.text);
    }
    if (parameter.entries.empty()) {
      parameter.info.type = type;
    } else if (parameter.info.type != type) {
      Note(node, where,
           absl::StrCat("entries of different types, ", TypeName(parameter.info.type), " and ",
                        TypeName(type)));
    }
    return value;
  }

  void ReadParameterEntry(const Node& entry, Parameter& parameter) {
    const std::string& where = parameter.info.name;
    if (entry.kind != Node::Kind::kMap) {
      parameter.entries.push_back({ReadValue(entry, "", where, parameter), {}, "", ""});
      return;
    }
    RefuseOtherThan(entry, where,
                    {"value", "of", "legal_basis", "mark", "note", "valid_from", "valid_to", "override"});
    ParameterEntry read;
    const Node* value = entry.Find("value");
    if (value == nullptr) return Note(entry, where, "value is missing");
    read.value = ReadValue(*value, Text(entry, where, "of", /*required=*/false), where, parameter);
    read.legal_basis = Text(entry, where, "legal_basis", /*required=*/false);
    read.mark = Text(entry, where, "mark", /*required=*/false);
    read.validity = ReadValidity(entry, where);
    ApplyOverride(entry, where, parameter, read);
    parameter.entries.push_back(std::move(read));
  }

  // A departure from the rule in force, off by default, that must name the law it rests on.
  void ApplyOverride(const Node& entry, const std::string& where, Parameter& parameter,
                     ParameterEntry& read) {
    const Node* node = entry.Find("override");
    if (node == nullptr) return;
    RefuseOtherThan(*node, where, {"value", "active", "legal_basis", "mark", "note"});
    const bool active = Word(*node, where, "active", {"false", "true"}) == 1;
    const std::string legal_basis = Text(*node, where, "legal_basis", /*required=*/active);
    if (active && absl::StripAsciiWhitespace(legal_basis).empty()) {
      Note(*node, where, "an active override needs its legal_basis");
    }
    const Node* value = node->Find("value");
    if (value == nullptr) return Note(*node, where, "override: value is missing");
    Parameter scratch = parameter;
    scratch.entries.push_back(read);
    const Value overriding = ReadValue(*value, "", where, scratch);
    if (!active) return;
    read.value = overriding;
    read.legal_basis = legal_basis;
    read.mark = Text(*node, where, "mark", /*required=*/false);
  }

  void CheckOverlap(const Node& node, const Parameter& parameter) {
    for (size_t i = 0; i < parameter.entries.size(); ++i) {
      for (size_t j = i + 1; j < parameter.entries.size(); ++j) {
        const Validity& a = parameter.entries[i].validity;
        const Validity& b = parameter.entries[j].validity;
        const bool a_before_b = a.to.has_value() && b.from.has_value() && *a.to < *b.from;
        const bool b_before_a = b.to.has_value() && a.from.has_value() && *b.to < *a.from;
        if (!a_before_b && !b_before_a) Note(node, parameter.info.name, "two entries in force on one date");
      }
    }
  }

  Rule ReadRule(const Node& node) {
    Rule rule;
    rule.code = Text(node, "rule", "code");
    const std::string& code = rule.code;
    RefuseOtherThan(node, code,
                    {"code", "scope", "severity", "unknown", "stages", "title_id", "title_en", "legal_basis",
                     "mark", "note", "valid_from", "valid_to", "lawful_if"});
    rule.scope =
        static_cast<Scope>(Word(node, code, "scope", {std::begin(kScopeNames), std::end(kScopeNames)}));
    rule.severity = static_cast<RuleSeverity>(Word(node, code, "severity", {"block", "warn"}));
    rule.unknown = static_cast<UnknownMeans>(Word(node, code, "unknown", {"checklist", "block"}, 0));
    const int stages = Word(node, code, "stages", {"both", "plan", "case"}, 0);
    rule.stages = {stages != 2, stages != 1};
    rule.title_id = Text(node, code, "title_id");
    rule.title_en = Text(node, code, "title_en");
    rule.legal_basis = Text(node, code, "legal_basis");
    rule.mark = Text(node, code, "mark", /*required=*/false);
    rule.validity = ReadValidity(node, code);
    rule.predicate = Text(node, code, "lawful_if");
    absl::StatusOr<Expression> expression =
        ParsePredicate(rule.predicate, {RootsOf(rule.scope), infos_}, symbols_);
    if (expression.ok()) {
      rule.lawful_if = *std::move(expression);
    } else if (!rule.predicate.empty()) {
      const Node* predicate = node.Find("lawful_if");
      Note(predicate == nullptr ? node : *predicate, code,
           absl::StrCat("lawful_if ", expression.status().message()));
    }
    return rule;
  }

  std::string file_;
  Symbols& symbols_;
  std::vector<ParameterInfo> infos_;
  std::vector<std::string> errors_;
};

}  // namespace

absl::string_view ScopeName(Scope scope) {
  return kScopeNames[static_cast<int>(scope)];
}

absl::StatusOr<RulePack> RulePack::Parse(absl::string_view file, absl::string_view yaml) {
  absl::StatusOr<Node> root = policy::ParseYaml(file, yaml);
  if (!root.ok()) return root.status();
  RulePack pack;
  PackReader reader(file, pack.symbols_);
  reader.RefuseOtherThan(*root, "top", {"parameters", "rules"});
  pack.parameters_ = reader.ReadParameters(root->Find("parameters"));
  pack.rules_ = reader.ReadRules(root->Find("rules"), pack.parameters_);
  if (absl::Status status = reader.status(); !status.ok()) return status;
  return pack;
}

const Rule* RulePack::Find(absl::string_view code) const {
  const auto it =
      std::lower_bound(rules_.begin(), rules_.end(), code,
                       [](const Rule& rule, absl::string_view wanted) { return rule.code < wanted; });
  return it != rules_.end() && it->code == code ? &*it : nullptr;
}

}  // namespace selaras::rules
