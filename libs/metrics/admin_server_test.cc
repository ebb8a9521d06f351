#include "libs/metrics/admin_server.h"

#include <httplib.h>

#include <atomic>

#include "libs/metrics/prometheus_metrics.h"
#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using ::testing::HasSubstr;
using testing::StatusIs;

TEST(AdminServerTest, ServesItsPages) {
  PrometheusMetrics metrics;
  metrics.GetCounter({"x_total", "X."}).Increment(3);
  std::atomic<bool> ready = false;
  SELARAS_ASSERT_OK_AND_ASSIGN(
      const auto admin,
      AdminServer::Start(
          {}, {.metrics = [&] { return metrics.Text(); },
               .ready = [&] { return ready ? absl::OkStatus() : absl::UnavailableError("loading"); },
               .build_info = {{"version", "1.2"}}}));
  httplib::Client client("127.0.0.1", admin->port());

  const auto text = client.Get("/metrics");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->status, 200);
  EXPECT_THAT(text->body, HasSubstr("x_total 3\n"));
  EXPECT_THAT(text->get_header_value("Content-Type"), HasSubstr("version=0.0.4"));

  EXPECT_EQ(client.Get("/healthz")->status, 200);
  EXPECT_EQ(client.Get("/readyz")->status, 503);
  EXPECT_EQ(client.Get("/readyz")->body, "loading\n");
  ready = true;
  EXPECT_EQ(client.Get("/readyz")->status, 200);
  EXPECT_EQ(client.Get("/buildinfo")->body, "{\"version\":\"1.2\"}\n");
  EXPECT_EQ(client.Get("/other")->status, 404);
}

// Each of many idle connections must not keep the next probe waiting.
TEST(AdminServerTest, IdleClientsDoNotBlockOthers) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto admin, AdminServer::Start({}, {}));
  std::vector<std::unique_ptr<httplib::Client>> idle;
  for (int i = 0; i < 8; ++i) {
    idle.push_back(std::make_unique<httplib::Client>("127.0.0.1", admin->port()));
    idle.back()->set_keep_alive(true);
    ASSERT_EQ(idle.back()->Get("/healthz")->status, 200);
  }
  httplib::Client client("127.0.0.1", admin->port());
  client.set_read_timeout(3);  // below the server's own timeouts: a blocked probe fails
  EXPECT_TRUE(client.Get("/healthz"));
}

TEST(AdminServerTest, ATakenPortIsNamed) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto first, AdminServer::Start({}, {}));
  EXPECT_THAT(AdminServer::Start({.port = first->port()}, {}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr(std::to_string(first->port()))));
}

}  // namespace
}  // namespace selaras
