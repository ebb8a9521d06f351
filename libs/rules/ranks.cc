#include "libs/rules/ranks.h"

#include <iterator>

namespace selaras::rules {
namespace {

constexpr absl::string_view kGrades[] = {"I/a",  "I/b",  "I/c",   "I/d",   "II/a",  "II/b",
                                         "II/c", "II/d", "III/a", "III/b", "III/c", "III/d",
                                         "IV/a", "IV/b", "IV/c",  "IV/d",  "IV/e"};

struct EducationEntry {
  absl::string_view code, name;
  int64_t rank;
};

constexpr EducationEntry kEducations[] = {
    {"05", "SD", 1}, {"10", "SMP", 2}, {"15", "SMA", 3}, {"17", "SMK", 3}, {"20", "D1", 4}, {"25", "D2", 5},
    {"30", "D3", 6}, {"35", "D4", 7},  {"40", "S1", 7},  {"45", "S2", 8},  {"50", "S3", 9},
};

constexpr absl::string_view kEducationNames[] = {"",   "SD", "SMP",   "SMA/SMK", "D1",
                                                 "D2", "D3", "S1/D4", "S2",      "S3"};

}  // namespace

std::optional<int64_t> GradeOrder(int32_t siasn_id) {
  const int32_t row = siasn_id / 10, column = siasn_id % 10;
  if (row < 1 || row > 4 || column < 1 || column > (row == 4 ? 5 : 4)) return std::nullopt;
  return (row - 1) * 4 + column;
}

std::optional<int64_t> GradeOrder(absl::string_view name) {
  for (size_t i = 0; i < std::size(kGrades); ++i) {
    if (kGrades[i] == name) return static_cast<int64_t>(i) + 1;
  }
  return std::nullopt;
}

absl::string_view GradeName(int64_t order) {
  if (order < 1 || order > static_cast<int64_t>(std::size(kGrades))) return "";
  return kGrades[order - 1];
}

std::optional<int64_t> EducationRank(absl::string_view siasn_code) {
  for (const EducationEntry& entry : kEducations) {
    if (entry.code == siasn_code) return entry.rank;
  }
  return std::nullopt;
}

std::optional<int64_t> EducationRankByName(absl::string_view name) {
  for (const EducationEntry& entry : kEducations) {
    if (entry.name == name) return entry.rank;
  }
  return std::nullopt;
}

absl::string_view EducationName(int64_t rank) {
  if (rank < 0 || rank >= static_cast<int64_t>(std::size(kEducationNames))) return "";
  return kEducationNames[rank];
}

}  // namespace selaras::rules
