#include "services/registry/app/employee_service.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/registry/app/told_fact.h"
#include "services/registry/domain/cell.h"
#include "services/registry/domain/checks.h"

namespace selaras::registry {
namespace {

constexpr int kOwnWordConfidence = 100;  // of a person about his own wishes
constexpr int kRecordedConfidence = 90;
constexpr size_t kMaxPreferences = 5;

std::string FingerprintOf(const EmployeeAct& act, const std::vector<ToldFact>& facts,
                          const std::vector<std::pair<int, std::string>>& profile) {
  std::string text = absl::StrCat(act.employee, "\n");
  for (const ToldFact& fact : facts)
    absl::StrAppend(&text, fact.schema->name, "\t", EncodeRecord(fact.values), "\n");
  for (const auto& [column, value] : profile) absl::StrAppend(&text, column, "=", value, "\n");
  return Sha256Hex(text);
}

std::string SourceOf(const Principal& principal) {
  if (principal.Has(Role::kAnalyst)) return "analyst";
  if (principal.HasAny({Role::kEmployee, Role::kPortal})) return "employee";
  return "integrator";
}

// Today a version of a fact is believed and its time is still open.
bool IsCurrent(const Fact& fact, Day today) {
  return fact.known_to == 0 && fact.valid_to > today;
}

// Ends a believed version before `today`: closes it and, where it was true for a while, keeps that while.
void End(const Fact& fact, Day today, FactWrites& writes) {
  writes.closes.push_back(fact);
  if (fact.valid_from >= today) return;
  Fact earlier = fact;
  earlier.valid_to = today;
  writes.inserts.push_back(std::move(earlier));
}

}  // namespace

absl::StatusOr<int64_t> EmployeeService::SubmitPreferences(const CallScope& call, const EmployeeAct& act,
                                                           const std::vector<ToldFact>& preferences) {
  if (preferences.size() > kMaxPreferences) return InvalidField("preferences", "at most 5");
  absl::flat_hash_set<std::string> ranks;
  for (const ToldFact& preference : preferences) ranks.insert(preference.values[preference_field::kRank]);
  for (size_t rank = 1; rank <= preferences.size(); ++rank) {
    if (!ranks.contains(absl::StrCat(rank)))
      return InvalidField("preferences.rank", "must be 1 … n, each once");
  }
  return Act(call, act, preferences, {}, true);
}

absl::StatusOr<int64_t> EmployeeService::RecordFacts(
    const CallScope& call, const EmployeeAct& act, const std::vector<ToldFact>& facts,
    const std::vector<std::pair<int, std::string>>& profile) {
  if (facts.empty() && profile.empty()) return InvalidField("facts", "nothing to record");
  return Act(call, act, facts, profile, false);
}

absl::StatusOr<int64_t> EmployeeService::Act(const CallScope& call, const EmployeeAct& act,
                                             const std::vector<ToldFact>& facts,
                                             const std::vector<std::pair<int, std::string>>& profile,
                                             bool replaces_preferences) {
  std::vector<FieldViolation> violations;
  if (act.request_id.empty()) violations.push_back({"request_id", "must be set"});
  if (act.etag.empty()) violations.push_back({"etag", "must be set: read the employee first"});
  if (!violations.empty()) return InvalidFields(std::move(violations));
  SELARAS_ASSIGN_OR_RETURN(const ReadAt at, reads_.Resolve(call, {}));
  absl::Status status;
  const auto exists = [&](RecordKind kind, const std::string& id) {
    bool found = false;
    const std::vector<std::string> ids = {id};
    status.Update(reads_.store().ReadSubjects(call.tenant, ids, [&](const FactView& fact) {
      found = found || (fact.kind == kind && fact.IsKnownAt(at.revision) && fact.IsOnRecordAt(at.day));
      return absl::OkStatus();
    }));
    return found;
  };
  std::vector<ToldFact> checked = facts;
  for (ToldFact& fact : checked) {
    const absl::Status verdict = CheckToldFact(exists, at.day, fact);
    SELARAS_RETURN_IF_ERROR(status);
    SELARAS_RETURN_IF_ERROR(verdict);
  }
  return reads_.store().Commit(
      call.tenant,
      {call.principal.id, act.request_id, FingerprintOf(act, checked, profile), SourceOf(call.principal)},
      act.employee, [&](const std::vector<Fact>& known) {
        return Decide(call, act, at, known, checked, profile, replaces_preferences);
      });
}

absl::StatusOr<FactWrites> EmployeeService::Decide(const CallScope& call, const EmployeeAct& act,
                                                   const ReadAt& at, const std::vector<Fact>& known,
                                                   const std::vector<ToldFact>& facts,
                                                   const std::vector<std::pair<int, std::string>>& profile,
                                                   bool replaces_preferences) {
  int64_t revision = 0;
  const Fact* present = nullptr;
  for (const Fact& fact : known) {
    revision = std::max({revision, fact.known_from, fact.known_to});
    if (fact.kind == RecordKind::kProfile && fact.known_to == 0 && fact.valid_to == kForEver) present = &fact;
  }
  if (present == nullptr) return Error(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND");
  SELARAS_RETURN_IF_ERROR(CheckReach(call, act.employee, present->agency));
  if (act.etag != absl::StrCat(revision)) return Error(absl::StatusCode::kAborted, "REGISTRY_ETAG_STALE");
  FactWrites writes;
  absl::flat_hash_set<std::string> told;  // kind and key of what is told
  const auto tell = [&](const RecordSchema& schema, std::string key, std::string content, int confidence) {
    Fact fact{.kind = schema.kind,
              .subject = act.employee,
              .key = std::move(key),
              .agency = present->agency,
              .content = std::move(content),
              .confidence = confidence};
    if (schema.kind == RecordKind::kAppointment) {
      fact.ref = std::string(RecordView(fact.content).Text(appointment_field::kPost));
    }
    told.insert(absl::StrCat(static_cast<int>(fact.kind), ":", fact.key));
    const bool from_today = schema.validity == Validity::kState || schema.kind == RecordKind::kPreference;
    std::tie(fact.valid_from, fact.valid_to) = ValidityOf(schema, RecordView(fact.content));
    if (from_today) fact.valid_from = at.day, fact.valid_to = kForEver;
    for (const Fact& earlier : known) {
      if (earlier.known_to != 0 || earlier.kind != fact.kind || earlier.key != fact.key) continue;
      if (from_today && !IsCurrent(earlier, at.day)) continue;
      if (earlier.content == fact.content) return;
      if (from_today) {
        End(earlier, at.day, writes);
      } else {
        fact.decree = earlier.decree;
        writes.closes.push_back(earlier);
      }
    }
    writes.inserts.push_back(std::move(fact));
  };
  for (const ToldFact& fact : facts) {
    tell(*fact.schema, KeyOf(*fact.schema, fact.values), EncodeRecord(fact.values),
         replaces_preferences ? kOwnWordConfidence : kRecordedConfidence);
  }
  if (!profile.empty()) {
    std::vector<std::string> values = RecordView(present->content).Values();
    const RecordSchema& schema = *FindSchema(RecordKind::kProfile);
    values.resize(StoredSize(schema));
    for (const auto& [column, value] : profile) values[column] = value;
    tell(schema, "", EncodeRecord(values), kRecordedConfidence);
  }
  for (const Fact& earlier : known) {
    const bool dropped = replaces_preferences && earlier.kind == RecordKind::kPreference &&
                         IsCurrent(earlier, at.day) &&
                         !told.contains(absl::StrCat(static_cast<int>(earlier.kind), ":", earlier.key));
    if (dropped) End(earlier, at.day, writes);
  }
  absl::flat_hash_set<absl::string_view> kinds;
  for (const std::vector<Fact>* changed : {&writes.inserts, &writes.closes}) {
    for (const Fact& fact : *changed) {
      const absl::string_view name = FindSchema(fact.kind)->name;
      if (kinds.insert(name).second) {
        writes.changes.push_back({0, 0, absl::StrCat("employees/", act.employee), std::string(name)});
      }
    }
  }
  return writes;
}

absl::StatusOr<std::vector<std::string>> EmployeeService::Search(const CallScope& call, const ReadAt& at,
                                                                 const EmployeeSearch& search) {
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, reads_.OrganisationAt(call, at));
  const ReadScope scope{
      search.agency.empty() ? std::vector<std::string>() : std::vector<std::string>{search.agency},
      search.org_unit.empty() ? std::vector<std::string>() : std::vector<std::string>{search.org_unit},
      {}};
  const ScopeFilter filter(scope, *organisation);
  std::vector<std::string> ids;
  SELARAS_RETURN_IF_ERROR(
      reads_.employees().ReadAll(call.tenant, at, [&](absl::Span<const EmployeeFacts> batch) {
        for (const EmployeeFacts& employee : batch) {
          if (call.cancelled()) return absl::CancelledError("caller left");
          if (!filter.HasEmployee(employee)) continue;
          if (search.without_post && !employee.post.empty()) continue;
          if (!search.position.empty() && employee.position != search.position) continue;
          const RecordView profile(employee.profile.content);
          const int grade = static_cast<int>(profile.Int(profile_field::kGrade).value_or(0));
          if (search.min_grade > 0 && GradeOrder(grade) < GradeOrder(search.min_grade)) continue;
          if (!search.district.empty()) {
            const Organisation::Thing* post = organisation->Find(RecordKind::kPost, employee.post);
            if (post == nullptr ||
                organisation->DistrictOf(RecordView(post->fact.content).Text(post_field::kOrgUnit)) !=
                    search.district) {
              continue;
            }
          }
          ids.push_back(employee.id);
        }
        return absl::OkStatus();
      }));
  return ids;
}

absl::StatusOr<std::vector<std::string>> EmployeeService::Incumbents(const CallScope& call, const ReadAt& at,
                                                                     absl::string_view post) {
  std::vector<std::string> candidates;
  SELARAS_RETURN_IF_ERROR(
      reads_.store().ReadReferring(call.tenant, RecordKind::kAppointment, post, [&](const FactView& fact) {
        if (candidates.empty() || candidates.back() != fact.subject) candidates.emplace_back(fact.subject);
        return absl::OkStatus();
      }));
  SELARAS_ASSIGN_OR_RETURN(const auto employees, reads_.employees().Read(call.tenant, at, candidates));
  std::vector<std::string> ids;
  for (const EmployeeFacts& employee : employees) {
    if (employee.post == post) ids.push_back(employee.id);
  }
  return ids;
}

absl::StatusOr<std::vector<std::string>> EmployeeService::SortedKeys(const CallScope& call, const ReadAt& at,
                                                                     absl::string_view agency,
                                                                     absl::string_view post,
                                                                     absl::Span<const OrderTerm> order) {
  std::vector<std::string> keys;
  const bool by_grade = !order.empty() && order[0].field == "grade";
  const bool descending = !order.empty() && order[0].descending;
  const auto add = [&](absl::Span<const EmployeeFacts> batch) -> absl::Status {
    if (call.cancelled()) return absl::CancelledError("caller left");
    for (const EmployeeFacts& employee : batch) {
      if (!agency.empty() && employee.profile.agency != agency) continue;
      int rank = 0;
      if (by_grade) {
        // 100 + order for PNS above all golongan of PPPK, which do not compare; unknown is least.
        const RecordView profile(employee.profile.content);
        const int grade = static_cast<int>(profile.Int(profile_field::kGrade).value_or(0));
        rank = profile.Text(profile_field::kEmployment) == "PPPK" ? grade
               : grade == 0                                       ? 0
                                                                  : 100 + GradeOrder(grade);
      }
      keys.push_back(
          absl::StrCat(absl::Dec(descending ? 999 - rank : rank, absl::kZeroPad3), ":", employee.id));
    }
    return absl::OkStatus();
  };
  if (post.empty()) {
    SELARAS_RETURN_IF_ERROR(reads_.employees().ReadAll(call.tenant, at, add));
  } else {
    SELARAS_ASSIGN_OR_RETURN(const std::vector<std::string> ids, Incumbents(call, at, post));
    SELARAS_ASSIGN_OR_RETURN(const auto employees, reads_.employees().Read(call.tenant, at, ids));
    SELARAS_RETURN_IF_ERROR(add(employees));
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

absl::Status EmployeeService::NoteAccess(const CallScope& call, absl::string_view employee,
                                         std::vector<std::string> fields, absl::string_view purpose) {
  return reads_.store().AddAccess(call.tenant, {0, call.actor, std::string(employee), std::move(fields),
                                                std::string(purpose), reads_.clock().Now()});
}

}  // namespace selaras::registry
