#include "services/matching/domain/explain_alternative.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/matching/domain/explain_cures.h"
#include "services/matching/domain/explain_words.h"

namespace selaras::matching {

using assignment::PostIndex;

AlternativeMaker::AlternativeMaker(const PlanView& view, int32_t person)
    : view_(view), person_(person), instance_person_(view.problem.InstancePerson(person)) {}

const Ways* AlternativeMaker::ways() {
  if (instance_person_ < 0 || !view_.graph.sound()) return nullptr;
  if (!ways_.has_value()) {
    ways_.emplace(view_.graph, view_.certificate.placement[instance_person_], Ways::Direction::kTo);
  }
  return &*ways_;
}

int64_t AlternativeMaker::Profit() {
  if (!profit_.has_value()) {
    profit_ = view_.graph.sound()
                  ? view_.graph.Profit(instance_person_)
                  : PersonProfit(view_.problem.instance(), view_.certificate, instance_person_);
  }
  return *profit_;
}

std::optional<int64_t> AlternativeMaker::SlackAt(int32_t post) {
  const PostIndex j = view_.problem.InstancePost(post);
  if (instance_person_ < 0 || j < 0) return std::nullopt;
  return Slack(view_.problem.instance(), view_.certificate, instance_person_, j, Profit());
}

Alternative AlternativeMaker::Answer(int32_t post, int32_t rank) {
  Alternative out{post, rank, Outcome::kPlaced};
  out.value = view_.problem.Terms(person_, post).Total();
  if (view_.plan.post_of[person_] == post) {
    out.cutoff = out.value;
    out.loss = 0;
    out.text = Say(Sentence::kAltPlaced);
    return out;
  }
  AddRules(out);
  const bool barred = out.outcome == Outcome::kUnlawful || out.outcome == Outcome::kUnknownLawfulness;
  if (instance_person_ < 0 || !view_.problem.InScope(post)) {
    BilingualText text = Say(Sentence::kAltOutOfScope);
    Append(text, barred ? std::move(out.text) : Say(Sentence::kAltLawfulOutside, {Same(out.value)}));
    out.text = std::move(text);
    if (!barred) out.outcome = Outcome::kOutOfScope;
    return out;
  }
  if (barred) return out;
  if (const Ban* ban = view_.problem.BanOf(person_, post)) {
    out.outcome = Outcome::kExcluded;
    out.text = Say(Sentence::kAltBanned, {Same(ban->reason)});
    return out;
  }
  if (view_.problem.PinOf(person_) != nullptr) {
    out.outcome = Outcome::kExcluded;
    out.text = Say(Sentence::kAltPinned);
    return out;
  }
  const PostIndex j = view_.problem.InstancePost(post);
  if (j < 0) {
    out.outcome = Outcome::kNoSeat;
    out.text = Say(Sentence::kAltNoSeat);
    return out;
  }
  if (!view_.problem.instance().Score(instance_person_, j).has_value()) {
    // Lawful, but the request narrowed his choice (a self-request: his own post and what he prefers to it).
    out.outcome = Outcome::kExcluded;
    out.text = Say(Sentence::kAltNotAsked);
    return out;
  }
  Compare(j, out);
  return out;
}

void AlternativeMaker::AddRules(Alternative& out) const {
  // His own post needs no rule; he may always keep it.
  if (out.post == view_.problem.province().PersonRefsOf(person_).post) return;
  std::vector<RuleNote> bars, others;
  for (const rules::Outcome& outcome : view_.problem.lawfulness().OutcomesOf(person_, out.post)) {
    if (!outcome.Bars() && !outcome.Warns() && !outcome.Checklist()) continue;
    (outcome.Bars() ? bars : others).push_back(NoteOf(view_.problem, person_, out.post, outcome));
  }
  if (bars.empty()) {
    out.rules = std::move(others);
    return;
  }
  // What is known to forbid counts before what is not known.
  std::stable_partition(bars.begin(), bars.end(),
                        [](const RuleNote& note) { return note.kind == RuleNote::Kind::kForbids; });
  const RuleNote::Kind first = bars.front().kind;
  std::vector<RuleNote> told;
  std::copy_if(bars.begin(), bars.end(), std::back_inserter(told),
               [first](const RuleNote& note) { return note.kind == first; });
  const bool forbidden = first == RuleNote::Kind::kForbids;
  out.outcome = forbidden ? Outcome::kUnlawful : Outcome::kUnknownLawfulness;
  out.text = Say(forbidden ? Sentence::kAltUnlawful : Sentence::kAltUnknown, {TitlesOf(told)});
  out.rules = std::move(bars);
  out.flips = CuresOf(view_.problem, person_, out.post);
}

void AlternativeMaker::Compare(PostIndex j, Alternative& out) {
  const assignment::Instance& instance = view_.problem.instance();
  out.cutoff = Cutoff(instance, view_.certificate, instance_person_, j, Profit());
  // Prices are not the only proof of the plan; others may ask for more. What would have sufficed is his value and
  // what the plan would lose by giving him the post; where nothing would be lost, another best plan has him there.
  if (const Ways* to_his_place = ways()) {
    if (std::optional<Displaced> found = ExactLoss(view_.graph, instance_person_, j, *to_his_place)) {
      out.loss = found->loss;
      out.cutoff = out.value + found->loss;
      for (const Ways::Step& step : found->steps) {
        out.displaced.push_back(view_.problem.ProvincePerson(step.person));
      }
    }
  }
  const bool tied = out.loss.has_value() ? *out.loss == 0 : out.value >= out.cutoff;
  if (tied) {
    out.outcome = Outcome::kTied;
    out.text = Say(Sentence::kAltTied, {Same(out.value)});
    return;
  }
  out.outcome = Outcome::kBelowCutoff;
  const Staffing& staffing = view_.plan.staffing[out.post];
  const int64_t seats = std::max(staffing.ceiling, staffing.before);
  const bool only_the_budget = view_.certificate.lambda > 0 && staffing.after < staffing.ceiling;
  out.text = Say(only_the_budget ? Sentence::kAltBudget : Sentence::kAltBelow,
                 {Same(out.value), Same(out.cutoff), Same(seats), Same(staffing.after)});
  if (!out.displaced.empty()) {
    Append(out.text, Say(Sentence::kAltDisplaced, {Same(static_cast<int64_t>(out.displaced.size()))}));
  }
  if (!out.loss.has_value() && LimitsActive(view_.certificate)) {
    Append(out.text, Say(Sentence::kAltUnderLimit));
  }
}

}  // namespace selaras::matching
