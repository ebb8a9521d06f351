#include "services/approval/rpc/approval_handler.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "libs/rpc/serve.h"
#include "services/approval/app/inbox.h"
#include "services/approval/rpc/approval_convert.h"
#include "services/approval/rpc/approval_names.h"

namespace selaras::approval {
namespace {

namespace pb = v1alpha;

constexpr PageLimits kPages = {50, 1000};

void ToProto(const InboxTask& task, pb::Task* out) {
  const std::string verb(VerbName(task.task.verb));
  out->set_name(names::kTask.Format(
      absl::StrCat(task.case_id, "-", static_cast<int>(task.task.verb), "-", task.task.move)));
  out->set_case_(names::kCase.Format(task.case_id));
  out->set_verb(verb);
  const std::vector<Role> roles = RolesOf(task.task.roles);
  if (!roles.empty()) out->set_role(std::string(RoleName(roles.front())));
  if (task.task.due.has_value()) SetDate(*task.task.due, out->mutable_due_date());
  out->set_overdue(task.task.overdue);
}

absl::StatusOr<std::optional<absl::CivilDay>> OptionalDay(bool given, const google::type::Date& date,
                                                          absl::string_view field) {
  if (!given) return std::optional<absl::CivilDay>();
  const std::optional<absl::CivilDay> day = DayOf(date);
  if (!day.has_value()) return InvalidField(field, "a whole date of the calendar, or none");
  return day;
}

void SetDocument(std::string pdf, pb::Document* out) {
  out->set_hash(Sha256Hex(pdf));
  out->set_pdf(std::move(pdf));
}

}  // namespace

ApprovalHandler::ApprovalHandler(const Deps& deps, const rpc::ServerDeps& server,
                                 const rpc::CallLimits& limits)
    : deps_(deps), calls_(server, pb::ApprovalService::service_full_name(), limits) {}

template <typename Request>
grpc::Status ApprovalHandler::ServeAct(
    const char* method, Context* context, const Request* in, pb::Case* out,
    absl::FunctionRef<absl::StatusOr<CaseRecord>(const CallScope& call, const ActOn& on)> act) {
  return rpc::Serve(calls_, context, method, [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const ActOn on, ActOnOf(method, in->name(), in->etag(), in->request_id(), *in));
    SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, act(call, on));
    ToProto(record, out);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::CreateCase(Context* context, const pb::CreateCaseRequest* in, pb::Case* out) {
  return rpc::Serve(calls_, context, "CreateCase", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const ActKey key, ActKeyOf("CreateCase", in->request_id(), *in));
    SELARAS_ASSIGN_OR_RETURN(const auto date,
                             OptionalDay(in->has_effective_date(), in->effective_date(), "effective_date"));
    CaseRecord record;
    if (!in->plan().empty()) {
      SELARAS_ASSIGN_OR_RETURN(const std::string plan, names::kPlan.ParseId(in->plan()));
      if (in->chain_key().empty()) return InvalidField("chain_key", "the key of one of the plan's chains");
      SELARAS_ASSIGN_OR_RETURN(record, deps_.cases.CreateFromChain(call, key, plan, in->chain_key(), date));
    } else {
      if (in->letter_number().empty()) return InvalidField("letter_number", "must be set where no plan is");
      if (!date.has_value()) return InvalidField("effective_date", "must be set where no plan is");
      std::vector<CaseMove> moves;
      for (const pb::CaseMove& move : in->moves()) {
        SELARAS_ASSIGN_OR_RETURN(moves.emplace_back(), MoveOf(move));
      }
      SELARAS_ASSIGN_OR_RETURN(
          record, deps_.cases.CreateFromLetter(call, key, in->letter_number(), std::move(moves), *date));
    }
    ToProto(record, out);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::GetCase(Context* context, const pb::GetCaseRequest* in, pb::Case* out) {
  return rpc::Serve(calls_, context, "GetCase", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kCase.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, deps_.cases.Get(call, id));
    ToProto(record, out);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::ListCases(Context* context, const pb::ListCasesRequest* in,
                                        pb::ListCasesResponse* out) {
  return rpc::Serve(calls_, context, "ListCases", [&](const CallScope& call) -> absl::Status {
    CaseFilter filter;
    filter.agency = call.principal.agency;
    if (in->state() != pb::Case::STATE_UNSPECIFIED) filter.state = static_cast<CaseState>(in->state());
    if (!in->plan().empty()) {
      SELARAS_ASSIGN_OR_RETURN(filter.plan, names::kPlan.ParseId(in->plan()));
    }
    SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(in->page_size(), kPages));
    const std::string query = absl::StrCat("cases|", call.tenant, "|", in->state(), "|", in->plan());
    SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, deps_.page_tokens.Decode(query, in->page_token()));
    filter.after = cursor.empty() ? "" : cursor.back();
    filter.limit = size;
    SELARAS_ASSIGN_OR_RETURN(const CasePage page, deps_.cases.store().ListCases(call, filter));
    for (const CaseRecord& record : page.cases) ToProto(record, out->add_cases());
    if (static_cast<int>(page.cases.size()) == size) {
      out->set_next_page_token(deps_.page_tokens.Encode(query, {page.cases.back().id}));
    }
    out->set_total_size(page.total);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::Submit(Context* context, const pb::SubmitRequest* in, pb::Case* out) {
  return ServeAct("Submit", context, in, out, [&](const CallScope& call, const ActOn& on) {
    return deps_.cases.Do(call, on, approval::Submit{});
  });
}

grpc::Status ApprovalHandler::Screen(Context* context, const pb::ScreenRequest* in, pb::Case* out) {
  return ServeAct("Screen", context, in, out,
                  [&](const CallScope& call, const ActOn& on) { return deps_.cases.DoScreen(call, on); });
}

grpc::Status ApprovalHandler::Recommend(Context* context, const pb::RecommendRequest* in, pb::Case* out) {
  return ServeAct("Recommend", context, in, out, [&](const CallScope& call, const ActOn& on) {
    return deps_.cases.Do(call, on, approval::Recommend{in->in_favour(), in->note()});
  });
}

grpc::Status ApprovalHandler::GiveConsent(Context* context, const pb::GiveConsentRequest* in, pb::Case* out) {
  return ServeAct("GiveConsent", context, in, out,
                  [&](const CallScope& call, const ActOn& on) -> absl::StatusOr<CaseRecord> {
                    SELARAS_ASSIGN_OR_RETURN(const int32_t move, MoveNumberOf(on.case_id, in->move()));
                    return deps_.cases.DoConsent(
                        call, on, approval::GiveConsent{move, in->given(), in->document_reference()});
                  });
}

grpc::Status ApprovalHandler::Consider(Context* context, const pb::ConsiderRequest* in, pb::Case* out) {
  return ServeAct(
      "Consider", context, in, out,
      [&](const CallScope& call, const ActOn& on) -> absl::StatusOr<CaseRecord> {
        SELARAS_ASSIGN_OR_RETURN(const int32_t move, MoveNumberOf(on.case_id, in->move()));
        return deps_.cases.Do(call, on, approval::Consider{move, in->in_favour(), in->reference()});
      });
}

grpc::Status ApprovalHandler::Approve(Context* context, const pb::ApproveRequest* in, pb::Case* out) {
  return ServeAct("Approve", context, in, out, [&](const CallScope& call, const ActOn& on) {
    return deps_.cases.Do(call, on, approval::Approve{in->content_hash()});
  });
}

grpc::Status ApprovalHandler::Reject(Context* context, const pb::RejectRequest* in, pb::Case* out) {
  return ServeAct("Reject", context, in, out,
                  [&](const CallScope& call, const ActOn& on) -> absl::StatusOr<CaseRecord> {
                    SELARAS_ASSIGN_OR_RETURN(const int32_t move, MoveNumberOf(on.case_id, in->move()));
                    return deps_.cases.Do(call, on, approval::Reject{move, in->reason()});
                  });
}

grpc::Status ApprovalHandler::ReturnCase(Context* context, const pb::ReturnCaseRequest* in, pb::Case* out) {
  return ServeAct("ReturnCase", context, in, out, [&](const CallScope& call, const ActOn& on) {
    return deps_.cases.Do(call, on, approval::ReturnCase{{in->defects().begin(), in->defects().end()}});
  });
}

grpc::Status ApprovalHandler::Recuse(Context* context, const pb::RecuseRequest* in, pb::Case* out) {
  return ServeAct("Recuse", context, in, out, [&](const CallScope& call, const ActOn& on) {
    return deps_.cases.Do(call, on, approval::Recuse{in->reason()});
  });
}

grpc::Status ApprovalHandler::Withdraw(Context* context, const pb::WithdrawRequest* in, pb::Case* out) {
  return ServeAct("Withdraw", context, in, out, [&](const CallScope& call, const ActOn& on) {
    return deps_.cases.Do(call, on, approval::Withdraw{in->reason()});
  });
}

grpc::Status ApprovalHandler::Issue(Context* context, const pb::IssueRequest* in, pb::Case* out) {
  return ServeAct(
      "Issue", context, in, out, [&](const CallScope& call, const ActOn& on) -> absl::StatusOr<CaseRecord> {
        SELARAS_ASSIGN_OR_RETURN(
            const auto date, OptionalDay(in->has_effective_date(), in->effective_date(), "effective_date"));
        return deps_.cases.Do(call, on, StartIssue{date, in->signatory(), in->collective()});
      });
}

grpc::Status ApprovalHandler::ReviseCase(Context* context, const pb::ReviseCaseRequest* in, pb::Case* out) {
  return ServeAct("ReviseCase", context, in, out,
                  [&](const CallScope& call, const ActOn& on) -> absl::StatusOr<CaseRecord> {
                    Revise act;
                    SELARAS_ASSIGN_OR_RETURN(
                        act.effective_date,
                        OptionalDay(in->has_effective_date(), in->effective_date(), "effective_date"));
                    for (const pb::CaseMove& move : in->moves()) {
                      SELARAS_ASSIGN_OR_RETURN(act.moves.emplace_back(), MoveOf(move));
                    }
                    return deps_.cases.DoRevise(call, on, std::move(act));
                  });
}

grpc::Status ApprovalHandler::SettleItem(Context* context, const pb::SettleItemRequest* in, pb::Case* out) {
  return ServeAct(
      "SettleItem", context, in, out,
      [&](const CallScope& call, const ActOn& on) -> absl::StatusOr<CaseRecord> {
        SELARAS_ASSIGN_OR_RETURN(const int32_t move, MoveNumberOf(on.case_id, in->move()));
        return deps_.cases.Do(call, on, approval::SettleItem{in->code(), move, in->document_reference()});
      });
}

grpc::Status ApprovalHandler::ConfirmVeto(Context* context, const pb::ConfirmVetoRequest* in, pb::Case* out) {
  return ServeAct("ConfirmVeto", context, in, out,
                  [&](const CallScope& call, const ActOn& on) -> absl::StatusOr<CaseRecord> {
                    std::string child;
                    if (in->accept() || !in->child_plan().empty()) {
                      SELARAS_ASSIGN_OR_RETURN(child, names::kPlan.ParseId(in->child_plan()));
                    }
                    return deps_.cases.DoConfirmVeto(call, on, approval::ConfirmVeto{child, in->accept()});
                  });
}

grpc::Status ApprovalHandler::Reconcile(Context* context, const pb::ReconcileRequest* in, pb::Case* out) {
  return ServeAct("Reconcile", context, in, out,
                  [&](const CallScope& call, const ActOn& on) -> absl::StatusOr<CaseRecord> {
                    if (in->action() == pb::ReconcileRequest::ACTION_UNSPECIFIED) {
                      return InvalidField("action", "ACTION_RETRY or ACTION_RETURN");
                    }
                    const bool retry = in->action() == pb::ReconcileRequest::ACTION_RETRY;
                    return deps_.cases.DoReconcile(call, on, approval::Reconcile{retry, in->note()});
                  });
}

grpc::Status ApprovalHandler::ListTasks(Context* context, const pb::ListTasksRequest* in,
                                        pb::ListTasksResponse* out) {
  return rpc::Serve(calls_, context, "ListTasks", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(in->page_size(), kPages));
    const std::string query = absl::StrCat("tasks|", call.tenant, "|", call.principal.id);
    SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, deps_.page_tokens.Decode(query, in->page_token()));
    SELARAS_ASSIGN_OR_RETURN(const InboxPage page,
                             ReadInbox(call, deps_.cases, cursor.empty() ? "" : cursor.back(), size));
    for (const InboxTask& task : page.tasks) ToProto(task, out->add_tasks());
    if (!page.next.empty()) out->set_next_page_token(deps_.page_tokens.Encode(query, {page.next}));
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::RecordMeeting(Context* context, const pb::RecordMeetingRequest* in,
                                            pb::Meeting* out) {
  return rpc::Serve(calls_, context, "RecordMeeting", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const ActKey key, ActKeyOf("RecordMeeting", in->request_id(), *in));
    SELARAS_ASSIGN_OR_RETURN(Meeting meeting, MeetingOf(in->meeting()));
    SELARAS_ASSIGN_OR_RETURN(const Meeting recorded,
                             deps_.cases.RecordMeeting(call, key, std::move(meeting)));
    ToProto(recorded, out);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::GetMeeting(Context* context, const pb::GetMeetingRequest* in,
                                         pb::Meeting* out) {
  return rpc::Serve(calls_, context, "GetMeeting", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kMeeting.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const Meeting meeting, deps_.cases.GetMeeting(call, id));
    ToProto(meeting, out);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::Respond(Context* context, const pb::RespondRequest* in, pb::Response* out) {
  return rpc::Serve(calls_, context, "Respond", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const ActKey key, ActKeyOf("Respond", in->request_id(), *in));
    Response response;
    SELARAS_ASSIGN_OR_RETURN(response.case_id, names::kCase.ParseId(in->parent()));
    SELARAS_ASSIGN_OR_RETURN(response.employee, names::kEmployee.ParseId(in->employee()));
    if (call.principal.Has(selaras::Role::kEmployee) && call.principal.employee != response.employee) {
      return Error(absl::StatusCode::kPermissionDenied, "CASE_NOT_HIS", {{"case", response.case_id}});
    }
    response.text = in->text();
    SELARAS_ASSIGN_OR_RETURN(const Response kept, deps_.cases.Respond(call, key, std::move(response)));
    ToProto(kept, out);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::ObjectToDecree(Context* context, const pb::ObjectToDecreeRequest* in,
                                             pb::Objection* out) {
  return rpc::Serve(calls_, context, "ObjectToDecree", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const ActKey key, ActKeyOf("ObjectToDecree", in->request_id(), *in));
    Objection objection;
    SELARAS_ASSIGN_OR_RETURN(objection.decree, names::kDecree.ParseId(in->name()));
    objection.text = in->text();
    SELARAS_ASSIGN_OR_RETURN(const Objection kept, deps_.decrees.Object(call, key, std::move(objection)));
    ToProto(kept, out);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::GetDecree(Context* context, const pb::GetDecreeRequest* in, pb::Decree* out) {
  return rpc::Serve(calls_, context, "GetDecree", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kDecree.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const Decree decree, deps_.decrees.Get(call, id));
    ToProto(decree, out);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::ListDecrees(Context* context, const pb::ListDecreesRequest* in,
                                          pb::ListDecreesResponse* out) {
  return rpc::Serve(calls_, context, "ListDecrees", [&](const CallScope& call) -> absl::Status {
    std::string of_case;
    if (!in->case_().empty()) {
      SELARAS_ASSIGN_OR_RETURN(of_case, names::kCase.ParseId(in->case_()));
    }
    SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(in->page_size(), kPages));
    const std::string query = absl::StrCat("decrees|", call.tenant, "|", of_case);
    SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, deps_.page_tokens.Decode(query, in->page_token()));
    SELARAS_ASSIGN_OR_RETURN(const DecreePage page,
                             deps_.decrees.List(call, of_case, cursor.empty() ? "" : cursor.back(), size));
    for (const Decree& decree : page.decrees) ToProto(decree, out->add_decrees());
    if (static_cast<int>(page.decrees.size()) == size) {
      out->set_next_page_token(deps_.page_tokens.Encode(query, {page.decrees.back().id}));
    }
    out->set_total_size(page.total);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::Revoke(Context* context, const pb::RevokeRequest* in, pb::Decree* out) {
  return rpc::Serve(calls_, context, "Revoke", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const ActKey key, ActKeyOf("Revoke", in->request_id(), *in));
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kDecree.ParseId(in->name()));
    int64_t version = 0;
    if (!absl::SimpleAtoi(in->etag(), &version)) {
      return InvalidField("etag", "must be set: the etag of the decree as you read it");
    }
    SELARAS_ASSIGN_OR_RETURN(const Decree decree, deps_.decrees.Revoke(call, key, id, version, in->reason()));
    ToProto(decree, out);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::GetDocument(Context* context, const pb::GetDocumentRequest* in,
                                          pb::Document* out) {
  return rpc::Serve(calls_, context, "GetDocument", [&](const CallScope& call) -> absl::Status {
    std::string pdf;
    if (const auto decree = names::kDecree.ParseId(in->name()); decree.ok()) {
      SELARAS_ASSIGN_OR_RETURN(pdf, deps_.decrees.Pdf(call, *decree));
    } else if (const auto move = names::kCaseMove.Parse(in->name()); move.ok()) {
      SELARAS_ASSIGN_OR_RETURN(const int32_t number, MoveNumberOf("", in->name()));
      SELARAS_ASSIGN_OR_RETURN(pdf, deps_.decrees.ReasonLetter(call, (*move)[0], number));
    } else if (const auto meeting = names::kMeeting.ParseId(in->name()); meeting.ok()) {
      // As GetMeeting: minutes name everybody who was on the agenda.
      if (!call.principal.HasAny({selaras::Role::kAnalyst, selaras::Role::kApprover,
                                  selaras::Role::kSecretary, selaras::Role::kAuditor})) {
        return Error(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED");
      }
      SELARAS_ASSIGN_OR_RETURN(pdf, deps_.decrees.Minutes(call, *meeting));
    } else {
      return InvalidField("name", "decrees/{decree}, cases/{case}/moves/{move} or meetings/{meeting}");
    }
    SetDocument(std::move(pdf), out);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::GetReceipt(Context* context, const pb::GetReceiptRequest* in,
                                         pb::Receipt* out) {
  return rpc::Serve(calls_, context, "GetReceipt", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kDecree.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const Decree decree, deps_.decrees.Get(call, id));
    return deps_.evidence.GetReceipt(call, decree, out);
  });
}

grpc::Status ApprovalHandler::Declare(Context* context, const pb::DeclareRequest* in, pb::Declaration* out) {
  return rpc::Serve(calls_, context, "Declare", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const ActKey key, ActKeyOf("Declare", in->request_id(), *in));
    Declaration declaration;
    SELARAS_ASSIGN_OR_RETURN(declaration.case_id, names::kCase.ParseId(in->declaration().case_()));
    declaration.conflict = in->declaration().conflict();
    SELARAS_ASSIGN_OR_RETURN(const Declaration kept, deps_.cases.Declare(call, key, std::move(declaration)));
    ToProto(kept, out);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::Delegate(Context* context, const pb::DelegateRequest* in, pb::Delegation* out) {
  return rpc::Serve(calls_, context, "Delegate", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const ActKey key, ActKeyOf("Delegate", in->request_id(), *in));
    const std::optional<absl::CivilDay> start = DayOf(in->delegation().start_date());
    const std::optional<absl::CivilDay> end = DayOf(in->delegation().end_date());
    if (!start.has_value() || !end.has_value()) {
      return InvalidField("delegation", "start_date and end_date are whole dates of the calendar");
    }
    Delegation delegation;
    delegation.to_account = in->delegation().to_principal();
    delegation.start = *start;
    delegation.end = *end;
    SELARAS_ASSIGN_OR_RETURN(const Delegation kept, deps_.cases.Delegate(call, key, std::move(delegation)));
    ToProto(kept, out);
    return absl::OkStatus();
  });
}

grpc::Status ApprovalHandler::GetCheckpoint(Context* context, const pb::GetCheckpointRequest*,
                                            pb::Checkpoint* out) {
  return rpc::Serve(calls_, context, "GetCheckpoint",
                    [&](const CallScope&) { return deps_.evidence.GetCheckpoint(out); });
}

grpc::Status ApprovalHandler::ListCheckpoints(Context* context, const pb::ListCheckpointsRequest* in,
                                              pb::ListCheckpointsResponse* out) {
  return rpc::Serve(calls_, context, "ListCheckpoints",
                    [&](const CallScope&) { return deps_.evidence.ListCheckpoints(*in, out); });
}

grpc::Status ApprovalHandler::GetInclusionProof(Context* context, const pb::GetInclusionProofRequest* in,
                                                pb::InclusionProof* out) {
  return rpc::Serve(calls_, context, "GetInclusionProof",
                    [&](const CallScope&) { return deps_.evidence.GetInclusionProof(*in, out); });
}

grpc::Status ApprovalHandler::GetConsistencyProof(Context* context, const pb::GetConsistencyProofRequest* in,
                                                  pb::ConsistencyProof* out) {
  return rpc::Serve(calls_, context, "GetConsistencyProof",
                    [&](const CallScope&) { return deps_.evidence.GetConsistencyProof(*in, out); });
}

grpc::Status ApprovalHandler::ListLeaves(Context* context, const pb::ListLeavesRequest* in,
                                         pb::ListLeavesResponse* out) {
  return rpc::Serve(calls_, context, "ListLeaves",
                    [&](const CallScope&) { return deps_.evidence.ListLeaves(*in, out); });
}

grpc::Status ApprovalHandler::ListEvents(Context* context, const feed::v1alpha::ListEventsRequest* in,
                                         feed::v1alpha::ListEventsResponse* out) {
  return rpc::Serve(calls_, context, "ListEvents",
                    [&](const CallScope&) { return deps_.evidence.ListEvents(*in, out); });
}

}  // namespace selaras::approval
