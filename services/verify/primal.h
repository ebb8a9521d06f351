#ifndef SELARAS_SERVICES_VERIFY_PRIMAL_H_
#define SELARAS_SERVICES_VERIFY_PRIMAL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/verify/certificate_reader.h"
#include "services/verify/decimal.h"
#include "services/verify/instance_reader.h"

namespace selaras::verify {

// Value of the placement and whether it keeps every rule. Keeps references: frame and certificate must
// outlive it. REQUIRES certificate.placement.size() == frame.person_count.
class Primal {
 public:
  Primal(const Frame& frame, const Certificate& certificate);

  // Places the next person, in the instance's order. Throws Wrong at his line of the certificate if his post
  // does not exist, is unlawful for him or is full, or if he is moved beyond the limit on moves or on
  // arrivals or departures of a zone.
  void Add(const Person& person);
  // After the last person: throws Wrong at the line of the first member who breaks a group.
  void CheckGroups() const;
  // V over all added persons: their scores and the worth of the seats they fill; in a tier the seats alone.
  Int128 Value() const { return score_ + SeatValue(frame_.tier_count); }
  Int128 SeatValue(int32_t tier) const;
  int64_t moves() const { return moves_; }

 private:
  void CountTraffic(int32_t from, int32_t to, int64_t line);

  const Frame& frame_;
  const Certificate& certificate_;
  std::vector<int32_t> occupants_;           // By post.
  std::vector<int64_t> in_left_, out_left_;  // By zone: arrivals and departures still allowed.
  Int128 score_ = 0;
  int64_t added_ = 0;
  int64_t moves_ = 0;
};

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_PRIMAL_H_
