#include "services/verify/zone_charge.h"

namespace selaras::verify {

bool LiesIn(const Frame& frame, int32_t inner, int32_t outer) {
  while (inner >= 0 && inner != outer) inner = frame.zones[inner].parent;
  return inner >= 0;
}

int32_t ZoneOfLevel(const Frame& frame, int32_t zone, int32_t level) {
  while (zone >= 0 && frame.zones[zone].level != level) zone = frame.zones[zone].parent;
  return zone;
}

ZoneCharge::ZoneCharge(const Frame& frame, const std::vector<int64_t>& multipliers)
    : frame_(frame), in_(frame.zones.size()), out_(frame.zones.size()) {
  for (size_t c = 0; c < multipliers.size(); ++c) {
    const Limit& limit = frame.limits[c];
    if (!limit.is_cap() || multipliers[c] == 0) continue;
    (limit.kind == LimitKind::kIn ? in_ : out_)[limit.zone_or_level] += multipliers[c];
    any_ = true;
  }
  for (size_t z = 0; z < frame.zones.size(); ++z) {  // A zone stands after the one around it.
    const int32_t parent = frame.zones[z].parent;
    in_[z] += In(parent);
    out_[z] += Out(parent);
  }
}

Int128 ZoneCharge::Between(int32_t from, int32_t to) const {
  int32_t common = to;
  while (common >= 0 && !LiesIn(frame_, from, common)) common = frame_.zones[common].parent;
  return In(to) - In(common) + Out(from) - Out(common);
}

Int128 ZoneCharge::Allowance(const std::vector<int64_t>& multipliers) const {
  Int128 sum = 0;
  for (size_t c = 0; c < multipliers.size(); ++c) {
    if (frame_.limits[c].is_cap()) sum += static_cast<Int128>(multipliers[c]) * frame_.limits[c].bound;
  }
  return sum;
}

}  // namespace selaras::verify
