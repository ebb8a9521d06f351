#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "services/matching/domain/plan.h"

namespace selaras::matching {
namespace {

constexpr size_t kLongChain = 4;

// `move` may be carried out only with or after `needs`.
struct Dependence {
  int32_t move, needs;
};

class Joiner {
 public:
  Joiner(const PlanProblem& problem, Plan& plan) : problem_(problem), plan_(plan), root_(plan.moves.size()) {
    std::iota(root_.begin(), root_.end(), 0);
  }

  void Run() {
    FindDependences();
    for (const Dependence& d : dependences_) root_[Root(d.move)] = Root(d.needs);
    absl::flat_hash_map<int32_t, std::vector<int32_t>> members;
    for (int32_t m = 0; m < static_cast<int32_t>(plan_.moves.size()); ++m) members[Root(m)].push_back(m);
    for (auto& [root, moves] : members) plan_.chains.push_back(MakeChain(std::move(moves)));
    std::sort(plan_.chains.begin(), plan_.chains.end(),
              [](const Chain& a, const Chain& b) { return a.key < b.key; });
    for (size_t c = 0; c < plan_.chains.size(); ++c) {
      for (const int32_t m : plan_.chains[c].moves) plan_.moves[m].chain = static_cast<int32_t>(c);
    }
  }

 private:
  int32_t Root(int32_t m) {
    while (root_[m] != m) m = root_[m] = root_[root_[m]];
    return m;
  }

  void FindDependences() {
    struct Traffic {
      std::vector<int32_t> arrivals, departures;
    };
    absl::flat_hash_map<int32_t, Traffic> traffic;
    for (int32_t m = 0; m < static_cast<int32_t>(plan_.moves.size()); ++m) {
      traffic[plan_.moves[m].to_post].arrivals.push_back(m);
      if (plan_.moves[m].from_post >= 0) traffic[plan_.moves[m].from_post].departures.push_back(m);
    }
    const auto by_id = [this](int32_t a, int32_t b) { return plan_.moves[a].id < plan_.moves[b].id; };
    needs_.resize(plan_.moves.size());
    for (auto& [post, here] : traffic) {
      std::sort(here.arrivals.begin(), here.arrivals.end(), by_id);
      std::sort(here.departures.begin(), here.departures.end(), by_id);
      const Staffing& staffing = plan_.staffing[post];
      const int32_t seats = std::max(staffing.ceiling, staffing.before);
      const int32_t arrivals = static_cast<int32_t>(here.arrivals.size());
      const int32_t departures = static_cast<int32_t>(here.departures.size());
      const int32_t pairs = std::min(arrivals, departures);
      const int32_t waiting = std::min(pairs, arrivals - (seats - staffing.before));
      const int32_t replaced = std::min(pairs, departures - std::max(0, staffing.before - staffing.critical));
      for (int32_t k = 0; k < waiting; ++k) Need(here.arrivals[k], here.departures[k]);
      for (int32_t k = 0; k < replaced; ++k) Need(here.departures[k], here.arrivals[k]);
    }
  }

  void Need(int32_t move, int32_t needs) {
    dependences_.push_back({move, needs});
    needs_[move].push_back(needs);
  }

  Chain MakeChain(std::vector<int32_t> moves) const {
    Chain chain;
    chain.moves = InOrder(std::move(moves));
    std::vector<std::string> facts;
    std::set<int32_t> agencies;
    for (const int32_t m : chain.moves) {
      const Move& move = plan_.moves[m];
      const Person& person = problem_.province().persons()[move.person];
      facts.push_back(absl::StrCat(move.id, " ", person.profile_revision));
      const int32_t from = problem_.province().PersonRefsOf(move.person).agency;
      if (from >= 0) agencies.insert(from);
      agencies.insert(problem_.province().PostRefsOf(move.to_post).agency);
    }
    std::sort(facts.begin(), facts.end());
    std::string text = "selaras-chain 1\n";
    for (const std::string& fact : facts) absl::StrAppend(&text, fact, "\n");
    chain.key = Sha256Hex(text).substr(0, 32);
    chain.agencies.assign(agencies.begin(), agencies.end());
    chain.marked = chain.moves.size() > kLongChain || (chain.moves.size() > 1 && chain.agencies.size() > 1);
    return chain;
  }

  // What is needed first stands first; in a ring the move of least id opens it.
  std::vector<int32_t> InOrder(std::vector<int32_t> moves) const {
    std::sort(moves.begin(), moves.end(),
              [this](int32_t a, int32_t b) { return plan_.moves[a].id < plan_.moves[b].id; });
    std::vector<int32_t> order;
    std::set<int32_t> done;
    while (order.size() < moves.size()) {
      const auto ready = [&](int32_t m) {
        return !done.contains(m) && std::all_of(needs_[m].begin(), needs_[m].end(),
                                                [&](int32_t needed) { return done.contains(needed); });
      };
      auto next = std::find_if(moves.begin(), moves.end(), ready);
      if (next == moves.end()) {
        next = std::find_if(moves.begin(), moves.end(), [&](int32_t m) { return !done.contains(m); });
      }
      order.push_back(*next);
      done.insert(*next);
    }
    return order;
  }

  const PlanProblem& problem_;
  Plan& plan_;
  std::vector<int32_t> root_;
  std::vector<Dependence> dependences_;
  std::vector<std::vector<int32_t>> needs_;
};

}  // namespace

void JoinChains(const PlanProblem& problem, Plan& plan) {
  Joiner(problem, plan).Run();
}

}  // namespace selaras::matching
