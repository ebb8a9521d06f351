#include "services/matching/domain/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "libs/assignment/solver.h"
#include "services/matching/domain/testing/changed_instance.h"
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
            absl::StrCat(
                "Minat ke-3, Bidan di Puskesmas Pulau Pisang: nilai Saudara untuk jabatan itu ", wish.value,
                ", sedangkan yang diperlukan sekurang-kurangnya ", wish.cutoff,
                ". Menurut rencana, 1 dari 1 formasi terisi. Apabila jabatan itu diberikan kepada Saudara, "
                "penempatan 1 pegawai lain harus diubah."));
  EXPECT_EQ(wish.cutoff, wish.value + *wish.loss);
  ASSERT_EQ(wish.displaced.size(), 1);
  EXPECT_EQ(solved.problem.province().persons()[wish.displaced[0]].id, "e6");
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

// Out of the plan's scope a post is explained all the same: its rules, or that none bars.
TEST(Explain, APostOutsideTheScopeIsToldByItsRules) {
  PlanRequest request = Free();
  request.scope.org_units = {"urang"};
  const Solved narrow(TwoPuskesmas(), request);
  const Explanation e1 = narrow.Explain("e1", {"pisang.bidan"});
  EXPECT_EQ(e1.alternatives[0].outcome, Outcome::kOutOfScope);
  EXPECT_GT(e1.alternatives[0].value, 0);
  EXPECT_FALSE(e1.alternatives[0].loss.has_value());
  EXPECT_THAT(e1.alternatives[0].text.id, HasSubstr("Tidak ada ketentuan yang menghalangi"));
  request.scope.org_units = {"pisang"};
  const Solved other(TwoPuskesmas(), request);
  const Explanation e6 = other.Explain("e6", {"urang.klerek"});
  EXPECT_EQ(e6.alternatives[0].outcome, Outcome::kUnlawful);
  EXPECT_EQ(e6.alternatives[0].rules.size(), 2);
  EXPECT_THAT(e6.alternatives[0].text.id, HasSubstr("di luar cakupan"));
  EXPECT_THAT(e6.alternatives[0].text.id, HasSubstr("PP 94/2021"));
}

// Everybody of many random provinces gets an answer for every post, in agreement with the certificate.
TEST(Explain, AgreesWithTheCertificate) {
  int64_t below = 0, tied = 0, unlawful = 0, exact = 0;
  for (uint64_t seed = 1; seed <= 15; ++seed) {
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
        EXPECT_EQ(lawful, alternative.outcome == Outcome::kPlaced ||
                              alternative.outcome == Outcome::kBelowCutoff ||
                              alternative.outcome == Outcome::kTied)
            << alternative.text.en;
        // By the rule pack, asked afresh; one's own post may always be kept.
        bool barred = false;
        std::set<std::string> bars;
        for (const rules::Outcome& outcome :
             solved.problem.lawfulness().OutcomesOf(explanation.person, alternative.post)) {
          barred |= outcome.Bars();
          if (outcome.Bars()) bars.insert(outcome.rule->code);
        }
        const bool own = alternative.post == solved.problem.province().PersonRefsOf(explanation.person).post;
        const bool told =
            alternative.outcome == Outcome::kUnlawful || alternative.outcome == Outcome::kUnknownLawfulness;
        EXPECT_EQ(told, barred && !own);
        if (told) {
          std::set<std::string> named;
          for (const RuleNote& note : alternative.rules) {
            named.insert(note.code);
            EXPECT_FALSE(note.legal_basis.empty());
            EXPECT_EQ(note.missing.empty(), note.kind != RuleNote::Kind::kUnknown) << note.code;
          }
          EXPECT_EQ(named, bars);
        }
        EXPECT_EQ(alternative.value, solved.problem.Terms(explanation.person, alternative.post).Total());
        if (alternative.loss.has_value() && alternative.outcome != Outcome::kPlaced) {
          ++exact;
          EXPECT_EQ(solved.certificate.objective - *alternative.loss,
                    *Best(Held(solved.problem.instance(), i, j)));
          EXPECT_EQ(alternative.cutoff, alternative.value + *alternative.loss);
          EXPECT_GE(alternative.cutoff,
                    Cutoff(solved.problem.instance(), solved.certificate, i, j,
                           PersonProfit(solved.problem.instance(), solved.certificate, i)));
          // With what suffices some best plan has him there, with a point less none has.
          std::map<int32_t, int32_t> scores = ScoresOf(solved.problem.instance(), i);
          for (const int less : {0, 1}) {
            scores[j] = static_cast<int32_t>(alternative.cutoff - less);
            const assignment::Instance changed = WithScores(solved.problem.instance(), i, scores);
            EXPECT_EQ(Best(changed) == Best(Held(changed, i, j)), less == 0) << i << " " << j;
          }
        }
      }
    }
  }
  EXPECT_GT(below, 100);
  EXPECT_GT(unlawful, 100);
  EXPECT_GT(exact, 200);
  EXPECT_GT(tied, 0);
}

}  // namespace
}  // namespace selaras::matching
