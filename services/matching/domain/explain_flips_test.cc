#include "services/matching/domain/explain_flips.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/rules/expression.h"
#include "services/matching/domain/testing/changed_instance.h"
#include "services/matching/domain/testing/solved_province.h"

namespace selaras::matching {
namespace {

using testing::HasSubstr;

// What InputsFor assessed of the n-th person by id, with one item set.
CompetencyVector VectorWith(size_t n, const ClusterDictionary& dictionary, const std::string& item,
                            int32_t level) {
  Competency competency;
  competency.core.fill(n % 4 == 3 ? -1 : static_cast<int>(n % 4));
  competency.core_age_months.fill(n % 4 == 3 ? -1 : 12);
  if (n % 4 != 3) {
    competency.technical_age_months = 40;
    for (const std::string& cluster : dictionary.clusters()) {
      competency.technical.push_back({cluster, static_cast<int>(n % 5)});
    }
  }
  static const std::vector<std::string> kCore = {"M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "S1"};
  const auto core = std::find(kCore.begin(), kCore.end(), item);
  if (core != kCore.end()) {
    competency.core[core - kCore.begin()] = level;
    competency.core_age_months[core - kCore.begin()] = 0;
    return PersonVector(competency, dictionary);
  }
  if (competency.technical_age_months < 0) competency.technical_age_months = 0;
  std::erase_if(competency.technical, [&](const TechnicalLevel& known) { return known.cluster == item; });
  competency.technical.push_back({item, level});
  return PersonVector(competency, dictionary);
}

// The corrected record, written into the facts of the whole province, and the problem built of them anew.
PlanProblem Corrected(const Province& facts, const std::string& person_id, const Flip& flip,
                      const std::string& post) {
  Province changed = facts;
  Person& person = *std::find_if(changed.persons.begin(), changed.persons.end(),
                                 [&](const Person& p) { return p.id == person_id; });
  absl::string_view field = flip.field;
  int32_t number = 0;
  const bool is_number = absl::SimpleAtoi(flip.to, &number);
  if (absl::ConsumePrefix(&field, "appraisals.")) {
    int32_t year = 0;
    EXPECT_TRUE(absl::SimpleAtoi(field, &year) && is_number);
    std::erase_if(person.appraisals, [year](const Appraisal& a) { return a.year == year; });
    person.appraisals.push_back({year, number});
  } else if (field == "potential") {
    person.potential = number;
  } else if (field == "educations.field") {
    person.educations.push_back({"", flip.to});
  } else if (field == "home_district") {
    person.home_district = flip.to;
  } else if (field == "developments") {
    person.developments.push_back(flip.to);
  } else if (field == "preferences") {
    person.preferences.push_back({number, PreferenceKind::kPost, post});
  } else if (absl::ConsumePrefix(&field, "appointments.")) {
    if (person.history.empty() && !person.post.empty() && person.post_since.has_value()) {
      const auto held = std::find_if(changed.posts.begin(), changed.posts.end(),
                                     [&](const Post& p) { return p.id == person.post; });
      person.history.push_back({person.post, held->position, *person.post_since, std::nullopt});
    }
    person.history.push_back(
        {"", std::string(field), rules::AddMonths(changed.effective_date, -number), changed.effective_date});
  }
  ProblemInputs inputs = InputsFor(std::move(changed), WithoutLimit());
  field = flip.field;
  if (absl::ConsumePrefix(&field, "assessments.")) {
    const ClusterDictionary dictionary(inputs.province->positions());
    const int32_t n = inputs.province->FindPerson(person_id);
    inputs.vectors[n] = VectorWith(static_cast<size_t>(n), dictionary, std::string(field), number);
  }
  return *PlanProblem::Build(std::move(inputs));
}

// His scores after the correction at the posts that were lawful before: score alone changes.
std::map<int32_t, int32_t> ScoresAfter(const SolvedProvince& solved, const PlanProblem& corrected,
                                       int32_t i) {
  std::map<int32_t, int32_t> scores = ScoresOf(solved.instance(), i);
  const ProvinceIndex& before = solved.problem.province();
  const int32_t person =
      corrected.province().FindPerson(before.persons()[solved.problem.ProvincePerson(i)].id);
  for (auto& [j, points] : scores) {
    const int32_t post = solved.problem.ProvincePost(j);
    if (post < 0) continue;
    points = corrected.Terms(person, corrected.province().FindPost(before.posts()[post].id)).Total();
  }
  return scores;
}

// Every flip of many random provinces, made in the facts and solved again.
TEST(ExplainFlips, EveryFlipFlipsWhenSolvedAgain) {
  std::map<std::string, int> fields;
  int64_t here = 0, elsewhere = 0;
  for (uint64_t seed = 301; seed <= 315; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Province facts = RandomProvince(seed).Make();
    const SolvedProvince solved(facts);
    std::vector<std::string> posts;
    for (const Post& post : solved.problem.province().posts()) posts.push_back(post.id);
    for (int32_t i = 0; i < solved.instance().person_count(); ++i) {
      const std::string& id = solved.problem.province().persons()[solved.problem.ProvincePerson(i)].id;
      const auto why = ExplainPerson(solved.view(), id, posts);
      ASSERT_TRUE(why.ok()) << why.status();
      const auto check = [&](const Flip& flip, bool to_this_post) {
        SCOPED_TRACE(absl::StrCat(id, " ", flip.field, " ", flip.from, " -> ", flip.to));
        const std::string& post = solved.problem.province().posts()[flip.post].id;
        const PlanProblem corrected = Corrected(facts, id, flip, post);
        const std::map<int32_t, int32_t> before = ScoresOf(solved.instance(), i);
        const std::map<int32_t, int32_t> scores = ScoresAfter(solved, corrected, i);
        const assignment::Instance changed = WithScores(solved.instance(), i, scores);
        const int32_t now = solved.certificate.placement[i], j = solved.problem.InstancePost(flip.post);
        EXPECT_EQ(flip.points,
                  (int64_t{scores.at(j)} - before.at(j)) - (int64_t{scores.at(now)} - before.at(now)));
        EXPECT_EQ(Best(changed), Best(Held(changed, i, j)));
        if (!to_this_post) {
          EXPECT_NE(Best(changed), Best(Held(changed, i, now)));
        }
        EXPECT_FALSE(flip.text.id.empty());
        ++fields[flip.field.substr(0, flip.field.find('.'))];
        ++(to_this_post ? here : elsewhere);
      };
      for (const Flip& flip : why->flips) check(flip, false);
      for (const Alternative& other : why->alternatives) {
        int64_t last = 0;
        for (const Flip& flip : other.flips) {
          if (!flip.rule.empty()) continue;
          EXPECT_EQ(flip.post, other.post);
          EXPECT_GE(flip.points, std::max(last, *other.loss));
          last = flip.points;
          check(flip, true);
        }
        if (other.outcome != Outcome::kBelowCutoff) {
          EXPECT_TRUE(std::all_of(other.flips.begin(), other.flips.end(),
                                  [](const Flip& f) { return !f.rule.empty(); }));
        }
      }
    }
  }
  EXPECT_GT(here, 50);
  EXPECT_GT(elsewhere, 20);
  EXPECT_GE(fields.size(), 5);
}

// Where no potential is named, none of 0 to 100 would do: each is tried in the facts.
TEST(ExplainFlips, WhatIsNotNamedDoesNotFlip) {
  int64_t tried = 0;
  for (uint64_t seed = 321; seed <= 324; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Province facts = RandomProvince(seed).Make();
    const SolvedProvince solved(facts);
    for (int32_t i = 0; i < solved.instance().person_count(); ++i) {
      const std::string& id = solved.problem.province().persons()[solved.problem.ProvincePerson(i)].id;
      const auto why = ExplainPerson(solved.view(), id, {});
      ASSERT_TRUE(why.ok());
      if (why->flips.size() >= kMostFlips || solved.instance().CellsOf(i).empty()) continue;
      if (std::any_of(why->flips.begin(), why->flips.end(),
                      [](const Flip& f) { return f.field == "potential"; }))
        continue;
      for (const char* potential : {"0", "35", "70", "100"}) {
        const Flip asked{"potential", "", potential};
        const PlanProblem corrected = Corrected(facts, id, asked, "");
        const assignment::Instance changed =
            WithScores(solved.instance(), i, ScoresAfter(solved, corrected, i));
        EXPECT_EQ(Best(changed), Best(Held(changed, i, solved.certificate.placement[i])))
            << id << " " << potential;
        ++tried;
      }
    }
  }
  EXPECT_GT(tried, 100);
}

TEST(ExplainFlips, ReadsWell) {
  Province province = TwoPuskesmas();
  province.posts[1].ceiling = 1;  // Pulau Pisang is full: e6 sits there.
  for (Person& person : province.persons) person.preferences = {{3, PreferenceKind::kPost, "pisang.bidan"}};
  province.persons[5].preferences.clear();
  const SolvedProvince solved(province);
  bool said = false;
  for (const char* id : {"e1", "e2", "e3", "e4", "e5"}) {
    const auto why = ExplainPerson(solved.view(), id, {});
    ASSERT_TRUE(why.ok());
    for (const Flip& flip : why->alternatives.at(0).flips) {
      if (flip.field != "preferences") continue;
      said = true;
      EXPECT_THAT(flip.text.id,
                  HasSubstr("Apabila jabatan Bidan di Puskesmas Pulau Pisang disampaikan sebagai "
                            "minat ke-"));
      EXPECT_THAT(flip.text.id, HasSubstr("jabatan ini dapat diberikan kepada Saudara"));
    }
  }
  EXPECT_TRUE(said);
}

TEST(ExplainFlips, NothingIsSaidUnderAnActiveLimit) {
  PlanRequest request;
  request.max_moves = 1;
  const SolvedProvince solved(TwoPuskesmas(), request);
  ASSERT_TRUE(LimitsActive(solved.certificate));
  for (const char* id : {"e1", "e2", "e3", "e4", "e5"}) {
    const auto why = ExplainPerson(solved.view(), id, {"pisang.bidan"});
    ASSERT_TRUE(why.ok());
    EXPECT_TRUE(why->flips.empty());
    EXPECT_TRUE(why->alternatives[0].flips.empty());
  }
}

}  // namespace
}  // namespace selaras::matching
