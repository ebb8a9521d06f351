#include "libs/rules/facts.h"

namespace selaras::rules {
namespace {

constexpr FactInfo kInfo[] = {
#define SELARAS_FACT(root, name, type) {Root::root, #root "." #name, Type::k##type},
#include "libs/rules/facts.inc"
#undef SELARAS_FACT
};

}  // namespace

absl::string_view TypeName(Type type) {
  switch (type) {
    case Type::kBool:
      return "yes/no";
    case Type::kInt:
      return "number";
    case Type::kDate:
      return "date";
    case Type::kText:
      return "text";
    case Type::kTextSet:
      return "set of texts";
    case Type::kIntSet:
      return "set of numbers";
    case Type::kDegrees:
      return "degrees";
    case Type::kCertificates:
      return "certificates";
  }
  return "?";
}

const FactInfo& InfoOf(Fact fact) {
  return kInfo[static_cast<int>(fact)];
}

std::optional<Fact> FindFact(absl::string_view name) {
  for (int i = 0; i < kFactCount; ++i) {
    if (kInfo[i].name == name) return static_cast<Fact>(i);
  }
  return std::nullopt;
}

int64_t DayNumber(absl::CivilDay day) {
  return day - absl::CivilDay(1970, 1, 1);
}

}  // namespace selaras::rules
