#include "services/matching/domain/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/assignment/solver.h"
#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {
namespace {

using testing::HasSubstr;

struct Solved {
  explicit Solved(Province facts, PlanRequest request = {})
      : problem(*PlanProblem::Build(InputsFor(std::move(facts), std::move(request)))) {
    certificate = assignment::Solve(problem.instance())->certificate;
    plan = MakePlan(problem, certificate);
    graph.emplace(problem.instance(), certificate);
  }
  PlanView view() const { return {problem, certificate, plan, *graph}; }
  Explanation Explain(const char* id, std::vector<std::string> posts = {}) const {
    auto explanation = ExplainPerson(view(), id, posts);
    EXPECT_TRUE(explanation.ok()) << explanation.status();
    return *explanation;
  }
  PlanProblem problem;
  assignment::Certificate certificate;
  Plan plan;
  std::optional<DisplacementGraph> graph;
};

PlanRequest Free() {
  PlanRequest request;
  request.max_moves = -1;
  return request;
}

TEST(Explain, AMoverReadsReasonBenefitAndPurpose) {
  Province province = TwoPuskesmas();
  province.persons[0].preferences = {{1, PreferenceKind::kOrgUnit, "pisang"}};
  province.persons[0].potential.reset();
  const Solved solved(province, Free());
  const Explanation e1 = solved.Explain("e1");
  EXPECT_TRUE(e1.moved);
  EXPECT_EQ(e1.text.id,
            "Saudara direncanakan dipindahkan dari jabatan Bidan di Puskesmas Way Urang ke jabatan Bidan di "
            "Puskesmas "
            "Pulau Pisang. "
            "Alasan utamanya: pemenuhan akses masyarakat terhadap layanan kesehatan. "
            "Pertimbangan lain: minat yang Saudara sampaikan; pemerataan beban kerja antarunit. "
            "Perpindahan ini memenuhi minat Saudara yang ke-1.");
  EXPECT_EQ(e1.text.en,
            "You are planned to move from Bidan at Puskesmas Way Urang to Bidan at Puskesmas Pulau Pisang. "
            "Main reason: residents' access to health services. "
            "Also considered: the wish that you submitted; evening out the workload between units. "
            "This move fulfils your wish number 1.");
  EXPECT_EQ(e1.benefit.id,
            "Kekurangan Bidan di Puskesmas Pulau Pisang berkurang dari 3 menjadi 1 orang. "
            "Kelebihan Bidan di Puskesmas Way Urang berkurang dari 2 menjadi 0 orang. "
            "Tujuan jabatan ini: Menyelamatkan ibu dan bayi sejak hamil sampai nifas.");
  EXPECT_EQ(e1.benefit.en,
            "Puskesmas Pulau Pisang: Bidan short 3 → 1. Puskesmas Way Urang: Bidan above need 2 → 0. "
            "What the post is for: Keeps mothers and babies safe from pregnancy to after birth.");
  ASSERT_EQ(e1.alternatives.size(), 1);
  EXPECT_EQ(e1.alternatives[0].outcome, Outcome::kPlaced);
  EXPECT_EQ(e1.alternatives[0].text.id, "Minat ke-1, Bidan di Puskesmas Pulau Pisang: terpenuhi.");
}

TEST(Explain, AWishBelowTheCutoffReadsWhatWasNeeded) {
  Province province = TwoPuskesmas();
  province.posts[1].ceiling = 1;  // Pulau Pisang is full: e6 sits there.
  province.persons[0].preferences = {{3, PreferenceKind::kPost, "pisang.bidan"}};
  province.persons[1].preferences = {{1, PreferenceKind::kPost, "pisang.bidan"}};  // Nearer to it than e1.
  province.persons[5].preferences = {{1, PreferenceKind::kPost, "pisang.bidan"}};
  const Solved solved(province, Free());
  const Explanation e1 = solved.Explain("e1");
  EXPECT_FALSE(e1.moved);
  ASSERT_EQ(e1.alternatives.size(), 1);
  const Alternative& wish = e1.alternatives[0];
  ASSERT_EQ(wish.outcome, Outcome::kBelowCutoff) << wish.text.en;
  EXPECT_LT(wish.value, wish.cutoff);
  EXPECT_EQ(wish.text.id,
            absl::StrCat("Minat ke-3, Bidan di Puskesmas Pulau Pisang: nilai Saudara untuk jabatan itu ",
                         wish.value, ", sedangkan yang diperlukan sekurang-kurangnya ", wish.cutoff,
                         ". Menurut rencana, 1 dari 1 formasi terisi."));
  EXPECT_EQ(wish.value, solved.problem.Terms(0, solved.problem.province().FindPost("pisang.bidan")).Total());
}

TEST(Explain, AnUnlawfulWishNamesItsArticle) {
  Province province = TwoPuskesmas();
  province.persons[0].preferences = {{1, PreferenceKind::kPost, "urang.klerek"}};
  const Explanation e1 = Solved(province, Free()).Explain("e1");
  const Alternative& wish = e1.alternatives[0];
  EXPECT_EQ(wish.outcome, Outcome::kUnlawful);
  ASSERT_EQ(wish.rules.size(), 2);
  EXPECT_EQ(wish.rules[0].code, "L01");
  EXPECT_EQ(wish.rules[1].code, "L03");
  EXPECT_EQ(
      wish.text.id,
      "Minat ke-1, Pengadministrasi Perkantoran di Puskesmas Way Urang: tidak dapat dipenuhi karena akan "
      "menurunkan jenjang atau kelas jabatan (PP 94/2021 ps. 8); akan melepaskan jabatan fungsional menjadi "
      "jabatan "
      "pelaksana (PP 11/2017 ps. 94; kebijakan daerah).");
  EXPECT_EQ(wish.text.en,
            "Wish number 1, Pengadministrasi Perkantoran at Puskesmas Way Urang: not possible because: would "
            "lower the "
            "level or the job class (PP 94/2021 ps. 8); would give up a functional post for a general staff "
            "post (PP "
            "11/2017 ps. 94; kebijakan daerah).");
}

TEST(Explain, WhoMayNotMoveReadsWhy) {
  Province province = TwoPuskesmas();
  province.persons[0].post_since = absl::CivilDay(2025, 6, 1);
  const Explanation e1 = Solved(province, Free()).Explain("e1");
  EXPECT_EQ(
      e1.text.id,
      "Saudara tetap menduduki jabatan Bidan di Puskesmas Way Urang. Saudara belum dapat dipindahkan karena "
      "masa menduduki jabatan saat ini belum mencapai jangka waktu paling singkat (PP 11/2017 ps. 190 ayat "
      "(3)).");
  EXPECT_TRUE(e1.benefit.id.empty());
}

TEST(Explain, OutOfScopeBanAndPinAreSaid) {
  PlanRequest request = Free();
  request.scope.org_units = {"pisang"};
  const Solved narrow(TwoPuskesmas(), request);
  EXPECT_THAT(narrow.Explain("e1").text.id, HasSubstr("Rencana ini tidak mencakup unit"));
  EXPECT_TRUE(narrow.Explain("e1").frozen);

  request = Free();
  request.bans = {{"e1", "", "sedang memimpin tim bencana"}, {"e2", "pisang.bidan", "permintaan keluarga"}};
  request.pins = {{"e3", "pisang.bidan", "surat tugas"}};
  const Solved held(TwoPuskesmas(), request);
  EXPECT_THAT(held.Explain("e1").text.id,
              HasSubstr("dikecualikan dari perpindahan dalam rencana ini: sedang memimpin tim bencana."));
  EXPECT_THAT(
      held.Explain("e2", {"pisang.bidan"}).alternatives[0].text.id,
      HasSubstr("Bidan di Puskesmas Pulau Pisang: dikecualikan dari rencana ini: permintaan keluarga."));
  EXPECT_THAT(held.Explain("e3").text.id, HasSubstr("ditetapkan sebelum rencana disusun: surat tugas."));
}

TEST(Explain, AnActiveLimitIsSaid) {
  PlanRequest request;
  request.max_moves = 1;
  const Explanation e1 = Solved(TwoPuskesmas(), request).Explain("e1");
  EXPECT_TRUE(e1.limits_active);
  EXPECT_THAT(e1.text.id, HasSubstr("Jumlah perpindahan dalam rencana ini dibatasi"));
}

TEST(Explain, ALimitIsNotBlamedForWhatARuleForbids) {
  Province province = TwoPuskesmas();
  province.persons[0].post_since = absl::CivilDay(2025, 6, 1);
  PlanRequest request;
  request.max_moves = 1;
  const Explanation e1 = Solved(province, request).Explain("e1");
  EXPECT_TRUE(e1.limits_active);
  EXPECT_THAT(e1.text.id, Not(HasSubstr("dibatasi")));
}

TEST(Explain, AnEmptySeatRefusedByTheMoveBudgetSaysSo) {
  PlanRequest request;
  request.max_moves = 1;
  const Solved solved(TwoPuskesmas(), request);
  int said = 0;
  for (const char* person : {"e1", "e2", "e3", "e4", "e5"}) {
    const Explanation why = solved.Explain(person, {"pisang.bidan"});
    if (why.alternatives[0].outcome != Outcome::kBelowCutoff) continue;
    EXPECT_THAT(why.alternatives[0].text.id, HasSubstr("formasi masih tersedia"));
    EXPECT_THAT(why.alternatives[0].text.en, HasSubstr("a seat is left"));
    ++said;
  }
  EXPECT_GT(said, 0);
}

TEST(Explain, WhatIsAssumedIsSaid) {
  Province province = TwoPuskesmas();
  // Two positions of different standing, so that the assumed potential makes a difference.
  province.positions[0].strategic_class = 0;
  Position second = province.positions[0];
  second.id = "bidan-utama";
  second.display_name = "Bidan Koordinator";
  second.strategic_class = 3;
  province.positions.push_back(second);
  province.posts[1].position = "bidan-utama";
  for (Person& person : province.persons) person.potential.reset();
  province.persons.back().history.clear();
  const Solved solved(province, Free());
  ASSERT_FALSE(solved.plan.moves.empty());
  const Move& move = solved.plan.moves[0];
  EXPECT_FALSE(move.measured());
  const Explanation mover = solved.Explain(solved.problem.province().persons()[move.person].id.c_str());
  EXPECT_THAT(mover.text.id, HasSubstr("memakai nilai asumsi yang netral karena datanya belum tersedia:"));
  EXPECT_THAT(mover.text.id, HasSubstr("potensi"));
}

TEST(Explain, UnknownIdsAreNotFound) {
  const Solved solved(TwoPuskesmas());
  EXPECT_EQ(ExplainPerson(solved.view(), "x", {}).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ExplainPerson(solved.view(), "e1", {"x"}).status().code(), absl::StatusCode::kNotFound);
}

// Everybody of many random provinces gets an answer for every post, in agreement with the certificate.
TEST(Explain, AgreesWithTheCertificate) {
  int64_t below = 0, tied = 0, unlawful = 0;
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Solved solved(RandomProvince(seed).Make(), Free());
    std::vector<std::string> posts;
    for (const Post& post : solved.problem.province().posts()) posts.push_back(post.id);
    for (const Person& person : solved.problem.province().persons()) {
      const Explanation explanation = solved.Explain(person.id.c_str(), posts);
      EXPECT_FALSE(explanation.text.id.empty());
      EXPECT_FALSE(explanation.text.en.empty());
      const int32_t i = solved.problem.InstancePerson(explanation.person);
      for (const Alternative& alternative : explanation.alternatives) {
        EXPECT_FALSE(alternative.text.id.empty());
        if (alternative.post < 0 || i < 0) continue;
        const int32_t j = solved.problem.InstancePost(alternative.post);
        const bool lawful = j >= 0 && solved.problem.instance().Score(i, j).has_value();
        if (alternative.outcome == Outcome::kBelowCutoff) {
          ++below;
          EXPECT_LT(alternative.value, alternative.cutoff);
        }
        tied += alternative.outcome == Outcome::kTied;
        unlawful += alternative.outcome == Outcome::kUnlawful;
        EXPECT_EQ(lawful, alternative.outcome != Outcome::kUnlawful &&
                              alternative.outcome != Outcome::kUnknownLawfulness)
            << alternative.text.en;
      }
    }
  }
  EXPECT_GT(below, 100);
  EXPECT_GT(unlawful, 100);
  EXPECT_GT(tied, 0);
}

}  // namespace
}  // namespace selaras::matching
