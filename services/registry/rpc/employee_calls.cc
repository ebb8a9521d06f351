// Reads of employees, masked by default.

#include <algorithm>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/resource/order_by.h"
#include "libs/resource/page.h"
#include "libs/rpc/serve.h"
#include "services/registry/domain/cell.h"
#include "services/registry/rpc/convert_facts.h"
#include "services/registry/rpc/masker.h"
#include "services/registry/rpc/page_limits.h"
#include "services/registry/rpc/registry_handler.h"
#include "services/registry/rpc/registry_names.h"

namespace selaras::registry {
namespace {

constexpr int kMaxBatch = 1000;

absl::StatusOr<std::string> OptionalId(const ResourcePattern& pattern, const std::string& name) {
  if (name.empty()) return std::string();
  return pattern.ParseId(name);
}

std::vector<int64_t> RevisionsOf(absl::Span<const EmployeeFacts> employees, bool full) {
  std::vector<int64_t> revisions;
  for (const EmployeeFacts& employee : employees) {
    revisions.push_back(employee.profile.known_from);
    if (!full) continue;
    for (const Fact& fact : employee.facts) revisions.push_back(fact.known_from);
  }
  return revisions;
}

// The civil servant himself, the personnel agency, and the portal that acts for him.
// A service of the suite may, for the letters it writes: the record names the account it works for.
bool MayUnmask(const CallScope& call, absl::string_view employee) {
  return call.principal.HasAny({Role::kAnalyst, Role::kPortal, Role::kService}) ||
         (!call.principal.employee.empty() && call.principal.employee == employee);
}

// Ids behind `after`, one page of them; sets the token and the total.
struct Page {
  std::vector<std::string> ids;
  bool more = false;
};
Page PageOf(const std::vector<std::string>& ids, const std::string& after, int size) {
  Page page;
  auto next = std::upper_bound(ids.begin(), ids.end(), after);
  for (; next != ids.end() && static_cast<int>(page.ids.size()) < size; ++next) page.ids.push_back(*next);
  page.more = next != ids.end();
  return page;
}

}  // namespace

absl::Status RegistryHandler::ShowEmployees(const CallScope& call, std::vector<EmployeeFacts> employees,
                                            pb::EmployeeView view,
                                            google::protobuf::RepeatedPtrField<pb::Employee>* out) {
  const bool full = view == pb::EMPLOYEE_VIEW_FULL;
  SELARAS_ASSIGN_OR_RETURN(const Sources sources, parts_.reads.SourcesOf(call, RevisionsOf(employees, full)));
  for (const EmployeeFacts& employee : employees) {
    pb::Employee* message = out->Add();
    // Outside ids are identifiers: masked here always, so they are not read at all.
    ToProto(employee, {}, sources, full, message);
    Mask(message);
  }
  return absl::OkStatus();
}

absl::Status RegistryHandler::ShowEmployee(const CallScope& call, const std::string& id,
                                           const pb::ReadAt& asked_at, pb::EmployeeView view, bool unmask,
                                           const std::string& purpose, pb::Employee* out) {
  SELARAS_ASSIGN_OR_RETURN(const AskedAt asked, FromProto(asked_at));
  SELARAS_ASSIGN_OR_RETURN(const ReadAt at, parts_.reads.Resolve(call, asked));
  const std::vector<std::string> ids = {id};
  SELARAS_ASSIGN_OR_RETURN(const auto employees, parts_.reads.employees().Read(call.tenant, at, ids));
  if (employees.empty()) return Error(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND");
  SELARAS_RETURN_IF_ERROR(CheckReach(call, id, employees[0].profile.agency));
  const bool full = view == pb::EMPLOYEE_VIEW_FULL;
  SELARAS_ASSIGN_OR_RETURN(const Sources sources, parts_.reads.SourcesOf(call, RevisionsOf(employees, full)));
  SELARAS_ASSIGN_OR_RETURN(const auto external_ids, parts_.reads.store().ExternalIdsOf(call.tenant, id));
  ToProto(employees[0], external_ids, sources, full, out);
  if (!unmask) {
    Mask(out);
    return absl::OkStatus();
  }
  if (!MayUnmask(call, id)) return Error(absl::StatusCode::kPermissionDenied, "UNMASK_NOT_ALLOWED");
  if (purpose.empty()) return Error(absl::StatusCode::kInvalidArgument, "ACCESS_PURPOSE_REQUIRED");
  // Nothing personal leaves before it is on record who saw it.
  return parts_.employees.NoteAccess(call, id, MaskedPaths(*out), purpose);
}

grpc::Status RegistryHandler::GetEmployee(grpc::ServerContext* context, const pb::GetEmployeeRequest* in,
                                          pb::Employee* out) {
  return rpc::Serve(calls_, context, "GetEmployee", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kEmployeeName.ParseId(in->name()));
    return ShowEmployee(call, id, in->at(), in->view(), in->unmask(), in->purpose(), out);
  });
}

grpc::Status RegistryHandler::LookupEmployee(grpc::ServerContext* context,
                                             const pb::LookupEmployeeRequest* in, pb::Employee* out) {
  return rpc::Serve(calls_, context, "LookupEmployee", [&](const CallScope& call) -> absl::Status {
    std::string value = in->external_id().value();
    if (in->external_id().kind() == kNipId) {
      value.erase(std::remove(value.begin(), value.end(), ' '), value.end());
    }
    SELARAS_ASSIGN_OR_RETURN(
        const auto id, parts_.reads.store().FindExternalId(call.tenant, in->external_id().kind(), value));
    if (!id.has_value()) return Error(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND");
    return ShowEmployee(call, *id, in->at(), in->view(), in->unmask(), in->purpose(), out);
  });
}

grpc::Status RegistryHandler::BatchGetEmployees(grpc::ServerContext* context,
                                                const pb::BatchGetEmployeesRequest* in,
                                                pb::BatchGetEmployeesResponse* out) {
  return rpc::Serve(calls_, context, "BatchGetEmployees", [&](const CallScope& call) -> absl::Status {
    if (in->names_size() > kMaxBatch) return InvalidField("names", "at most 1,000");
    SELARAS_ASSIGN_OR_RETURN(const AskedAt asked, FromProto(in->at()));
    SELARAS_ASSIGN_OR_RETURN(const ReadAt at, parts_.reads.Resolve(call, asked));
    std::vector<std::string> ids;
    for (const std::string& name : in->names()) {
      SELARAS_ASSIGN_OR_RETURN(ids.emplace_back(), kEmployeeName.ParseId(name));
    }
    SELARAS_ASSIGN_OR_RETURN(auto employees, parts_.reads.employees().Read(call.tenant, at, ids));
    for (const EmployeeFacts& employee : employees) {
      SELARAS_RETURN_IF_ERROR(CheckReach(call, employee.id, employee.profile.agency));
    }
    return ShowEmployees(call, std::move(employees), in->view(), out->mutable_employees());
  });
}

grpc::Status RegistryHandler::ListEmployees(grpc::ServerContext* context, const pb::ListEmployeesRequest* in,
                                            pb::ListEmployeesResponse* out) {
  return rpc::Serve(calls_, context, "ListEmployees", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const AskedAt asked, FromProto(in->at()));
    SELARAS_ASSIGN_OR_RETURN(const ReadAt at, parts_.reads.Resolve(call, asked));
    SELARAS_ASSIGN_OR_RETURN(const std::string wanted, OptionalId(kAgencyName, in->agency()));
    SELARAS_ASSIGN_OR_RETURN(const std::string agency, ConfineAgency(call, wanted));
    SELARAS_ASSIGN_OR_RETURN(const std::string post, OptionalId(kPostName, in->post()));
    SELARAS_ASSIGN_OR_RETURN(const auto order, ParseOrderBy(in->order_by(), {"grade", "name"}));
    if (!order.empty() && order[0].field == "name" && order[0].descending) {
      return InvalidField("order_by", "name (default), grade or grade desc");
    }
    const std::string query = absl::StrCat(call.tenant, "|employees|", agency, "|", post, "|",
                                           FormatOrderBy(order), "|", in->at().ShortDebugString());
    SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(in->page_size(), kPageLimits));
    SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, tokens_.Decode(query, in->page_token()));
    const std::string after = cursor.empty() ? "" : cursor[0];
    const bool by_name = order.empty() || (order[0].field == "name" && !order[0].descending);
    if (post.empty() && by_name) {
      SELARAS_ASSIGN_OR_RETURN(auto employees,
                               parts_.reads.employees().ReadPage(call.tenant, at, agency, after, size + 1));
      if (CutToPage(size, employees)) {
        out->set_next_page_token(tokens_.Encode(query, {employees.back().id}));
      }
      SELARAS_ASSIGN_OR_RETURN(const int64_t total, parts_.reads.store().CountStates(
                                                        call.tenant, RecordKind::kProfile, at, agency));
      out->set_total_size(total);
      return ShowEmployees(call, std::move(employees), pb::EMPLOYEE_VIEW_BASIC, out->mutable_employees());
    }
    SELARAS_ASSIGN_OR_RETURN(const std::vector<std::string> keys,
                             parts_.employees.SortedKeys(call, at, agency, post, order));
    const Page page = PageOf(keys, after, size);
    std::vector<std::string> ids;
    for (const std::string& key : page.ids) ids.push_back(key.substr(key.find(':') + 1));
    if (page.more) out->set_next_page_token(tokens_.Encode(query, {page.ids.back()}));
    out->set_total_size(static_cast<int64_t>(keys.size()));
    SELARAS_ASSIGN_OR_RETURN(auto employees, parts_.reads.employees().Read(call.tenant, at, ids));
    return ShowEmployees(call, std::move(employees), pb::EMPLOYEE_VIEW_BASIC, out->mutable_employees());
  });
}

grpc::Status RegistryHandler::SearchEmployees(grpc::ServerContext* context,
                                              const pb::SearchEmployeesRequest* in,
                                              pb::SearchEmployeesResponse* out) {
  return rpc::Serve(calls_, context, "SearchEmployees", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const AskedAt asked, FromProto(in->at()));
    SELARAS_ASSIGN_OR_RETURN(const ReadAt at, parts_.reads.Resolve(call, asked));
    EmployeeSearch search;
    search.agency = call.principal.agency;
    SELARAS_ASSIGN_OR_RETURN(search.org_unit, OptionalId(kOrgUnitName, in->org_unit()));
    SELARAS_ASSIGN_OR_RETURN(search.position, OptionalId(kPositionName, in->position()));
    SELARAS_ASSIGN_OR_RETURN(search.district, OptionalId(kDistrictName, in->district()));
    search.min_grade = in->min_grade();
    search.without_post = in->without_post();
    if (search.min_grade != 0 && GradeOrder(search.min_grade) == 0) {
      return InvalidField("min_grade", "must be a SIASN grade id 11-45");
    }
    const std::string query = absl::StrCat(call.tenant, "|search|", search.agency, "|", search.org_unit, "|",
                                           search.position, "|", search.district, "|", search.min_grade,
                                           search.without_post, "|", in->at().ShortDebugString());
    SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(in->page_size(), kPageLimits));
    SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, tokens_.Decode(query, in->page_token()));
    SELARAS_ASSIGN_OR_RETURN(const std::vector<std::string> ids, parts_.employees.Search(call, at, search));
    const Page page = PageOf(ids, cursor.empty() ? "" : cursor[0], size);
    if (page.more) out->set_next_page_token(tokens_.Encode(query, {page.ids.back()}));
    out->set_total_size(static_cast<int64_t>(ids.size()));
    SELARAS_ASSIGN_OR_RETURN(auto employees, parts_.reads.employees().Read(call.tenant, at, page.ids));
    return ShowEmployees(call, std::move(employees), pb::EMPLOYEE_VIEW_BASIC, out->mutable_employees());
  });
}

grpc::Status RegistryHandler::ListAccesses(grpc::ServerContext* context, const pb::ListAccessesRequest* in,
                                           pb::ListAccessesResponse* out) {
  return rpc::Serve(calls_, context, "ListAccesses", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kEmployeeName.ParseId(in->parent()));
    SELARAS_ASSIGN_OR_RETURN(const ReadAt at, parts_.reads.Resolve(call, {}));
    const std::vector<std::string> ids = {id};
    SELARAS_ASSIGN_OR_RETURN(const auto found, parts_.reads.employees().Read(call.tenant, at, ids));
    if (found.empty()) return Error(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND");
    SELARAS_RETURN_IF_ERROR(CheckReach(call, id, found[0].profile.agency));
    const std::string query = absl::StrCat(call.tenant, "|accesses|", id);
    SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(in->page_size(), kPageLimits));
    SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, tokens_.Decode(query, in->page_token()));
    SELARAS_ASSIGN_OR_RETURN(const int64_t before, CursorNumber(cursor, 0));
    SELARAS_ASSIGN_OR_RETURN(std::vector<Access> accesses,
                             parts_.reads.store().ReadAccesses(call.tenant, id, before, size + 1));
    if (CutToPage(size, accesses)) {
      out->set_next_page_token(tokens_.Encode(query, {absl::StrCat(accesses.back().number)}));
    }
    for (const Access& access : accesses) {
      pb::Access* message = out->add_accesses();
      message->set_name(absl::StrCat("employees/", id, "/accesses/", access.number));
      message->set_principal(access.principal);
      message->set_employee(NameOf("employees", access.employee));
      for (const std::string& field : access.fields) message->add_fields(field);
      message->set_purpose(access.purpose);
      SetTime(access.time, message->mutable_access_time());
    }
    SELARAS_ASSIGN_OR_RETURN(const int64_t total, parts_.reads.store().CountAccesses(call.tenant, id));
    out->set_total_size(total);
    return absl::OkStatus();
  });
}

}  // namespace selaras::registry
