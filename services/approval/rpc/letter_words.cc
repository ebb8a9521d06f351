#include "services/approval/rpc/letter_words.h"

#include <cctype>
#include <iterator>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/rules/ranks.h"

namespace selaras::approval {
namespace {

// Domain §2.1, by order of grade from 1.
constexpr absl::string_view kRanks[] = {"Juru Muda",
                                        "Juru Muda Tingkat I",
                                        "Juru",
                                        "Juru Tingkat I",
                                        "Pengatur Muda",
                                        "Pengatur Muda Tingkat I",
                                        "Pengatur",
                                        "Pengatur Tingkat I",
                                        "Penata Muda",
                                        "Penata Muda Tingkat I",
                                        "Penata",
                                        "Penata Tingkat I",
                                        "Pembina",
                                        "Pembina Tingkat I",
                                        "Pembina Utama Muda",
                                        "Pembina Utama Madya",
                                        "Pembina Utama"};

constexpr absl::string_view kPppkGrades[] = {"I", "II", "III", "IV",   "V",   "VI", "VII", "VIII", "IX",
                                             "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"};

// Without "Pemerintah", and without the word for the kind of region.
absl::string_view Bare(absl::string_view name) {
  for (const absl::string_view prefix : {"Pemerintah ", "Provinsi ", "Kabupaten ", "Kota "}) {
    absl::ConsumePrefix(&name, prefix);
  }
  return name;
}

}  // namespace

std::string HeadOf(const province::Agency& agency) {
  switch (agency.kind) {
    case province::AgencyKind::kProvince:
      return absl::StrCat("Gubernur ", Bare(agency.display_name));
    case province::AgencyKind::kRegency:
      return absl::StrCat("Bupati ", Bare(agency.display_name));
    case province::AgencyKind::kCity:
      return absl::StrCat("Wali Kota ", Bare(agency.display_name));
    case province::AgencyKind::kMinistry:
    case province::AgencyKind::kUnknown:
      break;
  }
  return absl::StrCat("Pejabat Pembina Kepegawaian ", agency.display_name);
}

std::string PlaceOf(const province::Agency& agency) {
  return std::string(Bare(agency.display_name));
}

std::string GovernmentOf(const province::Agency& agency) {
  switch (agency.kind) {
    case province::AgencyKind::kProvince:
      return absl::StrCat("Pemerintah Provinsi ", Bare(agency.display_name));
    case province::AgencyKind::kRegency:
      return absl::StrCat("Pemerintah Kabupaten ", Bare(agency.display_name));
    case province::AgencyKind::kCity:
      return absl::StrCat("Pemerintah Kota ", Bare(agency.display_name));
    case province::AgencyKind::kMinistry:
    case province::AgencyKind::kUnknown:
      break;
  }
  return agency.display_name;
}

Rank RankOf(int32_t grade) {
  if (const std::optional<int64_t> order = rules::GradeOrder(grade); order.has_value()) {
    return {std::string(kRanks[*order - 1]), std::string(rules::GradeName(*order))};
  }
  if (grade >= 1 && grade <= static_cast<int32_t>(std::size(kPppkGrades))) {
    return {"", std::string(kPppkGrades[grade - 1])};
  }
  return {};
}

std::string ReceiptText(absl::string_view log, absl::string_view number, absl::string_view leaf_hash_hex) {
  return absl::StrCat("selaras-receipt 1\nlog ", log, "\nnumber ", number, "\nleaf ", leaf_hash_hex, "\n");
}

std::string ShortCode(absl::string_view leaf_hash_hex) {
  const std::string upper = absl::AsciiStrToUpper(leaf_hash_hex.substr(0, 12));
  if (upper.size() < 12) return upper;
  return absl::StrCat(upper.substr(0, 4), "-", upper.substr(4, 4), "-", upper.substr(8, 4));
}

}  // namespace selaras::approval
