// A made-up province in the shape of a real one, for tests and benchmarks. Deterministic in the seed on every
// machine.
//
// People have a profession (a ring of positions they are lawful for, with a different fit for each), a home
// district that is not always near their post, a present post with a bonus for staying or a penalty for
// overdue rotation, and up to three preferences. Posts have a need curve of urgent, normal and surplus seats;
// loads are uneven: some posts hold more people than their target, others far fewer, and posts above their
// ceiling exist.
#ifndef SELARAS_LIBS_ASSIGNMENT_TESTING_SYNTHETIC_PROVINCE_H_
#define SELARAS_LIBS_ASSIGNMENT_TESTING_SYNTHETIC_PROVINCE_H_

#include <cstdint>
#include <optional>

#include "libs/assignment/instance.h"

namespace selaras::assignment {

struct ProvinceShape {
  int32_t persons = 96'813;
  int32_t posts = 40'468;
  int32_t districts = 44;
  int32_t positions = 320;
  int32_t agencies = 1;
  int32_t lawful_positions = 10;  // Per person, about.
  double preferences = 0.4;       // Share of people who state some.
  double forbidden = 0.02;        // Share of people with a banned post.
  double overdue = 0.35;          // Share of people whose rotation is overdue.
  std::optional<int64_t> max_moves;
  // Zones: agency, department (posts of some positions), unit; 0 = none at all. Absorption: arrivals of a unit
  // and of a department at most so many permille of the people there now, rounded up.
  int32_t departments = 0;  // Per agency.
  int32_t units = 0;        // Per department.
  int32_t unit_permille = 1000;
  int32_t department_permille = 1000;
  int32_t agency_permille = 1000;  // In and out.
  uint64_t seed = 1;
};

// The shape of the design's reference instance: about 130 million lawful pairs.
ProvinceShape ReferenceProvince();
// 75,000 people in many agencies, rows of about 20 cells.
ProvinceShape ManyAgencies();

Instance MakeProvince(const ProvinceShape& shape);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_TESTING_SYNTHETIC_PROVINCE_H_
