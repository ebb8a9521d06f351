#include "services/cli/cases/verbs.h"

#include <cstdlib>
#include <functional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/rpc/proto_time.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;
using Stub = CaseDesk::Stub;

// A request on a case; `fill` adds what the verb says beyond name, etag and id.
template <typename Request>
CaseCall CallOf(const CaseDesk& desk,
                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, pb::Case*),
                std::function<void(const pb::Case& at, Request& request)> fill) {
  return [&desk, method, fill = std::move(fill)](const pb::Case& at, const std::string& request_id) {
    Request request;
    request.set_name(at.name());
    request.set_etag(at.etag());
    request.set_request_id(request_id);
    fill(at, request);
    return desk.Call<pb::Case>(request, method);
  };
}

// One call and no more.
template <typename Request>
NextCall Once(
    const CaseDesk& desk, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, pb::Case*),
    std::function<void(const pb::Case& at, Request& request)> fill = [](const pb::Case&, Request&) {}) {
  const CaseCall call = CallOf<Request>(desk, method, std::move(fill));
  return [call](const pb::Case&, int taken) { return taken == 0 ? call : nullptr; };
}

bool IsOpen(const pb::CaseMove& move, const std::string& step) {
  for (const pb::MoveStep& one : move.steps()) {
    if (one.step() == step) return one.state() == pb::MoveStep::STATE_OPEN;
  }
  return false;
}

// A call for each move on which `step` is open, or for the one that is named; none once a refusal took the case away.
template <typename Request>
NextCall PerMove(const CaseDesk& desk, const std::string& verb, const std::string& step,
                 const std::string& named,
                 grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, pb::Case*),
                 std::function<void(Request& request)> fill) {
  return [&desk, verb, step, named, method, fill](const pb::Case& at, int taken) -> CaseCall {
    std::string move = MoveNameIn(at.name(), named);
    if (!named.empty() && taken > 0) return nullptr;
    if (named.empty()) {
      if (!MayFollow(at, verb) && taken > 0) return nullptr;
      for (const pb::CaseMove& one : at.moves()) {
        if (move.empty() && IsOpen(one, step)) move = one.name();
      }
      if (move.empty()) return nullptr;
    }
    return CallOf<Request>(desk, method, [fill, move](const pb::Case&, Request& request) {
      request.set_move(move);
      fill(request);
    });
  };
}

NextCall Settle(const CaseDesk& desk, const VerbOptions& options) {
  return [&desk, options](const pb::Case& at, int) -> CaseCall {
    for (const pb::ChecklistItem& item : at.checklist()) {
      const bool wanted = options.code.empty() ? item.code() != "RESCREEN" : item.code() == options.code;
      if (item.settled() || !wanted) continue;  // RESCREEN is settled by Screen alone.
      return CallOf<pb::SettleItemRequest>(desk, &Stub::SettleItem,
                                           [item, options](const pb::Case&, pb::SettleItemRequest& request) {
                                             request.set_code(item.code());
                                             request.set_move(item.move());
                                             request.set_document_reference(options.document);
                                           });
    }
    return nullptr;
  };
}

NextCall Approve(const CaseDesk& desk, const VerbOptions& options) {
  return Once<pb::ApproveRequest>(
      desk, &Stub::Approve, [options](const pb::Case& at, pb::ApproveRequest& request) {
        request.set_content_hash(options.content_hash.empty() ? at.content_hash() : options.content_hash);
      });
}

NextCall Issue(const CaseDesk& desk, const VerbOptions& options) {
  return Once<pb::IssueRequest>(desk, &Stub::Issue, [options](const pb::Case&, pb::IssueRequest& request) {
    request.set_signatory(options.signatory);
    request.set_collective(options.collective);
    if (options.effective_date.has_value()) {
      SetDate(*options.effective_date, request.mutable_effective_date());
    }
  });
}

NextCall Reconcile(const CaseDesk& desk, const VerbOptions& options) {
  return Once<pb::ReconcileRequest>(desk, &Stub::Reconcile,
                                    [options](const pb::Case&, pb::ReconcileRequest& request) {
                                      request.set_action(options.retry ? pb::ReconcileRequest::ACTION_RETRY
                                                                       : pb::ReconcileRequest::ACTION_RETURN);
                                      request.set_note(options.note);
                                    });
}

NextCall ConfirmVeto(const CaseDesk& desk, const VerbOptions& options) {
  return Once<pb::ConfirmVetoRequest>(desk, &Stub::ConfirmVeto,
                                      [options](const pb::Case& at, pb::ConfirmVetoRequest& request) {
                                        request.set_child_plan(at.veto().child_plan());
                                        request.set_accept(!options.drop);
                                      });
}

}  // namespace

std::string MoveNameIn(const std::string& case_name, const std::string& text) {
  if (text.empty() || absl::StrContains(text, '/')) return text;
  return absl::StrCat(case_name, "/moves/", text);
}

CaseVerb MakeVerb(const CaseDesk& desk, const std::string& command, const VerbOptions& o) {
  using Case = pb::Case;
  if (command == "submit") {
    return {"Submit", "diajukan", "submitted", Case::STATE_DRAFT,
            Once<pb::SubmitRequest>(desk, &Stub::Submit)};
  }
  if (command == "screen") {
    return {"Screen", "diperiksa", "screened", Case::STATE_UNSPECIFIED,
            Once<pb::ScreenRequest>(desk, &Stub::Screen)};
  }
  if (command == "recommend") {
    return {"Recommend", o.against ? "tidak direkomendasikan" : "direkomendasikan",
            o.against ? "recommended against" : "recommended", Case::STATE_SCREENED,
            Once<pb::RecommendRequest>(desk, &Stub::Recommend,
                                       [o](const pb::Case&, pb::RecommendRequest& request) {
                                         request.set_in_favour(!o.against);
                                         request.set_note(o.note);
                                       })};
  }
  if (command == "consent") {
    return {"GiveConsent", o.against ? "ditolak instansi asal" : "disetujui instansi asal",
            o.against ? "withheld by the origin" : "given consent", Case::STATE_UNSPECIFIED,
            PerMove<pb::GiveConsentRequest>(desk, "GiveConsent", "CONSENT", o.move, &Stub::GiveConsent,
                                            [o](pb::GiveConsentRequest& request) {
                                              request.set_given(!o.against);
                                              request.set_document_reference(o.document);
                                            })};
  }
  if (command == "consider") {
    return {"Consider", "dipertimbangkan", "considered", Case::STATE_UNSPECIFIED,
            PerMove<pb::ConsiderRequest>(desk, "Consider", "CONSIDERATION", o.move, &Stub::Consider,
                                         [o](pb::ConsiderRequest& request) {
                                           request.set_in_favour(!o.against);
                                           request.set_reference(o.document);
                                         })};
  }
  if (command == "approve")
    return {"Approve", "disetujui", "approved", Case::STATE_CONSIDERED, Approve(desk, o)};
  if (command == "reject") {
    return {"Reject", "ditolak", "rejected", Case::STATE_UNSPECIFIED,
            Once<pb::RejectRequest>(desk, &Stub::Reject, [o](const pb::Case& at, pb::RejectRequest& request) {
              request.set_move(MoveNameIn(at.name(), o.move));
              request.set_reason(o.reason);
            })};
  }
  if (command == "return") {
    return {"ReturnCase", "dikembalikan", "returned", Case::STATE_UNSPECIFIED,
            Once<pb::ReturnCaseRequest>(desk, &Stub::ReturnCase,
                                        [o](const pb::Case&, pb::ReturnCaseRequest& request) {
                                          for (const std::string& defect : o.defects)
                                            request.add_defects(defect);
                                        })};
  }
  if (command == "withdraw") {
    return {
        "Withdraw", "ditarik", "withdrawn", Case::STATE_UNSPECIFIED,
        Once<pb::WithdrawRequest>(desk, &Stub::Withdraw, [o](const pb::Case&, pb::WithdrawRequest& request) {
          request.set_reason(o.reason);
        })};
  }
  if (command == "recuse") {
    return {"Recuse", "dicatat pengunduran dirinya", "recused from", Case::STATE_UNSPECIFIED,
            Once<pb::RecuseRequest>(desk, &Stub::Recuse, [o](const pb::Case&, pb::RecuseRequest& request) {
              request.set_reason(o.reason);
            })};
  }
  if (command == "issue") {
    return {"Issue", "mulai diterbitkan", "being issued", Case::STATE_APPROVED, Issue(desk, o)};
  }
  if (command == "reconcile") {
    return {"Reconcile", o.retry ? "dicoba lagi" : "dikembalikan", o.retry ? "tried again" : "returned",
            Case::STATE_RECONCILE, Reconcile(desk, o)};
  }
  if (command == "revise") {
    return {"ReviseCase", "diubah", "revised", Case::STATE_UNSPECIFIED,
            Once<pb::ReviseCaseRequest>(desk, &Stub::ReviseCase,
                                        [o](const pb::Case&, pb::ReviseCaseRequest& request) {
                                          if (!o.effective_date.has_value()) return;
                                          SetDate(*o.effective_date, request.mutable_effective_date());
                                        })};
  }
  if (command == "settle") {
    return {"SettleItem", "dilengkapi", "settled", Case::STATE_UNSPECIFIED, Settle(desk, o)};
  }
  if (command == "confirm-veto") {
    return {"ConfirmVeto", o.drop ? "dibatalkan penolakannya" : "diganti", o.drop ? "unvetoed" : "replaced",
            Case::STATE_VETOED, ConfirmVeto(desk, o)};
  }
  std::abort();  // A command without its verb: a mistake of this program.
}

}  // namespace selaras::cli
