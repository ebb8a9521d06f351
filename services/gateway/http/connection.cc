#include "services/gateway/http/connection.h"

// clang-format off
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>
// clang-format on

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/error.h"

namespace selaras::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;
using Parser = http::request_parser<http::buffer_body>;

constexpr uint32_t kMaxHead = 16 << 10;
constexpr size_t kBodyPiece = 64 << 10;
// What is read and thrown away behind an early answer, so that the client reads it instead of a reset connection.
constexpr size_t kMaxLinger = 4 << 20;

std::chrono::steady_clock::duration Chrono(absl::Duration duration) {
  return absl::ToChronoMilliseconds(duration);
}

// Waits for a callback that comes on any thread, and goes on where the coroutine lives.
template <typename Value, typename Start>
asio::awaitable<Value> Await(Start start) {
  auto initiate = [start = std::move(start)](auto handler) mutable {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    start([shared](Value value) {
      const auto executor = asio::get_associated_executor(*shared);
      asio::post(executor, [shared, value = std::move(value)]() mutable { (*shared)(std::move(value)); });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Value)>(std::move(initiate),
                                                                                       asio::use_awaitable);
}

RequestHead HeadOf(const Parser& parser) {
  const auto& message = parser.get();
  RequestHead head;
  head.method = std::string(message.method_string());
  const std::string target(message.target());
  const size_t mark = target.find('?');
  head.path = target.substr(0, mark);
  if (mark != std::string::npos) head.query = target.substr(mark + 1);
  for (const auto& field : message) {
    head.headers.emplace_back(absl::AsciiStrToLower(std::string(field.name_string())),
                              std::string(field.value()));
  }
  if (const auto length = parser.content_length(); length) head.content_length = *length;
  head.has_body = parser.chunked() || head.content_length.value_or(0) > 0;
  return head;
}

// Of an encoding other than chunked the parser makes an empty body, and of what follows the next request; who stands in
// front may have seen one request. HTTP/1.0 knows no encodings.
bool HasUnknownEncoding(const Parser& parser) {
  const auto& message = parser.get();
  const auto [begin, end] = message.equal_range(http::field::transfer_encoding);
  return std::any_of(begin, end, [&](const auto& field) {
    const absl::string_view value(field.value().data(), field.value().size());
    return message.version() < 11 || !absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(value), "chunked");
  });
}

absl::Status TooLarge(uint64_t max_bytes) {
  return Error(absl::StatusCode::kInvalidArgument, "HTTP_BODY_TOO_LARGE",
               {{"max_bytes", absl::StrCat(max_bytes)}});
}

absl::Status TooSlow(absl::Duration limit) {
  return Error(absl::StatusCode::kDeadlineExceeded, "HTTP_SLOW_REQUEST",
               {{"seconds", absl::StrCat(absl::ToInt64Seconds(limit))}});
}

absl::Status HeadError(const ErrorCode& error) {
  const bool large = error == http::error::header_limit;
  return Error(absl::StatusCode::kInvalidArgument,
               large ? "HTTP_HEADER_TOO_LARGE" : "HTTP_REQUEST_MALFORMED");
}

std::string HttpDate() {
  return absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::Now(), absl::UTCTimeZone());
}

}  // namespace

Connection::Connection(Shared& shared, asio::ip::tcp::socket socket)
    : shared_(shared), socket_(std::move(socket)) {
  ErrorCode ignored;
  socket_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
}

asio::awaitable<void> Connection::Serve() {
  const auto self = shared_from_this();
  if (shared_.tls == nullptr) {
    co_await ServeOn(socket_);
  } else {
    asio::ssl::stream<beast::tcp_stream&> stream(socket_, *shared_.tls);
    ErrorCode error;
    socket_.expires_after(Chrono(shared_.options.head));
    co_await stream.async_handshake(asio::ssl::stream_base::server,
                                    asio::redirect_error(asio::use_awaitable, error));
    if (!error) co_await ServeOn(stream);
    socket_.expires_after(std::chrono::seconds(1));
    if (!error) co_await stream.async_shutdown(asio::redirect_error(asio::use_awaitable, error));
  }
  Close();
}

template <typename Stream>
asio::awaitable<void> Connection::ServeOn(Stream& stream) {
  bool more = true;
  while (more && !shared_.draining) more = co_await ServeOne(stream);
}

template <typename Stream>
asio::awaitable<bool> Connection::ServeOne(Stream& stream) {
  ErrorCode error;
  idle_ = true;
  if (buffer_.size() == 0) {
    socket_.expires_after(Chrono(shared_.options.idle));
    const auto room = buffer_.prepare(4096);
    const size_t size =
        co_await stream.async_read_some(room, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return false;
    buffer_.commit(size);
  }
  idle_ = false;

  Parser parser;
  if (!co_await ReadHead(stream, parser)) co_return false;
  if (HasUnknownEncoding(parser)) {
    co_await Write(stream, shared_.handler.Refuse(HeadError({})), false, false);
    co_return false;
  }
  RequestHead head = HeadOf(parser);
  const bool head_only = head.method == "HEAD";
  const bool has_body = head.has_body;
  const bool keep = parser.get().keep_alive();
  const bool waits = absl::EqualsIgnoreCase(head.Header("expect"), "100-continue");
  auto begun = shared_.handler.Begin(std::move(head));
  if (auto* answer = std::get_if<HttpResponse>(&begun); answer != nullptr) {
    HttpResponse early = std::move(*answer);
    co_return co_await Write(stream, std::move(early), keep && !has_body, head_only);
  }

  exchange_ = std::get<std::shared_ptr<Exchange>>(std::move(begun));
  if (has_body) {
    const absl::Status read = co_await ReadBody(stream, parser, waits);
    if (!read.ok()) {
      HttpResponse refusal = exchange_->Refuse(read);
      exchange_->Cancel();
      exchange_.reset();
      // Behind a time limit or a broken body the stream is closed, and nothing can be said any more.
      if (socket_.socket().is_open()) co_await Write(stream, std::move(refusal), false, head_only);
      co_return false;
    }
  }
  socket_.expires_never();
  WatchForDeparture();
  HttpResponse answer = co_await Await<HttpResponse>(
      [this](std::function<void(HttpResponse)> respond) { exchange_->OnEnd(std::move(respond)); });
  socket_.socket().cancel(error);
  exchange_.reset();
  co_return co_await Write(stream, std::move(answer), keep && parser.is_done(), head_only);
}

template <typename Stream, typename Parser>
asio::awaitable<bool> Connection::ReadHead(Stream& stream, Parser& parser) {
  ErrorCode error;
  parser.header_limit(kMaxHead);
  parser.body_limit(std::numeric_limits<uint64_t>::max());
  socket_.expires_after(Chrono(shared_.options.head));
  co_await http::async_read_header(stream, buffer_, parser, asio::redirect_error(asio::use_awaitable, error));
  if (!error) co_return true;
  if (error == http::error::end_of_stream) co_return false;
  if (error == beast::error::timeout) {
    shared_.handler.Refuse(
        TooSlow(shared_.options.head));  // for the log: the time limit has closed the stream
  } else if (error.category() == http::make_error_code(http::error::bad_method).category()) {
    co_await Write(stream, shared_.handler.Refuse(HeadError(error)), false, false);
  }
  co_return false;
}

template <typename Stream, typename Parser>
asio::awaitable<absl::Status> Connection::ReadBody(Stream& stream, Parser& parser, bool client_waits) {
  ErrorCode error;
  const uint64_t max_body = exchange_->max_body();
  const auto length = parser.content_length();
  if (length && *length > max_body) co_return TooLarge(max_body);
  if (client_waits) {
    static constexpr char kContinue[] = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await asio::async_write(stream, asio::buffer(kContinue, sizeof(kContinue) - 1),
                               asio::redirect_error(asio::use_awaitable, error));
  }
  std::vector<char> piece(kBodyPiece);
  uint64_t taken = 0;
  bool more = true;
  while (more && !parser.is_done()) {
    parser.get().body().data = piece.data();
    parser.get().body().size = piece.size();
    socket_.expires_after(Chrono(shared_.options.transfer));
    co_await http::async_read(stream, buffer_, parser, asio::redirect_error(asio::use_awaitable, error));
    if (error == beast::error::timeout) co_return TooSlow(shared_.options.transfer);
    if (error && error != http::error::need_buffer) co_return HeadError(error);
    const size_t size = piece.size() - parser.get().body().size;
    taken += size;
    if (taken > max_body) co_return TooLarge(max_body);
    if (size == 0) continue;
    const absl::string_view bytes(piece.data(), size);
    more = co_await Await<bool>(
        [this, bytes](std::function<void(bool)> next) { exchange_->OnBody(bytes, std::move(next)); });
  }
  co_return absl::OkStatus();
}

template <typename Stream>
asio::awaitable<bool> Connection::Write(Stream& stream, HttpResponse answer, bool keep, bool head_only) {
  keep = keep && !shared_.draining;
  const bool empty = answer.status == 204 || answer.status == 304;
  http::response<http::string_body> response(static_cast<http::status>(answer.status), 11);
  response.set(http::field::date, HttpDate());
  for (const auto& [name, value] : answer.headers) response.insert(name, value);
  response.keep_alive(keep);
  if (!empty) response.content_length(answer.body.size());
  if (!empty && !head_only) response.body() = std::move(answer.body);
  ErrorCode error;
  socket_.expires_after(Chrono(shared_.options.transfer));
  co_await http::async_write(stream, response, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return false;
  if (keep) co_return true;

  // The client may still be sending: a close now would reset the connection under the answer.
  socket_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  socket_.expires_after(std::chrono::seconds(2));
  std::vector<char> rest(kBodyPiece);
  for (size_t read = 0; !error && read < kMaxLinger;) {
    read += co_await socket_.async_read_some(asio::buffer(rest),
                                             asio::redirect_error(asio::use_awaitable, error));
  }
  co_return false;
}

asio::awaitable<void> Connection::TurnAway() {
  const auto self = shared_from_this();
  if (shared_.tls == nullptr) {
    co_await Write(socket_, shared_.handler.Refuse(Error(absl::StatusCode::kResourceExhausted, "OVERLOADED")),
                   false, false);
  }
  Close();
}

// Readable without bytes means that the client has closed. More bytes are the next request and mean nothing here.
void Connection::WatchForDeparture() {
  auto seen = [exchange = std::weak_ptr<Exchange>(exchange_),
               self = shared_from_this()](const ErrorCode& error) {
    if (error || !self->socket_.socket().is_open()) return;
    char byte;
    if (recv(self->socket_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0) return;
    if (const auto waiting = exchange.lock(); waiting != nullptr) waiting->Cancel();
  };
  socket_.socket().async_wait(asio::ip::tcp::socket::wait_read, std::move(seen));
}

void Connection::CloseIfIdle() {
  asio::post(socket_.get_executor(), [self = shared_from_this()] {
    if (self->idle_) self->Close();
  });
}

void Connection::Abort() {
  asio::post(socket_.get_executor(), [self = shared_from_this()] {
    if (self->exchange_ != nullptr) self->exchange_->Cancel();
    self->Close();
  });
}

void Connection::Close() {
  ErrorCode ignored;
  socket_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  socket_.socket().close(ignored);
}

}  // namespace selaras::gateway
