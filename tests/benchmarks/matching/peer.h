// A peer solves the same placement problem as a min-cost flow, on a list of pairs instead of all lawful
// pairs. Plain types only: the peers are compiled in C++17, the rest of the program in C++20.
#ifndef SELARAS_TESTS_BENCHMARKS_MATCHING_PEER_H_
#define SELARAS_TESTS_BENCHMARKS_MATCHING_PEER_H_

#include <cstdint>
#include <vector>

namespace selaras::bench {

struct PeerProblem {
  // One edge a pair (person, post), worth points. Every person needs an edge.
  struct Edge {
    int32_t person;
    int32_t post;
    int32_t points;
  };
  // `count` seats of the post, worth points each.
  struct Seats {
    int32_t post;
    int32_t count;
    int32_t points;
  };
  int32_t persons = 0;
  int32_t posts = 0;
  std::vector<Edge> edges;
  std::vector<Seats> seats;
};

struct PeerResult {
  bool optimal = false;  // On the listed pairs.
  int64_t objective = 0;
  // Of the algorithm's run() alone: reading the problem into the peer's own form is not counted.
  double wall_s = 0;
  double cpu_s = 0;
};

PeerResult SolveByCostScaling(const PeerProblem& problem);
PeerResult SolveByNetworkSimplex(const PeerProblem& problem);

}  // namespace selaras::bench

#endif  // SELARAS_TESTS_BENCHMARKS_MATCHING_PEER_H_
