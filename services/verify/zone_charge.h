#ifndef SELARAS_SERVICES_VERIFY_ZONE_CHARGE_H_
#define SELARAS_SERVICES_VERIFY_ZONE_CHARGE_H_

#include <cstdint>
#include <vector>

#include "services/verify/decimal.h"
#include "services/verify/instance_reader.h"

namespace selaras::verify {

// Does zone `inner` lie in zone `outer`, or is it that zone? -1 lies in no zone.
bool LiesIn(const Frame& frame, int32_t inner, int32_t outer);
// The zone of this level around `zone` (or itself), -1 = none.
int32_t ZoneOfLevel(const Frame& frame, int32_t zone, int32_t level);

// What the multipliers of `in` and `out` limits charge whoever goes from a post in one zone to a post in
// another: the sum over `in` limits of zones that hold the second and not the first, and over `out` limits of
// zones that hold the first and not the second.
class ZoneCharge {
 public:
  // `multipliers`: by limit of the frame, or empty. The frame must outlive this.
  ZoneCharge(const Frame& frame, const std::vector<int64_t>& multipliers);

  bool any() const { return any_; }
  // Over all zones around `zone`.
  Int128 In(int32_t zone) const { return zone < 0 ? 0 : in_[zone]; }
  Int128 Out(int32_t zone) const { return zone < 0 ? 0 : out_[zone]; }
  Int128 Both(int32_t zone) const { return In(zone) + Out(zone); }
  // Is something charged at this zone itself?
  bool ChargedAt(int32_t zone) const { return Both(zone) != Both(frame_.zones[zone].parent); }
  Int128 Between(int32_t from, int32_t to) const;
  // Σ multiplier × bound.
  Int128 Allowance(const std::vector<int64_t>& multipliers) const;

 private:
  const Frame& frame_;
  std::vector<Int128> in_, out_;
  bool any_ = false;
};

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_ZONE_CHARGE_H_
