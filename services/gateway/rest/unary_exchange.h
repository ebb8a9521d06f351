#ifndef SELARAS_SERVICES_GATEWAY_REST_UNARY_EXCHANGE_H_
#define SELARAS_SERVICES_GATEWAY_REST_UNARY_EXCHANGE_H_

#include <grpcpp/client_context.h>
#include <grpcpp/support/byte_buffer.h>

#include <memory>
#include <string>

#include "libs/rest/schema.h"
#include "libs/rest/transcoder.h"
#include "services/gateway/http/exchange.h"
#include "services/gateway/rest/backend.h"
#include "services/gateway/rest/request_record.h"

namespace selaras::gateway {

// One JSON request that becomes one unary call.
class UnaryExchange : public Exchange, public std::enable_shared_from_this<UnaryExchange> {
 public:
  struct Deps {
    const rest::Schema& schema;
    Allowance& calls;   // running at once
    Allowance& memory;  // bytes of bodies held at once
    uint64_t max_body;
  };
  // Everything passed by reference or pointer outlives the exchange; `call.body` is filled from the request.
  UnaryExchange(const Deps& deps, Backend& backend, const rest::Route& route, rest::CallText call,
                std::string if_none_match, RequestRecord record);
  ~UnaryExchange() override;

  uint64_t max_body() const override { return deps_.max_body; }
  void OnBody(absl::string_view bytes, std::function<void(bool)> more) override;
  void OnEnd(std::function<void(HttpResponse)> respond) override;
  HttpResponse Refuse(const absl::Status& status) override { return record_.Fail(status); }
  void Cancel() override { context_.TryCancel(); }

 private:
  HttpResponse Answer(const grpc::Status& status);

  const Deps deps_;
  Backend& backend_;
  const rest::Route& route_;
  rest::CallText call_;
  const std::string if_none_match_;
  const RequestRecord record_;
  bool no_memory_ = false;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
};

}  // namespace selaras::gateway

#endif  // SELARAS_SERVICES_GATEWAY_REST_UNARY_EXCHANGE_H_
