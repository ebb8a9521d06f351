#include "libs/rpc/service_options.h"

#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"

namespace selaras::rpc {
namespace {

using ::selaras::testing::IsOk;
using ::testing::Optional;

TEST(ServiceOptionsTest, WhatIsNotSetKeepsTheServicesDefault) {
  const Settings settings = Settings::FromMap({});
  SettingsReader reader(settings);
  ServiceOptions options;
  options.database = "sqlite:echo.db";
  options.limits.max_streams = 3;
  options.ReadFrom(reader);
  EXPECT_THAT(reader.Finish(), IsOk());
  EXPECT_EQ(options.database, "sqlite:echo.db");
  EXPECT_EQ(options.limits.max_streams, 3);
  EXPECT_EQ(options.page_key, std::nullopt);
}

TEST(ServiceOptionsTest, SettingsWin) {
  const selaras::testing::TempDir folder;
  const Settings settings = Settings::FromMap({{"database", "postgres://db/x"},
                                               {"database-connections", "20"},
                                               {"page-key-file", folder.Write("key", "secret\n")},
                                               {"max-calls", "7"},
                                               {"max-streams", "5"}});
  SettingsReader reader(settings);
  ServiceOptions options;
  options.ReadFrom(reader);
  ASSERT_THAT(reader.Finish(), IsOk());
  EXPECT_EQ(options.database, "postgres://db/x");
  EXPECT_EQ(options.database_connections, 20);
  EXPECT_THAT(options.page_key, Optional(std::string("secret")));
  EXPECT_EQ(options.limits.max_unary, 7);
  EXPECT_EQ(options.limits.max_streams, 5);
}

}  // namespace
}  // namespace selaras::rpc
