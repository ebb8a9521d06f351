#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/matching/domain/explain_words.h"

namespace selaras::matching {
namespace {

const BilingualText* FindWord(absl::string_view name) {
  static const auto* const words = new absl::flat_hash_map<std::string, BilingualText>{
#define SELARAS_WORD(name, indonesian, english) {name, {indonesian, english}},
#include "services/matching/domain/explain_fact_words.inc"
#undef SELARAS_WORD
  };
  const auto found = words->find(name);
  return found == words->end() ? nullptr : &found->second;
}

BilingualText WordOr(absl::string_view name) {
  const BilingualText* const word = FindWord(name);
  return word != nullptr ? *word : Same(name);
}

BilingualText PositionOf(const PlanProblem& problem, absl::string_view id) {
  const int32_t position = problem.province().FindPosition(id);
  return Same(position < 0 ? id : absl::string_view(problem.province().positions()[position].display_name));
}

BilingualText WordForField(absl::string_view field) {
  if (absl::ConsumePrefix(&field, "assessments.")) {
    if (FindWord(field) != nullptr) return WordOr(field);
    return {absl::StrCat("kompetensi teknis ", field), absl::StrCat("the technical competency ", field)};
  }
  if (absl::ConsumePrefix(&field, "appraisals.")) {
    return {absl::StrCat("predikat kinerja tahun ", field), absl::StrCat("the appraisal of ", field)};
  }
  if (absl::ConsumePrefix(&field, "peerReviews.")) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(field, '.');
    const BilingualText group = WordOr(parts.second);
    return {absl::StrCat("nilai rata-rata dari ", group.id, " tahun ", parts.first),
            absl::StrCat("the mean review by ", group.en, " in ", parts.first)};
  }
  return WordOr(field);
}

BilingualText WordForValue(const PlanProblem& problem, absl::string_view field, absl::string_view value) {
  static const auto* const kPredicates =
      new std::vector<BilingualText>{{"Sangat Kurang", "very poor"},
                                     {"Kurang", "poor"},
                                     {"Butuh Perbaikan", "needs improvement"},
                                     {"Baik", "good"},
                                     {"Sangat Baik", "very good"}};
  int number = 0;
  const bool is_number = absl::SimpleAtoi(value, &number);
  if (absl::StartsWith(field, "appraisals.") && is_number && number >= 1 && number <= 5) {
    return (*kPredicates)[number - 1];
  }
  if (absl::StartsWith(field, "assessments."))
    return {absl::StrCat("tingkat ", value), absl::StrCat("level ", value)};
  if (field == "home_district") {
    const int32_t district = problem.province().FindDistrict(value);
    if (district >= 0 && !problem.province().districts()[district].display_name.empty()) {
      return Same(problem.province().districts()[district].display_name);
    }
  }
  return Same(value);
}

}  // namespace

BilingualText TitlesOf(const std::vector<RuleNote>& notes) {
  std::vector<BilingualText> titles;
  for (const RuleNote& note : notes) {
    titles.push_back({absl::StrCat(note.title_id, " (", note.legal_basis, ")"),
                      absl::StrCat(note.title_en, " (", note.legal_basis, ")")});
  }
  return Listed(titles);
}

BilingualText WordForFact(absl::string_view fact) {
  return WordOr(fact);
}

BilingualText ConditionOf(const PlanProblem& problem, const Flip& flip) {
  absl::string_view field = flip.field;
  if (absl::ConsumePrefix(&field, "appointments.")) {
    return Say(Sentence::kFlipExperience, {PositionOf(problem, field), Same(flip.to)});
  }
  if (field == "educations.field") return Say(Sentence::kFlipEducation, {Same(flip.to)});
  if (field == "developments") return Say(Sentence::kFlipDevelopment, {PositionOf(problem, flip.to)});
  if (field == "preferences") {
    const ProvinceIndex& index = problem.province();
    const ProvinceIndex::PostRefs& refs = index.PostRefsOf(flip.post);
    return Say(Sentence::kFlipWish, {Same(index.positions()[refs.position].display_name),
                                     Same(index.units()[refs.unit].display_name), Same(flip.to)});
  }
  const BilingualText word = WordForField(field), to = WordForValue(problem, field, flip.to);
  return flip.from.empty() ? Say(Sentence::kFlipUnknown, {word, to})
                           : Say(Sentence::kFlipKnown, {word, WordForValue(problem, field, flip.from), to});
}

}  // namespace selaras::matching
