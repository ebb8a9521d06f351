// The compressed network on which the solver works: an instance (or a face of one) in scaled 64-bit values.
//
// Persons reach posts in two ways:
//   option   person → slot (cell, home) → group (cell, district) → post, worth unit·(points − distance)
//   special  person → post, worth `value`; beats or replaces the way by the option
// A special or forbidden post that is worth less than the way by the option is *blocked* for that person: his
// option of that cell is marked guarded, and whoever uses it skips the blocked posts. So a hundred million
// pairs are some million options, and prices are compared once per (slot, group), not once per pair.
//
// Groups have at most kGroupSize posts: a larger (cell, district) is cut into several groups.
//
// Seats: Worth(j, k) is what the k-th occupant adds, never increasing in k. A face adds seats that must be
// filled (worth kInfinite).
#ifndef SELARAS_LIBS_ASSIGNMENT_NETWORK_H_
#define SELARAS_LIBS_ASSIGNMENT_NETWORK_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace selaras::assignment {

inline constexpr int64_t kInfinite = int64_t{1} << 61;
inline constexpr int32_t kGroupSize = 32;

struct Network {
  struct Option {
    uint32_t slot_and_guard;  // slot·2 + guarded
    int32_t points;
    int32_t slot() const { return static_cast<int32_t>(slot_and_guard >> 1); }
    bool guarded() const { return (slot_and_guard & 1) != 0; }
  };
  // Without the hole behind the first field: faces hold millions of these.
  struct __attribute__((packed, aligned(4))) Special {
    int32_t post;
    int64_t value;
  };
  struct Member {  // Of a slot.
    int32_t person;
    int32_t points;
  };
  struct __attribute__((packed, aligned(4))) Lover {  // Of a post: one with a special on it.
    int32_t person;
    int64_t value;
  };
  struct Run {
    int64_t worth;
    int32_t up_to;  // Last rank of the run, from 1.
  };

  int32_t person_count = 0;
  int32_t post_count = 0;
  int32_t district_count = 0;
  int64_t unit = 1;
  std::vector<int64_t> toll;       // unit·distance; districts², row = home.
  std::vector<int64_t> toll_back;  // The same, row = district of the post.

  // Posts ascend by group.
  std::vector<int32_t> group_begin;  // groups + 1, into posts.
  std::vector<int32_t> group_of;     // Per post.
  std::vector<int32_t> group_district;
  std::vector<int32_t> group_cell;
  std::vector<int32_t> cell_begin;  // cells + 1, into groups.

  std::vector<int32_t> run_begin;  // posts + 1, into runs.
  std::vector<Run> runs;

  std::vector<int32_t> slot_cell;
  std::vector<int32_t> slot_home;
  std::vector<int32_t> cell_slot_begin;  // cells + 1: slots ascend by cell.
  std::vector<int64_t> member_begin;     // slots + 1.
  std::vector<Member> members;

  std::vector<int64_t> option_begin;  // persons + 1.
  std::vector<Option> options;
  std::vector<int64_t> special_begin;  // persons + 1.
  std::vector<Special> specials;
  std::vector<int64_t> blocked_begin;  // persons + 1.
  std::vector<int32_t> blocked;
  std::vector<int64_t> lover_begin;  // posts + 1.
  std::vector<Lover> lovers;

  int32_t group_count() const { return static_cast<int32_t>(group_district.size()); }
  int32_t slot_count() const { return static_cast<int32_t>(slot_cell.size()); }

  absl::Span<const Option> OptionsOf(int32_t i) const { return Row(options, option_begin, i); }
  absl::Span<const Special> SpecialsOf(int32_t i) const { return Row(specials, special_begin, i); }
  absl::Span<const int32_t> BlockedOf(int32_t i) const { return Row(blocked, blocked_begin, i); }
  absl::Span<const Lover> LoversOf(int32_t j) const { return Row(lovers, lover_begin, j); }
  absl::Span<const Member> MembersOf(int32_t s) const { return Row(members, member_begin, s); }

  bool IsBlocked(int32_t i, int32_t j) const {
    for (const int32_t b : BlockedOf(i)) {
      if (b == j) return true;
    }
    return false;
  }
  bool HasSpecial(int32_t i, int32_t j) const {
    for (const Special& special : SpecialsOf(i)) {
      if (special.post == j) return true;
    }
    return false;
  }

  int32_t Capacity(int32_t j) const {
    return run_begin[j] == run_begin[j + 1] ? 0 : runs[run_begin[j + 1] - 1].up_to;
  }
  // Worth of the seat of rank k ≥ 1; −kInfinite beyond the last.
  int64_t Worth(int32_t j, int32_t k) const {
    for (int32_t r = run_begin[j]; r < run_begin[j + 1]; ++r) {
      if (k <= runs[r].up_to) return runs[r].worth;
    }
    return -kInfinite;
  }
  // Number of seats worth at least (above = false) or more than (above = true) `least`.
  int32_t SeatsWorth(int32_t j, int64_t least, bool above) const {
    int32_t count = 0;
    for (int32_t r = run_begin[j]; r < run_begin[j + 1]; ++r) {
      if (above ? runs[r].worth > least : runs[r].worth >= least) count = runs[r].up_to;
    }
    return count;
  }
  // Tolls from the home of slot s, by district.
  const int64_t* TollRow(int32_t s) const {
    return toll.data() + static_cast<size_t>(slot_home[s]) * district_count;
  }
  // Toll of the way from slot s to group g.
  int64_t Toll(int32_t s, int32_t g) const { return TollRow(s)[group_district[g]]; }

  // Fills lovers and members from specials and options.
  void IndexColumns();
  // Fills lovers again after the values of specials changed.
  void IndexLovers();

  // Gives the memory of lovers and members back (`= {}` would keep it): whoever asks for tight pairs or settles nodes
  // reads rows alone.
  void FreeColumns() {
    std::vector<Lover>().swap(lovers);
    std::vector<Member>().swap(members);
  }

 private:
  template <typename T>
  static absl::Span<const T> Row(const std::vector<T>& items, const std::vector<int64_t>& begin,
                                 int32_t row) {
    return absl::MakeConstSpan(items.data() + begin[row], begin[row + 1] - begin[row]);
  }
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_NETWORK_H_
