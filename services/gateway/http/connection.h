#ifndef SELARAS_SERVICES_GATEWAY_HTTP_CONNECTION_H_
#define SELARAS_SERVICES_GATEWAY_HTTP_CONNECTION_H_

// One client connection: requests one after another. Only this and http_server.cc know Boost.

// Boost 1.74's coroutines use std::exchange without including it.
#include <utility>

// clang-format off
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
// clang-format on

#include <atomic>
#include <memory>

#include "services/gateway/http/exchange.h"
#include "services/gateway/http/http_server.h"

namespace selaras::gateway {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  struct Shared {
    const HttpServerOptions& options;
    RequestHandler& handler;
    boost::asio::ssl::context* tls;  // null = plain
    std::atomic<bool> draining = false;
  };

  // `socket` has an executor of its own (a strand): everything of a connection happens there.
  Connection(Shared& shared, boost::asio::ip::tcp::socket socket);

  // Serves until the client, a time limit or the server ends it.
  boost::asio::awaitable<void> Serve();
  // Answers 503 without reading, and closes; a TLS client finds the connection closed.
  boost::asio::awaitable<void> TurnAway();

  // From any thread. Idle: between two requests.
  void CloseIfIdle();
  void Abort();

 private:
  template <typename Stream>
  boost::asio::awaitable<void> ServeOn(Stream& stream);
  // False if the connection ends with this request.
  template <typename Stream>
  boost::asio::awaitable<bool> ServeOne(Stream& stream);
  // False if there is no request; what is none has been answered.
  template <typename Stream, typename Parser>
  boost::asio::awaitable<bool> ReadHead(Stream& stream, Parser& parser);
  // Passes the body to the exchange, to its end or until that has enough.
  template <typename Stream, typename Parser>
  boost::asio::awaitable<absl::Status> ReadBody(Stream& stream, Parser& parser, bool client_waits);
  template <typename Stream>
  boost::asio::awaitable<bool> Write(Stream& stream, HttpResponse answer, bool keep, bool head_only);

  void WatchForDeparture();
  void Close();

  Shared& shared_;
  boost::beast::tcp_stream socket_;
  boost::beast::flat_buffer buffer_;
  std::shared_ptr<Exchange> exchange_;
  bool idle_ = true;
};

}  // namespace selaras::gateway

#endif  // SELARAS_SERVICES_GATEWAY_HTTP_CONNECTION_H_
