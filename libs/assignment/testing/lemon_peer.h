// The peer of the benchmarks: LEMON's minimum cost flow codes on an explicit network. Its translation unit is
// C++17.
#ifndef SELARAS_LIBS_ASSIGNMENT_TESTING_LEMON_PEER_H_
#define SELARAS_LIBS_ASSIGNMENT_TESTING_LEMON_PEER_H_

#include <cstdint>
#include <vector>

namespace selaras::assignment {

enum class LemonMethod { kNetworkSimplex, kCostScaling };

// People 0 … persons−1 with one unit each, then posts, then the sink.
struct LemonProblem {
  struct Arc {
    int32_t from, to;
    int32_t capacity;
    int64_t points;
  };
  int32_t persons = 0;
  int32_t posts = 0;
  std::vector<Arc> arcs;
};

// Prepared outside the measured time: LEMON copies the graph when the algorithm object is made.
class LemonRun {
 public:
  LemonRun(const LemonProblem& problem, LemonMethod method);
  ~LemonRun();
  LemonRun(const LemonRun&) = delete;
  LemonRun& operator=(const LemonRun&) = delete;

  // Greatest sum of points, or INT64_MIN if there is no flow.
  int64_t Solve();

 private:
  struct State;
  State* state_;
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_TESTING_LEMON_PEER_H_
