#include "services/matching/domain/competency_vector.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"

namespace selaras::matching {
namespace {

constexpr int kTechnicalConfidence = 1, kCoreBegin = 2, kTechnicalBegin = 12;
constexpr uint8_t kNeverAssessed = 15;
constexpr int kMaxLevel = 5, kMaxConfidence = 15;

void SetSlot(CompetencyVector& vector, int slot, uint8_t level) {
  uint8_t& byte = vector[kTechnicalBegin + slot / 2];
  byte = slot % 2 == 0 ? (byte & 0xf0) | level : (byte & 0x0f) | level << 4;
}

uint8_t Clamp(int32_t level) {
  return static_cast<uint8_t>(std::clamp(level, 0, kMaxLevel));
}

}  // namespace

ClusterDictionary::ClusterDictionary(absl::Span<const Position> positions) {
  absl::flat_hash_map<std::string, int> asked;
  for (const Position& position : positions) {
    for (const TechnicalLevel& item : position.technical) {
      if (item.level > 0) ++asked[item.cluster];
    }
  }
  std::vector<std::pair<int, std::string>> by_demand;
  for (const auto& [cluster, count] : asked) by_demand.emplace_back(-count, cluster);
  std::sort(by_demand.begin(), by_demand.end());
  for (size_t i = 0; i < by_demand.size(); ++i) {
    (i < kTechnicalSlots ? clusters_ : omitted_).push_back(by_demand[i].second);
  }
  std::sort(clusters_.begin(), clusters_.end());
  std::sort(omitted_.begin(), omitted_.end());
  std::string text = absl::StrCat("layout ", kVectorLayout, "\n");
  for (size_t slot = 0; slot < clusters_.size(); ++slot) {
    slots_[clusters_[slot]] = static_cast<int>(slot);
    absl::StrAppend(&text, clusters_[slot], "\n");
  }
  version_ = Sha256Hex(text).substr(0, 16);
}

int ClusterDictionary::Slot(absl::string_view cluster) const {
  const auto it = slots_.find(cluster);
  return it == slots_.end() ? -1 : it->second;
}

int Confidence(int32_t age_months) {
  if (age_months < 0) return 0;
  if (age_months <= 36) return kMaxConfidence;
  return std::max(3, kMaxConfidence - (age_months - 36 + 2) / 3);
}

CompetencyVector UnknownVector() {
  CompetencyVector vector{};
  vector[0] = kVectorLayout;
  std::fill(vector.begin() + kTechnicalBegin, vector.end(), 0xff);
  return vector;
}

CompetencyVector PersonVector(const Competency& competency, const ClusterDictionary& dictionary) {
  CompetencyVector vector = UnknownVector();
  vector[kTechnicalConfidence] = static_cast<uint8_t>(Confidence(competency.technical_age_months));
  for (int k = 0; k < kCoreCompetencies; ++k) {
    if (competency.core[k] < 0) continue;
    const int confidence = Confidence(competency.core_age_months[k]);
    if (confidence > 0)
      vector[kCoreBegin + k] = static_cast<uint8_t>(Clamp(competency.core[k]) << 4 | confidence);
  }
  if (vector[kTechnicalConfidence] == 0) return vector;
  for (const TechnicalLevel& item : competency.technical) {
    const int slot = dictionary.Slot(item.cluster);
    if (slot >= 0 && item.level >= 0) SetSlot(vector, slot, Clamp(item.level));
  }
  return vector;
}

CompetencyVector PositionVector(const Position& position, const ClusterDictionary& dictionary) {
  CompetencyVector vector{};
  vector[0] = kVectorLayout;
  vector[kTechnicalConfidence] = kMaxConfidence;
  for (int k = 0; k < kCoreCompetencies; ++k) {
    vector[kCoreBegin + k] = static_cast<uint8_t>(Clamp(position.core[k]) << 4 | kMaxConfidence);
  }
  for (const TechnicalLevel& item : position.technical) {
    const int slot = dictionary.Slot(item.cluster);
    if (slot >= 0) SetSlot(vector, slot, Clamp(item.level));
  }
  return vector;
}

static_assert(kMaxLevel == 5 && kNeverAssessed == 15, "IsPersonVector counts on it");

bool IsPersonVector(absl::Span<const uint8_t> bytes) {
  constexpr uint64_t kEachByte = 0x0101010101010101, kLowNibbles = 15 * kEachByte;
  if (bytes.size() != kVectorBytes || bytes[0] != kVectorLayout || bytes[11] != 0) return false;
  if (bytes[kTechnicalConfidence] > kMaxConfidence) return false;
  for (int k = 0; k < kCoreCompetencies; ++k) {
    const int level = bytes[kCoreBegin + k] >> 4, confidence = bytes[kCoreBegin + k] & 0x0f;
    if (level > kMaxLevel || (confidence == 0 && level != 0)) return false;
  }
  // Eight bytes at a time: a level + 1, without its carry, is 0 to 6 where the level is allowed; + 9 then stays below 16.
  uint64_t bad = 0;
  for (int b = kTechnicalBegin; b < kVectorBytes; b += 8) {
    uint64_t levels;
    std::memcpy(&levels, bytes.data() + std::min(b, kVectorBytes - 8), sizeof(levels));
    for (const int shift : {0, 4}) {
      const uint64_t next = ((levels >> shift & kLowNibbles) + kEachByte) & kLowNibbles;
      bad |= (next + 9 * kEachByte) & (kEachByte << 4);
    }
  }
  if (bad != 0) return false;
  return true;
}

}  // namespace selaras::matching
