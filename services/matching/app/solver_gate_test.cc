#include "services/matching/app/solver_gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace selaras::matching {
namespace {

TEST(SolverGate, LetsOneInAndTheNextOnlyAfterIt) {
  SolverGate gate;
  {
    const auto first = gate.TryEnter();
    ASSERT_TRUE(first.has_value());
    EXPECT_FALSE(gate.TryEnter().has_value());
  }
  EXPECT_TRUE(gate.TryEnter().has_value());
}

TEST(SolverGate, WhoWaitsComesBeforeWhoAsks) {
  SolverGate gate;
  auto first = gate.TryEnter();
  std::atomic<bool> asked = false, inside = false, leave = false;
  std::thread worker([&] {
    const auto hold = gate.Enter([&] {
      asked = true;
      return false;
    });
    inside = hold.has_value();
    while (!leave) std::this_thread::yield();
  });
  while (!asked) std::this_thread::yield();
  EXPECT_FALSE(inside);
  first.reset();
  EXPECT_FALSE(gate.TryEnter().has_value());
  while (!inside) std::this_thread::yield();
  leave = true;
  worker.join();
  EXPECT_TRUE(gate.TryEnter().has_value());
}

TEST(SolverGate, WaitingIsGivenUpWhenTold) {
  SolverGate gate;
  {
    const auto first = gate.TryEnter();
    EXPECT_FALSE(gate.Enter([] { return true; }).has_value());
  }
  EXPECT_TRUE(gate.TryEnter().has_value());
}

TEST(SolverGate, NeverTwoInside) {
  SolverGate gate;
  std::atomic<int> inside = 0, most = 0, turns = 0;
  std::vector<std::thread> workers;
  for (int k = 0; k < 8; ++k) {
    workers.emplace_back([&] {
      for (int turn = 0; turn < 50; ++turn) {
        const auto hold = gate.Enter([] { return false; });
        const int now = ++inside;
        if (now > most) most = now;
        ++turns;
        --inside;
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  EXPECT_EQ(most, 1);
  EXPECT_EQ(turns, 400);
}

}  // namespace
}  // namespace selaras::matching
