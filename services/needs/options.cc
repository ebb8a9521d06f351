#include "services/needs/options.h"

namespace selaras::needs {

NeedsOptions NeedsOptions::FromSettings(SettingsReader& reader) {
  NeedsOptions options;
  options.ReadFrom(reader);
  options.policy_dir = reader.Text("policy-dir", options.policy_dir, "Folder of the policies.");
  options.policy = reader.Text("policy", options.policy, "Name of the policy whose needs.yaml counts.");
  options.policy_keys = reader.List(
      "policy-keys", "", "Public keys (hex) of which one must have signed the policy; empty takes any.");
  options.time_zone =
      reader.Text("time-zone", options.time_zone, "Zone of the province: WIB, WITA, WIT or an IANA name.");
  options.imports.max_bytes =
      reader.Int("import-max-bytes", options.imports.max_bytes, 1 << 20, int64_t{1} << 36,
                 "Largest upload of records; rows are held in memory until they land.");
  options.worker.lease = reader.Duration(
      "analysis-lease", options.worker.lease, absl::Seconds(2), absl::Minutes(30),
      "How long an analysis that makes no progress is left to its worker; shorter recovers sooner.");
  SettingsReader registry = reader.WithPrefix("registry-");
  options.registry = rpc::PeerOptions::FromSettings(registry, "127.0.0.1:7401");
  return options;
}

}  // namespace selaras::needs
