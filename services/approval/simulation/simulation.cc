#include "services/approval/simulation/simulation.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/ids.h"
#include "libs/base/log.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/testing/fake_clock.h"
#include "services/approval/app/case_service.h"
#include "services/approval/app/consideration_desk.h"
#include "services/approval/app/issue_desk.h"
#include "services/approval/app/veto_desk.h"
#include "services/approval/domain/route.h"
#include "services/approval/domain/separation.h"
#include "services/approval/domain/tasks.h"
#include "services/approval/simulation/feed_bus.h"
#include "services/approval/simulation/invariants.h"
#include "services/approval/simulation/memory_case_store.h"
#include "services/approval/simulation/outside.h"

namespace selaras::approval::simulation {
namespace {

struct Account {
  std::string id, person;
  Roles roles;
  bool hasty;  // Sends everything twice, and acts on what he read before.
};

// What the parts of a running service are made over; outlives them.
struct Ground {
  MemoryCaseStore& store;
  RegistryModel& registry;
  PlanModel& plans;
  ConsiderationModel& considerations;
  LetterModel& letters;
  PolicyModel& policies;
  const Clock& clock;
  IdSource& ids;
  const Logger& logger;
  Metrics& metrics;
};

// The parts of one running service; a crash throws them away and makes new ones over the same ground.
struct Parts {
  explicit Parts(const Ground& on)
      : chains(on.plans),
        cases({on.store, chains, on.registry, on.policies, absl::UTCTimeZone(), nullptr}),
        issue({cases, on.registry, on.letters, on.clock, on.ids, on.logger, on.metrics}, /*hands=*/1),
        veto({cases, on.plans, chains, on.clock, on.ids, on.logger}),
        consideration({cases, on.considerations, on.clock, on.ids, on.logger}) {}

  PlanChains chains;
  CaseService cases;
  IssueDesk issue;
  VetoDesk veto;
  ConsiderationDesk consideration;
};

class Province {
 public:
  Province(uint64_t seed, int events)
      : dice_(seed),
        weather_(dice_),
        events_(events),
        ids_(seed),
        logger_(
            clock_,
            {.service = "simulation", .min_severity = Severity::kError, .sink = [](absl::string_view) {}}),
        store_(dice_, weather_),
        registry_(dice_, weather_, 12 + dice_.Below(8), 3),
        plans_(dice_, weather_),
        considerations_(dice_, weather_),
        bus_(dice_, weather_, store_),
        invariants_(store_, registry_, bus_) {
    plans_.MakeParent(registry_, absl::CivilDay(2026, 10, 1));
    MakeAccounts();
    Boot();
  }

  Outcome Run();

 private:
  void MakeAccounts();
  void Boot();
  CallScope ScopeOf(const Account& account) const;
  CallScope DeskCall() { return DeskScope(clock_, ids_, "t1"); }
  absl::CivilDay Today() const { return absl::ToCivilDay(clock_.Now(), absl::UTCTimeZone()); }

  bool WasApplied(const std::string& chain_key) const;

  void Event();
  void CreateCase();
  void SomebodyActs();
  void ExpireQuiet();
  std::string Settle();
  bool SettleCase(const CaseRecord& record);

  // Does `verb` to the case as he read it; false if it failed.
  bool Act(const CaseRecord& read, Verb verb, const Account& who);
  absl::Status Call(const CaseRecord& read, Verb verb, const Account& who, const ActOn& on);
  absl::Status CallMeeting(const CaseRecord& read, const Account& who, const ActKey& key);
  absl::Status CallReject(const CallScope& scope, const CaseRecord& read, const ActOn& on);
  void Note(const absl::Status& status);
  const Account* Willing(const CaseRecord& record, Verb verb, Roles roles);
  std::vector<CaseRecord> Running() const;

  Dice dice_;
  Weather weather_;
  const int events_;
  selaras::testing::FakeClock clock_;
  SeededIdSource ids_;
  Logger logger_;
  PrometheusMetrics metrics_;
  MemoryCaseStore store_;
  RegistryModel registry_;
  PlanModel plans_;
  ConsiderationModel considerations_;
  LetterModel letters_;
  PolicyModel policies_;
  FeedBus bus_;
  Invariants invariants_;
  std::unique_ptr<Parts> parts_;
  std::vector<Account> accounts_;
  int64_t requests_ = 0, letters_sent_ = 0;
  std::string last_event_;
  Outcome outcome_;
};

void Province::MakeAccounts() {
  const struct {
    const char* prefix;
    int count;
    Roles roles;
  } kOffices[] = {{"analyst", 3, kAnalyst},   {"committee", 2, kApprover}, {"secretary", 3, kSecretary},
                  {"approver", 6, kApprover}, {"origin", 2, kIntegrator},  {"operator", 1, kOperator}};
  for (const auto& office : kOffices) {
    for (int i = 1; i <= office.count; ++i) {
      const std::string id = absl::StrCat(office.prefix, i);
      accounts_.push_back({id, absl::StrCat("person-", id), office.roles, dice_.Chance(25)});
    }
  }
  // Second accounts: of an approver, and of an analyst who also approves.
  accounts_.push_back({"approver1-again", "person-approver1", kApprover, true});
  accounts_.push_back(
      {"analyst1-again", "person-analyst1", static_cast<Roles>(kApprover | kSecretary), true});
  // Some are related to people who move, and one moves himself.
  for (int i = 0; i < 6; ++i)
    registry_.Relate(dice_.Pick(accounts_).person, absl::StrCat("e", 1 + dice_.Below(12)));
  accounts_.push_back({"approver-who-moves", "e1", kApprover, false});
}

void Province::Boot() {
  parts_.reset();
  parts_ = std::make_unique<Parts>(Ground{store_, registry_, plans_, considerations_, letters_, policies_,
                                          clock_, ids_, logger_, metrics_});
}

CallScope Province::ScopeOf(const Account& account) const {
  CallScope scope;
  scope.principal.id = account.id;
  scope.principal.tenant = "t1";
  scope.principal.employee = account.person;
  scope.actor = account.id;
  scope.tenant = "t1";
  scope.clock = &clock_;
  return scope;
}

std::vector<CaseRecord> Province::Running() const {
  std::vector<CaseRecord> running;
  for (const auto& [id, record] : store_.rows().cases) {
    if (!IsEnd(record.state)) running.push_back(record);
  }
  return running;
}

// Refusals are what the rules are for; anything that tells of a mistake in the code is a failure.
void Province::Note(const absl::Status& status) {
  ++outcome_.acts;
  if (status.ok()) return;
  if (absl::IsUnavailable(status)) {
    ++outcome_.lost;
    return;
  }
  ++outcome_.refused;
  if (absl::IsInternal(status) || absl::IsUnknown(status) || ReasonOf(status).empty()) {
    outcome_.failure = absl::StrCat(last_event_, ": ", status.ToString());
  }
}

absl::Status Province::CallMeeting(const CaseRecord& read, const Account& who, const ActKey& key) {
  Meeting meeting;
  meeting.date = Today();
  meeting.chair = "person-committee1";
  meeting.attendees = {"person-committee1", "person-committee2", "person-secretary1"};
  if (!weather_.calm() && dice_.Chance(5)) meeting.attendees.pop_back();  // No quorum.
  for (const CaseRecord& record : Running()) {
    if (record.id != read.id && (record.state != CaseState::kRecommended || !dice_.Chance(30))) continue;
    if (!CheckPerson(record, Verb::kMeet, {who.id, who.person}).ok() && record.id != read.id) continue;
    meeting.agenda.push_back(record.id);
    for (const CaseMove& move : record.moves) {
      if (!IsDue(move, Step::kMeeting)) continue;
      const int at = weather_.calm() ? 99 : dice_.Below(100);
      const MeetingVote vote = at < 5    ? MeetingVote::kRefuse
                               : at < 12 ? MeetingVote::kPostpone
                                         : MeetingVote::kAgree;
      meeting.decisions.push_back({record.id, move.number, vote, {}, "note"});
    }
  }
  return parts_->cases.RecordMeeting(ScopeOf(who), key, meeting).status();
}

absl::Status Province::CallReject(const CallScope& scope, const CaseRecord& read, const ActOn& on) {
  const bool one = !weather_.calm() && read.state != CaseState::kVetoed && dice_.Chance(80);
  const int32_t move = one ? 1 + dice_.Below(static_cast<int>(read.moves.size())) : 0;
  return parts_->cases.Do(scope, on, Reject{move, "reason"}).status();
}

absl::Status Province::Call(const CaseRecord& read, Verb verb, const Account& who, const ActOn& on) {
  const CallScope scope = ScopeOf(who);
  CaseService& cases = parts_->cases;
  const auto step_move = [&](Step step) {
    for (const CaseMove& move : read.moves) {
      if (IsDue(move, step)) return move.number;
    }
    return 1;
  };
  switch (verb) {
    case Verb::kSubmit:
      return cases.Do(scope, on, Submit{}).status();
    case Verb::kRevise:
      return cases.DoRevise(scope, on, Revise{read.effective_date + 1 + dice_.Below(30), {}}).status();
    case Verb::kScreen:
      return cases.DoScreen(scope, on).status();
    case Verb::kSettleItem:
      for (const ChecklistItem& item : read.checklist) {
        if (!item.settled) return cases.Do(scope, on, SettleItem{item.code, item.move, "letter"}).status();
      }
      return absl::OkStatus();
    case Verb::kRecommend:
      return cases.Do(scope, on, Recommend{weather_.calm() || !dice_.Chance(4), "note"}).status();
    case Verb::kMeet:
      return CallMeeting(read, who, on.key);
    case Verb::kGiveConsent:
      return cases
          .DoConsent(scope, on,
                     GiveConsent{step_move(Step::kConsent), weather_.calm() || !dice_.Chance(4), "D4"})
          .status();
    case Verb::kConsider:
      return cases.Do(scope, on, Consider{step_move(Step::kConsideration), true, "by hand"}).status();
    case Verb::kApprove:
      return cases.Do(scope, on, Approve{read.content_hash}).status();
    case Verb::kReject:
      return CallReject(scope, read, on);
    case Verb::kConfirmVeto: {
      const bool accept = read.veto->state == VetoState::kReady &&
                          (weather_.calm() ? on.version.has_value() : dice_.Chance(70));
      return cases.DoConfirmVeto(scope, on, ConfirmVeto{read.veto->child_plan, accept}).status();
    }
    case Verb::kReturnCase:
      return cases.Do(scope, on, ReturnCase{{"defect"}}).status();
    case Verb::kRecuse:
      return cases.Do(scope, on, Recuse{"reason"}).status();
    case Verb::kDeclareInterest:
      return cases.Declare(scope, on.key, {.case_id = read.id, .conflict = dice_.Chance(30)}).status();
    case Verb::kWithdraw:
      return cases.Do(scope, on, Withdraw{"reason"}).status();
    case Verb::kStartIssue:
      return cases.Do(scope, on, StartIssue{std::nullopt, "governor", dice_.Chance(50)}).status();
    case Verb::kReconcile:
      return cases.DoReconcile(scope, on, Reconcile{!weather_.calm() && dice_.Chance(50), "note"}).status();
    default:
      return absl::OkStatus();
  }
}

bool Province::Act(const CaseRecord& read, Verb verb, const Account& who) {
  last_event_ = absl::StrCat(who.id, " ", VerbName(verb), " ", read.id, " in ", StateName(read.state));
  const bool stale = !weather_.calm() && who.hasty && dice_.Chance(10);
  const ActOn on{read.id,
                 read.version - (stale ? 1 : 0),
                 {absl::StrCat("r", ++requests_), std::string(VerbName(verb)), ""}};
  const absl::Status status = Call(read, verb, who, on);
  Note(status);
  // A lost answer is asked for again, and the hasty do so always.
  if (absl::IsUnavailable(status) || (who.hasty && dice_.Chance(50))) {
    const int64_t version = store_.rows().cases.at(read.id).version;
    const absl::Status again = Call(read, verb, who, on);
    Note(again);
    if (status.ok() && store_.rows().cases.at(read.id).version != version) {
      outcome_.failure = absl::StrCat(last_event_, ": the repeat acted again");
    }
    return status.ok() || again.ok();
  }
  return status.ok();
}

const Account* Province::Willing(const CaseRecord& record, Verb verb, Roles roles) {
  std::vector<const Account*> willing;
  for (const Account& account : accounts_) {
    const Actor actor{account.id, account.person};
    const bool role = (account.roles & roles) != 0 || ((roles & kProposer) && (account.roles & kAnalyst));
    if (role && CheckPerson(record, verb, actor).ok()) willing.push_back(&account);
  }
  return willing.empty() ? nullptr : dice_.Pick(willing);
}

bool Province::WasApplied(const std::string& chain_key) const {
  for (const auto& [id, record] : store_.rows().cases) {
    if (record.chain_key == chain_key && record.state == CaseState::kApplied) return true;
  }
  return false;
}

void Province::CreateCase() {
  std::vector<const Account*> analysts;
  for (const Account& account : accounts_) {
    if (account.roles & kAnalyst) analysts.push_back(&account);
  }
  const Account& who = *dice_.Pick(analysts);
  last_event_ = absl::StrCat(who.id, " creates a case");
  const ActKey key{absl::StrCat("r", ++requests_), "CreateCase", ""};
  if (dice_.Chance(85)) {
    const auto chains = plans_.AllChains();
    if (chains.empty()) return;
    const auto& [plan, chain] = dice_.Pick(chains);
    if (WasApplied(chain) && !dice_.Chance(20)) return;
    Note(parts_->cases.CreateFromChain(ScopeOf(who), key, plan, chain, std::nullopt).status());
    return;
  }
  // A letter may ask for a seat that a plan has in mind as well.
  CaseMove move;
  move.employee = absl::StrCat("e", 1 + dice_.Below(static_cast<int>(registry_.holders().size())));
  move.to_post = absl::StrCat("p", 1 + dice_.Below(static_cast<int>(registry_.seats().size())));
  Note(parts_->cases
           .CreateFromLetter(ScopeOf(who), key, absl::StrCat("800/", ++letters_sent_), {move},
                             absl::CivilDay(2026, 10, 1))
           .status());
}

void Province::SomebodyActs() {
  const std::vector<CaseRecord> running = Running();
  if (running.empty()) return CreateCase();
  const CaseRecord& record = dice_.Pick(running);
  Verb verb;
  Roles roles = 0;
  std::vector<CaseTask> tasks = TasksOf(record, Today());
  std::erase_if(tasks, [](const CaseTask& task) { return IsDeskVerb(task.verb); });
  if (!tasks.empty() && !dice_.Chance(7)) {
    const CaseTask& task = dice_.Pick(tasks);
    verb = task.verb;
    roles = task.roles;
  } else {
    const std::vector<Verb> verbs = NextVerbs(record);
    if (verbs.empty()) return;
    verb = dice_.Pick(verbs);
    if (verb == Verb::kWithdraw && !dice_.Chance(20)) return;
    roles = FindGate(record.state, verb)->roles;
  }
  // Most know what they may; some try anyway.
  const Account* who = dice_.Chance(85) ? Willing(record, verb, roles) : &dice_.Pick(accounts_);
  if (who != nullptr) Act(record, verb, *who);
}

void Province::ExpireQuiet() {
  for (const CaseRecord& record : Running()) {
    if (clock_.Now() - record.updated < absl::Hours(24) * policies_.terms().expiry_days) continue;
    if (FindGate(record.state, Verb::kExpire) == nullptr) continue;
    last_event_ = absl::StrCat("expiry of ", record.id);
    Note(parts_->cases.Do(DeskCall(), {record.id, record.version, {}}, Expire{}).status());
  }
}

void Province::Event() {
  clock_.Advance(absl::Minutes(1 + dice_.Below(dice_.Chance(10) ? 60 * 24 * 5 : 120)));
  const int at = dice_.Below(100);
  if (at < 6) return CreateCase();
  last_event_ = "issue desk";
  if (at < 20) return static_cast<void>(parts_->issue.Round());
  last_event_ = "veto desk";
  if (at < 26) return static_cast<void>(parts_->veto.Round());
  last_event_ = "consideration desk";
  if (at < 34) return static_cast<void>(parts_->consideration.Round());
  last_event_ = "feed";
  if (at < 38) return bus_.Step();
  if (at < 39) {
    last_event_ = "another hand";
    if (dice_.Chance(50)) registry_.ChangeByAnotherHand();
    return;
  }
  if (at < 40) return ExpireQuiet();
  if (at < 42) {
    ++outcome_.crashes;
    return Boot();
  }
  SomebodyActs();
}

// One task of the case in calm weather; false if nobody may do it.
bool Province::SettleCase(const CaseRecord& record) {
  Verb verb = Verb::kWithdraw;
  Roles roles = kAnalyst;
  std::vector<CaseTask> tasks = TasksOf(record, Today());
  std::erase_if(tasks, [](const CaseTask& task) { return IsDeskVerb(task.verb); });
  // What came back is not proposed for ever.
  const bool leaves = record.state == CaseState::kReturned || record.version > 120;
  if (!leaves) {
    if (tasks.empty()) return true;  // The desks'.
    verb = tasks.front().verb;
    roles = tasks.front().roles;
  } else if (FindGate(record.state, Verb::kWithdraw) == nullptr) {
    if (tasks.empty()) return true;
    verb = tasks.front().verb;
    roles = tasks.front().roles;
  }
  const Account* who = Willing(record, verb, roles);
  return who != nullptr && Act(record, verb, *who);
}

// Until every case has ended; what nobody may go on with expires.
std::string Province::Settle() {
  weather_.Calm();
  Boot();
  for (int round = 0; round < 400; ++round) {
    const std::vector<CaseRecord> running = Running();
    if (running.empty()) break;
    bool moved = false;
    for (const CaseRecord& record : running) {
      const auto now = store_.rows().cases.find(record.id);
      moved = (now->second.version == record.version && SettleCase(record)) || moved;
    }
    last_event_ = "desks in calm weather";
    parts_->issue.Round();
    parts_->veto.Round();
    parts_->consideration.Round();
    bus_.Step();
    clock_.Advance(moved ? absl::Hours(1) : absl::Hours(24) * (policies_.terms().expiry_days + 1));
    if (!moved) ExpireQuiet();
    if (!outcome_.failure.empty()) return outcome_.failure;
    if (std::string wrong = invariants_.Check(Today()); !wrong.empty()) return wrong;
  }
  for (size_t i = 0; i <= store_.events().size(); ++i) bus_.Step();
  return invariants_.CheckEnd();
}

Outcome Province::Run() {
  for (int i = 0; i < events_ && outcome_.failure.empty(); ++i) {
    Event();
    if (const std::string wrong = invariants_.Check(Today()); !wrong.empty()) {
      outcome_.failure = absl::StrCat("after event ", i, " (", last_event_, "): ", wrong);
    }
  }
  if (outcome_.failure.empty()) {
    if (const std::string wrong = Settle(); !wrong.empty()) {
      outcome_.failure = absl::StrCat("in calm weather (", last_event_, "): ", wrong);
    }
  }
  for (const auto& [id, record] : store_.rows().cases) {
    ++outcome_.cases;
    ++outcome_.ends[std::string(StateName(record.state))];
  }
  for (const auto& [id, decree] : store_.rows().decrees) {
    ++outcome_.decrees;
    outcome_.applied += decree.state == DecreeState::kApplied;
    outcome_.voided += decree.state == DecreeState::kVoid;
  }
  return outcome_;
}

}  // namespace

Outcome Simulate(uint64_t seed, int events) {
  return Province(seed, events).Run();
}

}  // namespace selaras::approval::simulation
