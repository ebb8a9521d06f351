// Whatever the domain decides, the database takes: random acts on random cases, decided by Decide, written by the store.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/domain/content.h"
#include "services/approval/domain/route.h"
#include "services/approval/domain/testing/sample_case.h"
#include "services/approval/store/testing/case_text.h"
#include "services/approval/store/testing/world.h"

namespace selaras::approval {
namespace {

using ::selaras::testing::IsOk;

class RandomActs {
 public:
  explicit RandomActs(uint64_t seed) : random_(seed) {}

  CaseRecord Draft(const std::string& id) {
    CaseRecord record = testing::Draft({MoveKind::kIntra, MoveKind::kInterKab}, Chance(80));
    record.id = id;
    record.tenant = kWorldTenant;
    if (!record.chain_key.empty()) record.chain_key = absl::StrCat("chain-", id);
    record.content_hash = ContentHash(record);
    return record;
  }

  // An act that its state lists; those that lead off the way are rare.
  Act Any(const CaseRecord& record) {
    while (true) {
      const auto verb = static_cast<Verb>(Below(kVerbCount));
      if (MayFollow(record, verb) == nullptr || (LeadsOff(verb) && !Chance(4))) continue;
      return Make(record, verb);
    }
  }
  Actor By(const CaseRecord& record) {
    static const Actor* const kActors[] = {&testing::kCommittee,   &testing::kSecretaryActor,
                                           &testing::kOriginActor, &testing::kApproverOne,
                                           &testing::kApproverTwo, &testing::kApproverThree};
    return Chance(30) ? record.proposer : *kActors[Below(6)];
  }

 private:
  int Below(int bound) { return static_cast<int>(random_() % static_cast<uint64_t>(bound)); }
  bool Chance(int percent) { return Below(100) < percent; }
  int32_t AnyMove(const CaseRecord& record) {
    return record.moves[Below(static_cast<int>(record.moves.size()))].number;
  }

  static bool LeadsOff(Verb verb) {
    switch (verb) {
      case Verb::kRevise:
      case Verb::kReject:
      case Verb::kReturnCase:
      case Verb::kRecuse:
      case Verb::kDeclareInterest:
      case Verb::kWithdraw:
      case Verb::kReplaced:
      case Verb::kExpire:
      case Verb::kOutsideRefused:
        return true;
      default:
        return false;
    }
  }

  Screen Screened(const CaseRecord& record) {
    Screen screen;
    if (Chance(40)) screen.findings.push_back({AnyMove(record), "B17", "rule.B17", Chance(10)});
    for (const CaseMove& move : record.moves)
      screen.appointment_revisions.emplace_back(move.number, Below(50));
    if (Chance(30)) screen.relatives = {absl::StrCat("relative-", Below(3))};
    if (Chance(30)) screen.without_consideration = {1};
    return screen;
  }

  Meet Met(const CaseRecord& record) {
    Meet meet{.meeting = "m1", .decisions = {}};
    for (const CaseMove& move : record.moves) {
      meet.decisions.push_back(
          {record.id, move.number, Chance(93) ? MeetingVote::kAgree : MeetingVote::kRefuse, {}, ""});
    }
    return meet;
  }

  SettleItem Settled(const CaseRecord& record) {
    for (const ChecklistItem& item : record.checklist) {
      if (!item.settled && item.code != kRescreenItem) return {item.code, item.move, "doc-1"};
    }
    return {"none", 1, "doc"};
  }

  Revise Revised(const CaseRecord& record) {
    Revise revise{.effective_date = record.effective_date + Below(30), .moves = {}};
    if (record.state == CaseState::kDraft || record.state == CaseState::kReturned) {
      revise.moves = {testing::SampleMove(1, MoveKind::kIntra)};
      if (Chance(60)) revise.moves.push_back(testing::SampleMove(2, MoveKind::kInterKab));
      if (Chance(30)) revise.moves.push_back(testing::SampleMove(3, MoveKind::kIntra));
    }
    return revise;
  }

  VetoAnswered Answered() {
    VetoAnswered answered;
    answered.answer.state = Chance(80) ? VetoState::kReady : VetoState::kFailed;
    answered.answer.child_plan = "plan-2";
    answered.answer.value_lost = Below(1000);
    answered.answer.changes = {{"e1", "to1", ""}};
    answered.answer.new_chain_keys = {"chain-2"};
    return answered;
  }

  Act Make(const CaseRecord& record, Verb verb) {
    switch (verb) {
      case Verb::kSubmit:
        return Submit{};
      case Verb::kRevise:
        return Revised(record);
      case Verb::kScreen:
        return Screened(record);
      case Verb::kSettleItem:
        return Settled(record);
      case Verb::kRecommend:
        return Recommend{Chance(95), "note"};
      case Verb::kMeet:
        return Met(record);
      case Verb::kGiveConsent:
        return GiveConsent{AnyMove(record), Chance(93), "consent-1"};
      case Verb::kConsider:
        return Consider{AnyMove(record), Chance(93), "pertek-1"};
      case Verb::kApprove:
        return Approve{record.content_hash};
      case Verb::kReject:
        return Reject{Chance(70) ? AnyMove(record) : 0, "because"};
      case Verb::kConfirmVeto:
        return ConfirmVeto{record.veto->child_plan, Chance(20)};
      case Verb::kReturnCase:
        return ReturnCase{{"defect"}};
      case Verb::kRecuse:
        return Recuse{"because"};
      case Verb::kDeclareInterest:
        return DeclareInterest{Chance(50)};
      case Verb::kWithdraw:
        return Withdraw{"because"};
      case Verb::kStartIssue:
        return StartIssue{std::nullopt, "acc-sign", Chance(50)};
      case Verb::kReconcile:
        return Reconcile{Chance(60), "note"};
      case Verb::kVetoAnswered:
        return Answered();
      case Verb::kReplaced:
        return Replaced{Chance(50) ? "other" : ""};
      case Verb::kSeatsReserved:
        return SeatsReserved{"reservation-1"};
      case Verb::kOutsideRefused:
        return OutsideRefused{"SEAT_TAKEN"};
      case Verb::kDecreesNumbered: {
        DecreesNumbered numbered;
        const std::string decree = absl::StrCat("d-", record.id, "-", record.issue.attempt);
        for (const CaseMove& move : record.moves) numbered.decrees.emplace_back(move.number, decree);
        return numbered;
      }
      case Verb::kDecreesSigned:
        return DecreesSigned{};
      case Verb::kDecreesApplied:
        return DecreesApplied{};
      case Verb::kSeatsReleased:
        return SeatsReleased{};
      case Verb::kExpire:
        return Expire{};
    }
    return Submit{};
  }

  std::mt19937_64 random_;
};

class LawfulActsTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    ASSERT_THAT(MigrateCaseStore(db()), IsOk());
    store_.emplace(db(), ids_);
  }

  // The decision with what its desk does to decrees in the same transaction.
  absl::Status Write(const Act& act, const Actor& actor, const Decision& decision) {
    return store_
        ->Run(WorldScope(clock_), {},
              [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
                SELARAS_RETURN_IF_ERROR(TouchDecrees(unit, act, actor, decision.next));
                SELARAS_RETURN_IF_ERROR(unit.Save(actor, decision));
                return std::string();
              })
        .status();
  }

  absl::Status TouchDecrees(CaseUnit& unit, const Act& act, const Actor& actor, const CaseRecord& next) {
    if (const auto* numbered = std::get_if<DecreesNumbered>(&act)) {
      return NumberDecree(unit, next.id, numbered->decrees.front().second).status();
    }
    const auto* reconcile = std::get_if<Reconcile>(&act);
    const bool undone = reconcile != nullptr && !reconcile->retry;
    SELARAS_ASSIGN_OR_RETURN(const std::vector<Decree> decrees, unit.DecreesOf(next.id));
    for (const Decree& decree : decrees) {
      const bool stands = decree.state == DecreeState::kNumbered || decree.state == DecreeState::kSigned;
      absl::Status status;
      if (undone && stands) status = unit.EndDecree(actor, decree.id, DecreeState::kVoid, 0);
      if (std::holds_alternative<DecreesSigned>(act) && decree.state == DecreeState::kNumbered) {
        status = unit.SignDecree(actor, decree.id, "%PDF");
      }
      if (std::holds_alternative<DecreesApplied>(act) && decree.state == DecreeState::kSigned) {
        status = unit.EndDecree(actor, decree.id, DecreeState::kApplied, 9);
      }
      SELARAS_RETURN_IF_ERROR(status);
    }
    return absl::OkStatus();
  }

  // Goes on until the case has ended or nothing more comes of it. Adds the states met to `met`.
  void Walk(RandomActs& acts, const std::string& id, std::set<CaseState>& met) {
    CaseRecord record = acts.Draft(id);
    ASSERT_THAT(store_->Run(WorldScope(clock_), {},
                            [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
                              SELARAS_RETURN_IF_ERROR(unit.InsertCase(record.proposer, {record, {}}));
                              return std::string();
                            }),
                IsOk());
    for (int tries = 0; tries < 300; ++tries) {
      met.insert(record.state);
      if (NextVerbs(record).empty() && !HasDeskAct(record)) return;
      const Act act = acts.Any(record);
      const Actor actor = acts.By(record);
      const absl::StatusOr<Decision> decision = Decide(record, act, actor, testing::SampleContext());
      if (!decision.ok()) continue;
      ASSERT_THAT(Write(act, actor, *decision), IsOk())
          << VerbName(VerbOf(act)) << " in " << StateName(record.state) << " to "
          << StateName(decision->next.state) << "\n"
          << TextOf(record) << "->\n"
          << TextOf(decision->next);
      record = decision->next;
    }
  }

  static bool HasDeskAct(const CaseRecord& record) {
    for (int verb = 0; verb < kVerbCount; ++verb) {
      if (MayFollow(record, static_cast<Verb>(verb)) != nullptr) return true;
    }
    return false;
  }

  ::selaras::testing::FakeClock clock_;
  RandomIdSource ids_{clock_};
  std::optional<SqlCaseStore> store_;
};

TEST_P(LawfulActsTest, AreTakenByTheDatabase) {
  const uint64_t seed = std::random_device()();
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  RandomActs acts(seed);
  std::set<CaseState> met;
  for (int i = 0; i < 40 && !HasFatalFailure(); ++i) Walk(acts, absl::StrCat("c", i), met);
}

TEST_P(LawfulActsTest, LeadThroughNearlyEveryState) {
  RandomActs acts(20260401);
  std::set<CaseState> met;
  for (int i = 0; i < 120 && !HasFatalFailure(); ++i) Walk(acts, absl::StrCat("c", i), met);
  met.insert(CaseState::kExpired);  // Needs days without an act.
  for (int state = 1; state <= kStateCount; ++state) {
    EXPECT_TRUE(met.contains(static_cast<CaseState>(state))) << StateName(static_cast<CaseState>(state));
  }
}

INSTANTIATE_TEST_SUITE_P(Databases, LawfulActsTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::approval
