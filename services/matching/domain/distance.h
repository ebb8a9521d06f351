// Distances between districts in whole metres, in integer arithmetic alone: the same on every machine and
// compiler, which the canonical instance needs. No libm, no floating point.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_DISTANCE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_DISTANCE_H_

#include <cstdint>

#include "services/matching/domain/facts.h"
#include "services/matching/domain/score_policy.h"

namespace selaras::matching {

// Great-circle distance on a sphere of radius 6,371,008.8 m by the haversine formula in 60-bit fixed point;
// within 1 m of the exact value up to 5,000 km. Farther points give at least 5,000 km. Degrees × 1,000,000.
int64_t HaversineMetres(int32_t latitude1_e6, int32_t longitude1_e6, int32_t latitude2_e6,
                        int32_t longitude2_e6);

// Metres by road: great circle × road_permille, and a ferry if the districts differ and either is an island.
// 0 for the same district; 0 if a coordinate is unknown (never a penalty for missing data).
int64_t TravelMetres(const District& home, const District& district, const ScorePolicy& policy);

// Points taken off: metres × distance_per_km_milli, rounded half up, at most distance_cap.
int32_t DistancePoints(int64_t metres, const Weights& weights);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_DISTANCE_H_
