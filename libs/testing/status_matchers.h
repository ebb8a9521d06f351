#ifndef SELARAS_LIBS_TESTING_STATUS_MATCHERS_H_
#define SELARAS_LIBS_TESTING_STATUS_MATCHERS_H_

// Matchers that read as sentences, for absl::Status and absl::StatusOr<T>.
//
//   EXPECT_THAT(store.Delete(id), IsOk());
//   EXPECT_THAT(ParseCivilDay("2026-04-01"), IsOkAndHolds(absl::CivilDay(2026, 4, 1)));
//   EXPECT_THAT(result, StatusIs(absl::StatusCode::kNotFound));
//   EXPECT_THAT(result, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("WITHDRAWN")));   //
//   message EXPECT_THAT(result, FailsWith(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND")); // reason
//   SELARAS_ASSERT_OK_AND_ASSIGN(const Plan plan, service.Get(name));

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::testing {

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

MATCHER(IsOk, negation ? "is an error" : "is OK") {
  if (StatusOf(arg).ok()) return true;
  *result_listener << "which is " << StatusOf(arg).ToString(absl::StatusToStringMode::kWithNoExtraData);
  return false;
}

MATCHER_P(StatusIs, code, "has code " + absl::StatusCodeToString(code)) {
  *result_listener << "which is " << StatusOf(arg).ToString(absl::StatusToStringMode::kWithNoExtraData);
  return StatusOf(arg).code() == code;
}

MATCHER_P2(StatusIs, code, message,
           "has code " + absl::StatusCodeToString(code) + " and a message that matches") {
  *result_listener << "which is " << StatusOf(arg).ToString(absl::StatusToStringMode::kWithNoExtraData);
  return StatusOf(arg).code() == code && ::testing::Matches(::testing::SafeMatcherCast<const std::string&>(
                                             message))(std::string(StatusOf(arg).message()));
}

MATCHER_P2(FailsWith, code, reason,
           "has code " + absl::StatusCodeToString(code) + " and reason " + std::string(reason)) {
  *result_listener << "which is " << StatusOf(arg).ToString(absl::StatusToStringMode::kWithNoExtraData)
                   << " with reason \"" << ReasonOf(StatusOf(arg)) << "\"";
  return StatusOf(arg).code() == code && ReasonOf(StatusOf(arg)) == reason;
}

MATCHER_P(IsOkAndHolds, value, "is OK and holds a value that matches") {
  if (!arg.ok()) {
    *result_listener << "which is " << arg.status().ToString(absl::StatusToStringMode::kWithNoExtraData);
    return false;
  }
  using Value = typename std::decay_t<decltype(arg)>::value_type;
  return ::testing::ExplainMatchResult(::testing::SafeMatcherCast<const Value&>(value), *arg,
                                       result_listener);
}

}  // namespace selaras::testing

#define SELARAS_ASSERT_OK_AND_ASSIGN(left, expression) \
  SELARAS_TESTING_ASSIGN_(SELARAS_MACROS_JOIN_(selaras_result_, __LINE__), left, expression)
#define SELARAS_TESTING_ASSIGN_(result, left, expression) \
  auto result = (expression);                             \
  ASSERT_THAT(result, ::selaras::testing::IsOk());        \
  SELARAS_MACROS_STRIP_(left) = *std::move(result)

#endif  // SELARAS_LIBS_TESTING_STATUS_MATCHERS_H_
