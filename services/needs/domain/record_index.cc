#include "services/needs/domain/record_index.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace selaras::needs {

RecordIndex::RecordIndex(absl::CivilDay effective_date, const NeedPolicy& policy)
    : policy_(policy),
      year_(static_cast<int>(effective_date.year())),
      newest_month_(static_cast<int>(effective_date.year()) * 12 + effective_date.month() - 1) {}

void RecordIndex::Add(const Record& record) {
  switch (record.kind) {
    case RecordKind::kWorkload:
      return AddWorkload(record);
    case RecordKind::kSchoolClass:
      return AddClasses(record);
    case RecordKind::kStandard: {
      StandardRecord standard = DecodeStandard(record);
      const std::string position = standard.position_code;
      standards_[position].push_back(std::move(standard));
      return;
    }
    case RecordKind::kIndicator: {
      const IndicatorRecord indicator = DecodeIndicator(record);
      if (!InWindow(indicator.month)) return;
      if (indicator.indicator == "COMPLAINTS")
        complaints_[record.unit_code][indicator.month].complaints = indicator.value;
      if (indicator.indicator == "SERVICES")
        complaints_[record.unit_code][indicator.month].services = indicator.value;
      return;
    }
    case RecordKind::kSurvey: {
      const SurveyRecord survey = DecodeSurvey(record);
      if (survey.question != "WORKLOAD" || !InWindow(survey.month)) return;
      if (survey.respondents < policy_.anonymity_floor) return;
      auto& [count, sum] = answers_[record.unit_code];
      count += survey.respondents;
      sum += static_cast<double>(survey.respondents) * static_cast<double>(survey.mean_score) / kMicro;
      return;
    }
  }
}

void RecordIndex::AddWorkload(const Record& record) {
  WorkloadRecord workload = DecodeWorkload(record);
  if (workload.year > year_) return;
  if (workload.task.effective_minutes == 0) {
    workload.task.effective_minutes =
        workload.task.method == WorkMethod::kHealth ? policy_.health_minutes : policy_.task_minutes;
  }
  YearOfTasks& known = tasks_[{record.unit_code, workload.position_code}];
  if (workload.year < known.year) return;
  if (workload.year > known.year) known = {workload.year, {}};
  known.tasks.push_back(workload.task);
}

void RecordIndex::AddClasses(const Record& record) {
  const SchoolClassRecord row = DecodeSchoolClass(record);
  if (row.year > year_) return;
  YearOfClasses& known = classes_[record.unit_code];
  if (row.year < known.year) return;
  if (row.year > known.year) known = {row.year, {}};
  known.grades.push_back({row.grade, row.pupils, row.classes});
}

void RecordIndex::ApplyStandards(const UnitFact& unit, absl::string_view position_code,
                                 Evidence& evidence) const {
  const auto found = standards_.find(position_code);
  if (found == standards_.end()) return;
  // A standard of the unit's own size class replaces the one for every size, kind by kind.
  const auto applies = [&](const StandardRecord& standard) {
    if (standard.unit_kind != unit.kind) return false;
    if (standard.size_class == unit.size_class) return true;
    if (standard.size_class != "*") return false;
    return std::none_of(found->second.begin(), found->second.end(), [&](const StandardRecord& other) {
      return other.kind == standard.kind && other.unit_kind == unit.kind &&
             other.size_class == unit.size_class && other.grade == standard.grade && unit.size_class != "*";
    });
  };
  for (const StandardRecord& standard : found->second) {
    if (!applies(standard)) continue;
    switch (standard.kind) {
      case StandardKind::kFixed:
        if (standard.value) evidence.fixed = std::max(evidence.fixed.value_or(0), *standard.value);
        break;
      case StandardKind::kOnePerUnit:
        evidence.fixed = std::max(evidence.fixed.value_or(0), kMicro);
        break;
      case StandardKind::kLessonHours:
        if (standard.value) evidence.lesson_hours.push_back({standard.grade, *standard.value});
        break;
      case StandardKind::kClassTeacher:
        evidence.class_teacher = true;
        if (standard.value && *standard.value >= kMicro) evidence.pupils_per_class = *standard.value / kMicro;
        break;
      case StandardKind::kPupilsPer:
        evidence.pupils_per = standard.value.value_or(policy_.pupils_per_counsellor * kMicro);
        break;
    }
  }
}

Evidence RecordIndex::EvidenceFor(const UnitFact& unit, absl::string_view position_code) const {
  Evidence evidence;
  evidence.unit_class = unit.size_class.empty() ? unit.kind : absl::StrCat(unit.kind, " ", unit.size_class);
  const auto cap = policy_.pupils_per_class.find(unit.size_class);
  if (cap != policy_.pupils_per_class.end()) evidence.pupils_per_class = cap->second;
  if (const auto tasks = tasks_.find({unit.code, std::string(position_code)}); tasks != tasks_.end()) {
    evidence.tasks = tasks->second.tasks;
  }
  if (const auto classes = classes_.find(unit.code); classes != classes_.end())
    evidence.grades = classes->second.grades;
  ApplyStandards(unit, position_code, evidence);
  return evidence;
}

LoadSums RecordIndex::SumsFor(absl::string_view unit_code) const {
  LoadSums sums;
  if (const auto answers = answers_.find(unit_code); answers != answers_.end()) {
    sums.answers = answers->second.first;
    sums.answer_sum = answers->second.second;
  }
  if (const auto months = complaints_.find(unit_code); months != complaints_.end()) {
    for (const auto& [month, value] : months->second) {
      if (!value.complaints || !value.services) continue;
      sums.complaints += *value.complaints / kMicro;
      sums.services += *value.services / kMicro;
    }
  }
  return sums;
}

}  // namespace selaras::needs
