#include "libs/failpoint/failpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "libs/testing/temp_dir.h"

namespace selaras::failpoint {
namespace {

// Nothing in this program reaches a point outside InChild, so that each child reads its own environment first.
// Returns what waitpid reports.
int InChild(const std::function<void()>& body) {
  const pid_t child = fork();
  if (child == 0) {
    body();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

bool WasKilled(int status) {
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

std::string Contents(const std::string& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void ReachTwoPoints(int times) {
  for (int i = 0; i < times; ++i) {
    Reach("registry.reserve.before_commit");
    Reach("registry.reserve.after_commit");
  }
}

static_assert(IsName("registry.reserve.before_commit"));
static_assert(IsName("a.b1.c_2"));
static_assert(!IsName("registry.reserve"));
static_assert(!IsName("registry.reserve.before.commit"));
static_assert(!IsName("registry..commit"));
static_assert(!IsName("registry.reserve."));
static_assert(!IsName("Registry.reserve.commit"));
static_assert(!IsName("registry.reserve.1st"));
static_assert(!IsName(""));

TEST(FailpointTest, NothingArmedNothingHappens) {
  const int status = InChild([] {
    unsetenv("SELARAS_FAILPOINT");
    unsetenv("SELARAS_FAILPOINT_RECORD");
    ReachTwoPoints(3);
    if (internal::mode != internal::kIdle || Count("registry.reserve.before_commit") != 0) _exit(1);
  });
  EXPECT_EQ(status, 0);
}

TEST(FailpointTest, DiesAtTheNthReachOfItsOwnName) {
  const int survives = InChild([] {
    setenv("SELARAS_FAILPOINT", "registry.reserve.after_commit:3", 1);
    ReachTwoPoints(2);
    if (Count("registry.reserve.after_commit") != 2) _exit(1);
  });
  EXPECT_EQ(survives, 0);
  const int dies = InChild([] {
    setenv("SELARAS_FAILPOINT", "registry.reserve.after_commit:3", 1);
    ReachTwoPoints(3);
  });
  EXPECT_TRUE(WasKilled(dies)) << dies;
}

TEST(FailpointTest, WithoutANumberTheFirstReachKills) {
  EXPECT_TRUE(WasKilled(InChild([] {
    setenv("SELARAS_FAILPOINT", "registry.reserve.before_commit", 1);
    ReachTwoPoints(1);
  })));
}

TEST(FailpointTest, ArmCountsFromItsOwnCallAndDisarmEndsIt) {
  EXPECT_EQ(InChild([] {
              Arm("registry.reserve.before_commit", 2);
              ReachTwoPoints(1);
              Arm("registry.reserve.before_commit", 2);
              ReachTwoPoints(1);
              Disarm();
              ReachTwoPoints(5);
            }),
            0);
  EXPECT_TRUE(WasKilled(InChild([] {
    Arm("registry.reserve.before_commit", 2);
    ReachTwoPoints(2);
  })));
}

TEST(FailpointTest, RecordingNamesEachPointOnceAlsoTheLastOne) {
  const testing::TempDir folder;
  const std::string file = folder.File("points");
  EXPECT_TRUE(WasKilled(InChild([&] {
    setenv("SELARAS_FAILPOINT_RECORD", file.c_str(), 1);
    setenv("SELARAS_FAILPOINT", "registry.reserve.last:1", 1);
    ReachTwoPoints(3);
    Reach("registry.reserve.last");
  })));
  EXPECT_EQ(Contents(file),
            "registry.reserve.before_commit\nregistry.reserve.after_commit\nregistry.reserve.last\n");
}

TEST(FailpointTest, EveryThreadCounts) {
  EXPECT_EQ(InChild([] {
              Arm("registry.reserve.before_commit", 1'000'000);
              std::vector<std::thread> threads;
              for (int i = 0; i < 4; ++i) threads.emplace_back([] { ReachTwoPoints(1000); });
              for (std::thread& thread : threads) thread.join();
              if (Count("registry.reserve.before_commit") != 4000) _exit(1);
            }),
            0);
}

// A fault test whose fault is misspelled must fail, not run without a fault.
TEST(FailpointTest, ASettingThatCannotBeMeantEndsTheProcess) {
  for (const char* setting : {"registry.reserve", "registry.reserve.commit:0", "registry.reserve.commit:x",
                              "registry.reserve.commit:"}) {
    const int status = InChild([&] {
      setenv("SELARAS_FAILPOINT", setting, 1);
      ReachTwoPoints(1);
    });
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 2) << setting << " " << status;
  }
  const int unopenable = InChild([] {
    setenv("SELARAS_FAILPOINT_RECORD", "/nowhere/at/all", 1);
    ReachTwoPoints(1);
  });
  EXPECT_TRUE(WIFEXITED(unopenable) && WEXITSTATUS(unopenable) == 2) << unopenable;
}

}  // namespace
}  // namespace selaras::failpoint
