#include "libs/cache/circuit_breaker.h"

#include <gmock/gmock.h>

#include "libs/testing/fake_clock.h"

namespace selaras {
namespace {

TEST(CircuitBreakerTest, PausesDoubleUpToTheLongestAndOneCallTries) {
  testing::FakeClock clock;
  CircuitBreaker breaker(clock, {absl::Seconds(1), absl::Seconds(4)});
  EXPECT_TRUE(breaker.MayCall());
  EXPECT_TRUE(breaker.MayCall());
  breaker.Failed();
  breaker.Failed();  // the second call was under way
  for (const int pause : {1, 2, 4, 4}) {
    clock.Advance(absl::Seconds(pause) - absl::Milliseconds(1));
    EXPECT_FALSE(breaker.MayCall()) << pause;
    clock.Advance(absl::Milliseconds(1));
    EXPECT_TRUE(breaker.MayCall()) << pause;
    EXPECT_FALSE(breaker.MayCall()) << "a second trial in the pause of " << pause;
    breaker.Failed();
  }
  clock.Advance(absl::Seconds(4));
  EXPECT_TRUE(breaker.MayCall());
  breaker.Succeeded();
  EXPECT_TRUE(breaker.MayCall());
  EXPECT_TRUE(breaker.MayCall());
}

// A trial that never reports does not close the way for ever.
TEST(CircuitBreakerTest, ALostTrialIsFollowedByAnother) {
  testing::FakeClock clock;
  CircuitBreaker breaker(clock, {absl::Seconds(1), absl::Seconds(4)});
  breaker.Failed();
  clock.Advance(absl::Seconds(1));
  EXPECT_TRUE(breaker.MayCall());
  clock.Advance(absl::Seconds(1));
  EXPECT_TRUE(breaker.MayCall());
}

}  // namespace
}  // namespace selaras
