#include "services/registry/app/reads.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::registry {

absl::TimeZone DefaultZone() {
  return absl::FixedTimeZone(7 * 3600);
}

namespace {

// Zone of an agency, or of the province where `agency` is "". Reads the few agencies: the whole organisation
// would be read anew after every revision.
absl::StatusOr<absl::TimeZone> ZoneOf(FactStore& store, absl::string_view tenant, int64_t revision,
                                      absl::string_view agency) {
  absl::TimeZone zone = DefaultZone();
  SELARAS_RETURN_IF_ERROR(
      store.ReadKind(tenant, RecordKind::kAgency, agency, agency, [&](const FactView& fact) {
        if (!fact.IsKnownAt(revision) || fact.valid_to != kForEver) return absl::OkStatus();
        const RecordView record(fact.content);
        const bool wanted = !agency.empty() || record.Text(agency_field::kKind) == "PROVINCE";
        if (!wanted || !record.Has(agency_field::kTimeZone)) return absl::OkStatus();
        if (const auto named = ParseTimeZone(record.Text(agency_field::kTimeZone)); named.ok()) zone = *named;
        return absl::OkStatus();
      }));
  return zone;
}

}  // namespace

absl::StatusOr<ReadAt> Reads::Resolve(const CallScope& call, const AskedAt& asked) {
  SELARAS_ASSIGN_OR_RETURN(const int64_t newest, store_.NewestRevision(call.tenant));
  if (asked.revision < 0 || asked.revision > newest) {
    return Error(absl::StatusCode::kInvalidArgument, "READ_REVISION_UNKNOWN",
                 {{"revision", absl::StrCat(asked.revision)}, {"newest", absl::StrCat(newest)}});
  }
  ReadAt at{asked.revision == 0 ? newest : asked.revision, 0};
  if (asked.day.has_value()) {
    at.day = *asked.day;
    return at;
  }
  SELARAS_ASSIGN_OR_RETURN(const absl::TimeZone zone,
                           ZoneOf(store_, call.tenant, at.revision, call.principal.agency));
  at.day = ToDay(Today(clock_, zone));
  return at;
}

absl::StatusOr<Sources> Reads::SourcesOf(const CallScope& call, std::vector<int64_t> revisions) {
  std::sort(revisions.begin(), revisions.end());
  revisions.erase(std::unique(revisions.begin(), revisions.end()), revisions.end());
  SELARAS_ASSIGN_OR_RETURN(const std::vector<std::string> names, store_.SourcesOf(call.tenant, revisions));
  Sources sources;
  for (size_t i = 0; i < revisions.size(); ++i) sources[revisions[i]] = names[i];
  return sources;
}

absl::Status CheckReach(const CallScope& call, absl::string_view employee, absl::string_view agency) {
  const Principal& who = call.principal;
  const bool official = who.HasAny({Role::kAnalyst, Role::kPortal, Role::kApprover, Role::kSecretary,
                                    Role::kAuditor, Role::kIntegrator, Role::kService});
  if (official ? who.MayReach(agency) : !who.employee.empty() && who.employee == employee)
    return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "EMPLOYEE_FOREIGN");
}

absl::StatusOr<std::string> ConfineAgency(const CallScope& call, absl::string_view asked) {
  const std::string& own = call.principal.agency;
  if (own.empty() || own == asked) return std::string(asked);
  if (asked.empty()) return own;
  return Error(absl::StatusCode::kPermissionDenied, "EMPLOYEE_FOREIGN");
}

}  // namespace selaras::registry
