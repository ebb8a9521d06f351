#include "libs/resource/update_mask.h"

#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;

constexpr absl::string_view kUpdatable[] = {"address", "display_name"};

TEST(UpdateMaskTest, NoneOrStarMeansAll) {
  for (const std::vector<std::string>& paths : {std::vector<std::string>{}, std::vector<std::string>{"*"}}) {
    SELARAS_ASSERT_OK_AND_ASSIGN(const UpdateMask mask, UpdateMask::Parse(paths, kUpdatable));
    EXPECT_THAT(mask.paths(), ElementsAre("address", "display_name"));
    EXPECT_TRUE(mask.Has("address.district"));
  }
}

TEST(UpdateMaskTest, HasWhatItNamesAndWhatLiesUnder) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const UpdateMask mask, UpdateMask::Parse({"address.district"}, kUpdatable));
  EXPECT_TRUE(mask.Has("address.district"));
  EXPECT_TRUE(mask.Has("address.district.code"));
  EXPECT_FALSE(mask.Has("address"));
  EXPECT_FALSE(mask.Has("address.districts"));
  EXPECT_FALSE(mask.Has("display_name"));
}

TEST(UpdateMaskTest, UnknownAndFixedFieldsAreNamed) {
  for (const char* path : {"name", "display_names", "display", "", "*"}) {
    const auto mask = UpdateMask::Parse({"address", path}, kUpdatable);
    EXPECT_THAT(mask, FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_UPDATE_MASK")) << path;
    EXPECT_EQ(MetadataOf(mask.status()).at("path"), path);
  }
}

}  // namespace
}  // namespace selaras
