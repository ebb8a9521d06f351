#include "services/approval/app/case_gauges.h"

#include <gtest/gtest.h>

#include "libs/base/ids.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/store/testing/world.h"

namespace selaras::approval {
namespace {

using testing::IsOk;

TEST(CaseGaugesTest, TellHowManyCasesAreInEachState) {
  const testing::FakeClock clock;
  RandomIdSource ids(clock);
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto database, sql::Open("sqlite::memory:", {.schema = "approval"}));
  ASSERT_THAT(MigrateCaseStore(*database), IsOk());
  SqlCaseStore store(*database, ids);
  PrometheusMetrics metrics;
  const Logger logger(clock, {.service = "approval", .sink = [](absl::string_view) {}});
  CaseGauges gauges(store, logger, metrics);
  const auto shown = [&](const char* state) {
    return metrics.GetGauge({"selaras_approval_cases", ""}, {{"state", state}}).Value();
  };
  ASSERT_THAT(gauges.Refresh(), IsOk());
  EXPECT_EQ(shown("draft"), 0);

  ASSERT_THAT(BuildWorld(*database, store, clock), IsOk());
  ASSERT_THAT(gauges.Refresh(), IsOk());
  EXPECT_EQ(shown("draft"), 1);
  EXPECT_EQ(shown("issuing"), 2);
  EXPECT_EQ(shown("reconcile"), 0);

  // A case that leaves a state is gone from its gauge.
  ASSERT_THAT(store.Run(WorldScope(clock), {},
                        [](CaseUnit& unit) -> absl::StatusOr<std::string> {
                          SELARAS_ASSIGN_OR_RETURN(const CaseRecord draft, unit.LoadCase("draft"));
                          const auto withdraw = [](CaseRecord& next) { next.state = CaseState::kWithdrawn; };
                          SELARAS_RETURN_IF_ERROR(unit.Save({"acc-prop", "p-prop"}, Next(draft, withdraw)));
                          return draft.id;
                        }),
              IsOk());
  ASSERT_THAT(gauges.Refresh(), IsOk());
  EXPECT_EQ(shown("draft"), 0);
  EXPECT_EQ(shown("withdrawn"), 1);
}

}  // namespace
}  // namespace selaras::approval
