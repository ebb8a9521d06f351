#include "services/matching/domain/explain.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/matching/domain/displacement.h"
#include "services/matching/domain/explain_words.h"

namespace selaras::matching {
namespace {

// Pairs to look at for one answer: some tens of milliseconds.
constexpr int64_t kMostPairs = 5'000'000;

class Explainer {
 public:
  Explainer(const PlanProblem& problem, const assignment::Certificate& certificate, const Plan& plan,
            int32_t person)
      : problem_(problem),
        certificate_(certificate),
        plan_(plan),
        index_(problem.province()),
        person_(person),
        instance_person_(problem.InstancePerson(person)) {
    if (instance_person_ >= 0) profit_ = PersonProfit(problem.instance(), certificate, instance_person_);
  }

  Explanation Explain(absl::Span<const int32_t> posts) {
    Explanation out;
    out.person = person_;
    out.from_post = index_.PersonRefsOf(person_).post;
    out.to_post = plan_.post_of[person_];
    out.moved = out.to_post >= 0 && out.to_post != out.from_post;
    out.frozen = instance_person_ < 0;
    out.limits_active = certificate_.lambda > 0;
    if (out.from_post >= 0) out.terms_from = problem_.Terms(person_, out.from_post);
    if (out.to_post >= 0) out.terms_to = problem_.Terms(person_, out.to_post);
    if (out.moved) {
      DescribeMove(out);
    } else {
      DescribeStay(out);
    }
    for (const Preference* wish : WishesByRank()) out.alternatives.push_back(AnswerWish(*wish));
    for (const int32_t post : posts) {
      Alternative alternative = AnswerPost(post, problem_.WishRank(person_, post));
      const BilingualText lead = Say(Sentence::kThePost, {PositionName(post), UnitName(post)});
      BilingualText text = lead;
      Append(text, alternative.text);
      alternative.text = std::move(text);
      out.alternatives.push_back(std::move(alternative));
    }
    return out;
  }

 private:
  BilingualText PositionName(int32_t post) const {
    return Same(index_.positions()[index_.PostRefsOf(post).position].display_name);
  }
  BilingualText UnitName(int32_t post) const {
    return Same(index_.units()[index_.PostRefsOf(post).unit].display_name);
  }

  void DescribeMove(Explanation& out) const {
    const auto move = std::find_if(plan_.moves.begin(), plan_.moves.end(),
                                   [this](const Move& move) { return move.person == person_; });
    out.benefit = BenefitOf(problem_, plan_, *move);
    out.text = out.from_post < 0
                   ? Say(Sentence::kPlaced, {PositionName(out.to_post), UnitName(out.to_post)})
                   : Say(Sentence::kMoved, {PositionName(out.from_post), UnitName(out.from_post),
                                            PositionName(out.to_post), UnitName(out.to_post)});
    if (const Pin* pin = problem_.PinOf(person_))
      Append(out.text, Say(Sentence::kPinned, {Same(pin->reason)}));
    Append(out.text, Say(Sentence::kMainReason, {WordFor(move->reasons.front())}));
    std::vector<BilingualText> others;
    for (size_t r = 1; r < move->reasons.size(); ++r) others.push_back(WordFor(move->reasons[r]));
    if (!others.empty()) Append(out.text, Say(Sentence::kOtherReasons, {Listed(others)}));
    if (const int32_t rank = problem_.WishRank(person_, out.to_post); rank > 0) {
      Append(out.text, Say(Sentence::kWishMet, {Same(rank)}));
    }
    if (out.from_post >= 0) {
      if (out.terms_to[Term::kFit] > out.terms_from[Term::kFit]) {
        Append(out.text,
               Say(Sentence::kFitBetter, {Same(out.terms_to[Term::kFit]), Same(out.terms_from[Term::kFit])}));
      }
      const bool home_known = !out.terms_to.Assumed(Term::kDistance);
      if (home_known && out.terms_to[Term::kDistance] > out.terms_from[Term::kDistance]) {
        Append(out.text, Say(Sentence::kCloser));
      }
    }
    std::vector<BilingualText> assumed;
    for (const Term term : move->assumed) assumed.push_back(WordFor(term));
    if (move->need_assumed) assumed.push_back(Say(Sentence::kTermNeed));
    if (!assumed.empty()) Append(out.text, Say(Sentence::kAssumed, {Listed(assumed)}));
    if (out.limits_active) Append(out.text, Say(Sentence::kLimitActive));
  }

  void DescribeStay(Explanation& out) const {
    out.text = out.to_post < 0 ? Say(Sentence::kStaysWithout)
                               : Say(Sentence::kStays, {PositionName(out.to_post), UnitName(out.to_post)});
    if (out.frozen) return Append(out.text, Say(Sentence::kFrozen));
    if (const Pin* pin = problem_.PinOf(person_))
      return Append(out.text, Say(Sentence::kPinned, {Same(pin->reason)}));
    if (const Ban* ban = problem_.BanOf(person_, -1)) {
      return Append(out.text, Say(Sentence::kBannedMove, {Same(ban->reason)}));
    }
    std::vector<RuleNote> notes;
    for (const rules::Outcome& outcome : problem_.lawfulness().OutcomesOf(person_)) {
      if (outcome.Bars()) notes.push_back(NoteOf(outcome));
    }
    if (!notes.empty()) return Append(out.text, Say(Sentence::kBarred, {Titles(notes)}));
    if (const int32_t rank = out.to_post < 0 ? 0 : problem_.WishRank(person_, out.to_post); rank > 0) {
      Append(out.text, Say(Sentence::kWishMetByStaying, {Same(rank)}));
    }
    Append(out.text, Say(Sentence::kNoBetter));
    if (out.limits_active) Append(out.text, Say(Sentence::kLimitActive));
  }

  std::vector<const Preference*> WishesByRank() const {
    std::vector<const Preference*> wishes;
    for (const Preference& preference : index_.persons()[person_].preferences) wishes.push_back(&preference);
    std::stable_sort(wishes.begin(), wishes.end(),
                     [](const Preference* a, const Preference* b) { return a->rank < b->rank; });
    return wishes;
  }

  Alternative AnswerWish(const Preference& wish) const {
    const int32_t post = PostForWish(wish);
    if (post < 0) {
      Alternative none{-1, wish.rank, Outcome::kUnlawful};
      none.text = Say(Sentence::kTheWishPlace, {Same(wish.rank), PlaceName(wish)});
      Append(none.text, Say(Sentence::kAltNoPost));
      return none;
    }
    Alternative alternative = AnswerPost(post, wish.rank);
    BilingualText text = Say(Sentence::kTheWish, {Same(wish.rank), PositionName(post), UnitName(post)});
    Append(text, alternative.text);
    alternative.text = std::move(text);
    return alternative;
  }

  BilingualText PlaceName(const Preference& wish) const {
    if (wish.kind == PreferenceKind::kOrgUnit) {
      const int32_t unit = index_.FindUnit(wish.target);
      if (unit >= 0) return Same(index_.units()[unit].display_name);
    }
    if (wish.kind == PreferenceKind::kDistrict) {
      const int32_t district = index_.FindDistrict(wish.target);
      if (district >= 0) return Same(index_.districts()[district].display_name);
    }
    return Same(wish.target);
  }

  // The post that stands for a wish: where he is placed if that fulfils it, else the lawful one nearest to
  // its cutoff, else one of his own position, else the first.
  int32_t PostForWish(const Preference& wish) const {
    std::vector<int32_t> candidates;
    if (wish.kind == PreferenceKind::kPost) return index_.FindPost(wish.target);
    const int32_t place = wish.kind == PreferenceKind::kOrgUnit ? index_.FindUnit(wish.target)
                                                                : index_.FindDistrict(wish.target);
    if (place < 0) return -1;
    candidates =
        wish.kind == PreferenceKind::kOrgUnit ? index_.PostsOfUnit(place) : index_.PostsOfDistrict(place);
    const int32_t placed = plan_.post_of[person_];
    if (std::find(candidates.begin(), candidates.end(), placed) != candidates.end()) return placed;
    int32_t best = -1;
    int64_t best_slack = INT64_MIN;
    for (const int32_t post : candidates) {
      const int32_t j = problem_.InstancePost(post);
      if (instance_person_ < 0 || j < 0) continue;
      const std::optional<int64_t> slack =
          Slack(problem_.instance(), certificate_, instance_person_, j, profit_);
      if (slack.has_value() && *slack > best_slack) {
        best = post;
        best_slack = *slack;
      }
    }
    if (best >= 0) return best;
    const int32_t own = index_.PersonRefsOf(person_).position;
    for (const int32_t post : candidates) {
      if (index_.PostRefsOf(post).position == own) return post;
    }
    return candidates.empty() ? -1 : candidates.front();
  }

  static RuleNote NoteOf(const rules::Outcome& outcome) {
    return {outcome.rule->code, outcome.rule->title_id, outcome.rule->title_en, outcome.rule->legal_basis,
            outcome.verdict == rules::Verdict::kUnknown};
  }

  static BilingualText Titles(const std::vector<RuleNote>& notes) {
    std::vector<BilingualText> titles;
    for (const RuleNote& note : notes) {
      titles.push_back({absl::StrCat(note.title_id, " (", note.legal_basis, ")"),
                        absl::StrCat(note.title_en, " (", note.legal_basis, ")")});
    }
    return Listed(titles);
  }

  Alternative AnswerPost(int32_t post, int32_t rank) const {
    Alternative out{post, rank, Outcome::kUnlawful};
    if (plan_.post_of[person_] == post) {
      out.outcome = Outcome::kPlaced;
      out.value = problem_.Terms(person_, post).Total();
      out.cutoff = out.value;
      out.text = Say(Sentence::kAltPlaced);
      return out;
    }
    if (instance_person_ < 0 || !problem_.InScope(post)) {
      out.text = Say(Sentence::kAltOutOfScope);
      return out;
    }
    AddRules(out);
    if (!out.rules.empty()) return out;
    if (const Ban* ban = problem_.BanOf(person_, post)) {
      out.text = Say(Sentence::kAltBanned, {Same(ban->reason)});
      return out;
    }
    if (problem_.PinOf(person_) != nullptr) {
      out.text = Say(Sentence::kAltPinned);
      return out;
    }
    const int32_t j = problem_.InstancePost(post);
    const std::optional<int32_t> value =
        j < 0 ? std::nullopt : problem_.instance().Score(instance_person_, j);
    if (!value.has_value()) {
      out.text = Say(Sentence::kAltNoSeat);
      return out;
    }
    CompareWithCutoff(j, *value, out);
    return out;
  }

  void AddRules(Alternative& out) const {
    // His own post needs no rule; he may always keep it.
    if (out.post == index_.PersonRefsOf(person_).post) return;
    bool unlawful = false;
    for (const rules::Outcome& outcome : problem_.lawfulness().OutcomesOf(person_, out.post)) {
      if (!outcome.Bars()) continue;
      out.rules.push_back(NoteOf(outcome));
      unlawful |= outcome.verdict == rules::Verdict::kUnlawful;
    }
    if (out.rules.empty()) return;
    // What is known to forbid counts before what is not known.
    if (unlawful) std::erase_if(out.rules, [](const RuleNote& note) { return note.unknown; });
    out.outcome = unlawful ? Outcome::kUnlawful : Outcome::kUnknownLawfulness;
    out.text = Say(unlawful ? Sentence::kAltUnlawful : Sentence::kAltUnknown, {Titles(out.rules)});
  }

  void CompareWithCutoff(int32_t j, int32_t value, Alternative& out) const {
    const assignment::Instance& instance = problem_.instance();
    out.value = value;
    out.cutoff = Cutoff(instance, certificate_, instance_person_, j, profit_);
    // Prices are not the only proof of the plan; others may ask for more. What would have sufficed is his
    // value and what the plan would lose by giving him the post; where nothing would be lost, another optimum
    // has him there.
    if (!displacement_.has_value()) displacement_.emplace(instance, certificate_);
    const std::optional<int64_t> loss = displacement_->LossOf(instance_person_, j, kMostPairs);
    const std::optional<int64_t> slack = Slack(instance, certificate_, instance_person_, j, profit_);
    const bool tied = loss.has_value() ? *loss == 0 : slack.has_value() && *slack >= 0;
    if (tied) {
      out.outcome = Outcome::kTied;
      out.text = Say(Sentence::kAltTied, {Same(out.value)});
      return;
    }
    if (loss.has_value()) out.cutoff = std::max(out.cutoff, out.value + *loss);
    out.outcome = Outcome::kBelowCutoff;
    const Staffing& staffing = plan_.staffing[out.post];
    const int64_t seats = std::max(staffing.ceiling, staffing.before);
    const bool only_the_budget = certificate_.lambda > 0 && staffing.after < staffing.ceiling;
    out.text = Say(only_the_budget ? Sentence::kAltBudget : Sentence::kAltBelow,
                   {Same(out.value), Same(out.cutoff), Same(seats), Same(staffing.after)});
  }

  const PlanProblem& problem_;
  const assignment::Certificate& certificate_;
  const Plan& plan_;
  const ProvinceIndex& index_;
  const int32_t person_;
  const assignment::PersonIndex instance_person_;
  int64_t profit_ = 0;
  mutable std::optional<Displacement> displacement_;  // Made when first needed.
};

}  // namespace

absl::StatusOr<Explanation> ExplainPerson(const PlanProblem& problem,
                                          const assignment::Certificate& certificate, const Plan& plan,
                                          absl::string_view employee_id,
                                          absl::Span<const std::string> posts) {
  const int32_t person = problem.province().FindPerson(employee_id);
  if (person < 0) return Error(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND");
  std::vector<int32_t> asked;
  for (const std::string& id : posts) {
    asked.push_back(problem.province().FindPost(id));
    if (asked.back() < 0) return Error(absl::StatusCode::kNotFound, "POST_NOT_FOUND");
  }
  return Explainer(problem, certificate, plan, person).Explain(asked);
}

BilingualText BenefitOf(const PlanProblem& problem, const Plan& plan, const Move& move) {
  const ProvinceIndex& index = problem.province();
  const auto name = [&](int32_t post) {
    return Same(index.positions()[index.PostRefsOf(post).position].display_name);
  };
  const auto unit = [&](int32_t post) {
    return Same(index.units()[index.PostRefsOf(post).unit].display_name);
  };
  const Staffing& to = plan.staffing[move.to_post];
  const int32_t short_before = std::max(0, to.target - to.before),
                short_after = std::max(0, to.target - to.after);
  BilingualText text;
  if (short_before > short_after && short_after == 0) {
    text = Say(Sentence::kShortageEnds, {name(move.to_post), unit(move.to_post), Same(short_before)});
  } else if (short_before > short_after) {
    text = Say(Sentence::kShortageFalls,
               {name(move.to_post), unit(move.to_post), Same(short_before), Same(short_after)});
  } else if (to.after <= to.target) {
    // Others leave: he keeps the post from falling further.
    text = Say(Sentence::kShortageStays,
               {name(move.to_post), unit(move.to_post), Same(to.target - to.after + 1)});
  } else {
    text = Say(Sentence::kFilled, {name(move.to_post), unit(move.to_post), Same(to.after), Same(to.target)});
  }
  if (move.from_post >= 0) {
    const Staffing& from = plan.staffing[move.from_post];
    const int32_t above_before = std::max(0, from.before - from.target);
    const int32_t above_after = std::max(0, from.after - from.target);
    if (above_before > above_after) {
      Append(text, Say(Sentence::kSurplusFalls,
                       {name(move.from_post), unit(move.from_post), Same(above_before), Same(above_after)}));
    }
  }
  const Position& position = index.positions()[index.PostRefsOf(move.to_post).position];
  if (!position.purpose_id.empty()) {
    Append(text, Say(Sentence::kPurpose,
                     {{position.purpose_id,
                       position.purpose_en.empty() ? position.purpose_id : position.purpose_en}}));
  }
  return text;
}

}  // namespace selaras::matching
