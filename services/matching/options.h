// Settings of the matching service.
#ifndef SELARAS_SERVICES_MATCHING_OPTIONS_H_
#define SELARAS_SERVICES_MATCHING_OPTIONS_H_

#include <string>

#include "libs/config/settings.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/service_options.h"
#include "services/matching/app/snapshot_keeper.h"

namespace selaras::matching {

inline constexpr int kDefaultPort = 7403;
inline constexpr int kDefaultAdminPort = 7413;

struct MatchingOptions : rpc::ServiceOptions {
  MatchingOptions() {
    database = "sqlite:matching.db";
    limits.default_deadline = absl::Minutes(5);  // a call may compute vectors of a whole province
  }

  // An empty target: that service is not there, and plans take their facts from bundles (matching alone).
  rpc::PeerOptions registry;
  rpc::PeerOptions needs;
  // host:port of the vector cache; empty = none, vectors are recomputed for every plan.
  std::string redis;
  int queue_limit = 8;
  // Name of this process among those on one database; empty = the host's. Restarted under the same name it goes on
  // with its own plans at once, without waiting for its lease to end.
  std::string replica;
  absl::Duration plan_lease = absl::Minutes(1);
  std::string time_zone = "Asia/Jakarta";  // Of the province: phases of cycles begin with its days.
  SnapshotKeeper::Options ranking;

  // Settings: those of rpc::ServiceOptions, redis, plan-queue, replica, plan-lease, time-zone, ranking, ranking-tenants,
  // ranking-poll, ranking-columns-mb, and those of the peers under registry- and
  // needs-.
  static MatchingOptions FromSettings(SettingsReader& reader);
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_OPTIONS_H_
