#include "libs/cache/vector_shards.h"

#include <gmock/gmock.h>

#include <functional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using ::selaras::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class VectorShardsTest : public ::testing::Test {
 protected:
  // What decodes, "" if nothing may.
  std::vector<std::string> Decoded(const VectorSpace& space, uint32_t shard, absl::string_view bytes) const {
    std::vector<std::string> found;
    const bool sound = codec_.Decode(space, shard, bytes, [&](const VectorEntry& entry) {
      found.push_back(absl::StrCat(entry.id, "@", entry.revision, ":", entry.vector));
    });
    EXPECT_TRUE(sound || found.empty());
    if (sound && found.empty()) found.push_back("sound and empty");
    return found;
  }

  const std::string vector_a_ = std::string(kVectorBytes, 'a');
  const std::string vector_b_ = std::string(kVectorBytes, '\0');
  const VectorSpace space_{"lampung", 3, "2026-1", 8};
  const ShardCodec codec_{"0123456789abcdef0123456789abcdef"};
  const std::string bytes_ = *codec_.Encode(space_, 5, {{"e1", 7, vector_a_}, {"e22", -1, vector_b_}});
};

TEST_F(VectorShardsTest, EntriesSurvive) {
  EXPECT_THAT(Decoded(space_, 5, bytes_), ElementsAre("e1@7:" + vector_a_, "e22@-1:" + vector_b_));
  EXPECT_THAT(Decoded(space_, 6, *codec_.Encode(space_, 6, {})), ElementsAre("sound and empty"));
}

TEST_F(VectorShardsTest, EveryTruncationIsNoticed) {
  for (size_t size = 0; size < bytes_.size(); ++size) {
    EXPECT_THAT(Decoded(space_, 5, bytes_.substr(0, size)), IsEmpty()) << size;
    EXPECT_THAT(Decoded(space_, 5, bytes_.substr(size + 1)), IsEmpty()) << size;
  }
  EXPECT_THAT(Decoded(space_, 5, bytes_ + "x"), IsEmpty());
}

TEST_F(VectorShardsTest, EveryFlippedBitIsNoticed) {
  for (size_t at = 0; at < bytes_.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string altered = bytes_;
      altered[at] = static_cast<char>(altered[at] ^ (1 << bit));
      EXPECT_THAT(Decoded(space_, 5, altered), IsEmpty()) << at << "." << bit;
    }
  }
}

TEST_F(VectorShardsTest, AShardIsNoOthers) {
  EXPECT_THAT(Decoded(space_, 4, bytes_), IsEmpty());
  const std::vector<std::function<void(VectorSpace&)>> changes = {
      [](VectorSpace& s) { s.tenant = "jakarta"; }, [](VectorSpace& s) { ++s.layout_version; },
      [](VectorSpace& s) { s.catalogue_version = "2026-2"; }, [](VectorSpace& s) { ++s.shard_count; },
      // The parts' borders count, not only their joined text.
      [](VectorSpace& s) { s.tenant = "lampung2", s.catalogue_version = "026-1"; }};
  for (size_t i = 0; i < changes.size(); ++i) {
    VectorSpace other = space_;
    changes[i](other);
    EXPECT_THAT(Decoded(other, 5, bytes_), IsEmpty()) << i;
  }
  const ShardCodec stranger("another secret of 32 bytes......");
  EXPECT_THAT(Decoded(space_, 5, *stranger.Encode(space_, 5, {{"e1", 7, vector_a_}})), IsEmpty());
}

TEST_F(VectorShardsTest, WhatDoesNotFitIsRefused) {
  const std::string long_id(256, 'x');
  EXPECT_THAT(codec_.Encode(space_, 0, {{"", 1, vector_a_}}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(codec_.Encode(space_, 0, {{long_id, 1, vector_a_}}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(codec_.Encode(space_, 0, {{"e1", 1, "short"}}), StatusIs(absl::StatusCode::kInvalidArgument));
}

// The bytes are a contract: an entry of version 1 is read by every later program or not at all.
TEST_F(VectorShardsTest, TheBytesAreAsDocumented) {
  ASSERT_EQ(bytes_.size(), 16u + 32u + (1 + 2 + 8 + 64) + (1 + 3 + 8 + 64));
  EXPECT_EQ(bytes_.substr(16, 32),
            std::string("selarasV\1\0\0\0\100\0\0\0\2\0\0\0\0\0\0\0\227\0\0\0\0\0\0\0", 32));
  EXPECT_EQ(bytes_.substr(48, 11), std::string("\2e1\7\0\0\0\0\0\0\0", 11));
  EXPECT_EQ(ShardKey(space_, 5), "selaras:vectors:1:lampung:3:2026-1:8:5");
}

TEST(ShardOfTest, PeopleSpreadEvenlyAndForEver) {
  EXPECT_EQ(ShardOf("e1", 1), 0u);
  // Fixed values: another spread would read every cached shard in vain.
  EXPECT_EQ(ShardOf("employee1", 1000), 109u);
  EXPECT_EQ(ShardOf("01h455vb4pex5vsknk084sn02q", 1000), 920u);
  std::vector<int> load(50);
  for (int i = 0; i < 100000; ++i) ++load[ShardOf(absl::StrCat("e", i), 50)];
  for (const int people : load) EXPECT_NEAR(people, 2000, 300);
  EXPECT_EQ(ShardCountFor(0), 1u);
  EXPECT_EQ(ShardCountFor(100000), 64u);
  EXPECT_EQ(ShardCountFor(96000), 64u);  // A few more people leave every shard where it is.
}

}  // namespace
}  // namespace selaras
