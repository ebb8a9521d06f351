#include "services/matching/rpc/grpc_snapshot_reader.h"

#include <algorithm>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/province/registry/registry_facts.h"
#include "libs/rpc/proto_time.h"

namespace selaras::matching {
namespace {

namespace pb = registry::v1alpha;

constexpr size_t kBatch = 200;  // The registry's limit of one call.

}  // namespace

GrpcSnapshotReader::GrpcSnapshotReader(const rpc::Peer& peer, GrpcRegistryReader& registry)
    : peer_(peer), registry_(registry), stub_(pb::RegistryService::NewStub(peer.channel())) {}

absl::StatusOr<int64_t> GrpcSnapshotReader::ReadNewestRevision(const CallScope& call) {
  SELARAS_ASSIGN_OR_RETURN(
      const auto newest,
      peer_.Call<pb::Registry>(call, rpc::Retry::kNever, [&](grpc::ClientContext* context, auto* out) {
        return stub_->GetRegistry(context, pb::GetRegistryRequest(), out);
      }));
  return newest.revision();
}

absl::StatusOr<Province> GrpcSnapshotReader::ReadStructure(const CallScope& call, const ReadAt& at) {
  Province province;
  SELARAS_RETURN_IF_ERROR(registry_.ReadStructure(call, at, province));
  return province;
}

absl::StatusOr<std::vector<Person>> GrpcSnapshotReader::ReadPersons(const CallScope& call, const ReadAt& at,
                                                                    absl::Span<const std::string> employees) {
  std::vector<Person> persons;
  persons.reserve(employees.size());
  for (size_t begin = 0; begin < employees.size(); begin += kBatch) {
    if (call.cancelled()) return absl::CancelledError("profiles: given up");
    pb::BatchGetProfilesRequest request;
    request.mutable_at()->set_read_revision(at.revision);
    SetDate(*at.effective_date, request.mutable_at()->mutable_effective_date());
    for (size_t n = begin; n < std::min(employees.size(), begin + kBatch); ++n) {
      request.add_employee_ids(employees[n]);
    }
    SELARAS_ASSIGN_OR_RETURN(const auto response,
                             peer_.Call<pb::BatchGetProfilesResponse>(
                                 call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                                   return stub_->BatchGetProfiles(context, request, out);
                                 }));
    for (const auto& profile : response.profiles()) persons.push_back(province::FactOf(profile));
  }
  return persons;
}

}  // namespace selaras::matching
