#include "services/registry/app/employee_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace selaras::registry {
namespace {

constexpr int kStreamPage = 2000;
// A group of fewer raters would tell who said what (domain.md §14).
constexpr int kMinRaters = 3;

constexpr RecordKind kPersonalKinds[] = {
    RecordKind::kProfile,     RecordKind::kAppointment, RecordKind::kDuty,
    RecordKind::kEducation,   RecordKind::kCertificate, RecordKind::kAssessment,
    RecordKind::kAppraisal,   RecordKind::kPeerReview,  RecordKind::kPreference,
    RecordKind::kDevelopment, RecordKind::kRelation,    RecordKind::kDisciplinaryAction,
    RecordKind::kTraining};

// Position of the newest appointment on record, for people who hold no post.
absl::string_view LastPosition(const EmployeeFacts& employee) {
  const Fact* last = nullptr;
  for (const Fact& fact : employee.facts) {
    if (fact.kind != RecordKind::kAppointment) continue;
    if (last == nullptr || fact.valid_from > last->valid_from) last = &fact;
  }
  return last == nullptr ? absl::string_view() : RecordView(last->content).Text(appointment_field::kPosition);
}

bool Contains(const std::vector<std::string>& list, absl::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

bool IsShown(const FactView& fact) {
  if (fact.kind != RecordKind::kPeerReview) return true;
  const RecordView record(fact.content);
  return record.Text(peer_review_field::kRaterGroup) == "SUPERIOR" ||
         record.Int(peer_review_field::kRaterCount).value_or(0) >= kMinRaters;
}

void EmployeeAssembler::Add(const FactView& fact) {
  if (fact.known_from > at_.revision) return;
  employee_.profile_revision = std::max(employee_.profile_revision, fact.known_from);
  if (fact.known_to <= at_.revision) {
    employee_.profile_revision = std::max(employee_.profile_revision, fact.known_to);
  }
  if (!fact.IsKnownAt(at_.revision) || !fact.IsOnRecordAt(at_.day)) return;
  if (fact.kind == RecordKind::kProfile) {
    employee_.profile = Keep(fact);
    employee_.id = employee_.profile.subject;
    found_ = true;
    return;
  }
  if (fact.kind == RecordKind::kAppointment) present_.Add(fact);
  if (!IsShown(fact)) return;
  employee_.facts.push_back(Fact{.kind = fact.kind,
                                 .key = std::string(fact.key),
                                 .content = std::string(fact.content),
                                 .valid_from = fact.valid_from,
                                 .valid_to = fact.valid_to,
                                 .known_from = fact.known_from,
                                 .known_to = fact.known_to,
                                 .confidence = fact.confidence});
}

bool EmployeeAssembler::Take(EmployeeFacts& out) {
  const bool found = found_;
  if (found) {
    employee_.post = present_.post();
    employee_.position = present_.position();
    employee_.post_since = present_.since();
    employee_.post_revision = present_.revision();
    out = std::move(employee_);
  }
  employee_ = EmployeeFacts();
  present_.Clear();
  found_ = false;
  return found;
}

ScopeFilter::ScopeFilter(const ReadScope& scope, const Organisation& organisation)
    : scope_(scope), organisation_(organisation) {
  if (scope.org_units.empty()) return;
  for (const Organisation::Thing& unit : organisation.All(RecordKind::kOrgUnit)) {
    for (const std::string& root : scope.org_units) {
      if (organisation.IsBelow(unit.fact.subject, root)) units_.insert(unit.fact.subject);
    }
  }
}

bool ScopeFilter::Has(absl::string_view agency, absl::string_view unit, absl::string_view position) const {
  if (!scope_.agencies.empty() && !Contains(scope_.agencies, agency)) return false;
  if (!scope_.org_units.empty() && !units_.contains(unit)) return false;
  return scope_.families.empty() || Contains(scope_.families, organisation_.FamilyOf(position));
}

bool ScopeFilter::HasEmployee(const EmployeeFacts& employee) const {
  if (scope_.empty()) return true;
  absl::string_view unit, position = employee.position;
  if (const Organisation::Thing* post = organisation_.Find(RecordKind::kPost, employee.post)) {
    const RecordView record(post->fact.content);
    return Has(employee.profile.agency, record.Text(post_field::kOrgUnit),
               record.Text(post_field::kPosition));
  }
  return Has(employee.profile.agency, unit, position.empty() ? LastPosition(employee) : position);
}

bool ScopeFilter::HasPost(const Organisation::Thing& post) const {
  if (scope_.empty()) return true;
  const RecordView record(post.fact.content);
  return Has(post.fact.agency, record.Text(post_field::kOrgUnit), record.Text(post_field::kPosition));
}

absl::StatusOr<std::vector<EmployeeFacts>> EmployeeReader::Read(absl::string_view tenant, const ReadAt& at,
                                                                absl::Span<const std::string> ids) {
  std::vector<EmployeeFacts> employees;
  EmployeeAssembler assembler(at);
  std::string current;
  EmployeeFacts employee;
  const auto end = [&] {
    if (assembler.Take(employee)) employees.push_back(std::move(employee));
  };
  SELARAS_RETURN_IF_ERROR(store_.ReadSubjects(tenant, ids, [&](const FactView& fact) {
    if (fact.subject != current) {
      end();
      current = std::string(fact.subject);
    }
    assembler.Add(fact);
    return absl::OkStatus();
  }));
  end();
  return employees;
}

absl::StatusOr<std::vector<EmployeeFacts>> EmployeeReader::ReadPage(absl::string_view tenant,
                                                                    const ReadAt& at,
                                                                    absl::string_view agency,
                                                                    absl::string_view after, int limit) {
  std::vector<std::string> ids;
  SELARAS_RETURN_IF_ERROR(
      store_.ReadPage(tenant, RecordKind::kProfile, at, agency, after, limit, [&](const FactView& fact) {
        ids.emplace_back(fact.subject);
        return absl::OkStatus();
      }));
  return Read(tenant, at, ids);
}

absl::Status EmployeeReader::ReadAll(absl::string_view tenant, const ReadAt& at, OnBatch on_batch) {
  std::string after;
  for (;;) {
    std::vector<std::string> ids;
    SELARAS_RETURN_IF_ERROR(
        store_.ReadPage(tenant, RecordKind::kProfile, at, "", after, kStreamPage, [&](const FactView& fact) {
          ids.emplace_back(fact.subject);
          return absl::OkStatus();
        }));
    if (ids.empty()) return absl::OkStatus();
    std::vector<EmployeeAssembler> assemblers(ids.size(), EmployeeAssembler(at));
    for (const RecordKind kind : kPersonalKinds) {
      size_t next = 0;  // both sides ascend by id
      SELARAS_RETURN_IF_ERROR(
          store_.ReadKind(tenant, kind, ids.front(), ids.back(), [&](const FactView& fact) {
            while (next < ids.size() && ids[next] < fact.subject) ++next;
            if (next < ids.size() && ids[next] == fact.subject) assemblers[next].Add(fact);
            return absl::OkStatus();
          }));
    }
    std::vector<EmployeeFacts> employees(ids.size());
    for (size_t i = 0; i < ids.size(); ++i) assemblers[i].Take(employees[i]);
    SELARAS_RETURN_IF_ERROR(on_batch(employees));
    if (ids.size() < kStreamPage) return absl::OkStatus();
    after = ids.back();
  }
}

absl::StatusOr<std::shared_ptr<const EmployeeReader::Related>> EmployeeReader::ReadRelated(
    absl::string_view tenant, const ReadAt& at) {
  const std::string asked = absl::StrCat(tenant, "|", at.revision, "|", at.day);
  {
    const absl::MutexLock lock(&mutex_);
    if (related_ != nullptr && related_at_ == asked) return related_;
  }
  auto related = std::make_shared<Related>();
  SELARAS_RETURN_IF_ERROR(store_.ReadKind(tenant, RecordKind::kRelation, "", "", [&](const FactView& fact) {
    if (!fact.IsKnownAt(at.revision) || !fact.IsOnRecordAt(at.day)) return absl::OkStatus();
    const std::string other(RecordView(fact.content).Text(relation_field::kOtherEmployee));
    (*related)[std::string(fact.subject)].push_back(other);
    (*related)[other].emplace_back(fact.subject);
    return absl::OkStatus();
  }));
  for (auto& [id, others] : *related) {
    std::sort(others.begin(), others.end());
    others.erase(std::unique(others.begin(), others.end()), others.end());
  }
  const absl::MutexLock lock(&mutex_);
  related_at_ = asked;
  related_ = related;
  return related_;
}

}  // namespace selaras::registry
