#include "services/approval/options.h"

namespace selaras::approval {

ApprovalOptions ApprovalOptions::FromSettings(SettingsReader& reader) {
  ApprovalOptions options;
  options.ReadFrom(reader);
  options.zone = reader.Text("zone", options.zone, "Zone of civil dates: WIB, WITA, WIT or an IANA name.");
  options.log_name =
      reader.Text("log-name", options.log_name, "Name of the evidence log and its key; never changes.");
  options.consideration =
      reader.Text("consideration", options.consideration,
                  "manual: people enter BKN's answer; simulator: a simulator of I-MUT answers.");
  if (options.consideration != "manual" && options.consideration != "simulator") {
    reader.AddError("consideration", "unknown word", "manual or simulator");
  }
  options.simulator_refused_permille = static_cast<int>(reader.Int(
      "simulator-refused-permille", 0, 0, 1000, "Moves that the simulator of I-MUT refuses, of a thousand."));
  options.issue_hands = static_cast<int>(
      reader.Int("issue-hands", options.issue_hands, 1, 64, "Cases whose issuing goes on at the same time."));
  SettingsReader registry = reader.WithPrefix("registry-");
  options.registry = rpc::PeerOptions::FromSettings(registry, "127.0.0.1:7401");
  SettingsReader needs = reader.WithPrefix("needs-");
  options.needs = rpc::PeerOptions::FromSettings(needs, "127.0.0.1:7402");
  SettingsReader matching = reader.WithPrefix("matching-");
  options.matching = rpc::PeerOptions::FromSettings(matching, "127.0.0.1:7403");
  SettingsReader evaluation = reader.WithPrefix("evaluation-");
  options.evaluation = rpc::PeerOptions::FromSettings(evaluation, "127.0.0.1:7405");
  return options;
}

}  // namespace selaras::approval
