#include "services/matching/domain/exchange.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <queue>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "services/matching/domain/wished_posts.h"

namespace selaras::matching {
namespace {

using assignment::PersonIndex;
using assignment::PostIndex;

constexpr int64_t kMostLoss = 1000;        // Points of a cycle.
constexpr size_t kMostWishes = 16;         // Of one volunteer, with loss.
constexpr int64_t kMostSteps = 4000;       // Arcs looked at for one volunteer.
constexpr size_t kMostLengthWithLoss = 8;  // People in a cycle with loss.

struct Arc {
  PostIndex to;
  int32_t rank;
  int64_t cost;  // Over the denominator, ≥ 0.
};

struct Volunteer {
  PersonIndex person;
  PostIndex at;
  int32_t rank;           // Of the wish that his place fulfils; 0 = none.
  std::vector<Arc> arcs;  // By cost, rank, post.
  bool used = false;
};

class Exchanger {
 public:
  explicit Exchanger(const PlanView& view)
      : view_(view), instance_(view.problem.instance()), placement_(view.certificate.placement) {
    for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
      moved_ += placement_[i] != instance_.persons[i].reference_post ? 1 : 0;
    }
  }

  std::vector<ExchangeCycle> Find() {
    CollectVolunteers();
    Trim([](const Arc& arc) { return arc.cost == 0; });
    for (size_t v = 0; v < volunteers_.size(); ++v) {
      if (volunteers_[v].used) continue;
      const std::optional<Cycle> cycle = CheapestThrough(v, 0);
      if (cycle.has_value() && LossOf(*cycle) == 0) Accept(*cycle, 0);
    }
    FindWithLoss();
    return std::move(found_);
  }

 private:
  struct Move {
    size_t volunteer;
    PostIndex to;
    int32_t rank;
  };
  using Cycle = std::vector<Move>;

  int64_t Regret(PersonIndex i, PostIndex j) const {
    if (view_.graph.sound()) return *view_.graph.Regret(i, j);
    const auto worth = [&](PostIndex at) {
      return int64_t{*instance_.Score(i, at)} * view_.certificate.denominator - view_.certificate.prices[at] -
             assignment::Toll(instance_, view_.certificate, i, at);
    };
    return worth(placement_[i]) - worth(j);
  }

  void CollectVolunteers() {
    const ProvinceIndex& index = view_.problem.province();
    std::vector<bool> left(instance_.post_count(), false);  // Posts that some volunteer would leave.
    for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
      const int32_t person = view_.problem.ProvincePerson(i);
      // A pinned move is done, as far as this plan is concerned.
      if (index.persons()[person].preferences.empty() || view_.problem.PinOf(person) != nullptr) continue;
      const int32_t placed = view_.plan.post_of[person];
      volunteers_.push_back({i, placement_[i], placed < 0 ? 0 : view_.problem.WishRank(person, placed), {}});
      left[placement_[i]] = true;
    }
    for (Volunteer& volunteer : volunteers_) {
      const int32_t person = view_.problem.ProvincePerson(volunteer.person);
      for (const auto& [post, rank] : WishedPosts(index, person)) {
        const PostIndex j = view_.problem.InstancePost(post);
        if (j < 0 || !left[j] || j == volunteer.at || (volunteer.rank > 0 && rank >= volunteer.rank))
          continue;
        if (!instance_.Score(volunteer.person, j).has_value()) continue;
        const int64_t cost = Regret(volunteer.person, j);
        if (cost >= 0 && cost <= kMostLoss * view_.certificate.denominator)
          volunteer.arcs.push_back({j, rank, cost});
      }
      std::sort(volunteer.arcs.begin(), volunteer.arcs.end(), [](const Arc& a, const Arc& b) {
        return std::tie(a.cost, a.rank, a.to) < std::tie(b.cost, b.rank, b.to);
      });
      const auto with_loss = std::find_if(volunteer.arcs.begin(), volunteer.arcs.end(),
                                          [](const Arc& arc) { return arc.cost > 0; });
      if (static_cast<size_t>(volunteer.arcs.end() - with_loss) > kMostWishes) {
        volunteer.arcs.erase(with_loss + kMostWishes, volunteer.arcs.end());
      }
      volunteer.arcs.shrink_to_fit();
    }
  }

  // Keeps in at_ only volunteers with an arc of the kind to a post that such a one would leave: who is on no way that goes
  // on is on no cycle.
  void Trim(absl::FunctionRef<bool(const Arc&)> kind) {
    std::vector<bool> dropped(volunteers_.size(), false);
    std::vector<int32_t> leavers(instance_.post_count(), 0);
    for (size_t v = 0; v < volunteers_.size(); ++v) {
      dropped[v] = volunteers_[v].used;
      if (!dropped[v]) ++leavers[volunteers_[v].at];
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (size_t v = 0; v < volunteers_.size(); ++v) {
        if (dropped[v]) continue;
        const std::vector<Arc>& arcs = volunteers_[v].arcs;
        if (std::any_of(arcs.begin(), arcs.end(),
                        [&](const Arc& arc) { return kind(arc) && leavers[arc.to] > 0; })) {
          continue;
        }
        dropped[v] = changed = true;
        --leavers[volunteers_[v].at];
      }
    }
    at_.clear();
    for (size_t v = 0; v < volunteers_.size(); ++v) {
      if (!dropped[v]) at_[volunteers_[v].at].push_back(v);
    }
  }

  // The cheapest cycle through a volunteer that costs at most `most`; of equals the shortest. Each post is passed once.
  std::optional<Cycle> CheapestThrough(size_t start, int64_t most) const {
    const PostIndex home = volunteers_[start].at;
    const auto at_home = at_.find(home);
    if (at_home == at_.end() || !std::binary_search(at_home->second.begin(), at_home->second.end(), start)) {
      return std::nullopt;
    }
    struct Label {
      int64_t cost;
      int32_t length;
      Move by;
      PostIndex from;
    };
    using Open = std::tuple<int64_t, int32_t, PostIndex>;  // Cost, length, post.
    absl::flat_hash_map<PostIndex, Label> labels;
    std::priority_queue<Open, std::vector<Open>, std::greater<>> open;
    int64_t steps = 0;
    const auto leave = [&](size_t v, PostIndex from, int64_t cost, int32_t length) {
      for (const Arc& arc : volunteers_[v].arcs) {
        ++steps;
        const int64_t reached = cost + arc.cost;
        if (reached > most) return;  // Arcs ascend by cost.
        if (!at_.contains(arc.to)) continue;
        const auto [it, inserted] =
            labels.try_emplace(arc.to, Label{reached, length + 1, {v, arc.to, arc.rank}, from});
        if (!inserted) {
          if (std::tie(it->second.cost, it->second.length) <= std::make_tuple(reached, length + 1)) continue;
          it->second = {reached, length + 1, {v, arc.to, arc.rank}, from};
        }
        open.emplace(reached, length + 1, arc.to);
      }
    };
    leave(start, home, 0, 0);
    while (!open.empty() && (most == 0 || steps < kMostSteps)) {
      const auto [cost, length, post] = open.top();
      open.pop();
      const Label& label = labels.at(post);
      if (std::tie(cost, length) != std::tie(label.cost, label.length)) continue;
      if (post == home) {
        Cycle cycle;
        PostIndex at = home;
        do {
          const Label& last = labels.at(at);
          cycle.push_back(last.by);
          at = last.from;
        } while (at != home);
        std::reverse(cycle.begin(), cycle.end());
        return cycle;
      }
      if (most > 0 && static_cast<size_t>(length) >= kMostLengthWithLoss) continue;
      const auto here = at_.find(post);
      for (const size_t v : here->second) {
        if (!volunteers_[v].used) leave(v, post, cost, length);
      }
    }
    return std::nullopt;
  }

  int64_t LossOf(const Cycle& cycle) const {
    int64_t loss = 0;
    for (const Move& move : cycle) {
      const PersonIndex i = volunteers_[move.volunteer].person;
      loss += int64_t{*instance_.Score(i, placement_[i])} - *instance_.Score(i, move.to);
    }
    return loss;
  }

  int64_t MovedBy(const Cycle& cycle) const {
    int64_t moved = 0;
    for (const Move& move : cycle) {
      const Volunteer& volunteer = volunteers_[move.volunteer];
      const PostIndex reference = instance_.persons[volunteer.person].reference_post;
      moved += int64_t{move.to != reference} - int64_t{volunteer.at != reference};
    }
    return moved;
  }

  bool KeepsLimits(const Cycle& cycle, const std::vector<PostIndex>& before) const {
    if (instance_.limits.empty()) return true;
    std::vector<PostIndex> changed = before;
    for (const Move& move : cycle) changed[volunteers_[move.volunteer].person] = move.to;
    return assignment::Objective(instance_, changed).ok();
  }

  // Lists the cycle unless a limit forbids it, alone or after those listed already.
  void Accept(const Cycle& cycle, int64_t loss) {
    const int64_t moved = MovedBy(cycle);
    if (instance_.max_moves.has_value() && moved > 0 &&
        (moved_ + moved > *instance_.max_moves || moved_ + added_ + moved > *instance_.max_moves)) {
      return;
    }
    if (changed_.empty()) changed_ = placement_;
    if (!KeepsLimits(cycle, placement_) || !KeepsLimits(cycle, changed_)) return;
    added_ += moved;
    ExchangeCycle& listed = found_.emplace_back();
    listed.loss = loss;
    for (const Move& move : cycle) {
      Volunteer& volunteer = volunteers_[move.volunteer];
      volunteer.used = true;
      changed_[volunteer.person] = move.to;
      listed.steps.push_back({view_.problem.ProvincePerson(volunteer.person),
                              view_.problem.ProvincePost(volunteer.at), view_.problem.ProvincePost(move.to),
                              volunteer.rank, move.rank});
    }
  }

  void FindWithLoss() {
    Trim([](const Arc&) { return true; });
    struct Candidate {
      int64_t loss;
      size_t start;
      Cycle cycle;
    };
    std::vector<Candidate> candidates;
    for (size_t v = 0; v < volunteers_.size(); ++v) {
      if (volunteers_[v].used) continue;
      std::optional<Cycle> cycle = CheapestThrough(v, kMostLoss * view_.certificate.denominator);
      if (!cycle.has_value()) continue;
      const int64_t loss = LossOf(*cycle);
      // Under a limit a cycle of no cost may gain by more moves or lose by fewer.
      if (loss > 0) candidates.push_back({loss, v, *std::move(cycle)});
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
      return std::tie(a.loss, a.start) < std::tie(b.loss, b.start);
    });
    for (const Candidate& candidate : candidates) {
      const bool free = std::none_of(candidate.cycle.begin(), candidate.cycle.end(),
                                     [this](const Move& move) { return volunteers_[move.volunteer].used; });
      if (free) Accept(candidate.cycle, candidate.loss);
    }
  }

  const PlanView& view_;
  const assignment::Instance& instance_;
  const std::vector<PostIndex>& placement_;
  int64_t moved_ = 0, added_ = 0;
  std::vector<Volunteer> volunteers_;                       // By key.
  absl::flat_hash_map<PostIndex, std::vector<size_t>> at_;  // Ascending.
  std::vector<PostIndex> changed_;                          // With all that is listed carried out.
  std::vector<ExchangeCycle> found_;
};

}  // namespace

std::vector<ExchangeCycle> FindExchanges(const PlanView& view) {
  return Exchanger(view).Find();
}

}  // namespace selaras::matching
