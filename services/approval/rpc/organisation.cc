#include "services/approval/rpc/organisation.h"

#include <utility>

#include "libs/base/status_macros.h"
#include "libs/province/registry/registry_facts.h"
#include "libs/resource/resource_name.h"
#include "libs/rpc/grpc_status.h"

namespace selaras::approval {
namespace {

namespace pb = registry::v1alpha;

constexpr absl::Duration kKept = absl::Minutes(1);
constexpr int kPageSize = 1000;

// Every item of a list method, page by page.
template <typename Response, typename Request, typename Call, typename Items>
absl::Status ReadPages(const rpc::Peer& peer, const CallScope& scope, Request request, const Call& method,
                       const Items& items) {
  request.set_page_size(kPageSize);
  do {
    SELARAS_ASSIGN_OR_RETURN(
        const Response page,
        peer.Call<Response>(scope, rpc::Retry::kSafe, [&](grpc::ClientContext* context, Response* out) {
          return method(context, request, out);
        }));
    items(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

template <typename Map, typename Items>
void AddAll(const Items& items, Map& map) {
  for (const auto& item : items) {
    auto fact = province::FactOf(item);
    std::string id = fact.id;
    map.emplace(std::move(id), std::move(fact));
  }
}

}  // namespace

const province::Agency* Organisation::FindAgency(const std::string& id) const {
  const auto found = agencies.find(id);
  return found == agencies.end() ? nullptr : &found->second;
}

std::vector<const province::OrgUnit*> Organisation::Line(const std::string& unit) const {
  std::vector<const province::OrgUnit*> line;
  for (auto at = units.find(unit); at != units.end() && line.size() < 16;
       at = units.find(at->second.parent)) {
    line.push_back(&at->second);
  }
  return line;
}

absl::StatusOr<std::shared_ptr<const Organisation>> OrganisationCache::Get(const CallScope& scope) {
  const absl::Time now = scope.clock->Now();
  const absl::MutexLock lock(&mutex_);  // Held while reading: many askers, one reading.
  Kept& kept = kept_[scope.tenant];
  if (kept.organisation == nullptr || kept.until <= now) {
    SELARAS_ASSIGN_OR_RETURN(kept.organisation, Read(scope));
    kept.until = now + kKept;
  }
  return kept.organisation;
}

absl::StatusOr<std::shared_ptr<const Organisation>> OrganisationCache::Read(const CallScope& scope) {
  auto organisation = std::make_shared<Organisation>();
  SELARAS_RETURN_IF_ERROR(ReadPages<pb::ListAgenciesResponse>(
      peer_, scope, pb::ListAgenciesRequest(),
      [&](auto* c, const auto& r, auto* out) { return stub_.ListAgencies(c, r, out); },
      [&](const auto& page) {
        AddAll(page.agencies(), organisation->agencies);
        for (const auto& agency : page.agencies()) {
          organisation->zones[LastPart(agency.name())] = agency.time_zone();
        }
      }));
  SELARAS_RETURN_IF_ERROR(ReadPages<pb::ListDistrictsResponse>(
      peer_, scope, pb::ListDistrictsRequest(),
      [&](auto* c, const auto& r, auto* out) { return stub_.ListDistricts(c, r, out); },
      [&](const auto& page) { AddAll(page.districts(), organisation->districts); }));
  SELARAS_RETURN_IF_ERROR(ReadPages<pb::ListOrgUnitsResponse>(
      peer_, scope, pb::ListOrgUnitsRequest(),
      [&](auto* c, const auto& r, auto* out) { return stub_.ListOrgUnits(c, r, out); },
      [&](const auto& page) { AddAll(page.org_units(), organisation->units); }));
  SELARAS_RETURN_IF_ERROR(ReadPages<pb::ListPositionsResponse>(
      peer_, scope, pb::ListPositionsRequest(),
      [&](auto* c, const auto& r, auto* out) { return stub_.ListPositions(c, r, out); },
      [&](const auto& page) { AddAll(page.positions(), organisation->positions); }));
  SELARAS_RETURN_IF_ERROR(ReadPages<pb::ListElectionCalendarsResponse>(
      peer_, scope, pb::ListElectionCalendarsRequest(),
      [&](auto* c, const auto& r, auto* out) { return stub_.ListElectionCalendars(c, r, out); },
      [&](const auto& page) {
        for (const auto& item : page.election_calendars()) {
          organisation->elections.push_back(province::FactOf(item));
        }
      }));
  const auto context = peer_.MakeContext(scope);
  const auto stream = stub_.StreamPosts(context.get(), pb::StreamPostsRequest());
  pb::StreamPostsResponse batch;
  while (stream->Read(&batch)) {
    for (pb::Post& post : *batch.mutable_posts()) {
      std::string id = LastPart(post.name());
      organisation->posts.emplace(std::move(id), std::move(post));
    }
  }
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(stream->Finish()));
  return organisation;
}

}  // namespace selaras::approval
