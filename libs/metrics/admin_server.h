#ifndef SELARAS_LIBS_METRICS_ADMIN_SERVER_H_
#define SELARAS_LIBS_METRICS_ADMIN_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace selaras {

// Plain HTTP for operators and orchestrators, on a port of its own that never faces users:
//   /metrics    Prometheus text
//   /healthz    200 while the process lives
//   /readyz     200 "ready", or 503 with the reason, one line
//   /buildinfo  JSON: program, version
class AdminServer {
 public:
  struct Options {
    std::string address = "127.0.0.1";
    int port = 0;  // 0 takes a free one
  };
  struct Pages {
    std::function<std::string()> metrics;  // null: 404
    std::function<absl::Status()> ready;   // null: always ready
    absl::btree_map<std::string, std::string> build_info;
  };

  // Answers from the moment it returns until destruction. Pages are called from its threads.
  // kUnavailable: the address cannot be bound, named with its port.
  static absl::StatusOr<std::unique_ptr<AdminServer>> Start(const Options& options, Pages pages);
  ~AdminServer();

  int port() const;

 private:
  struct State;
  explicit AdminServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_METRICS_ADMIN_SERVER_H_
