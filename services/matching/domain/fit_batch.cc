#include "services/matching/domain/fit_batch.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "services/matching/domain/fit_batch.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace selaras::matching::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr size_t kCoreEnd = 11;  // Bytes from here on hold no core item.

// The packed sums of `count` persons. In a word, from bit 0: technical min (10 bits), core required never assessed (6),
// technical required (16), core confidence·min (16), core confidence·required (16). None can overflow: at most 104
// clusters and 9 items of level ≤ 5 with confidence ≤ 15.
#if HWY_TARGET == HWY_SCALAR
// No lanes on this machine.
void SumRows(const FitBatch::Required& required, const CompetencyVector* persons, size_t count,
             uint64_t* sums) {
  for (size_t k = 0; k < count; ++k) {
    uint64_t sum = 0;
    const auto add = [&](uint64_t level, uint64_t wanted) {
      if (level != 15) sum += (level < wanted ? level : wanted) + (wanted << 16);
    };
    for (int b = 12; b < kVectorBytes; ++b) {
      add(persons[k][b] & 0x0f, required.low[b]);
      add(persons[k][b] >> 4, required.high[b]);
    }
    for (size_t b = 0; b < kCoreEnd; ++b) {
      const uint64_t level = persons[k][b] >> 4, confidence = persons[k][b] & 0x0f, wanted = required.core[b];
      sum += (confidence == 0 ? wanted << 10 : 0) + (confidence * (level < wanted ? level : wanted) << 32) +
             (confidence * wanted << 48);
    }
    sums[k] = sum;
  }
}
#else
void SumRows(const FitBatch::Required& required, const CompetencyVector* persons, size_t count,
             uint64_t* sums) {
  const hn::CappedTag<uint8_t, kVectorBytes> bytes;
  const hn::Repartition<uint16_t, decltype(bytes)> pairs;
  const hn::Repartition<uint64_t, decltype(bytes)> words;
  const size_t lanes = hn::Lanes(bytes);
  const auto nibble = hn::Set(bytes, 0x0f);
  const auto low_byte = hn::Set(pairs, 0x00ff);
  // Sums by word of the products of two nibbles. Those fit a byte; the bytes of a pair are multiplied apart, and their
  // sum, at most 150, leaves the upper byte 0.
  const auto products = [&](auto a, auto b) {
    const auto a2 = hn::BitCast(pairs, a), b2 = hn::BitCast(pairs, b);
    const auto even = hn::Mul(hn::And(a2, low_byte), hn::And(b2, low_byte));
    const auto odd = hn::Mul(hn::ShiftRight<8>(a2), hn::ShiftRight<8>(b2));
    return hn::SumsOf8(hn::BitCast(bytes, hn::Add(even, odd)));
  };
  for (size_t k = 0; k < count; ++k) {
    auto sum = hn::Zero(words);
    for (size_t b = 0; b < static_cast<size_t>(kVectorBytes); b += lanes) {
      const auto row = hn::LoadU(bytes, persons[k].data() + b);
      const auto low = hn::And(row, nibble);
      const auto high = hn::And(hn::BitCast(bytes, hn::ShiftRight<4>(hn::BitCast(pairs, row))), nibble);
      const auto add_technical = [&](auto level, const uint8_t* asked) {
        const auto wanted = hn::Load(bytes, asked + b);
        const auto never = hn::VecFromMask(bytes, hn::Eq(level, nibble));
        const auto reached = hn::SumsOf8(hn::AndNot(never, hn::Min(level, wanted)));
        const auto assessed = hn::SumsOf8(hn::AndNot(never, wanted));
        sum = hn::Add(sum, hn::Add(reached, hn::ShiftLeft<16>(assessed)));
      };
      add_technical(low, required.low.data());
      add_technical(high, required.high.data());
      if (b >= kCoreEnd) continue;
      const auto wanted = hn::Load(bytes, required.core.data() + b);
      const auto never = hn::VecFromMask(bytes, hn::Eq(low, hn::Zero(bytes)));
      sum = hn::Add(sum, hn::ShiftLeft<10>(hn::SumsOf8(hn::And(never, wanted))));
      sum = hn::Add(sum, hn::ShiftLeft<32>(products(low, hn::Min(high, wanted))));
      sum = hn::Add(sum, hn::ShiftLeft<48>(products(low, wanted)));
    }
    sums[k] = hn::GetLane(hn::SumOfLanes(words, sum));
  }
}
#endif

}  // namespace selaras::matching::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <algorithm>

namespace selaras::matching {
namespace {

HWY_EXPORT(SumRows);

constexpr int kCoreBegin = 2, kTechnicalBegin = 12, kFull = 15;
constexpr size_t kChunk = 64;  // Sums kept between the two steps.

}  // namespace

FitBatch::FitBatch(const CompetencyVector& position, int32_t technical_permille, int32_t prior_permille)
    : required_{}, prior_(prior_permille) {
  for (int k = kCoreBegin; k < kCoreBegin + kCoreCompetencies; ++k) {
    required_.core[k] = position[k] >> 4;
    core_required_ += required_.core[k];
  }
  for (int b = kTechnicalBegin; b < kVectorBytes; ++b) {
    required_.low[b] = position[b] & 0x0f;
    required_.high[b] = position[b] >> 4;
    technical_required_ += required_.low[b] + required_.high[b];
  }
  share_ = core_required_ == 0 ? 1000 : technical_required_ == 0 ? 0 : technical_permille;
  divisor_ = 2.0 * 1000 * kFull * static_cast<double>(std::max<int64_t>(core_required_, 1)) *
             static_cast<double>(std::max<int64_t>(technical_required_, 1));
  inverse_ = 1 / divisor_;
}

// As FitOf: (2·numerator + denominator) / (2·denominator), rounded down. Everything is an integer below 2^53, so the
// double product is off by one at most and the remainder, which is exact, puts it right.
CompetencyFit FitBatch::Finish(uint64_t sums, int64_t technical_confidence) const {
  if (core_required_ == 0 && technical_required_ == 0) return {static_cast<int32_t>(prior_), true};
  const int64_t technical_min = sums & 0x3ff, core_never = sums >> 10 & 0x3f, assessed = sums >> 16 & 0xffff;
  const int64_t core_min = sums >> 32 & 0xffff, core_weighed = sums >> 48;
  const int64_t technical = technical_confidence * technical_min * 1000 +
                            prior_ * (kFull * technical_required_ - technical_confidence * assessed);
  const int64_t core = core_min * 1000 + prior_ * (kFull * core_required_ - core_weighed);
  const int64_t numerator = share_ * technical * std::max<int64_t>(core_required_, 1) +
                            (1000 - share_) * core * std::max<int64_t>(technical_required_, 1);
  const double dividend = static_cast<double>(2 * numerator) + divisor_ / 2;
  int32_t permille = static_cast<int32_t>(dividend * inverse_);
  const double rest = dividend - permille * divisor_;
  permille += rest >= divisor_ ? 1 : rest < 0 ? -1 : 0;
  const bool assumed = core_never > 0 || assessed < technical_required_ ||
                       (technical_required_ > 0 && technical_confidence == 0);
  return {permille, assumed};
}

void FitBatch::Run(absl::Span<const CompetencyVector> persons, absl::Span<CompetencyFit> out) const {
  uint64_t sums[kChunk];
  const auto sum_rows = HWY_DYNAMIC_DISPATCH(SumRows);
  for (size_t begin = 0; begin < persons.size(); begin += kChunk) {
    const size_t count = std::min(kChunk, persons.size() - begin);
    sum_rows(required_, persons.data() + begin, count, sums);
    for (size_t k = 0; k < count; ++k) out[begin + k] = Finish(sums[k], persons[begin + k][1]);
  }
}

CompetencyFit FitBatch::Of(const CompetencyVector& person) const {
  CompetencyFit fit;
  Run(absl::MakeConstSpan(&person, 1), absl::MakeSpan(&fit, 1));
  return fit;
}

}  // namespace selaras::matching
#endif  // HWY_ONCE
