#include "services/cli/session.h"

#include <google/protobuf/util/json_util.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace selaras::cli {
namespace {

// The token of --token-file, else of SELARAS_TOKEN_FILE; empty if neither is given.
absl::StatusOr<std::string> ReadToken(const std::string& flag) {
  const char* environment = std::getenv("SELARAS_TOKEN_FILE");
  const std::string path = !flag.empty() ? flag : environment != nullptr ? environment : "";
  if (path.empty()) return std::string();
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  const std::string token(absl::StripAsciiWhitespace(text.str()));
  if (!file || token.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("--token-file: cannot read a token from '", path,
                                                   "'; name a file whose only line is the token"));
  }
  return token;
}

}  // namespace

CallScope Session::Scope() const {
  CallScope scope;
  scope.tenant = options_.tenant;
  scope.clock = &clock_;
  return scope;
}

absl::StatusOr<rpc::Peer*> Session::PeerAt(const std::string& address, std::unique_ptr<rpc::Peer>& slot) {
  if (slot == nullptr) {
    rpc::PeerOptions peer;
    peer.target = address.empty() ? options_.server : address;
    SELARAS_ASSIGN_OR_RETURN(peer.token, ReadToken(options_.token_file));
    peer.tls_ca_file = options_.tls_ca_file;
    peer.timeout = absl::Minutes(10);
    SELARAS_ASSIGN_OR_RETURN(slot, rpc::Peer::Create(peer, {ids_}));
  }
  return slot.get();
}

absl::StatusOr<Session::Remote<Session::Registry>> Session::ToRegistry() {
  SELARAS_ASSIGN_OR_RETURN(rpc::Peer * peer, PeerAt(options_.registry, registry_peer_));
  if (registry_ == nullptr) registry_ = Registry::NewStub(peer->channel());
  return Remote<Registry>{peer, registry_.get()};
}

absl::StatusOr<Session::Remote<Session::Needs>> Session::ToNeeds() {
  SELARAS_ASSIGN_OR_RETURN(rpc::Peer * peer, PeerAt(options_.needs, needs_peer_));
  if (needs_ == nullptr) needs_ = Needs::NewStub(peer->channel());
  return Remote<Needs>{peer, needs_.get()};
}

absl::StatusOr<Session::Remote<Session::Matching>> Session::ToMatching() {
  SELARAS_ASSIGN_OR_RETURN(rpc::Peer * peer, PeerAt(options_.matching, matching_peer_));
  if (matching_ == nullptr) matching_ = Matching::NewStub(peer->channel());
  return Remote<Matching>{peer, matching_.get()};
}

absl::StatusOr<Session::Remote<Session::Approval>> Session::ToApproval() {
  SELARAS_ASSIGN_OR_RETURN(rpc::Peer * peer, PeerAt(options_.approval, approval_peer_));
  if (approval_ == nullptr) approval_ = Approval::NewStub(peer->channel());
  return Remote<Approval>{peer, approval_.get()};
}

absl::StatusOr<Session::Remote<Session::Evaluation>> Session::ToEvaluation() {
  SELARAS_ASSIGN_OR_RETURN(rpc::Peer * peer, PeerAt(options_.evaluation, evaluation_peer_));
  if (evaluation_ == nullptr) evaluation_ = Evaluation::NewStub(peer->channel());
  return Remote<Evaluation>{peer, evaluation_.get()};
}

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) return "{}";
  return text;
}

}  // namespace selaras::cli
