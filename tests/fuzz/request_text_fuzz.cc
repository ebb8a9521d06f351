// The small parsers behind request fields: whatever they accept they also write back.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "libs/base/civil_date.h"
#include "libs/base/digest.h"
#include "libs/base/trace.h"
#include "libs/resource/order_by.h"
#include "libs/resource/resource_name.h"
#include "libs/resource/update_mask.h"

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  constexpr absl::string_view kFields[] = {"address", "create_time", "display_name"};

  constexpr selaras::ResourcePattern kName("employees/{employee}/appointments/{appointment}");
  if (const auto ids = kName.Parse(text); ids.ok()) Require(kName.Format((*ids)[0], (*ids)[1]) == text);

  if (const auto terms = selaras::ParseOrderBy(text, kFields); terms.ok()) {
    const auto again = selaras::ParseOrderBy(selaras::FormatOrderBy(*terms), kFields);
    Require(again.ok() && *again == *terms);
  }
  const std::vector<std::string> paths = absl::StrSplit(text, ',');
  if (const auto mask = selaras::UpdateMask::Parse(paths, kFields); mask.ok()) {
    for (const std::string& path : mask->paths()) Require(mask->Has(path));
  }
  if (const auto day = selaras::ParseCivilDay(text); day.ok()) Require(selaras::FormatCivilDay(*day) == text);
  if (const auto trace = selaras::ParseTraceparent(text); trace.has_value()) {
    Require(selaras::ParseTraceparent(selaras::FormatTraceparent(*trace)) == *trace);
  }
  if (const auto raw = selaras::HexDecode(text); raw.ok()) Require(raw->size() * 2 == text.size());
  return 0;
}
