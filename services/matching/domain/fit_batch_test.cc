#include "services/matching/domain/fit_batch.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "hwy/highway.h"

namespace selaras::matching {
namespace {

// Vectors as PersonVector and PositionVector could have made them, with all kinds of gaps.
class Vectors {
 public:
  explicit Vectors(uint32_t seed) : random_(seed) {}

  CompetencyVector Person() {
    CompetencyVector v{};
    v[0] = kVectorLayout;
    v[1] = static_cast<uint8_t>(In(0, 15));
    for (int k = 2; k < 2 + kCoreCompetencies; ++k) {
      const int confidence = Chance(20) ? 0 : In(1, 15);
      v[k] = static_cast<uint8_t>((confidence == 0 ? 0 : In(0, 5)) << 4 | confidence);
    }
    for (int b = 12; b < kVectorBytes; ++b) v[b] = static_cast<uint8_t>(Level() << 4 | Level());
    return v;
  }
  CompetencyVector Position() {
    CompetencyVector v{};
    v[0] = kVectorLayout;
    v[1] = 15;
    const bool core = !Chance(15);
    for (int k = 2; k < 2 + kCoreCompetencies; ++k)
      v[k] = static_cast<uint8_t>((core ? In(0, 5) : 0) << 4 | 15);
    const int asked = In(0, 100);
    for (int b = 12; b < kVectorBytes; ++b) {
      v[b] = static_cast<uint8_t>((Chance(asked) ? In(0, 5) : 0) << 4 | (Chance(asked) ? In(0, 5) : 0));
    }
    return v;
  }
  int In(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
  bool Chance(int percent) { return In(0, 99) < percent; }

 private:
  int Level() { return Chance(25) ? 15 : In(0, 5); }
  std::mt19937 random_;
};

void ExpectOracle(uint32_t seed) {
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  Vectors make(seed);
  std::vector<CompetencyVector> persons;
  for (int k = make.In(0, 200); k > 0; --k) persons.push_back(make.Person());
  const CompetencyVector position = make.Position();
  const int32_t technical = make.Chance(20) ? 1000 : make.In(0, 1000), prior = make.In(0, 1000);
  const FitBatch batch(position, technical, prior);
  std::vector<CompetencyFit> fits(persons.size());
  batch.Run(persons, absl::MakeSpan(fits));
  for (size_t k = 0; k < persons.size(); ++k) {
    ASSERT_TRUE(IsPersonVector(persons[k]));
    const CompetencyFit oracle = FitOf(persons[k], position, technical, prior);
    ASSERT_EQ(fits[k].permille, oracle.permille) << "person " << k;
    ASSERT_EQ(fits[k].assumed, oracle.assumed) << "person " << k;
    ASSERT_EQ(batch.Of(persons[k]).permille, oracle.permille);
  }
}

TEST(FitBatch, EqualsTheOracleOnEveryInstructionSetOfThisMachine) {
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    for (uint32_t seed = 1; seed <= 300; ++seed) ExpectOracle(seed);
  }
  hwy::SetSupportedTargetsForTest(0);
}

TEST(FitBatch, HighestSumsDoNotRunOver) {
  CompetencyVector person{}, position{};
  person[0] = position[0] = kVectorLayout;
  person[1] = position[1] = 15;
  for (int k = 2; k < 2 + kCoreCompetencies; ++k) person[k] = position[k] = 0x5f;
  for (int b = 12; b < kVectorBytes; ++b) person[b] = position[b] = 0x55;
  EXPECT_EQ(FitBatch(position, 600, 0).Of(person).permille, 1000);
  EXPECT_EQ(FitBatch(position, 600, 1000).Of(UnknownVector()).permille, 1000);
  EXPECT_EQ(FitBatch(position, 600, 500).Of(UnknownVector()).permille, 500);
}

}  // namespace
}  // namespace selaras::matching
