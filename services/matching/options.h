// Settings of the matching service.
#ifndef SELARAS_SERVICES_MATCHING_OPTIONS_H_
#define SELARAS_SERVICES_MATCHING_OPTIONS_H_

#include <optional>
#include <string>

#include "libs/config/settings.h"
#include "libs/rpc/channel.h"

namespace selaras::matching {

inline constexpr int kDefaultPort = 7403;
inline constexpr int kDefaultAdminPort = 7413;

struct MatchingOptions {
  std::string database = "sqlite:matching.db";
  rpc::PeerOptions registry;
  rpc::PeerOptions needs;
  // host:port of the vector cache; empty = none, vectors are recomputed for every plan.
  std::string redis;
  // Shared by replicas; nullopt = the database's own.
  std::optional<std::string> page_key;
  int queue_limit = 8;

  // Settings: database, redis, page-key-file, plan-queue, and those of the peers under registry- and needs-.
  static MatchingOptions FromSettings(SettingsReader& reader);
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_OPTIONS_H_
