#include "services/matching/domain/explain_post.h"

#include <algorithm>
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
      if (view_.graph.sound()) {
        from_.emplace(view_.graph, x_, Ways::Direction::kFrom);
        to_.emplace(view_.graph, x_, Ways::Direction::kTo);
      }
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
    for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
      if (view_.certificate.placement[i] != x_) continue;
      const int64_t value = *instance_.Score(i, x_);
      PostClaim claim{view_.problem.ProvincePerson(i), true, value, value, std::nullopt, {}};
      if (!out.limits_active && to_.has_value()) {
        claim.loss = 0;
        claim.sufficient = value - LossWithout(i) / view_.certificate.denominator;
      } else {
        claim.sufficient = CutoffOf(i);
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

  // What the plan would lose if `i`, who is placed here, were not: the best that he and all others can then do. As much
  // less may he be worth here. Without another lawful place nothing takes it from him: the post's whole worth.
  int64_t LossWithout(PersonIndex i) const {
    std::optional<int64_t> least;
    const auto consider = [&](PostIndex j) {
      if (j == x_) return;
      const std::optional<int64_t> cost = to_->Cost(j);
      if (!cost.has_value()) return;
      const std::optional<int64_t> regret = view_.graph.Regret(i, j);
      if (regret.has_value() && (!least.has_value() || *regret + *cost < *least)) least = *regret + *cost;
    };
    for (PostIndex j = 0; j < instance_.post_count(); ++j) consider(j);
    return least.value_or(int64_t{*instance_.Score(i, x_)} * view_.certificate.denominator);
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
    std::vector<Candidate> candidates;
    for (const PersonIndex i : LawfulElsewhere()) {
      if (from_.has_value()) {
        const auto cost = LeastCost(view_.graph, i, x_, from_->Cost(view_.certificate.placement[i]));
        if (cost.has_value()) candidates.push_back({*cost, i});
      } else {
        candidates.push_back({CutoffOf(i) - *instance_.Score(i, x_), i});
      }
    }
    const size_t count = std::min(others, candidates.size());
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(count),
                      candidates.end());
    for (size_t k = 0; k < count; ++k) {
      const PersonIndex i = candidates[k].person;
      PostClaim claim{view_.problem.ProvincePerson(i), false, *instance_.Score(i, x_), 0, std::nullopt, {}};
      claim.sufficient = CutoffOf(i);
      if (from_.has_value()) {
        if (const auto found = ExactLoss(view_.graph, i, x_, *from_)) {
          claim.loss = found->loss;
          claim.sufficient = claim.value + found->loss;
          for (const Ways::Step& step : found->steps) {
            claim.displaced.push_back(view_.problem.ProvincePerson(step.person));
          }
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
    Append(out.text, Say(Sentence::kPostCutoff, {Same(out.cutoff)}));
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
  std::optional<Ways> from_, to_;
};

}  // namespace

absl::StatusOr<PostExplanation> ExplainPost(const PlanView& view, absl::string_view post_id, size_t others) {
  const int32_t post = view.problem.province().FindPost(post_id);
  if (post < 0) return Error(absl::StatusCode::kNotFound, "POST_NOT_FOUND");
  return PostExplainer(view, post).Explain(others);
}

}  // namespace selaras::matching
