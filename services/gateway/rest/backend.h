#ifndef SELARAS_SERVICES_GATEWAY_REST_BACKEND_H_
#define SELARAS_SERVICES_GATEWAY_REST_BACKEND_H_

#include <grpcpp/generic/generic_stub.h>

#include <atomic>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "libs/rpc/channel.h"

namespace selaras::gateway {

// A service behind the gateway.
struct Backend {
  std::unique_ptr<rpc::Peer> peer;  // without a token of its own: each call carries its caller's
  grpc::GenericStub stub;

  explicit Backend(std::unique_ptr<rpc::Peer> p) : peer(std::move(p)), stub(peer->channel()) {}
};

// By full service name.
using Backends = absl::flat_hash_map<std::string, std::unique_ptr<Backend>>;

// A quantity of which only so much may be out at once. Thread-safe.
class Allowance {
 public:
  explicit Allowance(int64_t limit) : limit_(limit) {}
  // False, and nothing is taken, if it would go beyond the limit.
  bool Take(int64_t amount) {
    if (taken_.fetch_add(amount) + amount <= limit_) return true;
    taken_.fetch_sub(amount);
    return false;
  }
  void GiveBack(int64_t amount) { taken_.fetch_sub(amount); }

 private:
  const int64_t limit_;
  std::atomic<int64_t> taken_ = 0;
};

}  // namespace selaras::gateway

#endif  // SELARAS_SERVICES_GATEWAY_REST_BACKEND_H_
