#include "libs/resource/order_by.h"

#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOkAndHolds;

constexpr absl::string_view kAllowed[] = {"create_time", "display_name"};

TEST(OrderByTest, ReadsFieldsAndDirections) {
  EXPECT_THAT(ParseOrderBy("", kAllowed), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(ParseOrderBy("  ", kAllowed), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(ParseOrderBy("display_name", kAllowed),
              IsOkAndHolds(ElementsAre(OrderTerm{"display_name", false})));
  EXPECT_THAT(ParseOrderBy(" create_time  desc ,display_name asc", kAllowed),
              IsOkAndHolds(ElementsAre(OrderTerm{"create_time", true}, OrderTerm{"display_name", false})));
}

TEST(OrderByTest, EqualOrdersHaveOneText) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto terms,
                               ParseOrderBy(" create_time   desc,display_name asc ", kAllowed));
  EXPECT_EQ(FormatOrderBy(terms), "create_time desc, display_name");
}

TEST(OrderByTest, RefusesTheRestAndSaysWhatIsAllowed) {
  for (const char* text : {"nip", "display_name down", "display_name desc desc", "display_name,", ",", "desc",
                           "display_name, display_name desc", "display_name; drop table x"}) {
    const auto terms = ParseOrderBy(text, kAllowed);
    EXPECT_THAT(terms, FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_ORDER_BY")) << text;
    EXPECT_EQ(MetadataOf(terms.status()).at("allowed"), "create_time, display_name");
  }
}

}  // namespace
}  // namespace selaras
