#ifndef SELARAS_SERVICES_GATEWAY_REST_GATEWAY_H_
#define SELARAS_SERVICES_GATEWAY_REST_GATEWAY_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libs/base/ids.h"
#include "libs/rest/routes.h"
#include "libs/rest/schema.h"
#include "services/gateway/http/exchange.h"
#include "services/gateway/rest/backend.h"
#include "services/gateway/rest/request_record.h"

namespace selaras::gateway {

struct GatewayOptions {
  uint64_t max_body = 4 << 20;      // of a JSON body, bytes
  uint64_t max_upload = 512 << 20;  // of an upload, which is never held
  // Beyond it requests get 503: calls running at once, and bytes of JSON bodies held at once.
  int max_calls = 256;
  int64_t max_memory = 256 << 20;
  TimeoutLimits timeout;
  absl::Duration upload_timeout = absl::Minutes(10);
  std::vector<std::string> cors_origins;
};

// REST over the services: what a request means, and what becomes of it. Thread-safe.
//
// Pages of its own: /healthz, /readyz, /openapi.json, /docs. Everything else is a route of a service, the upload of a bundle,
// or 404; a known path with another method is 405; OPTIONS tells the methods of a path.
class Gateway : public RequestHandler {
 public:
  struct Deps {
    const rest::Schema& schema;
    const Clock& clock;
    IdSource& ids;
    const Logger& logger;
    Metrics& metrics;
    std::function<absl::Status()> ready;
  };

  // kInvalidArgument: routes that are not sound (rest::RouteTable).
  static absl::StatusOr<std::unique_ptr<Gateway>> Create(const GatewayOptions& options, const Deps& deps,
                                                         Backends backends);

  std::variant<HttpResponse, std::shared_ptr<Exchange>> Begin(RequestHead head) override;
  HttpResponse Refuse(const absl::Status& status) override;

  const rest::RouteTable& routes() const { return routes_; }
  const Backends& backends() const { return backends_; }

 private:
  using Begun = std::variant<HttpResponse, std::shared_ptr<Exchange>>;
  struct Page {
    std::string type;
    std::function<std::pair<int, std::string>()> content;
  };

  Gateway(const GatewayOptions& options, const Deps& deps, Backends backends, rest::RouteTable routes);

  void AddPages();
  std::vector<std::string> RouteNames() const;
  RequestRecord Record(const RequestHead& head, std::string method, std::string route);
  RequestRecord RecordOf(Caller caller, std::string method, std::string route) const;
  Begun BeginPage(const RequestHead& head, const std::string& path, const Page& page);
  Begun BeginUpload(const RequestHead& head);
  Begun BeginCall(const RequestHead& head, const rest::RouteTable::Found& found);
  Begun WrongMethod(const RequestHead& head, const std::string& route, std::vector<std::string> allowed);

  const GatewayOptions options_;
  const Deps deps_;
  const Backends backends_;
  const rest::RouteTable routes_;
  const RouteMetrics metrics_;
  const RecordDeps record_deps_;
  absl::flat_hash_map<std::string, Page> pages_;
  Allowance calls_;
  Allowance memory_;
};

}  // namespace selaras::gateway

#endif  // SELARAS_SERVICES_GATEWAY_REST_GATEWAY_H_
