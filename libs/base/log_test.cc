#include "libs/base/log.h"

#include <gmock/gmock.h>

#include <cmath>
#include <string>
#include <type_traits>

#include "libs/base/log_keys.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using testing::FakeClock;
using ::testing::HasSubstr;
using testing::IsOkAndHolds;
using testing::StatusIs;

class LogTest : public ::testing::Test {
 protected:
  Logger Make(Severity min) {
    return Logger(clock_,
                  {.service = "registry", .min_severity = min, .sink = [this](absl::string_view line) {
                     lines_.append(line.data(), line.size());
                   }});
  }
  const FakeClock clock_;
  std::string lines_;
};

TEST_F(LogTest, OneLineIsOneObject) {
  Make(Severity::kInfo)
      .Log(Severity::kWarning, "peer slow",
           {log_keys::kPeer("needs"), log_keys::kMillis(12.5), log_keys::kPort(7101)},
           {.trace_id = "4bf92f3577b34da6a3ce929d0e0e4736", .span_id = "00f067aa0ba902b7"});
  EXPECT_EQ(lines_,
            "{\"time\":\"2026-04-01T02:00:00.000000Z\",\"severity\":\"WARNING\",\"service\":\"registry\","
            "\"message\":\"peer slow\",\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"peer\":\"needs\","
            "\"millis\":12.5,\"port\":7101}\n");
}

// A value cannot break out of its string or its line.
TEST_F(LogTest, ValuesAreEscaped) {
  Make(Severity::kInfo).Log(Severity::kError, "x", {log_keys::kError("a\"b\\c\nd\te\x01é")});
  EXPECT_THAT(lines_, HasSubstr("\"error\":\"a\\\"b\\\\c\\nd\\u0009e\\u0001é\"}\n"));
}

TEST_F(LogTest, NumbersThatJsonLacksAreNull) {
  Make(Severity::kInfo).Log(Severity::kError, "x", {log_keys::kMillis(std::nan(""))});
  EXPECT_THAT(lines_, HasSubstr("\"millis\":null"));
}

TEST_F(LogTest, EmptyTextsAreLeftOut) {
  Make(Severity::kInfo).Log(Severity::kError, "x", {log_keys::kError(""), log_keys::kPort(0)});
  EXPECT_THAT(lines_, HasSubstr("\"message\":\"x\",\"port\":0}"));
}

TEST_F(LogTest, LesserSeveritiesAreNotMade) {
  const Logger logger = Make(Severity::kWarning);
  logger.Log(Severity::kInfo, "x");
  EXPECT_EQ(lines_, "");
  EXPECT_FALSE(logger.IsOn(Severity::kInfo));
  EXPECT_TRUE(logger.IsOn(Severity::kError));
}

TEST_F(LogTest, MessagesAreConstantsOnly) {
  static_assert(!std::is_convertible_v<std::string, LogMessage>);
  static_assert(!std::is_convertible_v<absl::string_view, LogMessage>);
  static_assert(!std::is_convertible_v<const char*, LogMessage>);
}

TEST_F(LogTest, SeveritiesAreReadByName) {
  EXPECT_THAT(ParseSeverity("debug"), IsOkAndHolds(Severity::kDebug));
  EXPECT_THAT(ParseSeverity("INFO"), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace selaras
