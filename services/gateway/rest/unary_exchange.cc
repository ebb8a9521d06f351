#include "services/gateway/rest/unary_exchange.h"

#include <grpcpp/support/stub_options.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace selaras::gateway {
namespace {

absl::Status Overloaded() {
  return WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "OVERLOADED"), absl::Seconds(1));
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

absl::StatusOr<std::string> ToText(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  // An empty message has no buffer at all.
  if (buffer.Valid() && !buffer.Dump(&slices).ok()) return absl::InternalError("answer cannot be read");
  std::string text;
  for (const grpc::Slice& slice : slices)
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return text;
}

}  // namespace

UnaryExchange::UnaryExchange(const Deps& deps, Backend& backend, const rest::Route& route,
                             rest::CallText call, std::string if_none_match, RequestRecord record)
    : deps_(deps),
      backend_(backend),
      route_(route),
      call_(std::move(call)),
      if_none_match_(std::move(if_none_match)),
      record_(std::move(record)) {}

UnaryExchange::~UnaryExchange() {
  deps_.memory.GiveBack(static_cast<int64_t>(call_.body.size()));
}

void UnaryExchange::OnBody(absl::string_view bytes, std::function<void(bool)> more) {
  no_memory_ = !deps_.memory.Take(static_cast<int64_t>(bytes.size()));
  if (!no_memory_) call_.body.append(bytes.data(), bytes.size());
  more(!no_memory_);
}

void UnaryExchange::OnEnd(std::function<void(HttpResponse)> respond) {
  if (no_memory_) return respond(record_.Fail(Overloaded()));
  const auto bytes = rest::RequestBytes(deps_.schema, route_, call_);
  if (!bytes.ok()) return respond(record_.Fail(bytes.status()));
  if (!deps_.calls.Take(1)) return respond(record_.Fail(Overloaded()));
  request_ = ToBuffer(*bytes);
  for (const auto& [name, value] : record_.caller().metadata) context_.AddMetadata(name, value);
  context_.set_deadline(std::chrono::system_clock::now() +
                        absl::ToChronoMilliseconds(record_.caller().timeout));
  backend_.stub.UnaryCall(
      &context_, route_.rpc_path, grpc::StubOptions(), &request_, &response_,
      [self = shared_from_this(), respond = std::move(respond)](const grpc::Status& status) {
        self->deps_.calls.GiveBack(1);
        respond(self->Answer(status));
      });
}

HttpResponse UnaryExchange::Answer(const grpc::Status& status) {
  if (!status.ok()) return record_.Fail(status);
  const auto bytes = ToText(response_);
  if (!bytes.ok()) return record_.Fail(bytes.status());
  const auto& type = *route_.method->output_type();
  HttpResponse answer;
  if (const auto etag = rest::TopString(type, "etag", *bytes); etag.has_value()) {
    answer.headers.emplace_back("ETag", absl::StrCat("\"", *etag, "\""));
    if (route_.verb == "GET" && if_none_match_ == answer.headers.back().second) {
      answer.status = 304;
      return record_.Finish(std::move(answer));
    }
  }
  auto json = rest::ResponseJson(deps_.schema, type, *bytes);
  if (!json.ok()) return record_.Fail(json.status());
  answer.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  answer.body = *std::move(json);
  return record_.Finish(std::move(answer));
}

}  // namespace selaras::gateway
