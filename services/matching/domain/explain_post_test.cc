#include "services/matching/domain/explain_post.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/matching/domain/testing/changed_instance.h"
#include "services/matching/domain/testing/solved_province.h"

namespace selaras::matching {
namespace {

using testing::HasSubstr;

// Whether some best plan of the instance has the person at the post.
bool InSomeBestPlan(const assignment::Instance& instance, int32_t person, int32_t post) {
  return Best(instance) == Best(Held(instance, person, post));
}

// Every number of an explanation of a post, found another way: by solving again.
TEST(ExplainPost, EveryNumberStandsWhenSolvedAgain) {
  int64_t others = 0, placed = 0, tight = 0;
  for (uint64_t seed = 201; seed <= 212; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const SolvedProvince solved(RandomProvince(seed).Make());
    const assignment::Instance& instance = solved.instance();
    for (int32_t j = 0; j < instance.post_count(); ++j) {
      const int32_t post = solved.problem.ProvincePost(j);
      if (post < 0) continue;
      const auto why = ExplainPost(solved.view(), solved.problem.province().posts()[post].id, 1000);
      ASSERT_TRUE(why.ok()) << why.status();
      EXPECT_FALSE(why->limits_active);
      int64_t last = 0, lawful = 0;
      for (int32_t i = 0; i < instance.person_count(); ++i)
        lawful += instance.Score(i, j).has_value() ? 1 : 0;
      int64_t unreachable = lawful - static_cast<int64_t>(why->claims.size());
      for (const PostClaim& claim : why->claims) {
        const int32_t i = solved.problem.InstancePerson(claim.person);
        EXPECT_EQ(claim.value, solved.problem.Terms(claim.person, post).Total());
        ASSERT_TRUE(claim.loss.has_value());
        std::map<int32_t, int32_t> scores = ScoresOf(instance, i);
        EXPECT_EQ(claim.placed, solved.certificate.placement[i] == j);
        if (!claim.placed) {
          ++others;
          EXPECT_GE(*claim.loss, last);
          last = *claim.loss;
          EXPECT_EQ(solved.certificate.objective - *claim.loss, *Best(Held(instance, i, j)));
          EXPECT_EQ(claim.sufficient, claim.value + *claim.loss);
        } else if (scores.size() == 1) {
          continue;  // Nothing takes it from him.
        } else {
          ++placed;
          EXPECT_LE(claim.sufficient, claim.value);
        }
        // With what suffices some best plan has him there; with a point less none has.
        scores[j] = static_cast<int32_t>(claim.sufficient);
        tight += InSomeBestPlan(WithScores(instance, i, scores), i, j) ? 1 : 0;
        EXPECT_TRUE(InSomeBestPlan(WithScores(instance, i, scores), i, j));
        --scores[j];
        const assignment::Instance less = WithScores(instance, i, scores);
        const bool only_place = claim.placed && !Best([&] {
                                                   std::map<int32_t, int32_t> without = scores;
                                                   without.erase(j);
                                                   return WithScores(instance, i, without);
                                                 }())
                                                     .has_value();
        if (!only_place) {
          EXPECT_FALSE(InSomeBestPlan(less, i, j)) << i << " " << j;
        }
      }
      for (int32_t i = 0; i < instance.person_count(); ++i) {
        if (instance.Score(i, j).has_value() && !Best(Held(instance, i, j)).has_value()) --unreachable;
      }
      EXPECT_EQ(unreachable, 0);
    }
  }
  EXPECT_GT(others, 300);
  EXPECT_GT(placed, 20);
  EXPECT_GT(tight, 300);
}

TEST(ExplainPost, ReadsSeatsNeedAndTheNextInLine) {
  Province province = TwoPuskesmas();
  province.posts[1].ceiling = 1;  // Pulau Pisang is full: e6 sits there.
  for (Person& person : province.persons) {
    person.preferences = {{person.id == "e6" ? 1 : 3, PreferenceKind::kPost, "pisang.bidan"}};
  }
  const SolvedProvince solved(province);
  const auto why = ExplainPost(solved.view(), "pisang.bidan", 2);
  ASSERT_TRUE(why.ok());
  ASSERT_EQ(why->claims.size(), 3);
  EXPECT_TRUE(why->claims[0].placed);
  EXPECT_FALSE(why->claims[1].placed);
  EXPECT_EQ(solved.problem.province().persons()[why->claims[1].displaced.at(0)].id, "e6");
  EXPECT_EQ(
      why->text.id,
      absl::StrCat(
          "Jabatan Bidan di Puskesmas Pulau Pisang memiliki 1 formasi; rencana menempatkan 1 pegawai di "
          "sana. Kebutuhannya 4 pegawai, dan pelayanan terganggu apabila kurang dari 3. Pegawai "
          "berikutnya yang terdekat bernilai ",
          why->claims[1].value, ", sedangkan yang diperlukan ", why->claims[1].sufficient, "."));
}

TEST(ExplainPost, UnderALimitLossesAreLeftOutOrExact) {
  PlanRequest request;
  request.max_moves = 1;
  const SolvedProvince solved(TwoPuskesmas(), request);
  const auto why = ExplainPost(solved.view(), "pisang.bidan", 10);
  ASSERT_TRUE(why.ok());
  EXPECT_TRUE(why->limits_active);
  EXPECT_THAT(why->text.id, HasSubstr("dibatasi"));
  for (const PostClaim& claim : why->claims) {
    const int32_t i = solved.problem.InstancePerson(claim.person);
    if (claim.loss.has_value()) {
      EXPECT_EQ(solved.certificate.objective - *claim.loss,
                *Best(Held(solved.instance(), i, solved.problem.InstancePost(why->post))));
    } else {
      EXPECT_EQ(claim.sufficient,
                Cutoff(solved.instance(), solved.certificate, i, solved.problem.InstancePost(why->post),
                       PersonProfit(solved.instance(), solved.certificate, i)));
    }
  }
}

TEST(ExplainPost, OutOfScopeAndUnknown) {
  PlanRequest request = WithoutLimit();
  request.scope.org_units = {"urang"};
  const SolvedProvince solved(TwoPuskesmas(), request);
  const auto why = ExplainPost(solved.view(), "pisang.bidan", 10);
  ASSERT_TRUE(why.ok());
  EXPECT_TRUE(why->claims.empty());
  EXPECT_THAT(why->text.id, HasSubstr("di luar cakupan rencana"));
  EXPECT_EQ(ExplainPost(solved.view(), "x", 10).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace selaras::matching
