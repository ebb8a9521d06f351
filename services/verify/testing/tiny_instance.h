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

  std::optional<int64_t> Score(size_t person, int post) const;
  std::vector<int64_t> Seats(int post) const;  // Worth of each seat, first seat first.
  int64_t Moves(const Placement& placement) const;
  // Value of the placement, or nothing if it breaks a rule (unlawful, over the seats, over the limit on
  // moves).
  std::optional<int64_t> Value(const Placement& placement) const;
  int64_t LawfulPairs() const;
};

// What the format document says the instance looks like.
std::string Text(const TinyInstance& instance);
// Reads what it can make sense of, more leniently than the format allows; nothing if it makes no sense.
std::optional<TinyInstance> ReadTiny(const std::string& text);

// A random instance in which everybody fits where the references are. Sizes 1..5 persons, 1..4 posts.
TinyInstance RandomInstance(std::mt19937_64& random);

// Every lawful placement within seats; `within_limit`: within the limit on moves too.
std::vector<Placement> LawfulPlacements(const TinyInstance& instance, bool within_limit);
// The greatest value of any placement. REQUIRES that there is one.
int64_t Optimum(const TinyInstance& instance);

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_TESTING_TINY_INSTANCE_H_
