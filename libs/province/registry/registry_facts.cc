#include "libs/province/registry/registry_facts.h"

#include <algorithm>
#include <cmath>

#include "libs/resource/resource_name.h"
#include "libs/rpc/proto_time.h"

namespace selaras::province {
namespace {

namespace pb = registry::v1alpha;

// Of a record that contradicts itself the registry thinks less than this (its imports say 50).
constexpr int kDoubtful = 60;

// The enums were made alike: the number is the translation, if it is one that we know.
template <typename Enum>
Enum EnumOf(int number, Enum last) {
  return number <= static_cast<int>(last) ? static_cast<Enum>(number) : Enum{};
}

std::optional<bool> BoolOf(pb::Tristate value) {
  if (value == pb::TRISTATE_YES) return true;
  if (value == pb::TRISTATE_NO) return false;
  return std::nullopt;
}

// Rounded once, here: the planner computes distances in integers.
int32_t Micro(double degrees) {
  return static_cast<int32_t>(std::lround(degrees * 1e6));
}

std::optional<HeldPost> HeldOf(const pb::Appointment& message) {
  const auto start = DayOf(message.start_date());
  if (!start.has_value()) return std::nullopt;
  return HeldPost{LastPart(message.post()), LastPart(message.position()), *start, DayOf(message.end_date())};
}

Preference PreferenceOf(const pb::Preference& message) {
  switch (message.target_case()) {
    case pb::Preference::kOrgUnit:
      return {message.rank(), PreferenceKind::kOrgUnit, LastPart(message.org_unit())};
    case pb::Preference::kDistrict:
      return {message.rank(), PreferenceKind::kDistrict, LastPart(message.district())};
    default:
      return {message.rank(), PreferenceKind::kPost, LastPart(message.post())};
  }
}

void AddLists(const pb::Profile& message, Person& person) {
  for (const auto& held : message.appointments()) {
    if (auto fact = HeldOf(held)) person.history.push_back(*std::move(fact));
  }
  for (const auto& education : message.educations())
    person.educations.push_back({education.level(), education.field()});
  for (const auto& held : message.certificates()) {
    person.certificates.push_back({held.certificate(), held.field(), DayOf(held.valid_until())});
  }
  for (const auto& appraisal : message.appraisals()) {
    if (appraisal.predicate() == pb::PREDICATE_UNSPECIFIED) continue;
    const int confidence = appraisal.provenance().confidence();
    const bool doubtful = confidence > 0 && confidence < kDoubtful;  // 0 = not told
    person.appraisals.push_back(
        {appraisal.year(), doubtful ? kUnknownPredicate : static_cast<int32_t>(appraisal.predicate())});
  }
  for (const auto& review : message.peer_reviews()) {
    if (review.rater_group() == pb::PeerReview::RATER_GROUP_UNSPECIFIED) continue;
    person.peer_reviews.push_back({review.year(), static_cast<RaterGroup>(review.rater_group() - 1),
                                   review.rater_count(),
                                   static_cast<int32_t>(std::lround(review.mean_score() * 1000))});
  }
  for (const auto& preference : message.preferences()) person.preferences.push_back(PreferenceOf(preference));
  for (const auto& development : message.developments())
    person.developments.push_back(LastPart(development.position()));
  for (const std::string& relative : message.related_employee_ids())
    person.relatives.push_back(LastPart(relative));
  for (const auto& action : message.disciplinary_actions()) {
    const auto start = DayOf(action.start_date());
    if (!start.has_value()) continue;
    person.disciplines.push_back({EnumOf(action.severity(), Severity::kHeavy), *start,
                                  DayOf(action.served_until()), action.in_process()});
  }
}

}  // namespace

Agency FactOf(const pb::Agency& message) {
  return {LastPart(message.name()), message.display_name(), EnumOf(message.kind(), AgencyKind::kMinistry),
          message.region_code()};
}

District FactOf(const pb::District& message) {
  District district;
  district.id = LastPart(message.name());
  district.display_name = message.display_name();
  if (message.latitude() != 0 || message.longitude() != 0) {
    district.latitude_e6 = Micro(message.latitude());
    district.longitude_e6 = Micro(message.longitude());
  }
  district.island = message.island();
  return district;
}

OrgUnit FactOf(const pb::OrgUnit& message) {
  return {LastPart(message.name()), message.display_name(), LastPart(message.agency()),
          LastPart(message.parent()), LastPart(message.district())};
}

Position FactOf(const pb::Position& message) {
  Position position;
  position.id = LastPart(message.name());
  position.display_name = message.display_name();
  position.family = EnumOf(message.family(), Family::kStaff);
  position.group = EnumOf(message.group(), Group::kPlk);
  position.level = message.level();
  position.job_class = message.job_class();
  position.strategic_class = message.strategic_class();
  position.purpose_id = message.purpose_id();
  position.purpose_en = message.purpose_en();
  position.min_education = message.min_education();
  position.education_fields.assign(message.education_fields().begin(), message.education_fields().end());
  position.certificate = message.certificate();
  position.min_grade = message.min_grade();
  position.max_grade = message.max_grade();
  const int items = std::min(message.standard().core_size(), kCoreCompetencies);
  for (int i = 0; i < items; ++i) position.core[i] = message.standard().core(i);
  for (const auto& technical : message.standard().technical()) {
    position.technical.push_back({technical.cluster(), technical.level()});
  }
  return position;
}

Post FactOf(const pb::Post& message) {
  return {LastPart(message.name()),   LastPart(message.org_unit()), LastPart(message.position()),
          LastPart(message.agency()), LastPart(message.district()), message.ceiling(),
          message.head_of_unit(),     message.certificate(),        message.min_grade()};
}

ElectionCalendar FactOf(const pb::ElectionCalendar& message) {
  return {message.region_code(), DayOf(message.determination_date()), DayOf(message.term_end()),
          DayOf(message.inauguration_date())};
}

Person FactOf(const pb::Profile& message) {
  Person person;
  person.id = LastPart(message.employee_id());
  person.profile_revision = message.profile_revision();
  person.employment = EnumOf(message.employment(), Employment::kPppk);
  person.appointed_date = DayOf(message.appointed_date());
  person.grade = message.grade();
  person.functional_level = message.functional_level();
  person.agency = LastPart(message.agency());
  person.home_district = LastPart(message.home_district());
  person.state = EnumOf(message.state(), EmployeeState::kRetired);
  person.bonded_until = DayOf(message.bonded_until());
  person.audit_finding = BoolOf(message.audit_finding());
  person.court_process = BoolOf(message.court_process());
  person.retirement_date = DayOf(message.retirement_date());
  person.post = LastPart(message.post());
  person.post_since = DayOf(message.post_since());
  if (message.has_potential()) person.potential = message.potential();
  AddLists(message, person);
  return person;
}

}  // namespace selaras::province
