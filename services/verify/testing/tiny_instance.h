// A second, plain implementation of docs/formats.md for tests: tiny instances held densely, all placements
// tried one by one. It shares no code with the verifier.
#ifndef SELARAS_SERVICES_VERIFY_TESTING_TINY_INSTANCE_H_
#define SELARAS_SERVICES_VERIFY_TESTING_TINY_INSTANCE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace selaras::verify {

using Placement = std::vector<int>;  // Post by person.

struct TinyInstance {
  struct Post {
    std::string id;
    int cell;
    int district;
    std::vector<std::pair<int64_t, int64_t>> runs;  // count, points
    int zone = -1;
    std::vector<std::vector<int64_t>> tier_runs;  // By run: worth in each tier.
  };
  struct Zone {
    std::string id;
    int level;
    int parent;  // -1 = none.
  };
  struct Limit {
    std::string kind;  // in, out, apart, together
    int place;         // Zone of in and out, else level.
    int64_t bound;
    std::vector<int> members;
  };
  struct Person {
    std::string key;
    int home;
    int reference;
    std::map<int, int64_t> cells;
    std::map<int, std::optional<int64_t>> exceptions;  // Unset = forbidden.
  };
  std::optional<int64_t> max_moves;
  std::vector<std::vector<int64_t>> distance;
  std::vector<std::string> districts, cells;
  std::vector<Post> posts;
  std::vector<Person> persons;
  int tiers = 0;
  std::vector<Zone> zones;
  std::vector<Limit> limits;

  bool extended() const { return tiers > 0 || !zones.empty() || !limits.empty(); }
  bool Lies(int post, int zone) const;
  int ZoneAt(int post, int level) const;  // -1 = none.
  // Does the person count against the limit, an `in` or `out`, if placed in the post?
  bool Counts(const Limit& limit, size_t person, int post) const;
  bool Keeps(const Limit& limit, const Placement& placement) const;
  std::optional<int64_t> Score(size_t person, int post) const;
  // Worth of each seat, first seat first; in a tier (-1 = points).
  std::vector<int64_t> Seats(int post, int tier = -1) const;
  int64_t Moves(const Placement& placement) const;
  // Value of the placement, or nothing if it breaks a rule (unlawful, over the seats, over a limit).
  std::optional<int64_t> Value(const Placement& placement) const;
  // Worth in each tier, then the value. REQUIRES that Value gives one.
  std::vector<int64_t> Values(const Placement& placement) const;
  // The same without any limit.
  TinyInstance Unlimited() const;
  int64_t LawfulPairs() const;
};

// What the format document says the instance looks like.
std::string Text(const TinyInstance& instance);
// Reads what it can make sense of, more leniently than the format allows; nothing if it makes no sense.
std::optional<TinyInstance> ReadTiny(const std::string& text);

// A random instance in which everybody fits where the references are. Sizes 1..5 persons, 1..4 posts. Version 1.
TinyInstance RandomInstance(std::mt19937_64& random);
// The same with zones, limits and up to two tiers; some placement keeps all limits.
TinyInstance RandomExtended(std::mt19937_64& random);

// Every lawful placement within seats; `within_limit`: within all limits too.
std::vector<Placement> LawfulPlacements(const TinyInstance& instance, bool within_limit);
// By how much the placement misses, in each tier and then in points, the best among those at least as good in
// every tier above. REQUIRES that Value gives one.
std::vector<int64_t> Missing(const TinyInstance& instance, const Placement& placement);
// Is this verdict ("OPTIMAL", "WITHIN x …") true of the placement?
bool Holds(const std::string& verdict, const TinyInstance& instance, const Placement& placement);
// The greatest value of any placement. REQUIRES that there is one.
int64_t Optimum(const TinyInstance& instance);

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_TESTING_TINY_INSTANCE_H_
