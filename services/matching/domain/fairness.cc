#include "services/matching/domain/fairness.h"

#include <algorithm>
#include <map>
#include <optional>

#include "services/matching/domain/displacement.h"
#include "services/matching/domain/explain_words.h"
#include "services/matching/domain/wished_posts.h"

namespace selaras::matching {
namespace {

using assignment::PersonIndex;
using assignment::PostIndex;

constexpr int64_t kShareUnit = 1'000'000;

class Measurement {
 public:
  explicit Measurement(const PlanView& view)
      : view_(view), instance_(view.problem.instance()), index_(view.problem.province()) {}

  Fairness Measure() {
    out_.limits_active = LimitsActive(view_.certificate);
    CountRanks();
    CountLosses();
    SortOccupants();
    CountEnvy();
    out_.vacancy_gini_before = VacancyGini(&Staffing::before);
    out_.vacancy_gini_after = VacancyGini(&Staffing::after);
    return out_;
  }

 private:
  // Occupants of a post by why their place would be theirs, ascending by value there.
  enum Holder { kPinned, kIncumbent, kNewcomer, kHolders };

  void CountRanks() {
    std::map<int32_t, int64_t> reached;
    int64_t none = 0;
    int32_t ranks = static_cast<int32_t>(view_.problem.policy().weights.preference.size());
    for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
      const int32_t person = view_.problem.ProvincePerson(i);
      const std::vector<Preference>& wishes = index_.persons()[person].preferences;
      if (wishes.empty()) continue;
      for (const Preference& wish : wishes) ranks = std::max(ranks, wish.rank);
      const int32_t post = view_.plan.post_of[person];
      const int32_t rank = post < 0 ? 0 : view_.problem.WishRank(person, post);
      ++(rank == 0 ? none : reached[rank]);
    }
    for (int32_t rank = 1; rank <= ranks; ++rank) out_.preference_ranks.push_back(reached[rank]);
    out_.preference_ranks.push_back(none);
  }

  void CountLosses() {
    for (const Move& move : view_.plan.moves) {
      if (move.from_post < 0) continue;
      const int64_t loss = int64_t{move.terms_from.Total()} - move.terms_to.Total();
      if (loss <= 0) continue;
      ++out_.people_worse;
      out_.worst_loss = std::max(out_.worst_loss, loss);
    }
  }

  void SortOccupants() {
    for (std::vector<std::vector<int32_t>>& kind : values_) kind.resize(instance_.post_count());
    for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
      const PostIndex j = view_.certificate.placement[i];
      const int32_t person = view_.problem.ProvincePerson(i);
      const int32_t held = index_.PersonRefsOf(person).post;
      const Holder holder = view_.problem.PinOf(person) != nullptr               ? kPinned
                            : held >= 0 && view_.problem.InstancePost(held) == j ? kIncumbent
                                                                                 : kNewcomer;
      values_[holder][j].push_back(*instance_.Score(i, j));
    }
    for (std::vector<std::vector<int32_t>>& kind : values_) {
      for (std::vector<int32_t>& values : kind) std::sort(values.begin(), values.end());
    }
  }

  int64_t Below(Holder holder, PostIndex j, int32_t value) const {
    const std::vector<int32_t>& values = values_[holder][j];
    return std::lower_bound(values.begin(), values.end(), value) - values.begin();
  }

  void CountEnvy() {
    for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
      const int32_t person = view_.problem.ProvincePerson(i);
      if (index_.persons()[person].preferences.empty()) continue;
      const PostIndex now = view_.certificate.placement[i];
      const int32_t placed = view_.plan.post_of[person];
      const int32_t rank = placed < 0 ? 0 : view_.problem.WishRank(person, placed);
      std::optional<int64_t> profit;
      for (const auto& [post, wished] : WishedPosts(index_, person)) {
        const PostIndex j = view_.problem.InstancePost(post);
        if (j < 0 || j == now || (rank > 0 && wished >= rank)) continue;
        const std::optional<int32_t> value = instance_.Score(i, j);
        if (!value.has_value()) continue;
        const int64_t pinned = Below(kPinned, j, *value), incumbents = Below(kIncumbent, j, *value),
                      newcomers = Below(kNewcomer, j, *value);
        if (pinned + incumbents + newcomers == 0) continue;
        if (!profit.has_value()) {
          profit =
              view_.graph.sound() ? view_.graph.Profit(i) : PersonProfit(instance_, view_.certificate, i);
        }
        Count(i, j, *profit, *value, pinned, incumbents, newcomers);
      }
    }
  }

  void Count(PersonIndex i, PostIndex j, int64_t profit, int32_t value, int64_t pinned, int64_t incumbents,
             int64_t newcomers) {
    const auto add = [this](EnvyReason reason, int64_t pairs) {
      out_.envy_pairs[static_cast<int>(reason)] += pairs;
    };
    if (*Slack(instance_, view_.certificate, i, j, profit) >= 0 && CostsNothing(i, j)) {
      add(EnvyReason::kTie, pinned + incumbents + newcomers);
    } else if (OnlyTheLimit(i, j, value)) {
      add(EnvyReason::kLimit, pinned + incumbents + newcomers);
    } else {
      add(EnvyReason::kSetBefore, pinned);
      add(EnvyReason::kIncumbentStays, incumbents);
      add(EnvyReason::kNeededElsewhere, newcomers);
    }
  }

  // Whether the others can make room for him at no cost; asked where the post is among his best. Without ground for that,
  // the prices alone have to tell.
  bool CostsNothing(PersonIndex i, PostIndex j) {
    if (!view_.graph.sound()) return true;
    if (components_.empty()) components_ = TightComponents(view_.graph);
    return components_[view_.certificate.placement[i]] == components_[j];
  }

  // At the plan's prices, but without what limits charge, the post would be as good for him as his own.
  bool OnlyTheLimit(PersonIndex i, PostIndex j, int32_t value) const {
    if (!out_.limits_active) return false;
    const int64_t q = view_.certificate.denominator;
    const PostIndex now = view_.certificate.placement[i];
    return int64_t{value} * q - view_.certificate.prices[j] >=
           int64_t{*instance_.Score(i, now)} * q - view_.certificate.prices[now];
  }

  int32_t VacancyGini(int32_t Staffing::*people) const {
    std::vector<int64_t> target(index_.units().size(), 0), vacant(index_.units().size(), 0);
    for (size_t j = 0; j < view_.plan.staffing.size(); ++j) {
      const int32_t post = static_cast<int32_t>(j);
      if (!view_.problem.InScope(post)) continue;
      const Staffing& staffing = view_.plan.staffing[j];
      target[index_.PostRefsOf(post).unit] += staffing.target;
      vacant[index_.PostRefsOf(post).unit] += std::max(0, staffing.target - staffing.*people);
    }
    std::vector<int64_t> shares;
    for (size_t u = 0; u < target.size(); ++u) {
      if (target[u] > 0) shares.push_back(vacant[u] * kShareUnit / target[u]);
    }
    return GiniPermille(std::move(shares));
  }

  const PlanView& view_;
  const assignment::Instance& instance_;
  const ProvinceIndex& index_;
  std::array<std::vector<std::vector<int32_t>>, kHolders> values_;
  std::vector<int32_t> components_;  // TightComponents, once needed.
  Fairness out_;
};

}  // namespace

absl::string_view EnvyReasonName(EnvyReason reason) {
  static constexpr absl::string_view kNames[kEnvyReasons] = {"TIE", "LIMIT", "SET_BEFORE", "INCUMBENT_STAYS",
                                                             "NEEDED_ELSEWHERE"};
  return kNames[static_cast<int>(reason)];
}

BilingualText TextFor(EnvyReason reason) {
  static constexpr Sentence kSentences[kEnvyReasons] = {
      Sentence::kEnvyTie, Sentence::kEnvyLimit, Sentence::kEnvySetBefore, Sentence::kEnvyIncumbentStays,
      Sentence::kEnvyNeededElsewhere};
  return Say(kSentences[static_cast<int>(reason)]);
}

Fairness MeasureFairness(const PlanView& view) {
  return Measurement(view).Measure();
}

int32_t GiniPermille(std::vector<int64_t> shares) {
  std::sort(shares.begin(), shares.end());
  const __int128 n = static_cast<__int128>(shares.size());
  __int128 sum = 0, weighed = 0;
  for (size_t k = 0; k < shares.size(); ++k) {
    sum += shares[k];
    weighed += (2 * static_cast<__int128>(k) + 1 - n) * shares[k];
  }
  if (sum == 0) return 0;
  return static_cast<int32_t>((2000 * weighed + n * sum) / (2 * n * sum));
}

}  // namespace selaras::matching
