#include "libs/cache/memory_cache.h"

#include <gmock/gmock.h>

#include "libs/testing/fake_clock.h"

namespace selaras {
namespace {

using ::testing::Optional;

constexpr absl::Duration kNone;  // memory answers at once

TEST(MemoryCacheTest, EntriesEndWithTheirTime) {
  testing::FakeClock clock;
  MemoryCache cache(clock, 1000);
  cache.SetBlob("short", "1", absl::Seconds(1), kNone);
  cache.SetBlob("long", "2", absl::InfiniteDuration(), kNone);
  clock.Advance(absl::Seconds(1));
  EXPECT_EQ(cache.GetBlob("short", kNone), std::nullopt);
  EXPECT_THAT(cache.GetBlob("long", kNone), Optional(std::string("2")));
}

TEST(MemoryCacheTest, TheLeastRecentlyUsedGoFirst) {
  testing::FakeClock clock;
  MemoryCache cache(clock, 9);
  for (const char* key : {"a", "b", "c"}) cache.SetBlob(key, "xx", absl::Hours(1), kNone);
  EXPECT_NE(cache.GetBlob("a", kNone), std::nullopt);
  cache.SetBlob("d", "xx", absl::Hours(1), kNone);
  EXPECT_EQ(cache.GetBlob("b", kNone), std::nullopt);
  EXPECT_NE(cache.GetBlob("a", kNone), std::nullopt);
  cache.SetBlob("big", "0123456789", absl::Hours(1), kNone);
  EXPECT_EQ(cache.GetBlob("big", kNone), std::nullopt);
}

}  // namespace
}  // namespace selaras
