#include "services/matching/domain/slate.h"

#include "services/matching/domain/displacement.h"

namespace selaras::matching {
namespace {

using assignment::PersonIndex;
using assignment::PostIndex;

int64_t FloorDivide(__int128 value, int64_t by) {
  const __int128 quotient = value / by;
  return static_cast<int64_t>(quotient - (value % by < 0 ? 1 : 0));
}

class Slate {
 public:
  Slate(const PlanProblem& problem, const assignment::Certificate& certificate, PostIndex post)
      : problem_(problem),
        certificate_(certificate),
        instance_(problem.instance()),
        post_(post),
        graph_(instance_, certificate) {
    if (graph_.sound()) ways_.emplace(graph_, post, Ways::Direction::kFrom);
  }

  std::optional<SlateLoss> LossOf(int32_t person) const {
    const PersonIndex i = problem_.InstancePerson(person);
    if (i < 0 || !ways_.has_value()) return std::nullopt;
    const PostIndex now = certificate_.placement[i];
    if (now == post_) return SlateLoss{0, true};
    const std::optional<int64_t> way = ways_->Cost(now);
    if (!way.has_value()) return std::nullopt;
    const int64_t q = certificate_.denominator;
    const int64_t score = problem_.Terms(person, problem_.ProvincePost(post_)).Total();
    const int64_t toll = post_ == instance_.persons[i].reference_post ? 0 : certificate_.lambda;
    const int64_t cost = graph_.Profit(i) - (score * q - certificate_.prices[post_] - toll) + *way;
    // No plan with him there is worth more than the dual value less the cost.
    const __int128 dual = static_cast<__int128>(certificate_.bound) * q + (q - 1);
    const int64_t least = certificate_.objective - FloorDivide(dual - cost, q);
    const Ways::Path path = ways_->PathOf(now);
    int64_t loss = *instance_.Score(i, now) - score;
    int64_t moved = graph_.moved() + MovesMore(i, now, post_);
    for (const Ways::Step& step : path.steps) {
      loss += int64_t{*instance_.Score(step.person, step.from)} - *instance_.Score(step.person, step.to);
      moved += MovesMore(step.person, step.from, step.to);
    }
    if (path.opened >= 0) {
      loss += graph_.SeatPoints(path.closed, graph_.PeopleIn(path.closed)) -
              int64_t{graph_.SeatPoints(path.opened, graph_.PeopleIn(path.opened) + 1)};
    }
    const bool lawful = instance_.limits.empty() && moved <= instance_.max_moves.value_or(moved);
    return lawful && loss == least ? SlateLoss{loss, true} : SlateLoss{least, false};
  }

 private:
  int64_t MovesMore(PersonIndex i, PostIndex from, PostIndex to) const {
    const PostIndex reference = instance_.persons[i].reference_post;
    return (to != reference ? 1 : 0) - (from != reference ? 1 : 0);
  }

  const PlanProblem& problem_;
  const assignment::Certificate& certificate_;
  const assignment::Instance& instance_;
  const PostIndex post_;
  const DisplacementGraph graph_;
  std::optional<Ways> ways_;
};

}  // namespace

std::vector<std::optional<SlateLoss>> SlateLosses(const PlanProblem& problem,
                                                  const assignment::Certificate& certificate, int32_t post,
                                                  absl::Span<const int32_t> persons) {
  std::vector<std::optional<SlateLoss>> losses(persons.size());
  if (problem.InstancePost(post) < 0 || problem.instance().tier_count > 0) return losses;
  const Slate slate(problem, certificate, problem.InstancePost(post));
  for (size_t n = 0; n < persons.size(); ++n) losses[n] = slate.LossOf(persons[n]);
  return losses;
}

}  // namespace selaras::matching
