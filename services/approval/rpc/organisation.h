// Agencies, units, positions and posts of the registry, read whole and kept for a minute: a case needs a few of them, a
// province's cases need them all.
#ifndef SELARAS_SERVICES_APPROVAL_RPC_ORGANISATION_H_
#define SELARAS_SERVICES_APPROVAL_RPC_ORGANISATION_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/province/facts.h"
#include "libs/rpc/channel.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"

namespace selaras::approval {

struct Organisation {
  absl::flat_hash_map<std::string, province::Agency> agencies;
  absl::flat_hash_map<std::string, std::string> zones;  // IANA zone by agency.
  absl::flat_hash_map<std::string, province::District> districts;
  absl::flat_hash_map<std::string, province::OrgUnit> units;
  absl::flat_hash_map<std::string, province::Position> positions;
  absl::flat_hash_map<std::string, registry::v1alpha::Post> posts;
  std::vector<province::ElectionCalendar> elections;

  // nullptr: unknown.
  const province::Agency* FindAgency(const std::string& id) const;
  // The unit, then those above it.
  std::vector<const province::OrgUnit*> Line(const std::string& unit) const;
};

// Thread-safe.
class OrganisationCache {
 public:
  OrganisationCache(const rpc::Peer& peer, registry::v1alpha::RegistryService::StubInterface& stub)
      : peer_(peer), stub_(stub) {}

  absl::StatusOr<std::shared_ptr<const Organisation>> Get(const CallScope& scope);

 private:
  absl::StatusOr<std::shared_ptr<const Organisation>> Read(const CallScope& scope);

  struct Kept {
    absl::Time until;
    std::shared_ptr<const Organisation> organisation;
  };
  const rpc::Peer& peer_;
  registry::v1alpha::RegistryService::StubInterface& stub_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Kept> kept_ ABSL_GUARDED_BY(mutex_);  // By tenant.
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_RPC_ORGANISATION_H_
