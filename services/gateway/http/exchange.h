#ifndef SELARAS_SERVICES_GATEWAY_HTTP_EXCHANGE_H_
#define SELARAS_SERVICES_GATEWAY_HTTP_EXCHANGE_H_

// What stands between sockets and meaning: the server knows HTTP/1.1 and nothing of routes, a handler knows routes and
// nothing of sockets.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace selaras::gateway {

struct RequestHead {
  std::string method;                                        // "GET"
  std::string path;                                          // as sent, before '?'
  std::string query;                                         // as sent, behind it
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  bool has_body = false;
  std::optional<uint64_t> content_length;

  // "" if absent; the first if given twice.
  absl::string_view Header(absl::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return "";
  }
};

struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// One request on its way, after its head. The server calls OnBody (never two at once) and then OnEnd, or Refuse in their
// place; Cancel at any time and from any thread. Callbacks may come from any thread, each at most once.
class Exchange {
 public:
  virtual ~Exchange() = default;

  // Largest body; beyond it the server calls Refuse with HTTP_BODY_TOO_LARGE.
  virtual uint64_t max_body() const = 0;
  // Bytes of the body in order, valid until `more` is called: with true for the next bytes, with false if there is no use in
  // reading on (the server then calls OnEnd).
  virtual void OnBody(absl::string_view bytes, std::function<void(bool)> more) = 0;
  virtual void OnEnd(std::function<void(HttpResponse)> respond) = 0;
  // The body did not come as it should.
  virtual HttpResponse Refuse(const absl::Status& status) = 0;
  // Nobody waits for the answer any more.
  virtual void Cancel() = 0;
};

class RequestHandler {
 public:
  virtual ~RequestHandler() = default;

  // An answer that needs no body, or an exchange. Must not block.
  virtual std::variant<HttpResponse, std::shared_ptr<Exchange>> Begin(RequestHead head) = 0;
  // For what is no request, or none that the server takes.
  virtual HttpResponse Refuse(const absl::Status& status) = 0;
};

}  // namespace selaras::gateway

#endif  // SELARAS_SERVICES_GATEWAY_HTTP_EXCHANGE_H_
