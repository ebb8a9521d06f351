#include "libs/assignment/testing/lemon_peer.h"

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <limits>
#include <memory>

namespace selaras::assignment {

struct LemonRun::State {
  using Graph = lemon::SmartDigraph;
  using Simplex = lemon::NetworkSimplex<Graph, int64_t>;
  using Scaling = lemon::CostScaling<Graph, int64_t>;

  Graph graph;
  Graph::ArcMap<int64_t> capacity{graph}, cost{graph};
  Graph::NodeMap<int64_t> supply{graph, 0};
  std::unique_ptr<Simplex> simplex;
  std::unique_ptr<Scaling> scaling;
};

LemonRun::LemonRun(const LemonProblem& problem, LemonMethod method) : state_(new State) {
  State& s = *state_;
  const int32_t nodes = problem.persons + problem.posts + 1;
  s.graph.reserveNode(nodes);
  s.graph.reserveArc(static_cast<int>(problem.arcs.size()));
  for (int32_t v = 0; v < nodes; ++v) s.graph.addNode();
  for (const LemonProblem::Arc& arc : problem.arcs) {
    const auto a = s.graph.addArc(s.graph.nodeFromId(arc.from), s.graph.nodeFromId(arc.to));
    s.capacity[a] = arc.capacity;
    s.cost[a] = -arc.points;
  }
  for (int32_t i = 0; i < problem.persons; ++i) s.supply[s.graph.nodeFromId(i)] = 1;
  s.supply[s.graph.nodeFromId(nodes - 1)] = -problem.persons;
  if (method == LemonMethod::kNetworkSimplex) {
    s.simplex = std::make_unique<State::Simplex>(s.graph);
    s.simplex->upperMap(s.capacity).costMap(s.cost).supplyMap(s.supply);
  } else {
    s.scaling = std::make_unique<State::Scaling>(s.graph);
    s.scaling->upperMap(s.capacity).costMap(s.cost).supplyMap(s.supply);
  }
}

LemonRun::~LemonRun() {
  delete state_;
}

int64_t LemonRun::Solve() {
  State& s = *state_;
  if (s.simplex != nullptr) {
    return s.simplex->run() == State::Simplex::OPTIMAL ? -s.simplex->totalCost<int64_t>()
                                                       : std::numeric_limits<int64_t>::min();
  }
  return s.scaling->run() == State::Scaling::OPTIMAL ? -s.scaling->totalCost<int64_t>()
                                                     : std::numeric_limits<int64_t>::min();
}

}  // namespace selaras::assignment
