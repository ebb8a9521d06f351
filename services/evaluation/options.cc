#include "services/evaluation/options.h"

#include <utility>

namespace selaras::evaluation {

EvaluationOptions EvaluationOptions::FromSettings(SettingsReader& reader) {
  EvaluationOptions options;
  options.ReadFrom(reader);
  options.time_zone =
      reader.Text("time-zone", options.time_zone, "Zone of the province: WIB, WITA, WIT or an IANA name.");
  options.pre_months = static_cast<int>(reader.Int("effect-pre-months", options.pre_months, 6, 60,
                                                   "Months before a move that an estimate uses at most."));
  options.post_months = static_cast<int>(reader.Int("effect-post-months", options.post_months, 3, 60,
                                                    "Months after a move that an estimate uses at most."));
  options.neighbours =
      static_cast<int>(reader.Int("effect-neighbours", options.neighbours, 1, 100,
                                  "Untouched units that each treated one is compared with."));
  options.prepare_pause =
      reader.Duration("prepare-pause", options.prepare_pause, absl::Milliseconds(10), absl::Minutes(10),
                      "Between looks for transition plans that wait for the registry.");
  const std::pair<rpc::PeerOptions*, std::pair<const char*, const char*>> peers[] = {
      {&options.registry, {"registry-", "127.0.0.1:7401"}},
      {&options.needs, {"needs-", "127.0.0.1:7402"}},
      {&options.matching, {"matching-", "127.0.0.1:7403"}},
      {&options.approval, {"approval-", "127.0.0.1:7404"}}};
  for (const auto& [peer, where] : peers) {
    SettingsReader under = reader.WithPrefix(where.first);
    *peer = rpc::PeerOptions::FromSettings(under, where.second);
  }
  return options;
}

}  // namespace selaras::evaluation
