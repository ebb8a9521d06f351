// Settings of the needs service.
#ifndef SELARAS_SERVICES_NEEDS_OPTIONS_H_
#define SELARAS_SERVICES_NEEDS_OPTIONS_H_

#include <string>
#include <vector>

#include "libs/config/settings.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/service_options.h"
#include "services/needs/app/analysis_worker.h"
#include "services/needs/app/record_importer.h"

namespace selaras::needs {

inline constexpr int kDefaultPort = 7402;
inline constexpr int kDefaultAdminPort = 7412;

struct NeedsOptions : rpc::ServiceOptions {
  NeedsOptions() { database = "sqlite:needs.db"; }

  rpc::PeerOptions registry;
  // Policies and the one whose needs.yaml counts (libs/policy).
  std::string policy_dir = "deploy/policy";
  std::string policy = "seimbang";
  std::vector<std::string> policy_keys;  // not empty: only a policy signed by one of these loads
  // Zone in which "today" is read when an analysis names no date.
  std::string time_zone = "Asia/Jakarta";
  ImportLimits imports;
  AnalysisWorker::Options worker;

  // Settings: those of rpc::ServiceOptions, policy-dir, policy, policy-keys, time-zone, import-max-bytes,
  // analysis-lease, and those of the peer under registry-.
  static NeedsOptions FromSettings(SettingsReader& reader);
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_OPTIONS_H_
