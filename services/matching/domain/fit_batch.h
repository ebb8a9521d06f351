// Fit of many persons for one position, by SIMD: bit for bit what the scalar oracle FitOf (fit_kernel.h) says, on every
// machine.
//
// All that a person adds to the fit are five small sums over the 64 bytes: min(level, required) and required over the
// assessed technical clusters, confidence·min(level, required) and confidence·required over the core items, and the
// required levels of core items never assessed. They are taken by byte lanes and packed in one 64-bit word; one exact
// division ends it. The instruction set is chosen at run time.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_FIT_BATCH_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_FIT_BATCH_H_

#include <array>
#include <cstdint>

#include "absl/types/span.h"
#include "services/matching/domain/competency_vector.h"
#include "services/matching/domain/fit_kernel.h"

namespace selaras::matching {

// One position made ready. Immutable, 300 bytes; safe to use from several threads.
class FitBatch {
 public:
  // Permille as in FitOf.
  FitBatch(const CompetencyVector& position, int32_t technical_permille, int32_t prior_permille);

  // out[k] = FitOf(persons[k], position, …). REQUIRES: as long as persons; every vector is a person's
  // (IsPersonVector). About 10 ns a person with 256-bit lanes.
  void Run(absl::Span<const CompetencyVector> persons, absl::Span<CompetencyFit> out) const;
  CompetencyFit Of(const CompetencyVector& person) const;

  // What the lanes read: required levels by byte, zero where nothing is asked.
  struct Required {
    alignas(64) std::array<uint8_t, kVectorBytes> low, high;  // Technical clusters by nibble.
    alignas(64) std::array<uint8_t, kVectorBytes> core;       // Bytes 2-10.
  };

 private:
  CompetencyFit Finish(uint64_t sums, int64_t technical_confidence) const;

  Required required_;
  int64_t core_required_ = 0, technical_required_ = 0;
  int64_t prior_, share_ = 0;
  double divisor_ = 1, inverse_ = 1;  // Of the last division, and its reciprocal.
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_FIT_BATCH_H_
