#include "services/matching/domain/explain.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/matching/domain/explain_alternative.h"
#include "services/matching/domain/explain_flips.h"
#include "services/matching/domain/explain_words.h"

namespace selaras::matching {
namespace {

class Explainer {
 public:
  Explainer(const PlanView& view, int32_t person)
      : view_(view),
        problem_(view.problem),
        plan_(view.plan),
        index_(view.problem.province()),
        person_(person),
        in_plan_(view.problem.InstancePerson(person) >= 0),
        maker_(view_, person) {}

  Explanation Explain(absl::Span<const int32_t> posts) {
    Explanation out;
    out.person = person_;
    out.from_post = index_.PersonRefsOf(person_).post;
    out.to_post = plan_.post_of[person_];
    out.moved = out.to_post >= 0 && out.to_post != out.from_post;
    out.frozen = !in_plan_;
    out.limits_active = LimitsActive(view_.certificate);
    if (out.from_post >= 0) out.terms_from = problem_.Terms(person_, out.from_post);
    if (out.to_post >= 0) out.terms_to = problem_.Terms(person_, out.to_post);
    if (out.moved) {
      DescribeMove(out);
    } else {
      DescribeStay(out);
    }
    for (const Preference* wish : WishesByRank()) out.alternatives.push_back(AnswerWish(*wish));
    for (const int32_t post : posts) {
      Alternative alternative = maker_.Answer(post, problem_.WishRank(person_, post));
      Lead(Say(Sentence::kThePost, {PositionName(post), UnitName(post)}), alternative);
      out.alternatives.push_back(std::move(alternative));
    }
    // Who has one lawful place only is moved by no correction of points.
    if (in_plan_ && problem_.instance().CellsOf(problem_.InstancePerson(person_)).size() > 0) {
      if (const Ways* ways = maker_.ways()) AddFlips(view_, *ways, out);
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
      if (outcome.Bars()) notes.push_back(NoteOf(problem_, person_, -1, outcome));
    }
    if (!notes.empty()) return Append(out.text, Say(Sentence::kBarred, {TitlesOf(notes)}));
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

  static void Lead(BilingualText lead, Alternative& alternative) {
    Append(lead, alternative.text);
    alternative.text = std::move(lead);
  }

  Alternative AnswerWish(const Preference& wish) {
    const int32_t post = PostForWish(wish);
    if (post < 0) {
      Alternative none{-1, wish.rank, Outcome::kNoSeat};
      none.text = Say(Sentence::kAltNoPost);
      Lead(Say(Sentence::kTheWishPlace, {Same(wish.rank), PlaceName(wish)}), none);
      return none;
    }
    Alternative alternative = maker_.Answer(post, wish.rank);
    Lead(Say(Sentence::kTheWish, {Same(wish.rank), PositionName(post), UnitName(post)}), alternative);
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
  int32_t PostForWish(const Preference& wish) {
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
      const std::optional<int64_t> slack = maker_.SlackAt(post);
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

  const PlanView view_;
  const PlanProblem& problem_;
  const Plan& plan_;
  const ProvinceIndex& index_;
  const int32_t person_;
  const bool in_plan_;
  AlternativeMaker maker_;
};

}  // namespace

bool LimitsActive(const assignment::Certificate& certificate) {
  return certificate.lambda > 0 || !certificate.optimal() ||
         std::any_of(certificate.limit_prices.begin(), certificate.limit_prices.end(),
                     [](int64_t price) { return price > 0; });
}

RuleNote NoteOf(const PlanProblem& problem, int32_t person, int32_t post, const rules::Outcome& outcome) {
  const rules::Rule& rule = *outcome.rule;
  RuleNote note{rule.code, rule.title_id, rule.title_en, rule.legal_basis};
  if (outcome.verdict != rules::Verdict::kUnknown) {
    note.kind = outcome.Warns() ? RuleNote::Kind::kWarns : RuleNote::Kind::kForbids;
    return note;
  }
  note.kind = RuleNote::Kind::kUnknown;
  const int32_t at = post >= 0 ? post : problem.province().PersonRefsOf(person).post;
  if (at < 0) return note;
  const Lawfulness::PairFacts facts = problem.lawfulness().FactsOf(person, at);
  for (const rules::Fact fact : rule.lawful_if.FactsUsed()) {
    const rules::FactInfo& info = rules::InfoOf(fact);
    if (info.root == rules::Root::plan) continue;
    const bool of_person = info.root == rules::Root::person || info.root == rules::Root::present;
    if (!(of_person ? facts.person : facts.target).Get(fact).known) note.missing.emplace_back(info.name);
  }
  return note;
}

absl::StatusOr<Explanation> ExplainPerson(const PlanView& view, absl::string_view employee_id,
                                          absl::Span<const std::string> posts) {
  const ProvinceIndex& province = view.problem.province();
  const int32_t person = province.FindPerson(employee_id);
  if (person < 0) return Error(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND");
  std::vector<int32_t> asked;
  for (const std::string& id : posts) {
    asked.push_back(province.FindPost(id));
    if (asked.back() < 0) return Error(absl::StatusCode::kNotFound, "POST_NOT_FOUND");
  }
  return Explainer(view, person).Explain(asked);
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
