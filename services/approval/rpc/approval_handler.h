// ApprovalService on the wire: translate, call, translate.
#ifndef SELARAS_SERVICES_APPROVAL_RPC_APPROVAL_HANDLER_H_
#define SELARAS_SERVICES_APPROVAL_RPC_APPROVAL_HANDLER_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "libs/resource/page_token.h"
#include "libs/rpc/service_calls.h"
#include "selaras/approval/v1alpha/approval_service.grpc.pb.h"
#include "services/approval/app/case_service.h"
#include "services/approval/app/decree_service.h"
#include "services/approval/rpc/evidence_calls.h"

namespace selaras::approval {

class ApprovalHandler final : public v1alpha::ApprovalService::Service {
 public:
  struct Deps {
    CaseService& cases;
    DecreeService& decrees;
    EvidenceCalls& evidence;
    const PageTokenCodec& page_tokens;
  };
  ApprovalHandler(const Deps& deps, const rpc::ServerDeps& server, const rpc::CallLimits& limits);

  using Context = grpc::ServerContext;
#define SELARAS_APPROVAL_CALL(method, request, response) \
  grpc::Status method(Context* context, const v1alpha::request* in, v1alpha::response* out) override;
  SELARAS_APPROVAL_CALL(CreateCase, CreateCaseRequest, Case)
  SELARAS_APPROVAL_CALL(GetCase, GetCaseRequest, Case)
  SELARAS_APPROVAL_CALL(ListCases, ListCasesRequest, ListCasesResponse)
  SELARAS_APPROVAL_CALL(Submit, SubmitRequest, Case)
  SELARAS_APPROVAL_CALL(Screen, ScreenRequest, Case)
  SELARAS_APPROVAL_CALL(Recommend, RecommendRequest, Case)
  SELARAS_APPROVAL_CALL(GiveConsent, GiveConsentRequest, Case)
  SELARAS_APPROVAL_CALL(Consider, ConsiderRequest, Case)
  SELARAS_APPROVAL_CALL(Approve, ApproveRequest, Case)
  SELARAS_APPROVAL_CALL(Reject, RejectRequest, Case)
  SELARAS_APPROVAL_CALL(ReturnCase, ReturnCaseRequest, Case)
  SELARAS_APPROVAL_CALL(Recuse, RecuseRequest, Case)
  SELARAS_APPROVAL_CALL(Withdraw, WithdrawRequest, Case)
  SELARAS_APPROVAL_CALL(Issue, IssueRequest, Case)
  SELARAS_APPROVAL_CALL(ReviseCase, ReviseCaseRequest, Case)
  SELARAS_APPROVAL_CALL(SettleItem, SettleItemRequest, Case)
  SELARAS_APPROVAL_CALL(ConfirmVeto, ConfirmVetoRequest, Case)
  SELARAS_APPROVAL_CALL(Reconcile, ReconcileRequest, Case)
  SELARAS_APPROVAL_CALL(ListTasks, ListTasksRequest, ListTasksResponse)
  SELARAS_APPROVAL_CALL(RecordMeeting, RecordMeetingRequest, Meeting)
  SELARAS_APPROVAL_CALL(GetMeeting, GetMeetingRequest, Meeting)
  SELARAS_APPROVAL_CALL(Respond, RespondRequest, Response)
  SELARAS_APPROVAL_CALL(ObjectToDecree, ObjectToDecreeRequest, Objection)
  SELARAS_APPROVAL_CALL(GetDecree, GetDecreeRequest, Decree)
  SELARAS_APPROVAL_CALL(ListDecrees, ListDecreesRequest, ListDecreesResponse)
  SELARAS_APPROVAL_CALL(Revoke, RevokeRequest, Decree)
  SELARAS_APPROVAL_CALL(GetDocument, GetDocumentRequest, Document)
  SELARAS_APPROVAL_CALL(GetReceipt, GetReceiptRequest, Receipt)
  SELARAS_APPROVAL_CALL(Declare, DeclareRequest, Declaration)
  SELARAS_APPROVAL_CALL(Delegate, DelegateRequest, Delegation)
  SELARAS_APPROVAL_CALL(GetCheckpoint, GetCheckpointRequest, Checkpoint)
  SELARAS_APPROVAL_CALL(ListCheckpoints, ListCheckpointsRequest, ListCheckpointsResponse)
  SELARAS_APPROVAL_CALL(GetInclusionProof, GetInclusionProofRequest, InclusionProof)
  SELARAS_APPROVAL_CALL(GetConsistencyProof, GetConsistencyProofRequest, ConsistencyProof)
  SELARAS_APPROVAL_CALL(ListLeaves, ListLeavesRequest, ListLeavesResponse)
#undef SELARAS_APPROVAL_CALL
  grpc::Status ListEvents(Context* context, const feed::v1alpha::ListEventsRequest* in,
                          feed::v1alpha::ListEventsResponse* out) override;

 private:
  // Serves an act on a case: name, etag and request id from the request, then `act`, which answers with the case.
  template <typename Request>
  grpc::Status ServeAct(
      const char* method, Context* context, const Request* in, v1alpha::Case* out,
      absl::FunctionRef<absl::StatusOr<CaseRecord>(const CallScope& call, const ActOn& on)> act);

  const Deps deps_;
  const rpc::ServiceCalls calls_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_RPC_APPROVAL_HANDLER_H_
