#include "services/matching/domain/plan.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"

namespace selaras::matching {
namespace {

constexpr size_t kMoveIdDigits = 24;

class PlanMaker {
 public:
  PlanMaker(const PlanProblem& problem, const std::vector<assignment::PostIndex>& placement)
      : problem_(problem), placement_(placement), index_(problem.province()) {}

  Plan Make(const assignment::Certificate& certificate) {
    FindMoves();
    AddCutoffs(certificate);
    Summarise(certificate);
    plan_.limits = LimitUses(problem_, plan_, certificate);
    AddTiers(certificate);
    return std::move(plan_);
  }

  PlanSummary Before() {
    CountStaffNow();
    SizeUp();
    plan_.summary.objective = plan_.summary.bound = plan_.summary.status_quo;
    return plan_.summary;
  }

  Plan MakeMoves() {
    FindMoves();
    return std::move(plan_);
  }

 private:
  void FindMoves() {
    CountStaff();
    for (assignment::PersonIndex i = 0; i < problem_.instance().person_count(); ++i) {
      const int32_t person = problem_.ProvincePerson(i);
      const int32_t to = plan_.post_of[person];
      if (to >= 0 && to != index_.PersonRefsOf(person).post) plan_.moves.push_back(MakeMove(person, to));
    }
    std::sort(plan_.moves.begin(), plan_.moves.end(),
              [](const Move& a, const Move& b) { return a.gain != b.gain ? a.gain > b.gain : a.id < b.id; });
    JoinChains(problem_, plan_);
  }

  void CountStaffNow() {
    for (int32_t j = 0; j < static_cast<int32_t>(index_.posts().size()); ++j) {
      const NeedCurve need = index_.NeedOf(j);
      const int32_t people = static_cast<int32_t>(index_.IncumbentsOf(j).size());
      plan_.staffing.push_back({need.critical, need.target, index_.posts()[j].ceiling, people, people});
    }
    for (int32_t i = 0; i < static_cast<int32_t>(index_.persons().size()); ++i) {
      plan_.post_of.push_back(index_.PersonRefsOf(i).post);
    }
  }

  void CountStaff() {
    CountStaffNow();
    for (assignment::PersonIndex i = 0; i < problem_.instance().person_count(); ++i) {
      const int32_t person = problem_.ProvincePerson(i);
      const int32_t to = problem_.ProvincePost(placement_[i]);
      int32_t& now = plan_.post_of[person];
      if (now >= 0) --plan_.staffing[now].after;
      if (to >= 0) ++plan_.staffing[to].after;
      now = to;
    }
  }

  // Worth of the last seat taken at `post`, and of the next one.
  int32_t LastSeat(int32_t post) const {
    return SeatPoints(problem_.Seats(post), plan_.staffing[post].after);
  }
  int32_t NextSeat(int32_t post) const {
    return SeatPoints(problem_.Seats(post), plan_.staffing[post].after + 1);
  }

  Move MakeMove(int32_t person, int32_t to) const {
    Move move;
    move.person = person;
    move.from_post = index_.PersonRefsOf(person).post;
    move.to_post = to;
    move.chain = -1;
    const std::string from_id = move.from_post < 0 ? "-" : index_.posts()[move.from_post].id;
    move.id = Sha256Hex(absl::StrCat("selaras-move ", problem_.KeyOf(person), " ", from_id, " ",
                                     index_.posts()[to].id))
                  .substr(0, kMoveIdDigits);
    move.terms_to = problem_.Terms(person, to);
    move.gain = int64_t{move.terms_to.Total()} + LastSeat(to);
    if (move.from_post >= 0) {
      move.terms_from = problem_.Terms(person, move.from_post);
      move.gain -= int64_t{move.terms_from.Total()} + NextSeat(move.from_post);
    } else {
      const assignment::PersonIndex i = problem_.InstancePerson(person);
      const assignment::PostIndex unplaced = problem_.instance().persons[i].reference_post;
      if (problem_.IsUnplaced(unplaced)) move.gain -= problem_.instance().SeatsOf(unplaced).front().points;
    }
    move.reasons = ReasonsFor(move);
    const int32_t from_agency = index_.PersonRefsOf(person).agency, to_agency = index_.PostRefsOf(to).agency;
    move.kind = from_agency < 0 ? TransferKind::kIntra
                                : KindOf(index_.agencies()[from_agency], index_.agencies()[to_agency]);
    AddRules(move);
    for (int t = 0; t < kTermCount; ++t) {
      const Term term = static_cast<Term>(t);
      const bool differs = move.terms_from[term] != move.terms_to[term];
      if (differs && (move.terms_from.Assumed(term) || move.terms_to.Assumed(term)))
        move.assumed.push_back(term);
    }
    move.need_assumed =
        index_.NeedOf(to).assumed || (move.from_post >= 0 && index_.NeedOf(move.from_post).assumed);
    return move;
  }

  std::vector<TransferReason> ReasonsFor(const Move& move) const {
    std::vector<std::pair<int64_t, TransferReason>> weighed;
    const auto add = [&](int64_t weight, TransferReason reason) {
      if (weight > 0) weighed.emplace_back(-weight, reason);
    };
    const auto change = [&](Term term) { return int64_t{move.terms_to[term]} - move.terms_from[term]; };
    const Staffing& to = plan_.staffing[move.to_post];
    const Family family = index_.positions()[index_.PostRefsOf(move.to_post).position].family;
    if (to.before < to.target) {
      add(std::max(1, LastSeat(move.to_post)), family == Family::kHealth && to.before < to.critical
                                                   ? TransferReason::kHealthAccess
                                                   : TransferReason::kVacancyFill);
    }
    if (move.from_post < 0) {
      add(1'000'000'000, TransferReason::kReorganisation);
    } else {
      const Staffing& from = plan_.staffing[move.from_post];
      if (from.before > from.target)
        add(std::max(1, -NextSeat(move.from_post)), TransferReason::kWorkloadBalance);
    }
    // In the same position a misfit stays one; leaving it is then no gain in fit.
    const bool same_position =
        index_.PersonRefsOf(move.person).position == index_.PostRefsOf(move.to_post).position;
    add(change(Term::kFit) + change(Term::kExperience) + (same_position ? 0 : change(Term::kRemedy)),
        TransferReason::kCompetencyFit);
    add(change(Term::kRotation), TransferReason::kRotationDue);
    add(change(Term::kDevelopment), TransferReason::kCareerDevelopment);
    add(change(Term::kPreference), TransferReason::kSelfRequest);
    add(change(Term::kPerformance) + change(Term::kTalent), TransferReason::kSuccession);
    std::sort(weighed.begin(), weighed.end());
    std::vector<TransferReason> reasons;
    for (const auto& [weight, reason] : weighed) reasons.push_back(reason);
    // Makes room where others are needed more, or comes closer to his home.
    if (reasons.empty()) reasons.push_back(TransferReason::kWorkloadBalance);
    return reasons;
  }

  void AddRules(Move& move) const {
    for (const rules::Outcome& outcome : problem_.lawfulness().OutcomesOf(move.person, move.to_post)) {
      if (outcome.Warns()) move.warnings.push_back(outcome.rule->code);
      if (outcome.Checklist()) move.checklist.push_back(outcome.rule->code);
    }
    // Known only now that the plan is made.
    if (move.from_post >= 0 && problem_.rules().Find("B14") != nullptr &&
        plan_.staffing[move.from_post].after < plan_.staffing[move.from_post].critical) {
      move.warnings.push_back("B14");
    }
    std::sort(move.warnings.begin(), move.warnings.end());
    std::sort(move.checklist.begin(), move.checklist.end());
  }

  void AddCutoffs(const assignment::Certificate& certificate) {
    std::vector<int32_t> placed(problem_.instance().post_count(), 0);
    for (const assignment::PostIndex j : placement_) ++placed[j];
    const int64_t q = certificate.denominator;
    for (assignment::PostIndex j = 0; j < problem_.instance().post_count(); ++j) {
      if (problem_.IsUnplaced(j)) continue;
      const int64_t price = certificate.prices[j];
      const int64_t points = price / q + (price % q > 0 ? 1 : 0);
      plan_.cutoffs.push_back(
          {problem_.ProvincePost(j), points, problem_.instance().SeatCount(j), placed[j]});
    }
  }

  void Summarise(const assignment::Certificate& certificate) {
    PlanSummary& s = plan_.summary;
    SizeUp();
    s.moves = static_cast<int64_t>(plan_.moves.size());
    s.chains = static_cast<int64_t>(plan_.chains.size());
    for (const Move& move : plan_.moves) s.measured_moves += move.measured() ? 1 : 0;
    s.objective = certificate.objective;
    s.bound = certificate.bound;
    for (assignment::PersonIndex i = 0; i < problem_.instance().person_count(); ++i) {
      const int32_t person = problem_.ProvincePerson(i);
      if (index_.persons()[person].preferences.empty()) continue;
      ++s.preferences;
      const int32_t post = plan_.post_of[person];
      const int32_t rank = post < 0 ? 0 : problem_.WishRank(person, post);
      s.preferences_first += rank == 1 ? 1 : 0;
      s.preferences_any += rank >= 1 ? 1 : 0;
    }
  }

  // REQUIRES: staffing.
  void SizeUp() {
    PlanSummary& s = plan_.summary;
    const assignment::Instance& instance = problem_.instance();
    s.employees = instance.person_count();
    s.lawful_pairs = instance.LawfulPairCount();
    s.move_budget = problem_.move_budget();
    s.status_quo = StatusQuo();
    for (assignment::PostIndex j = 0; j < instance.post_count(); ++j) {
      if (problem_.IsUnplaced(j)) continue;
      ++s.posts;
      s.seats += instance.SeatCount(j);
    }
    for (size_t j = 0; j < plan_.staffing.size(); ++j) {
      if (!problem_.InScope(static_cast<int32_t>(j))) continue;
      const Staffing& staffing = plan_.staffing[j];
      s.shortage_before += std::max(0, staffing.target - staffing.before);
      s.shortage_after += std::max(0, staffing.target - staffing.after);
      s.surplus_before += std::max(0, staffing.before - staffing.target);
      s.surplus_after += std::max(0, staffing.after - staffing.target);
    }
  }

  void AddTiers(const assignment::Certificate& certificate) {
    static constexpr absl::string_view kNames[] = {"CRITICAL", "TARGET"};
    for (size_t t = 0; t < certificate.tiers.size() && t < std::size(kNames); ++t) {
      plan_.tiers.push_back(
          {std::string(kNames[t]), certificate.tiers[t].objective, certificate.tiers[t].bound});
    }
    if (!plan_.tiers.empty()) plan_.tiers.push_back({"POINTS", certificate.objective, certificate.bound});
  }

  // What everybody where he is would be worth, pinned moves undone.
  int64_t StatusQuo() const {
    const assignment::Instance& instance = problem_.instance();
    std::vector<int32_t> people(instance.post_count(), 0);
    int64_t value = 0;
    for (assignment::PersonIndex i = 0; i < instance.person_count(); ++i) {
      const int32_t person = problem_.ProvincePerson(i);
      const int32_t post = index_.PersonRefsOf(person).post;
      if (post >= 0) {
        value += problem_.Terms(person, post).Total();
        ++people[problem_.InstancePost(post)];
      } else if (problem_.IsUnplaced(instance.persons[i].reference_post)) {
        ++people[instance.persons[i].reference_post];
      }
    }
    for (assignment::PostIndex j = 0; j < instance.post_count(); ++j)
      value += instance.SeatValue(j, people[j]);
    return value;
  }

  const PlanProblem& problem_;
  const std::vector<assignment::PostIndex>& placement_;
  const ProvinceIndex& index_;
  Plan plan_;
};

}  // namespace

absl::string_view ReasonName(TransferReason reason) {
  static constexpr absl::string_view kNames[] = {
      "WORKLOAD_BALANCE",    "COMPETENCY_FIT", "VACANCY_FILL", "ROTATION_DUE",
      "CAREER_DEVELOPMENT",  "SELF_REQUEST",   "SUCCESSION",   "REORGANISATION",
      "CONFLICT_RESOLUTION", "DISCIPLINARY",   "HEALTH_ACCESS"};
  return kNames[static_cast<int>(reason)];
}

absl::string_view KindName(TransferKind kind) {
  static constexpr absl::string_view kNames[] = {"INTRA", "INTER_KAB", "INTER_PROV", "REG_CENTRAL",
                                                 "CENTRAL"};
  return kNames[static_cast<int>(kind)];
}

TransferKind KindOf(const Agency& from, const Agency& to) {
  if (from.id == to.id) return TransferKind::kIntra;
  const bool from_central = from.kind == AgencyKind::kMinistry, to_central = to.kind == AgencyKind::kMinistry;
  if (from_central && to_central) return TransferKind::kCentral;
  if (from_central || to_central) return TransferKind::kRegCentral;
  return from.region_code.substr(0, 2) == to.region_code.substr(0, 2) ? TransferKind::kInterKab
                                                                      : TransferKind::kInterProv;
}

Plan MakePlan(const PlanProblem& problem, const assignment::Certificate& certificate) {
  return PlanMaker(problem, certificate.placement).Make(certificate);
}

PlanSummary SummaryBefore(const PlanProblem& problem) {
  return PlanMaker(problem, {}).Before();
}

Plan MakeMoves(const PlanProblem& problem, const std::vector<assignment::PostIndex>& placement) {
  return PlanMaker(problem, placement).MakeMoves();
}

}  // namespace selaras::matching
