// An instance in which the caps of another are charged for instead of kept: the Lagrangian of the limits as an
// instance without limits, which every part of the solver can read.
//
// With multipliers λ_c of the caps a pair (i, j) costs In(j) + Out(ref_i) − Common(ref_i, j) (limits.h). In(j)
// is paid by everybody in j, so it lowers the worth of j's seats; Out(ref_i) is the person's alone and left
// out; Common is given back: to all of a cell at once where one zone around the reference holds the whole
// cell, else post by post, as exceptions. So with cells that are per agency a cap of an agency costs nothing,
// one of a unit or department only the exceptions for the few posts of the person's own unit or department.
#ifndef SELARAS_LIBS_ASSIGNMENT_CHARGED_INSTANCE_H_
#define SELARAS_LIBS_ASSIGNMENT_CHARGED_INSTANCE_H_

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "libs/assignment/instance.h"
#include "libs/assignment/limits.h"

namespace selaras::assignment {

// Largest multiplier: so many levels of them and the worth of a seat stay within 32 bits.
inline constexpr int64_t kMaxCharge = 30'000'000;

// Posts that a person may have beyond what the instance forbids him: how groups are kept.
struct Restriction {
  std::vector<ZoneIndex> within;   // Zones that he must be in.
  std::vector<ZoneIndex> avoided;  // Zones that he must not be in.
};

class ChargedInstance {
 public:
  // `instance` must outlive this.
  explicit ChargedInstance(const Instance& instance);

  // Charges multipliers per limit of the instance (points, 0 … kMaxCharge) and restricts people. With
  // `worthless` all scores and seats are worth 0 before the charge. O(scores + exceptions, those for own posts
  // included; posts per restricted person).
  void Charge(absl::Span<const int64_t> limit_prices, const std::map<PersonIndex, Restriction>& restrictions,
              bool worthless = false);

  // Persons, posts, districts, cells and tiers as in the instance; no zones and limits. Somebody whose restrictions
  // leave no post has only forbidden ones.
  const Instance& charged() const { return charged_; }
  const ZoneTolls& tolls() const { return tolls_; }
  // Posts of a cell, ascending.
  absl::Span<const PostIndex> PostsOf(CellIndex cell) const {
    return absl::MakeConstSpan(cell_posts_.data() + cell_begin_[cell],
                               cell_begin_[cell + 1] - cell_begin_[cell]);
  }

 private:
  void ChargePerson(PersonIndex i, bool worthless, const Restriction* restriction);
  void ChargeCell(PersonIndex i, const CellScore& score, bool worthless);
  int64_t Back(ZoneIndex from, ZoneIndex to) const;
  void Restrict(const Restriction& restriction);

  const Instance& in_;
  Instance charged_;
  ZoneTolls tolls_;
  std::vector<int32_t> cell_begin_;
  std::vector<PostIndex> cell_posts_;
  std::vector<ZoneIndex> cell_zone_;  // Innermost zone that holds all posts of the cell, −1 = none.
  absl::flat_hash_map<int64_t, std::vector<PostIndex>> inside_;  // Posts by (capped zone, cell).
  std::vector<uint8_t> capped_;                                  // Per zone: has it a cap?
  // Of the person at work.
  std::vector<ZoneIndex> charged_chain_;  // Charged zones around his reference post, outermost first.
  std::vector<CellScore> cells_;
  std::vector<Exception> exceptions_;
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_CHARGED_INSTANCE_H_
