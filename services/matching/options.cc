#include "services/matching/options.h"

#include "absl/strings/str_split.h"

namespace selaras::matching {

MatchingOptions MatchingOptions::FromSettings(SettingsReader& reader) {
  MatchingOptions options;
  options.ReadFrom(reader);
  options.redis =
      reader.Text("redis", "", "host:port of the vector cache; empty recomputes vectors for every plan.");
  options.queue_limit = static_cast<int>(reader.Int("plan-queue", options.queue_limit, 1, 1000,
                                                    "Plans that may wait; more are refused with a wait."));
  options.replica = reader.Text(
      "replica", "", "Name of this process among several on one database; empty takes the host's.");
  options.plan_lease = reader.Duration("plan-lease", options.plan_lease, absl::Seconds(1), absl::Hours(1),
                                       "After this long a plan of a lost replica is made by another.");
  options.time_zone =
      reader.Text("time-zone", options.time_zone, "Zone of the province: WIB, WITA, WIT or an IANA name.");
  options.ranking.enabled =
      reader.Flag("ranking", true, "Keep the province in memory and answer RankPosts and RankCandidates.");
  options.ranking.tenants = absl::StrSplit(
      reader.Text("ranking-tenants", "",
                  "Tenants, by comma, whose ranking is made ready at the start; others when first asked."),
      ',', absl::SkipEmpty());
  options.ranking.poll =
      reader.Duration("ranking-poll", options.ranking.poll, absl::Milliseconds(100), absl::Hours(1),
                      "How often the registry is asked for a newer revision.");
  options.ranking.column_bytes =
      static_cast<size_t>(reader.Int("ranking-columns-mb", 256, 1, 1 << 20,
                                     "Memory per policy for scores of everybody by position, MiB."))
      << 20;
  SettingsReader registry = reader.WithPrefix("registry-");
  options.registry = rpc::PeerOptions::FromSettings(registry, "");
  SettingsReader needs = reader.WithPrefix("needs-");
  options.needs = rpc::PeerOptions::FromSettings(needs, "");
  return options;
}

}  // namespace selaras::matching
