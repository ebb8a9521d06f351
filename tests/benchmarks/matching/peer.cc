// LEMON 1.3.1 uses what C++20 removed from the standard library, hence C++17 here (CMakeLists.txt).
#include "tests/benchmarks/matching/peer.h"

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <chrono>
#include <ctime>

namespace selaras::bench {
namespace {

using Graph = lemon::SmartDigraph;

// Persons → posts → one sink; the seats are parallel arcs from post to sink.
template <typename Algorithm>
PeerResult Solve(const PeerProblem& problem) {
  Graph graph;
  graph.reserveNode(problem.persons + problem.posts + 1);
  graph.reserveArc(static_cast<int>(problem.edges.size() + problem.seats.size()));
  for (int node = 0; node <= problem.persons + problem.posts; ++node) graph.addNode();
  const auto post = [&](int32_t j) { return graph.nodeFromId(problem.persons + j); };
  const Graph::Node sink = graph.nodeFromId(problem.persons + problem.posts);
  for (const PeerProblem::Edge& edge : problem.edges)
    graph.addArc(graph.nodeFromId(edge.person), post(edge.post));
  for (const PeerProblem::Seats& seats : problem.seats) graph.addArc(post(seats.post), sink);

  Graph::ArcMap<int64_t> cost(graph);
  Graph::ArcMap<int> capacity(graph, 1);
  Graph::NodeMap<int> supply(graph, 0);
  int arc = 0;
  for (const PeerProblem::Edge& edge : problem.edges) cost[graph.arcFromId(arc++)] = -edge.points;
  for (const PeerProblem::Seats& seats : problem.seats) {
    capacity[graph.arcFromId(arc)] = seats.count;
    cost[graph.arcFromId(arc++)] = -seats.points;
  }
  for (int32_t i = 0; i < problem.persons; ++i) supply[graph.nodeFromId(i)] = 1;
  supply[sink] = -problem.persons;

  Algorithm algorithm(graph);
  algorithm.upperMap(capacity).costMap(cost).supplyMap(supply);
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t cpu_start = std::clock();
  const auto outcome = algorithm.run();
  const std::clock_t cpu_end = std::clock();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  PeerResult result;
  result.optimal = outcome == Algorithm::OPTIMAL;
  result.objective = result.optimal ? -static_cast<int64_t>(algorithm.totalCost()) : 0;
  result.wall_s = wall.count();
  result.cpu_s = static_cast<double>(cpu_end - cpu_start) / CLOCKS_PER_SEC;
  return result;
}

}  // namespace

PeerResult SolveByCostScaling(const PeerProblem& problem) {
  return Solve<lemon::CostScaling<Graph, int, int64_t>>(problem);
}

PeerResult SolveByNetworkSimplex(const PeerProblem& problem) {
  return Solve<lemon::NetworkSimplex<Graph, int, int64_t>>(problem);
}

}  // namespace selaras::bench
