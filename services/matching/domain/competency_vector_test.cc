#include "services/matching/domain/competency_vector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "services/matching/domain/fit_kernel.h"

namespace selaras::matching {
namespace {

Position Asking(int core, std::vector<TechnicalLevel> technical) {
  Position position;
  position.core.fill(core);
  position.technical = std::move(technical);
  return position;
}

Competency Having(int core, std::vector<TechnicalLevel> technical, int age = 12) {
  Competency competency;
  competency.core.fill(core);
  competency.core_age_months.fill(core < 0 ? -1 : age);
  competency.technical = std::move(technical);
  competency.technical_age_months = competency.technical.empty() ? -1 : age;
  return competency;
}

TEST(CompetencyVector, BytesAreAsTheLayoutSays) {
  const ClusterDictionary dictionary(std::vector<Position>{Asking(1, {{"B", 2}, {"A", 3}, {"C", 1}})});
  EXPECT_EQ(dictionary.Slot("A"), 0);
  EXPECT_EQ(dictionary.Slot("C"), 2);
  EXPECT_EQ(dictionary.Slot("D"), -1);
  Competency competency = Having(3, {{"A", 4}, {"C", 5}, {"D", 5}}, 36);
  competency.core[8] = -1;
  competency.core_age_months[8] = -1;
  const CompetencyVector vector = PersonVector(competency, dictionary);
  EXPECT_EQ(vector[0], 1);
  EXPECT_EQ(vector[1], 15);
  EXPECT_EQ(vector[2], 0x3f);
  EXPECT_EQ(vector[10], 0x00);
  EXPECT_EQ(vector[12], 0xf4);  // B was never assessed.
  EXPECT_EQ(vector[13], 0xf5);
  EXPECT_EQ(vector[63], 0xff);
  EXPECT_TRUE(IsPersonVector(vector));
  EXPECT_TRUE(IsPersonVector(UnknownVector()));
}

TEST(CompetencyVector, GarbageIsNoVector) {
  CompetencyVector vector = UnknownVector();
  EXPECT_FALSE(IsPersonVector(absl::MakeConstSpan(vector.data(), 63)));
  vector[0] = 2;
  EXPECT_FALSE(IsPersonVector(vector));
  vector = UnknownVector();
  vector[5] = 0x6f;
  EXPECT_FALSE(IsPersonVector(vector));
  vector = UnknownVector();
  vector[20] = 0x07;
  EXPECT_FALSE(IsPersonVector(vector));
}

TEST(CompetencyVector, ConfidenceFadesAfterThreeYears) {
  EXPECT_EQ(Confidence(-1), 0);
  EXPECT_EQ(Confidence(0), 15);
  EXPECT_EQ(Confidence(36), 15);
  EXPECT_EQ(Confidence(37), 14);
  EXPECT_EQ(Confidence(39), 14);
  EXPECT_EQ(Confidence(40), 13);
  EXPECT_EQ(Confidence(400), 3);
  for (int age = 0; age < 100; ++age) EXPECT_GE(Confidence(age), Confidence(age + 1));
}

TEST(CompetencyVector, DictionaryHasNoOrderOfItsOwnAndKeepsTheMostAsked) {
  std::vector<Position> positions;
  for (int k = 0; k < 120; ++k) positions.push_back(Asking(1, {{absl::StrCat("T", 1000 + k), 1}}));
  for (int k = 110; k < 120; ++k) positions.push_back(positions[k]);  // Asked twice.
  const ClusterDictionary dictionary(positions);
  EXPECT_EQ(dictionary.clusters().size(), kTechnicalSlots);
  EXPECT_EQ(dictionary.omitted().size(), 16);
  EXPECT_GE(dictionary.Slot("T1119"), 0);
  EXPECT_EQ(dictionary.Slot("T1109"), -1);
  std::shuffle(positions.begin(), positions.end(), std::mt19937(3));
  EXPECT_EQ(ClusterDictionary(positions).version(), dictionary.version());
  positions.pop_back();
  positions.pop_back();
  EXPECT_EQ(dictionary.version().size(), 16);
}

TEST(FitKernel, IsTheCappedMatchOfTheDomain) {
  // Nine items required 3 each; actual 24 of 27: 88.89.
  const Position position = Asking(3, {});
  const ClusterDictionary dictionary(std::vector<Position>{position});
  Competency competency = Having(3, {});
  competency.core[0] = competency.core[1] = competency.core[2] = 2;
  const CompetencyVector asked = PositionVector(position, dictionary);
  EXPECT_EQ(FitOf(PersonVector(competency, dictionary), asked, 500, 800).permille, 889);
  // More than asked in one item hides no gap in another.
  competency.core[8] = 5;
  EXPECT_EQ(FitOf(PersonVector(competency, dictionary), asked, 500, 800).permille, 889);
}

TEST(FitKernel, WeighsTheTwoSides) {
  const Position position = Asking(2, {{"A", 4}});
  const ClusterDictionary dictionary(std::vector<Position>{position});
  const CompetencyVector asked = PositionVector(position, dictionary);
  const CompetencyVector person = PersonVector(Having(1, {{"A", 4}}), dictionary);
  EXPECT_EQ(FitOf(person, asked, 600, 800).permille, 800);  // 0.6 · 1 + 0.4 · 0.5
  EXPECT_EQ(FitOf(person, asked, 0, 800).permille, 500);
  EXPECT_FALSE(FitOf(person, asked, 600, 800).assumed);
}

TEST(FitKernel, NeverAssessedIsTheNeutralPrior) {
  const Position position = Asking(2, {{"A", 4}});
  const ClusterDictionary dictionary(std::vector<Position>{position});
  const CompetencyFit fit = FitOf(UnknownVector(), PositionVector(position, dictionary), 600, 800);
  EXPECT_EQ(fit.permille, 800);
  EXPECT_TRUE(fit.assumed);
}

// A higher level never fits worse, whatever the rest.
TEST(FitKernel, RisesWithEveryLevel) {
  const uint64_t seed = 11;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int n = 0; n < 300; ++n) {
    const Position position = Asking(static_cast<int>(random() % 6), {{"A", static_cast<int>(random() % 6)}});
    const ClusterDictionary dictionary(std::vector<Position>{Asking(1, {{"A", 1}})});
    const CompetencyVector asked = PositionVector(position, dictionary);
    Competency competency =
        Having(static_cast<int>(random() % 5), {{"A", static_cast<int>(random() % 5)}}, 40);
    const int before = FitOf(PersonVector(competency, dictionary), asked, 600, 800).permille;
    ++competency.core[random() % 9];
    const int core = FitOf(PersonVector(competency, dictionary), asked, 600, 800).permille;
    ++competency.technical[0].level;
    const int both = FitOf(PersonVector(competency, dictionary), asked, 600, 800).permille;
    EXPECT_GE(core, before);
    EXPECT_GE(both, core);
    EXPECT_LE(both, 1000);
  }
}

TEST(IsPersonVector, KnowsEveryLevelInEveryPlace) {
  for (int b = 12; b < kVectorBytes; ++b) {
    for (int byte = 0; byte < 256; ++byte) {
      CompetencyVector vector = UnknownVector();
      vector[b] = static_cast<uint8_t>(byte);
      const auto allowed = [](int level) { return level <= 5 || level == 15; };
      EXPECT_EQ(IsPersonVector(vector), allowed(byte & 15) && allowed(byte >> 4)) << b << " " << byte;
    }
  }
}

}  // namespace
}  // namespace selaras::matching
