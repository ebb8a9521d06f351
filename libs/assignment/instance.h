// The assignment instance: who may go where, and what each placement is worth.
//
// Persons i, posts j. Every person is placed in exactly one post; post j takes at most `seat_count(j)`
// people.
//
//   maximise  Σ_i s(i, x_i) + Σ_j Σ_{k ≤ y_j} g_j(k)            y_j = number of persons placed in j
//
// Values are points (1000 = a perfect fit), int32 each. The score is factored and never materialised as a
// matrix:
//
//   s(i, j) = e(i, j)                                       if (i, j) is an exception of person i
//           = F(i, cell(j)) − distance(home(i), district(j)) if cell(j) is among the lawful cells of i
//           = unlawful                                       otherwise
//
// A cell is a (position, agency) pair. Exceptions carry what the factors cannot: the present post,
// preferences, and single forbidden posts; an exception replaces the factored value and needs no lawful cell.
// So pins (only one exception, no cell), bans (a forbidden exception), frozen people and the virtual
// "unplaced" post of an agency (a post in a cell that nobody has, reached by exceptions) need no rule of
// their own.
//
// A person is *moved* when x_i ≠ reference_post(i). `max_moves` limits how many are.
//
// Further limits (version 2 of the text form) speak of zones: sets of posts that lie in each other, such as unit,
// department and agency. With z the zone of a limit:
//
//   arrivals(z)    people with x_i in z and reference_post(i) outside      ≤ bound
//   departures(z)  people with x_i outside z and reference_post(i) in it   ≤ bound
//   apart(G, l)    no zone of level l holds more than one member of G
//   together(G, l) all members of G are in one zone of level l
//
// Tiers (version 2) put seats before everything else in strict order: tier t has a worth of its own for each seat,
// never increasing within a post; the points above are the last tier. A plan is best if no plan is
// lexicographically better.
//
// The stored form is canonical: persons ascending by key, posts ascending by id (bytes), so that equal inputs
// give equal files whatever the order they were read in. See docs/formats.md for the text form.
#ifndef SELARAS_LIBS_ASSIGNMENT_INSTANCE_H_
#define SELARAS_LIBS_ASSIGNMENT_INSTANCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace selaras::assignment {

using PersonIndex = int32_t;
using PostIndex = int32_t;
using CellIndex = int32_t;
using DistrictIndex = int32_t;
using ZoneIndex = int32_t;

// Value of an exception that forbids the post to the person.
inline constexpr int32_t kForbidden = INT32_MIN;

// F(i, cell): the value of a lawful cell for one person before distance, in points.
struct CellScore {
  CellIndex cell;
  int32_t points;
};

// e(i, post): replaces the factored value; kForbidden = unlawful.
struct Exception {
  PostIndex post;
  int32_t points;
};

struct Person {
  std::string key;  // Opaque, unique, stable over cycles; [0-9a-zA-Z_-]+.
  DistrictIndex home;
  PostIndex reference_post;  // Where "not moved" is: the present post, or the agency's unplaced post.
};

struct Post {
  std::string id;  // Opaque, unique; [0-9a-zA-Z_.-]+.
  CellIndex cell;
  DistrictIndex district;
  ZoneIndex zone = -1;  // Innermost; -1 = none.
};

// Levels of zones are 0 … kMaxLevel, so that walks up a chain of zones are short.
inline constexpr int32_t kMaxLevel = 15;
// A larger bound of a cap never binds: it is the largest number of persons.
inline constexpr int64_t kMaxCap = 4'000'000;

// Zones form a forest; levels rise inwards (0 = agency, 1 = department, 2 = unit, say), not always by one.
struct Zone {
  std::string id;    // Opaque, unique over all levels; [0-9a-zA-Z_.@:/-]+.
  ZoneIndex parent;  // -1 = none; its level is lower.
  int32_t level;     // 0 … kMaxLevel.
};

enum class LimitKind : uint8_t { kArrivals, kDepartures, kApart, kTogether };

struct Limit {
  LimitKind kind;
  ZoneIndex zone = -1;               // Of arrivals and departures; at most one limit of a kind per zone.
  int64_t bound = 0;                 // The same; 0 … kMaxCap.
  int32_t level = 0;                 // Of groups.
  std::vector<PersonIndex> members;  // Of groups: ascending, at least two.

  bool is_group() const { return kind == LimitKind::kApart || kind == LimitKind::kTogether; }
};

// A run of seats of equal worth: g_j(k) = points for the next `count` seats.
struct SeatRun {
  int32_t count;
  int32_t points;
};

// Plain data in compressed-row form; fill it with InstanceBuilder (instance_builder.h), which sorts and
// checks.
struct Instance {
  std::vector<std::string> districts;  // Ids; index = DistrictIndex.
  std::vector<int32_t> distance;       // Points ≥ 0, districts × districts, row = home, row-major.
  std::vector<std::string> cells;      // Ids; index = CellIndex.

  std::vector<Post> posts;  // Ascending by id.
  std::vector<int32_t>
      seat_begin;  // posts + 1; runs of post j are seat_runs[seat_begin[j] .. seat_begin[j+1]).
  std::vector<SeatRun> seat_runs;  // Points never increase within a post.

  std::vector<Person> persons;      // Ascending by key.
  std::vector<int64_t> cell_begin;  // persons + 1, into cell_scores; cells ascending within a person.
  std::vector<CellScore> cell_scores;
  std::vector<int64_t> exception_begin;  // persons + 1, into exceptions; posts ascending within a person.
  std::vector<Exception> exceptions;

  std::optional<int64_t> max_moves;  // M; unset = no limit.

  std::vector<Zone> zones;    // By level, then id: parents stand before their children.
  std::vector<Limit> limits;  // By kind, then zone or level, then members; no two alike.

  // Tiers before the points, the highest first; 0 = none. tier_points[r·tier_count + t] is the worth in tier
  // t of each seat of seat_runs[r].
  int32_t tier_count = 0;  // ≤ 8.
  std::vector<int32_t> tier_points;

  int32_t person_count() const { return static_cast<int32_t>(persons.size()); }
  int32_t post_count() const { return static_cast<int32_t>(posts.size()); }
  int32_t cell_count() const { return static_cast<int32_t>(cells.size()); }
  int32_t district_count() const { return static_cast<int32_t>(districts.size()); }

  absl::Span<const CellScore> CellsOf(PersonIndex i) const {
    return absl::MakeConstSpan(cell_scores.data() + cell_begin[i], cell_begin[i + 1] - cell_begin[i]);
  }
  absl::Span<const Exception> ExceptionsOf(PersonIndex i) const {
    return absl::MakeConstSpan(exceptions.data() + exception_begin[i],
                               exception_begin[i + 1] - exception_begin[i]);
  }
  absl::Span<const SeatRun> SeatsOf(PostIndex j) const {
    return absl::MakeConstSpan(seat_runs.data() + seat_begin[j], seat_begin[j + 1] - seat_begin[j]);
  }
  int32_t Distance(DistrictIndex home, DistrictIndex district) const {
    return distance[static_cast<size_t>(home) * districts.size() + district];
  }

  // Seats of post j, every run together.
  int32_t SeatCount(PostIndex j) const;
  // s(i, j) in points, or nullopt where j is unlawful for i. O(log cells + log exceptions).
  std::optional<int32_t> Score(PersonIndex i, PostIndex j) const;
  // Σ of g_j(k) over the first `occupants` seats. REQUIRES 0 ≤ occupants ≤ SeatCount(j).
  int64_t SeatValue(PostIndex j, int32_t occupants) const;
  // The same in tier t.
  int64_t TierSeatValue(PostIndex j, int32_t tier, int32_t occupants) const;
  // Has the text form to be version 2?
  bool extended() const { return !zones.empty() || !limits.empty() || tier_count > 0; }
  // Number of lawful (person, post) pairs. O(cells and exceptions of all persons).
  int64_t LawfulPairCount() const;
};

// The objective of a complete placement (one post index per person), or
// kInvalidArgument naming the first person, post or limit that breaks a rule (unlawful, over seats, over
// max_moves, a further limit).
absl::StatusOr<int64_t> Objective(const Instance& instance, absl::Span<const PostIndex> placement);

// Σ of the worth in tier t of the filled seats. REQUIRES a placement that Objective accepts.
int64_t TierObjective(const Instance& instance, int32_t tier, absl::Span<const PostIndex> placement);

// Shape, order, ranges and sums: kInvalidArgument naming the first fault and its cure. Checked bounds:
// |points| ≤ 1,000,000,000 for seats and ≤ 10,000,000 for scores, ≤ 4,000,000 persons, so that all sums fit
// in 64 bits.
absl::Status Validate(const Instance& instance);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_INSTANCE_H_
