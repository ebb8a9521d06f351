#include "libs/policy/bundle.h"

#include <filesystem>
#include <fstream>

#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"

namespace selaras::policy {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

void Write(const std::filesystem::path& path, absl::string_view text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

TEST(BundleTest, HashDoesNotDependOnTheOrderOfFiles) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const Bundle a,
                               Bundle::FromFiles({{"a.yaml", "x: 1\n"}, {"b.yaml", "y: 2\n"}}));
  SELARAS_ASSERT_OK_AND_ASSIGN(const Bundle b,
                               Bundle::FromFiles({{"b.yaml", "y: 2\n"}, {"a.yaml", "x: 1\n"}}));
  EXPECT_EQ(a.content_hash(), b.content_hash());
  EXPECT_EQ(a.CanonicalText(), "selaras-policy 1\nfiles 2\nf a.yaml 5\nx: 1\n\nf b.yaml 5\ny: 2\n\nend\n");
}

// Text may move from one file's end to the next file's start without changing the concatenation.
TEST(BundleTest, HashSeparatesFiles) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const Bundle a,
                               Bundle::FromFiles({{"a.yaml", "x: 1\n#"}, {"b.yaml", "y: 2\n"}}));
  SELARAS_ASSERT_OK_AND_ASSIGN(const Bundle b,
                               Bundle::FromFiles({{"a.yaml", "x: 1\n"}, {"b.yaml", "#y: 2\n{}"}}));
  EXPECT_NE(a.content_hash(), b.content_hash());
}

TEST(BundleTest, AllMistakesOfFilesAreReportedAtOnce) {
  const auto bundle = Bundle::FromFiles({{"Bad Name.yaml", "x: 1"},
                                         {"list.yaml", "- 1\n"},
                                         {"twice.yaml", "x: 1\nx: 2\n"},
                                         {"broken.yaml", "x: [1,\ny: 2"}});
  ASSERT_THAT(bundle, FailsWith(absl::StatusCode::kInvalidArgument, "POLICY_INVALID"));
  const std::string message(bundle.status().message());
  EXPECT_THAT(message, HasSubstr("Bad Name.yaml"));
  EXPECT_THAT(message, HasSubstr("list.yaml:1"));
  EXPECT_THAT(message, HasSubstr("twice.yaml:2: key \"x\" stands twice"));
  EXPECT_THAT(message, HasSubstr("broken.yaml:2"));
}

TEST(BundleTest, LoadJoinsSharedFilesWithThePolicysOwn) {
  testing::TempDir dir;
  const std::filesystem::path root(std::string(dir.path()));
  Write(root / "needs.yaml", "a: 1\n");
  Write(root / "rules.yaml", "b: 1\n");
  Write(root / "first" / "weights.yaml", "c: 1\n");
  Write(root / "second" / "weights.yaml", "c: 2\n");
  Write(root / "second" / "needs.yaml", "a: 9\n");
  SELARAS_ASSERT_OK_AND_ASSIGN(const Bundle first, Bundle::Load(root.string(), "first"));
  EXPECT_THAT(first.files(), ElementsAre(File{"needs.yaml", "a: 1\n"}, File{"rules.yaml", "b: 1\n"},
                                         File{"weights.yaml", "c: 1\n"}));
  SELARAS_ASSERT_OK_AND_ASSIGN(const Bundle second, Bundle::Load(root.string(), "second"));
  EXPECT_THAT(second.files(), ElementsAre(File{"needs.yaml", "a: 9\n"}, File{"rules.yaml", "b: 1\n"},
                                          File{"weights.yaml", "c: 2\n"}));
  EXPECT_THAT(*Bundle::List(root.string()), ElementsAre("first", "second"));
  EXPECT_THAT(Bundle::Load(root.string(), "third"), FailsWith(absl::StatusCode::kNotFound, "POLICY_UNKNOWN"));
  EXPECT_THAT(Bundle::Load(root.string(), "../first"),
              FailsWith(absl::StatusCode::kNotFound, "POLICY_UNKNOWN"));
}

}  // namespace
}  // namespace selaras::policy
