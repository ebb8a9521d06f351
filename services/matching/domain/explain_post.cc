#include "services/matching/domain/explain_post.h"

#include <algorithm>
#include <queue>
#include <utility>

#include "libs/base/error.h"
#include "services/matching/domain/displacement.h"
#include "services/matching/domain/explain_words.h"

namespace selaras::matching {
namespace {

using assignment::PersonIndex;
using assignment::PostIndex;

int64_t CeilDiv(int64_t a, int64_t b) {
  return a / b + (a % b > 0 ? 1 : 0);
}

class PostExplainer {
 public:
  PostExplainer(const PlanView& view, int32_t post)
      : view_(view), instance_(view.problem.instance()), post_(post), x_(view.problem.InstancePost(post)) {}

  PostExplanation Explain(size_t others) {
    PostExplanation out;
    out.post = post_;
    out.staffing = view_.plan.staffing[post_];
    out.limits_active = LimitsActive(view_.certificate);
    if (x_ >= 0 && view_.problem.InScope(post_)) {
      out.cutoff = CeilDiv(view_.certificate.prices[x_], view_.certificate.denominator);
      AddPlaced(out);
      AddOthers(others, out);
    }
    Describe(out);
    return out;
  }

 private:
  struct Candidate {
    int64_t cost;  // Least, over the denominator.
    PersonIndex person;
    bool operator<(const Candidate& other) const {
      return cost != other.cost ? cost < other.cost : person < other.person;  // Persons ascend by key.
    }
  };

  void AddPlaced(PostExplanation& out) const {
    std::vector<PersonIndex> placed;
    for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
      if (view_.certificate.placement[i] == x_) placed.push_back(i);
    }
    const bool exact = !out.limits_active && view_.graph.sound();
    const std::vector<int64_t> losses = exact ? LossesWithout(placed) : std::vector<int64_t>();
    for (size_t k = 0; k < placed.size(); ++k) {
      const int64_t value = *instance_.Score(placed[k], x_);
      PostClaim claim{
          view_.problem.ProvincePerson(placed[k]), true, value, CutoffOf(placed[k]), std::nullopt, {}};
      if (exact) {
        claim.loss = 0;
        claim.sufficient = value - losses[k] / view_.certificate.denominator;
      }
      out.claims.push_back(std::move(claim));
    }
    std::stable_sort(out.claims.begin(), out.claims.end(),
                     [](const PostClaim& a, const PostClaim& b) { return a.value > b.value; });
  }

  int64_t CutoffOf(PersonIndex i) const {
    const int64_t profit =
        view_.graph.sound() ? view_.graph.Profit(i) : PersonProfit(instance_, view_.certificate, i);
    return Cutoff(instance_, view_.certificate, i, x_, profit);
  }

  // What the plan would lose if each of those who are placed here were not: the best that he and all others can then do.
  // As much less may he be worth here. Who has no other lawful place loses it to nobody: his whole value.
  std::vector<int64_t> LossesWithout(const std::vector<PersonIndex>& placed) const {
    std::vector<std::optional<int64_t>> least(placed.size());
    const Ways ways(view_.graph, x_, Ways::Direction::kTo, [&](PostIndex j, int64_t cost) {
      if (j == x_) return true;
      bool all = true;
      for (size_t k = 0; k < placed.size(); ++k) {
        const std::optional<int64_t> regret = view_.graph.Regret(placed[k], j);
        if (regret.has_value() && (!least[k].has_value() || *regret + cost < *least[k]))
          least[k] = *regret + cost;
        all = all && least[k].has_value() && *least[k] <= cost;
      }
      return !all;
    });
    std::vector<int64_t> losses;
    for (size_t k = 0; k < placed.size(); ++k) {
      losses.push_back(
          least[k].value_or(int64_t{*instance_.Score(placed[k], x_)} * view_.certificate.denominator));
    }
    return losses;
  }

  std::vector<PersonIndex> LawfulElsewhere() const {
    std::vector<PersonIndex> persons;
    const assignment::CellIndex cell = instance_.posts[x_].cell;
    for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
      if (view_.certificate.placement[i] == x_) continue;
      const auto cells = instance_.CellsOf(i);
      const auto found = std::lower_bound(
          cells.begin(), cells.end(), cell,
          [](const assignment::CellScore& a, assignment::CellIndex c) { return a.cell < c; });
      const bool maybe = (found != cells.end() && found->cell == cell) || !instance_.ExceptionsOf(i).empty();
      if (maybe && instance_.Score(i, x_).has_value()) persons.push_back(i);
    }
    return persons;
  }

  void AddOthers(size_t others, PostExplanation& out) const {
    if (others == 0) return;
    if (!view_.graph.sound()) {
      std::vector<Candidate> candidates;
      for (const PersonIndex i : LawfulElsewhere()) {
        candidates.push_back({CutoffOf(i) - *instance_.Score(i, x_), i});
      }
      return Tell(others, candidates, nullptr, out);
    }
    // Posts come by cost: once enough people are known who cost no more than the next post does, nobody behind it can
    // come before them.
    std::vector<Candidate> candidates;
    std::priority_queue<int64_t> best;  // The least `others` costs, the greatest on top.
    const Ways ways(view_.graph, x_, Ways::Direction::kFrom, [&](PostIndex j, int64_t cost) {
      if (best.size() == others && best.top() < cost) return false;
      if (j == x_) return true;
      for (const PersonIndex i : view_.graph.OccupantsOf(j)) {
        const std::optional<int64_t> least = LeastCost(view_.graph, i, x_, cost);
        if (!least.has_value()) continue;
        candidates.push_back({*least, i});
        best.push(*least);
        if (best.size() > others) best.pop();
      }
      return true;
    });
    Tell(others, candidates, &ways, out);
  }

  void Tell(size_t others, std::vector<Candidate>& candidates, const Ways* from, PostExplanation& out) const {
    const size_t count = std::min(others, candidates.size());
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(count),
                      candidates.end());
    for (size_t k = 0; k < count; ++k) {
      const PersonIndex i = candidates[k].person;
      PostClaim claim{
          view_.problem.ProvincePerson(i), false, *instance_.Score(i, x_), CutoffOf(i), std::nullopt, {}};
      std::optional<Displaced> found;
      if (from != nullptr) found = ExactLoss(view_.graph, i, x_, *from);
      if (found.has_value()) {
        claim.loss = found->loss;
        claim.sufficient = claim.value + found->loss;
        for (const Ways::Step& step : found->steps) {
          claim.displaced.push_back(view_.problem.ProvincePerson(step.person));
        }
      }
      out.claims.push_back(std::move(claim));
    }
  }

  void Describe(PostExplanation& out) const {
    const ProvinceIndex& index = view_.problem.province();
    const ProvinceIndex::PostRefs& refs = index.PostRefsOf(post_);
    const Staffing& staffing = out.staffing;
    out.text =
        Say(Sentence::kPostSeats,
            {Same(index.positions()[refs.position].display_name), Same(index.units()[refs.unit].display_name),
             Same(std::max(staffing.ceiling, staffing.before)), Same(staffing.after)});
    Append(out.text, index.NeedOf(post_).assumed
                         ? Say(Sentence::kPostNeedUnknown)
                         : Say(Sentence::kPostNeed, {Same(staffing.target), Same(staffing.critical)}));
    if (x_ < 0 || !view_.problem.InScope(post_)) return Append(out.text, Say(Sentence::kPostOutOfScope));
    const auto next = std::find_if(out.claims.begin(), out.claims.end(),
                                   [](const PostClaim& claim) { return !claim.placed; });
    if (next == out.claims.end()) {
      Append(out.text, Say(Sentence::kPostNobody));
    } else if (next->loss == 0) {
      Append(out.text, Say(Sentence::kPostTied));
    } else {
      Append(out.text, Say(Sentence::kPostNext, {Same(next->value), Same(next->sufficient)}));
    }
    if (out.limits_active) Append(out.text, Say(Sentence::kLimitActive));
  }

  const PlanView& view_;
  const assignment::Instance& instance_;
  const int32_t post_;
  const PostIndex x_;
};

}  // namespace

absl::StatusOr<PostExplanation> ExplainPost(const PlanView& view, absl::string_view post_id, size_t others) {
  const int32_t post = view.problem.province().FindPost(post_id);
  if (post < 0) return Error(absl::StatusCode::kNotFound, "POST_NOT_FOUND");
  return PostExplainer(view, post).Explain(others);
}

}  // namespace selaras::matching
