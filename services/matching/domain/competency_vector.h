// Competency vectors: 64 bytes for a person (what he can do) and for a position (what it asks).
//
// Layout 1
//   byte  0       layout version
//   byte  1       low nibble: confidence in the technical levels, 0 (never assessed) … 15 (fresh); high
//   nibble: 0 bytes 2-10    M1 … M8, S1: high nibble level 0-5, low nibble confidence 0-15 byte  11      0
//   bytes 12-63   104 technical clusters, a nibble each (slot s: byte 12 + s/2, low nibble first): level 0-5,
//   15 = never
//                 assessed
// In a position's vector levels are the required ones (0 = not required) and every confidence is 15.
//
// Which cluster has which slot says the ClusterDictionary, made from the position catalogue; its version
// stands in the key of every cached vector. Vectors depend on no policy, so a new policy needs no new
// vectors.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_COMPETENCY_VECTOR_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_COMPETENCY_VECTOR_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/matching/domain/facts.h"

namespace selaras::matching {

inline constexpr int kVectorBytes = 64;
inline constexpr uint8_t kVectorLayout = 1;
inline constexpr int kTechnicalSlots = 104;
using CompetencyVector = std::array<uint8_t, kVectorBytes>;

// What the registry knows of one person's assessments, newest level per item.
struct Competency {
  std::array<int32_t, kCoreCompetencies> core;             // 0-5; -1 = never assessed.
  std::array<int32_t, kCoreCompetencies> core_age_months;  // -1 = never.
  std::vector<TechnicalLevel> technical;                   // Clusters not listed were never assessed.
  int32_t technical_age_months = -1;
};

class ClusterDictionary {
 public:
  // Slots for the clusters that positions ask for, ascending by name. More than 104: those asked by most
  // positions (ties by name); the others are left out of fit and listed in omitted(). The result does not
  // depend on the order of the positions.
  explicit ClusterDictionary(absl::Span<const Position> positions);

  // -1 = no slot.
  int Slot(absl::string_view cluster) const;
  // 16 hex digits of a hash over the slots in order: the catalogue version.
  const std::string& version() const { return version_; }
  const std::vector<std::string>& clusters() const { return clusters_; }
  const std::vector<std::string>& omitted() const { return omitted_; }

 private:
  std::vector<std::string> clusters_, omitted_;
  absl::flat_hash_map<std::string, int> slots_;
  std::string version_;
};

// Confidence of a level assessed `age_months` ago: 15 for 36 months, then one less every 3 months, at least
// 3; 0 for -1 (never).
int Confidence(int32_t age_months);

CompetencyVector PersonVector(const Competency& competency, const ClusterDictionary& dictionary);
CompetencyVector PositionVector(const Position& position, const ClusterDictionary& dictionary);
// Never assessed at all.
CompetencyVector UnknownVector();

// False for bytes that no PersonVector returns: what a cache may hand back.
bool IsPersonVector(absl::Span<const uint8_t> bytes);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_COMPETENCY_VECTOR_H_
