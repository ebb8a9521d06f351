#include "libs/generator/dirt.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace selaras::generator {
namespace {

struct Change {
  const char* column;
  const char* value;  // a literal, or one of the words below
};
struct Fault {
  const char* kind;
  std::vector<Change> changes;
};

// Words that make a NIP from the row's own.
constexpr char kFresh[] = "@fresh";       // sequence 8xx: a NIP of form, used nowhere else
constexpr char kUnknown[] = "@unknown";   // sequence 7xx: of form, and in no table of people
constexpr char kBadDate[] = "@bad_date";  // 30 February
constexpr char kBadSex[] = "@bad_sex";    // sex digit 3
constexpr char kSequence0[] = "@sequence_0";
constexpr char kSpreadsheet[] = "@spreadsheet";

const std::vector<Fault>& Faults(const std::string& table) {
  static const auto* const kFaults = new std::map<std::string, std::vector<Fault>>{
      {"employees",
       {{"nip_date_invalid", {{"nip", kBadDate}}},
        {"nip_sex_invalid", {{"nip", kBadSex}}},
        {"nip_sequence_zero", {{"nip", kSequence0}}},
        {"nip_spreadsheet", {{"nip", kSpreadsheet}}},
        {"date_invalid", {{"nip", kFresh}, {"appointed_date", "2021-02-30"}}},
        {"birth_date_not_of_nip", {{"nip", kFresh}, {"birth_date", "1971-11-11"}}},
        {"key_empty", {{"nip", ""}}},
        {"key_duplicate", {{"name", "Ganda Ganda"}}},
        {"grade_unknown", {{"nip", kFresh}, {"grade", "35"}}},
        {"grade_date_before_appointment", {{"nip", kFresh}, {"grade_date", "1969-04-01"}}},
        {"district_unknown", {{"nip", kFresh}, {"home_district_code", "999999"}}}}},
      {"appointments",
       {{"post_unknown",
         {{"start_date", "1990-01-01"}, {"post_code", "TIDAK-ADA"}, {"end_date", "1990-12-31"}}},
        {"date_invalid", {{"start_date", "1990-02-31"}, {"end_date", "1990-12-31"}}},
        {"end_before_start", {{"start_date", "1990-01-02"}, {"end_date", "1989-12-31"}}},
        {"nip_unknown", {{"nip", kUnknown}}},
        {"key_duplicate", {{"end_date", "2025-12-30"}}},
        {"key_empty", {{"nip", ""}}}}},
      {"duties", {{"unit_unknown", {{"start_date", "2019-01-01"}, {"unit_code", "TIDAK-ADA"}}}}},
      {"educations",
       {{"level_unknown", {{"level", "99"}}},
        {"year_invalid", {{"level", "20"}, {"graduated_year", "20I5"}}},
        {"nip_unknown", {{"nip", kUnknown}}}}},
      {"certificates",
       {{"date_invalid", {{"certificate", "BRIGADE"}, {"valid_until", "2027-13-01"}}},
        {"nip_unknown", {{"nip", kUnknown}}}}},
      {"assessments",
       {{"level_out_of_range", {{"assessed_date", "2019-03-01"}, {"M1", "9"}}},
        {"date_invalid", {{"assessed_date", "2019-04-31"}}},
        {"nip_spreadsheet", {{"nip", kSpreadsheet}}}}},
      {"appraisals",
       {{"predicate_misspelled", {{"year", "2019"}, {"predicate", "SANGAT BIAK"}}},
        {"year_invalid", {{"year", "202"}}},
        {"nip_unknown", {{"nip", kUnknown}}},
        {"predicate_contradicts_ratings",
         {{"year", "2019"}, {"results", "ABOVE"}, {"behaviour", "ABOVE"}, {"predicate", "KURANG"}}}}},
      {"peer_reviews",
       {{"score_out_of_range", {{"year", "2019"}, {"mean_score", "140.0"}}},
        {"rater_group_unknown", {{"year", "2019"}, {"rater_group", "TETANGGA"}}}}},
      {"preferences",
       {{"target_unknown", {{"rank", "5"}, {"target_code", "TIDAK-ADA"}}},
        {"rank_invalid", {{"rank", "0"}}}}},
      {"developments", {{"position_unknown", {{"position_code", "TIDAK-ADA"}}}}},
      {"relations",
       {{"other_nip_unknown", {{"other_nip", kUnknown}}}, {"kind_misspelled", {{"kind", "SPOSE"}}}}},
      {"disciplinary_actions",
       {{"severity_misspelled", {{"start_date", "2019-01-01"}, {"severity", "BERAT"}}}}},
      {"trainings", {{"date_invalid", {{"training_code", "LAMA"}, {"completed_date", "2020-00-10"}}}}},
  };
  static const auto* const kNone = new std::vector<Fault>();
  const auto found = kFaults->find(table);
  return found == kFaults->end() ? *kNone : found->second;
}

std::string Spoilt(absl::string_view word, const std::string& nip, int64_t number) {
  if (word.empty() || word[0] != '@' || nip.size() != 18) return std::string(word);
  if (word == kBadDate) return absl::StrCat(nip.substr(0, 4), "0230", nip.substr(8));
  if (word == kBadSex) return absl::StrCat(nip.substr(0, 14), "3", nip.substr(15));
  if (word == kSequence0) return absl::StrCat(nip.substr(0, 15), "000");
  if (word == kSpreadsheet) return absl::StrCat(nip.substr(0, 1), ".", nip.substr(1, 5), "E+17");
  const int64_t first = word == kUnknown ? 701 : 801;
  return absl::StrCat(nip.substr(0, 15), first + number % 99);
}

}  // namespace

void Dirt::Begin(absl::string_view table, absl::string_view header, int64_t rows) {
  table_ = std::string(table);
  columns_ = absl::StrSplit(header, ',');
  rows_ = rows;
  seen_ = done_ = due_ = 0;
  const int64_t kinds = static_cast<int64_t>(Faults(table_).size());
  if (share_ > 0 && rows > 0 && kinds > 0) {
    due_ = std::max(kinds, static_cast<int64_t>(share_ * static_cast<double>(rows) + 0.5));
  }
}

void Dirt::After(CsvWriter* writer) {
  ++seen_;
  // Evenly over the table: after row k of n, k·due/n of them are there.
  while (done_ < due_ && done_ * rows_ < seen_ * due_) Write(writer);
}

void Dirt::Write(CsvWriter* writer) {
  const std::vector<Fault>& faults = Faults(table_);
  const Fault& fault = faults[static_cast<size_t>(done_) % faults.size()];
  // These tables hold no quoted field, so that the row splits at its commas.
  std::vector<std::string> fields = absl::StrSplit(std::string(writer->LastRow()), ',');
  const std::string nip = fields[0];
  for (const Change& change : fault.changes) {
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (columns_[c] != change.column) continue;
      fields[c] = Spoilt(change.value, nip, done_);
    }
  }
  for (const std::string& field : fields) writer->Add(field);
  writer->EndRow();
  ++done_;
  ++total_;
  auto count = [&](nlohmann::ordered_json& counts) {
    nlohmann::ordered_json& number = counts[fault.kind];
    number = number.is_null() ? int64_t{1} : number.get<int64_t>() + 1;
  };
  count(by_kind_);
  count(by_table_[table_]);
}

}  // namespace selaras::generator
