#include "libs/config/settings.h"

#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"

namespace selaras {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::StatusIs;
using testing::TempDir;

absl::StatusOr<Settings> Read(std::vector<const char*> flags, std::vector<const char*> environment = {}) {
  flags.insert(flags.begin(), "prog");
  environment.push_back(nullptr);
  return Settings::FromCommandLine(static_cast<int>(flags.size()), flags.data(), environment.data());
}

TEST(SettingsTest, FlagsWinOverEnvironmentAndEnvironmentOverFile) {
  const TempDir dir;
  const std::string config = "--config=" + dir.Write("c.conf", "# three\na = file\nb = file\n\n  c=file  \n");
  SELARAS_ASSERT_OK_AND_ASSIGN(const Settings settings, Read({config.c_str(), "--a", "flag"},
                                                             {"SELARAS_A=env", "SELARAS_B=env", "HOME=/x"}));
  SettingsReader reader(settings);
  EXPECT_EQ(reader.Text("a", "", "h"), "flag");
  EXPECT_EQ(reader.Text("b", "", "h"), "env");
  EXPECT_EQ(reader.Text("c", "", "h"), "file");
  EXPECT_EQ(reader.Text("d", "default", "h"), "default");
  EXPECT_THAT(reader.Finish(), IsOk());
}

TEST(SettingsTest, ReadsEveryKind) {
  const TempDir dir;
  const std::string secret = "--key-file=" + dir.Write("key", "s3cret\r\n");
  SELARAS_ASSERT_OK_AND_ASSIGN(const Settings settings,
                               Read({"--int=-5", "--number", "0.25", "--on", "--off=no", "--wait=1m30s",
                                     "--mode=fast", "--list=a, b,,c", secret.c_str()}));
  SettingsReader reader(settings);
  EXPECT_EQ(reader.Int("int", 0, -10, 10, "h"), -5);
  EXPECT_EQ(reader.Number("number", 0, 0, 1, "h"), 0.25);
  EXPECT_TRUE(reader.Flag("on", false, "h"));
  EXPECT_FALSE(reader.Flag("off", true, "h"));
  EXPECT_EQ(reader.Duration("wait", absl::Seconds(1), absl::Seconds(1), absl::Hours(1), "h"),
            absl::Seconds(90));
  EXPECT_EQ(reader.Choice("mode", "slow", {"slow", "fast"}, "h"), "fast");
  EXPECT_THAT(reader.List("list", "", "h"), ElementsAre("a", "b", "c"));
  EXPECT_EQ(reader.SecretFile("key-file", "h"), "s3cret");
  EXPECT_EQ(reader.SecretFile("other-file", "h"), std::nullopt);
  EXPECT_THAT(reader.Finish(), IsOk());
}

// An operator sees everything that is wrong in one go, each with place, shape and cure.
TEST(SettingsTest, AllErrorsAtOnce) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const Settings settings,
                               Read({"--port=70000", "--wait=soon", "--speling=x"}, {"SELARAS_MODE=odd"}));
  SettingsReader reader(settings);
  EXPECT_EQ(reader.Int("port", 50051, 0, 65535, "h"), 50051);
  reader.Duration("wait", absl::Seconds(1), absl::Seconds(1), absl::Hours(1), "h");
  reader.Choice("mode", "slow", {"slow", "fast"}, "h");
  reader.RequiredText("database", "h");
  EXPECT_THAT(reader.Finish(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("port (--port): \"70000\" is not an integer from 0 to 65535"),
                             HasSubstr("wait (--wait): \"soon\" is not a duration from 1s to 1h"),
                             HasSubstr("mode (SELARAS_MODE): \"odd\" is not slow|fast"),
                             HasSubstr("database: is required; set --database=TEXT or SELARAS_DATABASE"),
                             HasSubstr("speling (--speling): is no setting of this program"))));
}

TEST(SettingsTest, IntegersMustBeWhole) {
  for (const char* text : {"--n=", "--n=1.5", "--n=1x", "--n=99999999999999999999", "--n"}) {
    SELARAS_ASSERT_OK_AND_ASSIGN(const Settings settings, Read({text}));
    SettingsReader reader(settings);
    EXPECT_EQ(reader.Int("n", 3, 0, 10, "h"), 3);
    EXPECT_THAT(reader.Finish(), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(SettingsTest, OthersEnvironmentIsLetBe) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const Settings settings, Read({}, {"SELARAS_TEST_POSTGRES=x"}));
  SettingsReader reader(settings);
  EXPECT_THAT(reader.Finish(), IsOk());
}

TEST(SettingsTest, MalformedFlagsAndFilesAreNamed) {
  const TempDir dir;
  EXPECT_THAT(Read({"port"}), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("\"port\"")));
  EXPECT_THAT(Read({"--Port=1"}), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("Port")));
  EXPECT_THAT(Read({"--config=/nonexistent/x"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("/nonexistent/x")));
  const std::string bad = "--config=" + dir.Write("c.conf", "a = 1\nnonsense\n");
  EXPECT_THAT(Read({bad.c_str()}), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("c.conf:2")));
  const std::string line = "--config=" + dir.Write("d.conf", "a = 1\nport = many\n");
  SELARAS_ASSERT_OK_AND_ASSIGN(const Settings settings, Read({line.c_str()}));
  SettingsReader reader(settings);
  reader.Text("a", "", "h");
  reader.Int("port", 1, 0, 10, "h");
  EXPECT_THAT(reader.Finish(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("d.conf:2")));
}

TEST(SettingsTest, ASecretIsNotPrinted) {
  const TempDir dir;
  const std::string flag = "--key-file=" + dir.Write("key", "s3cret");
  SELARAS_ASSERT_OK_AND_ASSIGN(const Settings settings, Read({flag.c_str(), "--print-settings"}));
  SettingsReader reader(settings);
  reader.SecretFile("key-file", "h");
  EXPECT_THAT(reader.Finish(),
              StatusIs(absl::StatusCode::kCancelled,
                       AllOf(HasSubstr("key-file = " + dir.path()), Not(HasSubstr("s3cret")))));
}

TEST(SettingsTest, AMissingSecretFileIsAnError) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const Settings settings, Read({"--key-file=/nonexistent/key"}));
  SettingsReader reader(settings);
  EXPECT_EQ(reader.SecretFile("key-file", "h"), std::nullopt);
  EXPECT_THAT(reader.Finish(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("/nonexistent/key")));
}

TEST(SettingsTest, PrintedSettingsAreAConfigFile) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const Settings settings, Read({"--print-settings", "--b=x y"}));
  SettingsReader reader(settings);
  reader.Int("a", 7, 0, 10, "h");
  reader.Text("b", "", "h");
  const std::string printed(reader.Finish().message());
  EXPECT_EQ(printed, "a = 7\nb = x y\n");
  const TempDir dir;
  const std::string flag = "--config=" + dir.Write("p.conf", printed);
  SELARAS_ASSERT_OK_AND_ASSIGN(const Settings again, Read({flag.c_str()}));
  EXPECT_EQ(again.Find("b")->text, "x y");
}

TEST(SettingsTest, HelpListsEverySetting) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const Settings settings, Read({"--help"}));
  SettingsReader reader(settings);
  reader.Int("port", 50051, 0, 65535, "Port to listen on.");
  EXPECT_THAT(reader.Finish(), StatusIs(absl::StatusCode::kCancelled,
                                        AllOf(HasSubstr("--port=an integer from 0 to 65535   [50051]"),
                                              HasSubstr("Port to listen on."))));
}

TEST(SettingsTest, PrefixesKeepNamesApart) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const Settings settings, Read({"--needs-port=1", "--registry-port=x"}));
  SettingsReader reader(settings);
  SettingsReader needs = reader.WithPrefix("needs-");
  SettingsReader registry = reader.WithPrefix("registry-");
  EXPECT_EQ(needs.Int("port", 0, 0, 9, "h"), 1);
  registry.Int("port", 0, 0, 9, "h");
  EXPECT_THAT(reader.Finish(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("registry-port")));
}

}  // namespace
}  // namespace selaras
