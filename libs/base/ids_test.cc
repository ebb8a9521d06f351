#include "libs/base/ids.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "libs/testing/fake_clock.h"

namespace selaras {
namespace {

using testing::FakeClock;

TEST(IdsTest, EncodesMostSignificantBitsFirst) {
  std::array<uint8_t, 16> bytes = {};
  EXPECT_EQ(EncodeBase32(bytes), std::string(26, '0'));
  bytes[15] = 31;
  EXPECT_EQ(EncodeBase32(bytes), std::string(25, '0') + "z");
  bytes.fill(0xff);
  EXPECT_EQ(EncodeBase32(bytes), "7" + std::string(25, 'z'));
}

TEST(IdsTest, RandomIdsDifferAndHaveTheForm) {
  const FakeClock clock;
  RandomIdSource ids(clock);
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < 20000; ++i) {
    const std::string id = ids.NewId();
    ASSERT_TRUE(IsId(id)) << id;
    ASSERT_TRUE(seen.insert(id).second) << id;
  }
}

TEST(IdsTest, LaterIdsSortBehindEarlierOnes) {
  FakeClock clock;
  RandomIdSource ids(clock);
  std::vector<std::string> made;
  for (int i = 0; i < 1000; ++i) {
    made.push_back(ids.NewId());
    clock.Advance(absl::Milliseconds(1));
  }
  EXPECT_TRUE(std::is_sorted(made.begin(), made.end()));
}

TEST(IdsTest, EqualSeedsGiveEqualSequences) {
  SeededIdSource a(7), b(7), c(8);
  for (int i = 0; i < 100; ++i) {
    const std::string id = a.NewId();
    EXPECT_TRUE(IsId(id));
    EXPECT_EQ(id, b.NewId());
    EXPECT_NE(id, c.NewId());
  }
}

TEST(IdsTest, SourcesAreThreadSafe) {
  SeededIdSource ids(1);
  std::array<std::vector<std::string>, 4> made;
  std::vector<std::thread> threads;
  for (auto& list : made) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2000; ++i) list.push_back(ids.NewId());
    });
  }
  for (std::thread& thread : threads) thread.join();
  absl::flat_hash_set<std::string> all;
  for (const auto& list : made) all.insert(list.begin(), list.end());
  EXPECT_EQ(all.size(), 8000);
}

TEST(IdsTest, TellsIdsFromOtherTexts) {
  EXPECT_TRUE(IsId("01jr0000000000000000000000"));
  EXPECT_FALSE(IsId(""));
  EXPECT_FALSE(IsId("198501012010011001"));          // a NIP has 18 digits
  EXPECT_FALSE(IsId("01JR0000000000000000000000"));  // upper case
  EXPECT_FALSE(IsId("01jr000000000000000000000l"));  // l is not in the alphabet
  EXPECT_FALSE(IsId("81jr0000000000000000000000"));  // above 2^128
}

}  // namespace
}  // namespace selaras
