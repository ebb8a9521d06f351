// What every command shares: where the services are, who asks, how answers are printed.
#ifndef SELARAS_SERVICES_CLI_SESSION_H_
#define SELARAS_SERVICES_CLI_SESSION_H_

#include <google/protobuf/message.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "libs/base/call_scope.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/rpc/channel.h"
#include "selaras/approval/v1alpha/approval_service.grpc.pb.h"
#include "selaras/evaluation/v1alpha/evaluation_service.grpc.pb.h"
#include "selaras/matching/v1alpha/matching_service.grpc.pb.h"
#include "selaras/needs/v1alpha/needs_service.grpc.pb.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"

namespace selaras::cli {

// Flags before the command.
struct GlobalOptions {
  std::string server = "127.0.0.1:7400";  // All services, unless one is named apart below.
  std::string registry;
  std::string needs;
  std::string matching;
  std::string approval;
  std::string evaluation;
  std::string token_file;
  std::string tls_ca_file;
  std::string tenant;
  bool json = false;
  std::string lang = "id";
};

class Session {
 public:
  explicit Session(const GlobalOptions& options) : options_(options) {}

  const GlobalOptions& options() const { return options_; }
  bool json() const { return options_.json; }
  bool indonesian() const { return options_.lang != "en"; }
  // The one of the two that is in the caller's language.
  std::string Say(const char* indonesian_text, const char* english_text) const {
    return indonesian() ? indonesian_text : english_text;
  }
  const Clock& clock() const { return clock_; }
  IdSource& ids() { return ids_; }
  CallScope Scope() const;

  // Stubs connect on first use; getting one is not thread-safe, using it is. kInvalidArgument: unreadable token or CA file.
  template <typename Service>
  struct Remote {
    const rpc::Peer* peer;
    typename Service::StubInterface* stub;
  };
  using Registry = registry::v1alpha::RegistryService;
  using Needs = needs::v1alpha::NeedsService;
  using Matching = matching::v1alpha::MatchingService;
  absl::StatusOr<Remote<Registry>> ToRegistry();
  absl::StatusOr<Remote<Needs>> ToNeeds();
  using Approval = approval::v1alpha::ApprovalService;
  using Evaluation = evaluation::v1alpha::EvaluationService;
  absl::StatusOr<Remote<Matching>> ToMatching();
  absl::StatusOr<Remote<Approval>> ToApproval();
  absl::StatusOr<Remote<Evaluation>> ToEvaluation();

 private:
  absl::StatusOr<rpc::Peer*> PeerAt(const std::string& address, std::unique_ptr<rpc::Peer>& slot);

  const GlobalOptions options_;
  SystemClock clock_;
  RandomIdSource ids_{clock_};
  std::unique_ptr<rpc::Peer> registry_peer_, needs_peer_, matching_peer_, approval_peer_, evaluation_peer_;
  std::unique_ptr<Registry::StubInterface> registry_;
  std::unique_ptr<Needs::StubInterface> needs_;
  std::unique_ptr<Matching::StubInterface> matching_;
  std::unique_ptr<Approval::StubInterface> approval_;
  std::unique_ptr<Evaluation::StubInterface> evaluation_;
};

// The message as one line of JSON, 64-bit integers as strings (the protobuf rule), defaults printed.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_SESSION_H_
