#include "services/matching/rpc/grpc_registry_reader.h"

#include "libs/base/status_macros.h"
#include "libs/province/registry/registry_facts.h"
#include "libs/rpc/grpc_status.h"
#include "libs/rpc/proto_time.h"
#include "services/matching/rpc/competency_fact.h"
#include "services/matching/rpc/names.h"

namespace selaras::matching {
namespace {

namespace pb = registry::v1alpha;
using province::FactOf;

constexpr int kPageSize = 1000;  // The contract's largest.

void SetAt(const ReadAt& at, pb::ReadAt* message) {
  message->set_read_revision(at.revision);
  if (at.effective_date.has_value()) SetDate(*at.effective_date, message->mutable_effective_date());
}

ReadAt AtOf(const pb::ReadAt& message) {
  return {message.read_revision(), DayOf(message.effective_date())};
}

// Every item of a list method, page by page.
template <typename Response, typename Request, typename Call, typename Items>
absl::Status ReadPages(const rpc::Peer& peer, const CallScope& call, Request request, const Call& method,
                       const Items& items) {
  request.set_page_size(kPageSize);
  do {
    SELARAS_ASSIGN_OR_RETURN(
        const Response page,
        peer.Call<Response>(call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, Response* out) {
          return method(context, request, out);
        }));
    items(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace

GrpcRegistryReader::GrpcRegistryReader(const rpc::Peer& peer)
    : peer_(peer), stub_(pb::RegistryService::NewStub(peer.channel())) {}

absl::StatusOr<std::vector<Position>> GrpcRegistryReader::ReadPositions(const CallScope& call,
                                                                        const ReadAt& at) {
  std::vector<Position> positions;
  pb::ListPositionsRequest request;
  SetAt(at, request.mutable_at());
  SELARAS_RETURN_IF_ERROR(ReadPages<pb::ListPositionsResponse>(
      peer_, call, request,
      [&](auto* c, const auto& r, auto* out) { return stub_->ListPositions(c, r, out); },
      [&](const auto& page) {
        for (const auto& item : page.positions()) positions.push_back(FactOf(item));
      }));
  return positions;
}

absl::Status GrpcRegistryReader::ReadOrganisation(const CallScope& call, const ReadAt& at,
                                                  Province& province) {
  pb::ListAgenciesRequest agencies;
  SetAt(at, agencies.mutable_at());
  SELARAS_RETURN_IF_ERROR(ReadPages<pb::ListAgenciesResponse>(
      peer_, call, agencies,
      [&](auto* c, const auto& r, auto* out) { return stub_->ListAgencies(c, r, out); },
      [&](const auto& page) {
        for (const auto& item : page.agencies()) province.agencies.push_back(FactOf(item));
      }));
  SELARAS_RETURN_IF_ERROR(ReadPages<pb::ListDistrictsResponse>(
      peer_, call, pb::ListDistrictsRequest(),
      [&](auto* c, const auto& r, auto* out) { return stub_->ListDistricts(c, r, out); },
      [&](const auto& page) {
        for (const auto& item : page.districts()) province.districts.push_back(FactOf(item));
      }));
  pb::ListOrgUnitsRequest units;
  SetAt(at, units.mutable_at());
  SELARAS_RETURN_IF_ERROR(ReadPages<pb::ListOrgUnitsResponse>(
      peer_, call, units, [&](auto* c, const auto& r, auto* out) { return stub_->ListOrgUnits(c, r, out); },
      [&](const auto& page) {
        for (const auto& item : page.org_units()) province.org_units.push_back(FactOf(item));
      }));
  SELARAS_RETURN_IF_ERROR(ReadPages<pb::ListElectionCalendarsResponse>(
      peer_, call, pb::ListElectionCalendarsRequest(),
      [&](auto* c, const auto& r, auto* out) { return stub_->ListElectionCalendars(c, r, out); },
      [&](const auto& page) {
        for (const auto& item : page.election_calendars()) province.elections.push_back(FactOf(item));
      }));
  SELARAS_ASSIGN_OR_RETURN(province.positions, ReadPositions(call, at));
  return absl::OkStatus();
}

absl::StatusOr<Province> GrpcRegistryReader::ReadProvince(const CallScope& call, ReadAt& at,
                                                          const ReadProgress& progress) {
  Province province;
  pb::StreamProfilesRequest profiles;
  SetAt(at, profiles.mutable_at());
  {
    const auto context = peer_.MakeContext(call);
    const auto reader = stub_->StreamProfiles(context.get(), profiles);
    pb::StreamProfilesResponse batch;
    while (reader->Read(&batch)) {
      at = AtOf(batch.at());
      for (const auto& profile : batch.profiles()) province.persons.push_back(FactOf(profile));
      if (progress) progress(static_cast<int64_t>(province.persons.size()), 0);
      if (call.cancelled()) context->TryCancel();
    }
    SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  }
  if (at.revision == 0 || !at.effective_date.has_value()) {
    return absl::FailedPreconditionError("the registry is empty: import a province first");
  }
  SELARAS_RETURN_IF_ERROR(ReadStructure(call, at, province));
  return province;
}

absl::Status GrpcRegistryReader::ReadStructure(const CallScope& call, const ReadAt& at, Province& province) {
  pb::StreamPostsRequest posts;
  SetAt(at, posts.mutable_at());
  {
    const auto context = peer_.MakeContext(call);
    const auto reader = stub_->StreamPosts(context.get(), posts);
    pb::StreamPostsResponse batch;
    while (reader->Read(&batch)) {
      for (const auto& post : batch.posts()) province.posts.push_back(FactOf(post));
    }
    SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  }
  SELARAS_RETURN_IF_ERROR(ReadOrganisation(call, at, province));
  province.effective_date = *at.effective_date;
  return absl::OkStatus();
}

absl::StatusOr<ProfileRevisions> GrpcRegistryReader::ReadProfileRevisions(const CallScope& call,
                                                                          const ReadAt& at) {
  ProfileRevisions result;
  pb::StreamProfileRevisionsRequest request;
  SetAt(at, request.mutable_at());
  const auto context = peer_.MakeContext(call);
  const auto reader = stub_->StreamProfileRevisions(context.get(), request);
  pb::StreamProfileRevisionsResponse batch;
  while (reader->Read(&batch)) {
    result.at = AtOf(batch.at());
    for (int i = 0; i < batch.employee_ids_size(); ++i) {
      result.entries.push_back({LastPart(batch.employee_ids(i)), batch.profile_revisions(i)});
    }
  }
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  if (result.entries.empty()) {
    return absl::FailedPreconditionError("the registry is empty: import a province first");
  }
  return result;
}

absl::StatusOr<std::vector<std::pair<std::string, Competency>>> GrpcRegistryReader::ReadCompetencies(
    const CallScope& call, const ReadAt& at, absl::Span<const std::string> employees) {
  pb::BatchGetCompetenciesRequest request;
  SetAt(at, request.mutable_at());
  for (const std::string& employee : employees) request.add_employee_ids(employee);
  SELARAS_ASSIGN_OR_RETURN(const auto response,
                           peer_.Call<pb::BatchGetCompetenciesResponse>(
                               call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                                 return stub_->BatchGetCompetencies(context, request, out);
                               }));
  std::vector<std::pair<std::string, Competency>> result;
  result.reserve(response.competencies_size());
  for (const auto& item : response.competencies()) {
    result.emplace_back(LastPart(item.employee_id()), CompetencyOf(item));
  }
  return result;
}

}  // namespace selaras::matching
