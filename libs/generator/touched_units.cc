#include "libs/generator/touched_units.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/generator/csv_table.h"
#include "libs/generator/province.h"

namespace selaras::generator {
namespace {

void Earlier(absl::CivilMonth month, const std::string& unit, TouchedUnits::Months* months) {
  const auto [at, is_new] = months->emplace(unit, month);
  if (!is_new) at->second = std::min(at->second, month);
}

}  // namespace

bool IsFamily(absl::string_view word) {
  for (int family = 0; family < kFamilies; ++family) {
    if (word == FamilyName(static_cast<Family>(family))) return true;
  }
  return false;
}

absl::StatusOr<TouchedUnits> ReadMoves(const std::string& file, const History& history) {
  SELARAS_ASSIGN_OR_RETURN(const CsvTable table, CsvTable::Read(file));
  for (const char* column : {"effective_date", "to_unit", "family"}) {
    if (!table.Has(column)) return absl::InvalidArgumentError(absl::StrCat(file, ": no column ", column));
  }
  TouchedUnits touched;
  touched.receiving[""];
  touched.last_move = history.last();
  for (size_t row = 0; row < table.size(); ++row) {
    const auto refuse = [&](absl::string_view what) {
      return absl::InvalidArgumentError(absl::StrCat(file, " line ", row + 2, ": ", what));
    };
    absl::CivilDay day;
    if (!absl::ParseCivilTime(table.Get(row, "effective_date"), &day)) {
      return refuse("effective_date is not YYYY-MM-DD");
    }
    const absl::CivilMonth month(day);
    if (month < history.last()) return refuse("effective_date lies before the last month of the history");
    const std::string& to = table.Get(row, "to_unit");
    const std::string& from = table.Get(row, "from_unit");
    const std::string& family = table.Get(row, "family");
    if (history.Find(to) == nullptr) return refuse("to_unit is not in org_units.csv");
    if (!from.empty() && history.Find(from) == nullptr) return refuse("from_unit is not in org_units.csv");
    if (!IsFamily(family)) return refuse("family is none of TEACHER HEALTH FUNCTIONAL STRUCTURAL STAFF");
    ++touched.moves;
    touched.last_move = std::max(touched.last_move, month);
    // From post to post of one unit: nobody came, nobody left.
    if (from == to) continue;
    Earlier(month, to, &touched.receiving[""]);
    Earlier(month, to, &touched.receiving[family]);
    if (!from.empty()) Earlier(month, from, &touched.sending);
  }
  return touched;
}

}  // namespace selaras::generator
