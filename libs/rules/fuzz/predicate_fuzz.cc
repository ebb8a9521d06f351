// Any bytes as a predicate, then evaluated on facts of which all, none or half are known: no crash, no
// overflow.
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "libs/rules/parser.h"

using selaras::rules::Fact;
using selaras::rules::Facts;
using selaras::rules::Root;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  selaras::rules::Symbols symbols;
  const std::vector<selaras::rules::ParameterInfo> parameters = {
      {"months", selaras::rules::Type::kInt}, {"families", selaras::rules::Type::kTextSet}};
  const selaras::rules::ParseScope scope{
      {Root::person, Root::present, Root::agency, Root::position, Root::post, Root::pair, Root::plan},
      parameters};
  const auto expression =
      ParsePredicate(absl::string_view(reinterpret_cast<const char*>(data), size), scope, symbols);
  if (!expression.ok()) return 0;
  const std::vector<selaras::rules::Value> values = {{24, true}, {0, true}};
  for (int pattern = 0; pattern < 3; ++pattern) {
    Facts facts;
    for (int i = 0; i < selaras::rules::kFactCount; ++i) {
      // 0 and 1 are valid as number, symbol and set alike only while at least two of each exist; 0 always is.
      if (pattern == 2 || (pattern == 1 && i % 2 == 0)) facts.Set(static_cast<Fact>(i), 0);
    }
    expression->Evaluate({&facts, &facts, &facts, values, &symbols});
  }
  return 0;
}
