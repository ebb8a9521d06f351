#include "services/matching/domain/explain_flips.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "services/matching/domain/explain_corrections.h"
#include "services/matching/domain/explain_words.h"

namespace selaras::matching {
namespace {

using assignment::PersonIndex;
using assignment::PostIndex;

constexpr size_t kNearPositions = 8;  // Beside those asked for: farther ones are not reached by one record.
constexpr size_t kNearWishes = 5;

class FlipFinder {
 public:
  FlipFinder(const PlanView& view, const Ways& ways, int32_t person)
      : view_(view),
        index_(view.problem.province()),
        person_(person),
        i_(view.problem.InstancePerson(person)),
        here_(view.certificate.placement[i_]),
        q_(view.certificate.denominator) {
    CollectPlaces(ways);
  }

  void Find(Explanation& explanation) {
    std::vector<Alternative*> open;
    std::vector<int32_t> asked;
    for (Alternative& alternative : explanation.alternatives) {
      if (alternative.outcome != Outcome::kBelowCutoff || !alternative.loss.has_value()) continue;
      open.push_back(&alternative);
      asked.push_back(alternative.post);
    }
    const std::vector<Correction> corrections =
        CorrectionsOf(view_.problem, person_, PositionsFor(asked), WishesFor(asked));
    const CorrectedScores scores(view_.problem, person_, corrections);
    std::vector<Best> best_of(open.size());
    Best best_elsewhere;
    for (size_t k = 0; k < corrections.size(); ++k) {
      const Correction& correction = corrections[k];
      if (!Weigh(scores, k, correction)) continue;
      for (size_t a = 0; a < open.size(); ++a) {
        const size_t y = place_of_.at(view_.problem.InstancePost(open[a]->post));
        if (cost_[y] <= 0 && cost_[y] <= least_) Keep(best_of[a], correction, y);
      }
      if (least_ < 0) Keep(best_elsewhere, correction, least_at_);
    }
    for (size_t a = 0; a < open.size(); ++a) open[a]->flips = Told(best_of[a], false);
    explanation.flips = Told(best_elsewhere, true);
  }

 private:
  struct Place {
    PostIndex post;
    int32_t position, district;  // Province indices, -1 = none or unknown.
    int64_t cost;                // What giving it to him costs now, over q_.
    size_t slot;                 // Of its position in gains_.
  };
  struct Found {
    const Correction* correction;
    int64_t points;
    PostIndex post;
  };
  using Best = std::map<std::string, Found>;  // By field.

  void CollectPlaces(const Ways& ways) {
    const assignment::Instance& instance = view_.problem.instance();
    std::vector<bool> in_cells(instance.cell_count(), false);
    for (const assignment::CellScore& cell : instance.CellsOf(i_)) in_cells[cell.cell] = true;
    const auto exceptions = instance.ExceptionsOf(i_);
    auto next = exceptions.begin();
    std::map<int32_t, size_t> slots;
    for (PostIndex j = 0; j < instance.post_count(); ++j) {
      while (next != exceptions.end() && next->post < j) ++next;
      const bool excepted = next != exceptions.end() && next->post == j;
      if (excepted ? next->points == assignment::kForbidden : !in_cells[instance.posts[j].cell]) continue;
      const std::optional<int64_t> cost = LeastCost(view_.graph, i_, j, ways.Cost(j));
      if (!cost.has_value()) continue;
      const int32_t post = view_.problem.ProvincePost(j);
      Place place{j, -1, -1, *cost, 0};
      if (post >= 0) {
        place.position = index_.PostRefsOf(post).position;
        place.district = index_.PostRefsOf(post).district;
      }
      place.slot = slots.try_emplace(place.position, slots.size()).first->second;
      place_of_[j] = places_.size();
      places_.push_back(place);
    }
    positions_.resize(slots.size());
    for (const auto& [position, slot] : slots) positions_[slot] = position;
    cost_.resize(places_.size());
    const int32_t own = index_.PersonRefsOf(person_).post;
    own_ = own < 0 ? -1 : view_.problem.InstancePost(own);
    nearest_.resize(places_.size());
    for (size_t y = 0; y < nearest_.size(); ++y) nearest_[y] = y;
    std::sort(nearest_.begin(), nearest_.end(), [this](size_t a, size_t b) {
      return std::tie(places_[a].cost, a) < std::tie(places_[b].cost, b);
    });
  }

  std::vector<int32_t> PositionsFor(const std::vector<int32_t>& asked) const {
    std::vector<int32_t> positions;
    const auto add = [&](int32_t position) {
      if (position >= 0 && std::find(positions.begin(), positions.end(), position) == positions.end()) {
        positions.push_back(position);
      }
    };
    for (size_t n = 0; n < nearest_.size() && positions.size() < kNearPositions; ++n) {
      add(places_[nearest_[n]].position);
    }
    for (const int32_t post : asked) add(index_.PostRefsOf(post).position);
    add(index_.PersonRefsOf(person_).position);
    return positions;
  }

  std::vector<int32_t> WishesFor(std::vector<int32_t> posts) const {
    for (size_t n = 0, more = 0; n < nearest_.size() && more < kNearWishes; ++n) {
      const int32_t post = view_.problem.ProvincePost(places_[nearest_[n]].post);
      if (post < 0 || places_[nearest_[n]].post == here_) continue;
      ++more;
      if (std::find(posts.begin(), posts.end(), post) == posts.end()) posts.push_back(post);
    }
    return posts;
  }

  // What every place would cost under correction k, and the least of the others; false = nothing changes.
  bool Weigh(const CorrectedScores& scores, size_t k, const Correction& correction) {
    gains_.assign(positions_.size(), 0);
    bool any = correction.wished >= 0;
    for (size_t s = 0; s < positions_.size() && correction.wished < 0; ++s) {
      if (positions_[s] >= 0) gains_[s] = scores.FactorGain(k, positions_[s]);
      any |= gains_[s] != 0;
    }
    const bool moves_home = correction.field == "home_district";
    const int64_t own_gain = scores.OwnPostGain(k);
    if (!any && !moves_home && own_gain == 0) return false;
    const auto gain = [&](const Place& place) {
      int64_t points = gains_[place.slot];
      if (moves_home) points += scores.DistanceGain(k, place.district);
      if (place.post == own_) points += own_gain;
      const int32_t post = view_.problem.ProvincePost(place.post);
      if (post >= 0 && post == correction.wished) {
        points += view_.problem.scorer().PreferencePoints(correction.wish_rank) -
                  view_.problem.scorer().PreferencePoints(view_.problem.WishRank(person_, post));
      }
      return points;
    };
    here_gain_ = gain(places_[place_of_.at(here_)]);
    least_ = INT64_MAX;
    for (size_t y = 0; y < places_.size(); ++y) {
      if (places_[y].post == here_) continue;
      cost_[y] = places_[y].cost - q_ * (gain(places_[y]) - here_gain_);
      if (cost_[y] < least_) {
        least_ = cost_[y];
        least_at_ = y;
      }
    }
    return true;
  }

  void Keep(Best& best, const Correction& correction, size_t y) {
    const Found found{&correction, (places_[y].cost - cost_[y]) / q_, places_[y].post};
    const auto [it, inserted] = best.try_emplace(correction.field, found);
    if (!inserted && found.points < it->second.points) it->second = found;
  }

  std::vector<Flip> Told(const Best& best, bool names_post) const {
    std::vector<Flip> flips;
    for (const auto& [field, found] : best) {
      const int32_t post = view_.problem.ProvincePost(found.post);
      Flip flip{field, found.correction->from, found.correction->to, found.correction->assumed, found.points,
                post};
      if (post < 0) continue;
      flip.text = ConditionOf(view_.problem, flip);
      const ProvinceIndex::PostRefs& refs = index_.PostRefsOf(post);
      Append(flip.text,
             names_post ? Say(Sentence::kFlipElsewhere, {Same(index_.positions()[refs.position].display_name),
                                                         Same(index_.units()[refs.unit].display_name)})
                        : Say(Sentence::kFlipHere));
      flips.push_back(std::move(flip));
    }
    std::sort(flips.begin(), flips.end(), [](const Flip& a, const Flip& b) {
      return std::make_tuple(a.points, !a.assumed, a.field) < std::make_tuple(b.points, !b.assumed, b.field);
    });
    if (flips.size() > kMostFlips) flips.resize(kMostFlips);
    return flips;
  }

  const PlanView& view_;
  const ProvinceIndex& index_;
  const int32_t person_;
  const PersonIndex i_;
  const PostIndex here_;
  const int64_t q_;
  PostIndex own_ = -1;
  std::vector<Place> places_;
  std::map<PostIndex, size_t> place_of_;
  std::vector<int32_t> positions_;  // Distinct ones of the places.
  std::vector<size_t> nearest_;     // Places by cost.
  // Of the correction being weighed.
  std::vector<int64_t> gains_, cost_;
  int64_t here_gain_ = 0, least_ = 0;
  size_t least_at_ = 0;
};

}  // namespace

void AddFlips(const PlanView& view, const Ways& ways, Explanation& explanation) {
  if (LimitsActive(view.certificate)) return;
  FlipFinder(view, ways, explanation.person).Find(explanation);
}

}  // namespace selaras::matching
