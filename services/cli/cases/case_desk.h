// Cases as the commands read them, and calls on them. One approval service, one caller.
#ifndef SELARAS_SERVICES_CLI_CASES_CASE_DESK_H_
#define SELARAS_SERVICES_CLI_CASES_CASE_DESK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/cases/steps.h"
#include "services/cli/session.h"

namespace selaras::cli {

// "APPROVED" and "approved" → the state. kInvalidArgument names the words.
absl::StatusOr<approval::v1alpha::Case::State> ParseCaseState(absl::string_view word);
std::string StateWord(approval::v1alpha::Case::State state);
// "x" and "cases/x" → "cases/x"; likewise for other collections.
std::string NameIn(absl::string_view collection, absl::string_view text);
bool MayFollow(const approval::v1alpha::Case& one, absl::string_view verb);

struct CaseQuery {
  approval::v1alpha::Case::State state = approval::v1alpha::Case::STATE_UNSPECIFIED;
  std::string plan;  // "" = all.
};

// Thread-safe.
class CaseDesk {
 public:
  using Stub = Session::Approval::StubInterface;

  static absl::StatusOr<CaseDesk> Open(Session& session);

  // A read, or an act that carries its request id: may be repeated by the channel.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(const Request& request,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*)) const {
    return remote_.peer->template Call<Response>(scope_, rpc::Retry::kSafe,
                                                 [&](grpc::ClientContext* context, Response* out) {
                                                   return (remote_.stub->*method)(context, request, out);
                                                 });
  }

  absl::StatusOr<approval::v1alpha::Case> Read(const std::string& name) const;
  // All pages, at most `limit` cases if it is above 0; `total` is set unless null.
  absl::StatusOr<std::vector<approval::v1alpha::Case>> List(const CaseQuery& query, int limit = 0,
                                                            int64_t* total = nullptr) const;
  absl::StatusOr<int64_t> Count(const CaseQuery& query) const;

  // Real time and ids.
  StepDeps Steps() const;
  std::string NewId() const { return session_->ids().NewId(); }
  const Session& session() const { return *session_; }

 private:
  CaseDesk(Session& session, Session::Remote<Session::Approval> remote)
      : session_(&session), remote_(remote), scope_(session.Scope()) {}

  Session* session_;
  Session::Remote<Session::Approval> remote_;
  CallScope scope_;
};

// Cases by state, ascending by state, states without cases left out. Asks for all states at once.
absl::StatusOr<std::vector<std::pair<approval::v1alpha::Case::State, int64_t>>> CountByState(
    const CaseDesk& desk, const std::string& plan);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_CASES_CASE_DESK_H_
