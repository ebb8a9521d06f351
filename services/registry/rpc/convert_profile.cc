#include "services/registry/rpc/convert_profile.h"

#include <algorithm>

#include "absl/container/btree_map.h"
#include "services/registry/domain/retirement.h"
#include "services/registry/rpc/convert_facts.h"

namespace selaras::registry {
namespace {

// Validity and confidence only: the revision of the whole profile stands beside it.
template <typename Message>
void SetFact(const Fact& fact, Message* message) {
  ToProto(RecordView(fact.content), message);
  pb::Provenance* provenance = message->mutable_provenance();
  if (fact.valid_from != kSinceEver) SetDate(FromDay(fact.valid_from), provenance->mutable_valid_from());
  if (fact.valid_to != kForEver) SetDate(FromDay(fact.valid_to), provenance->mutable_valid_to());
  provenance->set_confidence(fact.confidence);
}

void SetRetirement(const RecordView& record, const EmployeeFacts& facts, const Organisation& organisation,
                   pb::Profile* profile) {
  const auto birth = record.Date(profile_field::kBirthDate);
  if (!birth.has_value()) return;
  std::optional<int> age;
  if (const auto own = record.Int(profile_field::kRetirementAge)) age = static_cast<int>(*own);
  if (!age.has_value()) {
    age = RetirementAge(organisation.GroupOf(facts.position), organisation.FamilyOf(facts.position),
                        record.Text(profile_field::kFunctionalLevel));
  }
  if (age.has_value()) SetDate(RetirementDate(*birth, *age), profile->mutable_retirement_date());
}

void AddFact(const Fact& fact, pb::Profile* profile) {
  switch (fact.kind) {
    case RecordKind::kAppointment:
      return SetFact(fact, profile->add_appointments());
    case RecordKind::kEducation:
      return SetFact(fact, profile->add_educations());
    case RecordKind::kCertificate:
      return SetFact(fact, profile->add_certificates());
    case RecordKind::kAppraisal:
      return SetFact(fact, profile->add_appraisals());
    case RecordKind::kPeerReview:
      return SetFact(fact, profile->add_peer_reviews());
    case RecordKind::kPreference:
      return SetFact(fact, profile->add_preferences());
    case RecordKind::kDevelopment:
      return SetFact(fact, profile->add_developments());
    case RecordKind::kDisciplinaryAction:
      return SetFact(fact, profile->add_disciplinary_actions());
    case RecordKind::kAssessment: {
      profile->set_assessed(true);
      // Facts of a kind ascend by key, here the date, so that the newest known potential stays.
      const auto potential = RecordView(fact.content).Int(assessment_field::kPotential);
      if (potential.has_value()) profile->set_potential(static_cast<int>(*potential));
      return;
    }
    default:
      return;
  }
}

pb::Tristate ToTristate(std::optional<bool> flag) {
  if (!flag.has_value()) return pb::TRISTATE_UNSPECIFIED;
  return *flag ? pb::TRISTATE_YES : pb::TRISTATE_NO;
}

int WholeMonths(absl::CivilDay from, absl::CivilDay to) {
  const int months = static_cast<int>(absl::CivilMonth(to) - absl::CivilMonth(from));
  return std::max(0, to.day() < from.day() ? months - 1 : months);
}

}  // namespace

void ToProto(const EmployeeFacts& facts, const Organisation& organisation,
             const std::vector<std::string>& related, pb::Profile* profile) {
  using namespace profile_field;
  const RecordView record(facts.profile.content);
  profile->set_employee_id(facts.id);
  profile->set_profile_revision(facts.profile_revision);
  profile->set_employment(ParseCode("EMPLOYMENT_", record.Text(kEmployment), pb::Employment_Parse));
  if (const auto day = record.Date(kAppointedDate)) SetDate(*day, profile->mutable_appointed_date());
  profile->set_grade(static_cast<int>(record.Int(kGrade).value_or(0)));
  if (const auto day = record.Date(kGradeDate)) SetDate(*day, profile->mutable_grade_date());
  profile->set_functional_level(Str(record.Text(kFunctionalLevel)));
  profile->set_agency(NameOf("agencies", record.Text(kAgency)));
  profile->set_home_district(NameOf("districts", record.Text(kHomeDistrict)));
  profile->set_state(ParseCode("EMPLOYEE_STATE_", record.Text(kState), pb::EmployeeState_Parse));
  if (const auto day = record.Date(kBondedUntil)) SetDate(*day, profile->mutable_bonded_until());
  profile->set_audit_finding(ToTristate(record.Flag(kAuditFinding)));
  profile->set_court_process(ToTristate(record.Flag(kCourtProcess)));
  SetRetirement(record, facts, organisation, profile);
  profile->set_post(NameOf("posts", facts.post));
  if (!facts.post.empty()) SetDate(FromDay(facts.post_since), profile->mutable_post_since());
  profile->set_post_revision(facts.post_revision);
  for (const Fact& fact : facts.facts) AddFact(fact, profile);
  for (const std::string& other : related) profile->add_related_employee_ids(other);
}

void ToProto(const EmployeeFacts& facts, absl::CivilDay today, pb::Competency* competency) {
  using namespace assessment_field;
  competency->set_employee_id(facts.id);
  competency->set_profile_revision(facts.profile_revision);
  int core[kCoreCompetencies], age[kCoreCompetencies];
  std::fill(std::begin(core), std::end(core), -1);
  std::fill(std::begin(age), std::end(age), -1);
  absl::btree_map<std::string, int> technical;
  int technical_age = -1;
  for (const Fact& fact : facts.facts) {  // ascending by date: later ones replace
    if (fact.kind != RecordKind::kAssessment) continue;
    const RecordView record(fact.content);
    const auto assessed = record.Date(kAssessedDate);
    const int months = assessed.has_value() ? WholeMonths(*assessed, today) : 0;
    for (int i = 0; i < kCoreCompetencies; ++i) {
      const auto level = record.Int(kCore + i);
      if (!level.has_value()) continue;
      core[i] = static_cast<int>(*level);
      age[i] = months;
    }
    pb::Competency newest;
    SetLevels(record, kTechnical, newest.mutable_technical());
    if (newest.technical_size() > 0) technical_age = months;
    for (const pb::TechnicalLevel& level : newest.technical()) technical[level.cluster()] = level.level();
  }
  for (int i = 0; i < kCoreCompetencies; ++i) {
    competency->add_core(core[i]);
    competency->add_core_age_months(age[i]);
  }
  for (const auto& [cluster, level] : technical) {
    pb::TechnicalLevel* message = competency->add_technical();
    message->set_cluster(cluster);
    message->set_level(level);
  }
  competency->set_technical_age_months(technical_age);
}

}  // namespace selaras::registry
