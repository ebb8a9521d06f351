#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/resource/resource_name.h"
#include "services/evaluation/rpc/grpc_readers.h"

namespace selaras::evaluation {
namespace {

namespace pb = registry::v1alpha;

constexpr int kPageSize = 1000;

template <typename Technical>
void ReadTechnical(const Technical& rows, Levels& levels) {
  for (const pb::TechnicalLevel& row : rows) levels.technical[row.cluster()] = row.level();
}

template <typename Core>
void ReadCore(const Core& core, Levels& levels) {
  for (int i = 0; i < kCoreItems && i < core.size(); ++i) levels.core[static_cast<size_t>(i)] = core.Get(i);
}

UnitFact FactOf(const pb::OrgUnit& unit) {
  UnitFact fact;
  fact.name = unit.name();
  for (const pb::ExternalId& id : unit.external_ids()) {
    // By this one the records name units.
    if (absl::EndsWith(id.kind(), "CODE")) fact.code = id.value();
  }
  fact.parent = unit.parent();
  fact.agency = unit.agency();
  fact.kind = absl::StrCat(pb::OrgUnit::Kind_Name(unit.kind()), "/", unit.size_class());
  fact.display_name = unit.display_name();
  return fact;
}

PostFact FactOf(const pb::Post& post) {
  return {post.name(), post.org_unit(), post.position(), post.agency(), post.head_of_unit()};
}

}  // namespace

GrpcRegistryReader::GrpcRegistryReader(const rpc::Peer& peer)
    : peer_(peer), stub_(pb::RegistryService::NewStub(peer.channel())) {}

absl::StatusOr<std::vector<UnitFact>> GrpcRegistryReader::ReadUnits(const CallScope& call) {
  std::vector<UnitFact> units;
  pb::ListOrgUnitsRequest request;
  request.set_page_size(kPageSize);
  do {
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             peer_.Call<pb::ListOrgUnitsResponse>(
                                 call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                                   return stub_->ListOrgUnits(context, request, out);
                                 }));
    for (const pb::OrgUnit& unit : page.org_units()) units.push_back(FactOf(unit));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return units;
}

absl::StatusOr<PostFact> GrpcRegistryReader::ReadPost(const CallScope& call, const std::string& post) {
  pb::GetPostRequest request;
  request.set_name(post);
  SELARAS_ASSIGN_OR_RETURN(
      const auto found,
      peer_.Call<pb::Post>(call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
        return stub_->GetPost(context, request, out);
      }));
  return FactOf(found);
}

absl::StatusOr<PositionFact> GrpcRegistryReader::ReadPosition(const CallScope& call,
                                                              const std::string& position) {
  pb::GetPositionRequest request;
  request.set_name(position);
  SELARAS_ASSIGN_OR_RETURN(
      const auto found,
      peer_.Call<pb::Position>(call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
        return stub_->GetPosition(context, request, out);
      }));
  PositionFact fact;
  fact.level = found.level();
  ReadCore(found.standard().core(), fact.standard);
  ReadTechnical(found.standard().technical(), fact.standard);
  return fact;
}

absl::StatusOr<std::optional<Levels>> GrpcRegistryReader::ReadLevels(const CallScope& call,
                                                                     const std::string& employee) {
  pb::BatchGetCompetenciesRequest request;
  request.add_employee_ids(LastPart(employee));
  SELARAS_ASSIGN_OR_RETURN(const auto found,
                           peer_.Call<pb::BatchGetCompetenciesResponse>(
                               call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                                 return stub_->BatchGetCompetencies(context, request, out);
                               }));
  if (found.competencies().empty()) return std::optional<Levels>();
  Levels levels;
  levels.core.fill(-1);
  ReadCore(found.competencies(0).core(), levels);
  ReadTechnical(found.competencies(0).technical(), levels);
  return std::make_optional(std::move(levels));
}

absl::StatusOr<std::string> GrpcRegistryReader::ReadPostOf(const CallScope& call,
                                                           const std::string& employee) {
  pb::GetEmployeeRequest request;
  request.set_name(employee);
  SELARAS_ASSIGN_OR_RETURN(
      const auto found,
      peer_.Call<pb::Employee>(call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
        return stub_->GetEmployee(context, request, out);
      }));
  return found.post();
}

absl::StatusOr<std::string> GrpcRegistryReader::ReadHead(const CallScope& call, const std::string& org_unit) {
  pb::ListPostsRequest posts;
  posts.set_org_unit(org_unit);
  posts.set_page_size(kPageSize);
  std::string head_post;
  do {
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             peer_.Call<pb::ListPostsResponse>(call, rpc::Retry::kSafe,
                                                               [&](grpc::ClientContext* context, auto* out) {
                                                                 return stub_->ListPosts(context, posts, out);
                                                               }));
    for (const pb::Post& post : page.posts()) {
      if (post.head_of_unit() && head_post.empty()) head_post = post.name();
    }
    posts.set_page_token(page.next_page_token());
  } while (head_post.empty() && !posts.page_token().empty());
  if (head_post.empty()) return std::string();
  pb::ListEmployeesRequest employees;
  employees.set_post(head_post);
  employees.set_page_size(1);
  SELARAS_ASSIGN_OR_RETURN(const auto holders,
                           peer_.Call<pb::ListEmployeesResponse>(
                               call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                                 return stub_->ListEmployees(context, employees, out);
                               }));
  return holders.employees().empty() ? std::string() : holders.employees(0).name();
}

}  // namespace selaras::evaluation
