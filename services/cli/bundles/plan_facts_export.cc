#include "services/cli/bundles/plan_facts_export.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/base/status_macros.h"
#include "libs/province/registry/registry_facts.h"
#include "libs/resource/resource_name.h"
#include "libs/rpc/grpc_status.h"
#include "libs/rpc/proto_time.h"
#include "services/cli/remote_call.h"
#include "services/matching/bundle/bundle_writer.h"

namespace selaras::cli {
namespace {

namespace registry_pb = registry::v1alpha;
namespace needs_pb = needs::v1alpha;
using Registry = Session::Remote<Session::Registry>;
using RegistryStub = Session::Registry::StubInterface;

constexpr int kPageSize = 1000;  // The contract's largest.
constexpr size_t kCompetencyBatch = 1000;

void SetAt(const FactsAt& at, registry_pb::ReadAt* message) {
  message->set_read_revision(at.registry_revision);
  SetDate(at.effective_date, message->mutable_effective_date());
}

// Every item of a list method, page by page.
template <typename Request, typename Response, typename Items>
absl::Status ReadPages(const Session& session, const Registry& remote, Request request,
                       grpc::Status (RegistryStub::*method)(grpc::ClientContext*, const Request&, Response*),
                       const Items& items) {
  request.set_page_size(kPageSize);
  do {
    SELARAS_ASSIGN_OR_RETURN(const Response page, CallOn(session, remote, request, method));
    items(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

// Every message of a stream.
template <typename Response, typename Reader, typename Each>
absl::Status Drain(Reader reader, const Each& each) {
  Response batch;
  while (reader->Read(&batch)) each(batch);
  return rpc::FromGrpcStatus(reader->Finish());
}

absl::Status ReadOrganisation(Session& session, const Registry& remote, const FactsAt& at,
                              province::Province& province) {
  registry_pb::ListAgenciesRequest agencies;
  SetAt(at, agencies.mutable_at());
  SELARAS_RETURN_IF_ERROR(
      ReadPages(session, remote, agencies, &RegistryStub::ListAgencies, [&](const auto& page) {
        for (const auto& item : page.agencies()) province.agencies.push_back(province::FactOf(item));
      }));
  SELARAS_RETURN_IF_ERROR(ReadPages(session, remote, registry_pb::ListDistrictsRequest(),
                                    &RegistryStub::ListDistricts, [&](const auto& page) {
                                      for (const auto& item : page.districts())
                                        province.districts.push_back(province::FactOf(item));
                                    }));
  registry_pb::ListOrgUnitsRequest units;
  SetAt(at, units.mutable_at());
  SELARAS_RETURN_IF_ERROR(
      ReadPages(session, remote, units, &RegistryStub::ListOrgUnits, [&](const auto& page) {
        for (const auto& item : page.org_units()) province.org_units.push_back(province::FactOf(item));
      }));
  registry_pb::ListPositionsRequest positions;
  SetAt(at, positions.mutable_at());
  SELARAS_RETURN_IF_ERROR(
      ReadPages(session, remote, positions, &RegistryStub::ListPositions, [&](const auto& page) {
        for (const auto& item : page.positions()) province.positions.push_back(province::FactOf(item));
      }));
  return ReadPages(session, remote, registry_pb::ListElectionCalendarsRequest(),
                   &RegistryStub::ListElectionCalendars, [&](const auto& page) {
                     for (const auto& item : page.election_calendars())
                       province.elections.push_back(province::FactOf(item));
                   });
}

absl::Status ReadPeople(Session& session, const Registry& remote, const FactsAt& at,
                        province::Province& province, ProgressBar& bar) {
  registry_pb::StreamProfilesRequest profiles;
  SetAt(at, profiles.mutable_at());
  {
    const auto context = remote.peer->MakeContext(session.Scope());
    SELARAS_RETURN_IF_ERROR(Drain<registry_pb::StreamProfilesResponse>(
        remote.stub->StreamProfiles(context.get(), profiles), [&](const auto& batch) {
          for (const auto& profile : batch.profiles()) province.persons.push_back(province::FactOf(profile));
          bar.Update("profiles", static_cast<int64_t>(province.persons.size()), 0);
        }));
  }
  registry_pb::StreamPostsRequest posts;
  SetAt(at, posts.mutable_at());
  const auto context = remote.peer->MakeContext(session.Scope());
  return Drain<registry_pb::StreamPostsResponse>(remote.stub->StreamPosts(context.get(), posts),
                                                 [&](const auto& batch) {
                                                   for (const auto& post : batch.posts())
                                                     province.posts.push_back(province::FactOf(post));
                                                 });
}

matching::Competency CompetencyOf(const registry_pb::Competency& message) {
  matching::Competency competency;
  competency.core.fill(-1);
  competency.core_age_months.fill(-1);
  for (int i = 0; i < std::min(message.core_size(), matching::kCoreCompetencies); ++i)
    competency.core[i] = message.core(i);
  for (int i = 0; i < std::min(message.core_age_months_size(), matching::kCoreCompetencies); ++i)
    competency.core_age_months[i] = message.core_age_months(i);
  for (const auto& item : message.technical()) competency.technical.push_back({item.cluster(), item.level()});
  competency.technical_age_months = message.technical_age_months();
  return competency;
}

absl::StatusOr<std::vector<matching::Competency>> ReadCompetencies(Session& session, const Registry& remote,
                                                                   const FactsAt& at,
                                                                   const province::Province& province,
                                                                   ProgressBar& bar) {
  matching::Competency never;
  never.core.fill(-1);
  never.core_age_months.fill(-1);
  std::vector<matching::Competency> all(province.persons.size(), never);
  for (size_t begin = 0; begin < all.size(); begin += kCompetencyBatch) {
    registry_pb::BatchGetCompetenciesRequest request;
    SetAt(at, request.mutable_at());
    absl::flat_hash_map<std::string, size_t> place;
    for (size_t i = begin; i < std::min(all.size(), begin + kCompetencyBatch); ++i) {
      request.add_employee_ids(province.persons[i].id);
      place[province.persons[i].id] = i;
    }
    SELARAS_ASSIGN_OR_RETURN(const registry_pb::BatchGetCompetenciesResponse batch,
                             CallOn(session, remote, request, &RegistryStub::BatchGetCompetencies));
    for (const auto& item : batch.competencies()) {
      const auto found = place.find(LastPart(item.employee_id()));
      if (found != place.end()) all[found->second] = CompetencyOf(item);
    }
    bar.Update("competencies", static_cast<int64_t>(begin), static_cast<int64_t>(all.size()));
  }
  return all;
}

absl::Status ReadNeeds(Session& session, const FactsAt& at, province::Province& province) {
  SELARAS_ASSIGN_OR_RETURN(const auto needs, session.ToNeeds());
  needs_pb::StreamNeedCurvesRequest request;
  request.set_name(at.need_snapshot);
  const auto context = needs.peer->MakeContext(session.Scope());
  return Drain<needs_pb::StreamNeedCurvesResponse>(
      needs.stub->StreamNeedCurves(context.get(), request), [&](const auto& batch) {
        for (const needs_pb::NeedCurve& message : batch.need_curves()) {
          province::NeedCurve curve;
          curve.post = LastPart(message.post());
          curve.critical = message.critical();
          curve.target = message.target();
          curve.urgency.assign(message.urgency().begin(), message.urgency().end());
          curve.assumed = message.basis() == needs_pb::NeedCurve::BASIS_ASSUMED;
          province.needs.push_back(std::move(curve));
        }
      });
}

}  // namespace

absl::StatusOr<FactsAt> FactsAtOf(Session& session, const matching::v1alpha::PlanSpec& spec) {
  SELARAS_ASSIGN_OR_RETURN(const auto needs, session.ToNeeds());
  needs_pb::GetNeedSnapshotRequest request;
  request.set_name(spec.need_snapshot());
  SELARAS_ASSIGN_OR_RETURN(const needs_pb::NeedSnapshot head,
                           CallOn(session, needs, request, &Session::Needs::StubInterface::GetNeedSnapshot));
  FactsAt at;
  at.need_snapshot = head.name();
  at.registry_revision = spec.registry_revision() > 0 ? spec.registry_revision() : head.registry_revision();
  const auto day = DayOf(spec.has_effective_date() ? spec.effective_date() : head.effective_date());
  if (!day.has_value()) return absl::DataLossError("the need snapshot has no effective date");
  at.effective_date = *day;
  return at;
}

absl::StatusOr<matching::BundleFiles> ReadFacts(Session& session, const FactsAt& at, ProgressBar& bar) {
  SELARAS_ASSIGN_OR_RETURN(const Registry remote, session.ToRegistry());
  province::Province province;
  province.effective_date = at.effective_date;
  SELARAS_RETURN_IF_ERROR(ReadPeople(session, remote, at, province, bar));
  SELARAS_RETURN_IF_ERROR(ReadOrganisation(session, remote, at, province));
  SELARAS_RETURN_IF_ERROR(ReadNeeds(session, at, province));
  SELARAS_ASSIGN_OR_RETURN(const std::vector<matching::Competency> competencies,
                           ReadCompetencies(session, remote, at, province, bar));
  return matching::WriteBundle(province, competencies);
}

}  // namespace selaras::cli
