// History, acts on one employee, data quality.

#include <google/protobuf/util/json_util.h>

#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/serve.h"
#include "services/registry/rpc/convert_facts.h"
#include "services/registry/rpc/convert_told.h"
#include "services/registry/rpc/masker.h"
#include "services/registry/rpc/registry_handler.h"
#include "services/registry/rpc/registry_names.h"

namespace selaras::registry {
namespace {

template <typename Message>
std::string Json(absl::string_view content) {
  Message message;
  ToProto(RecordView(content), &message);
  Mask(&message);
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = false;
  return google::protobuf::util::MessageToJsonString(message, &json, options).ok() ? json : "{}";
}

std::string FactJson(RecordKind kind, absl::string_view content) {
  switch (kind) {
    case RecordKind::kProfile:
      return Json<pb::Employee>(content);
    case RecordKind::kAppointment:
      return Json<pb::Appointment>(content);
    case RecordKind::kDuty:
      return Json<pb::Duty>(content);
    case RecordKind::kEducation:
      return Json<pb::Education>(content);
    case RecordKind::kCertificate:
      return Json<pb::Certificate>(content);
    case RecordKind::kAssessment:
      return Json<pb::Assessment>(content);
    case RecordKind::kAppraisal:
      return Json<pb::Appraisal>(content);
    case RecordKind::kPeerReview:
      return Json<pb::PeerReview>(content);
    case RecordKind::kPreference:
      return Json<pb::Preference>(content);
    case RecordKind::kDevelopment:
      return Json<pb::Development>(content);
    case RecordKind::kRelation:
      return Json<pb::Relation>(content);
    case RecordKind::kDisciplinaryAction:
      return Json<pb::DisciplinaryAction>(content);
    case RecordKind::kTraining:
      return Json<pb::Training>(content);
    default:
      return "{}";
  }
}

}  // namespace

grpc::Status RegistryHandler::GetHistory(grpc::ServerContext* context, const pb::GetHistoryRequest* in,
                                         pb::GetHistoryResponse* out) {
  return rpc::Serve(calls_, context, "GetHistory", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kEmployeeName.ParseId(in->name()));
    AskedAt asked;
    asked.revision = in->as_known_revision();
    SELARAS_ASSIGN_OR_RETURN(const ReadAt at, parts_.reads.Resolve(call, asked));
    const bool everything = in->as_known_revision() == 0;
    const std::vector<std::string> ids = {id};
    std::vector<Fact> facts;
    std::string agency;
    SELARAS_RETURN_IF_ERROR(parts_.reads.store().ReadSubjects(call.tenant, ids, [&](const FactView& fact) {
      if (fact.kind == RecordKind::kProfile) agency = std::string(fact.agency);
      if (IsShown(fact) && (everything || fact.IsKnownAt(at.revision))) facts.push_back(Keep(fact));
      return absl::OkStatus();
    }));
    if (agency.empty()) return Error(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND");
    SELARAS_RETURN_IF_ERROR(CheckReach(call, id, agency));
    std::vector<int64_t> revisions;
    for (const Fact& fact : facts) revisions.push_back(fact.known_from);
    SELARAS_ASSIGN_OR_RETURN(const Sources sources, parts_.reads.SourcesOf(call, std::move(revisions)));
    for (const Fact& fact : facts) {
      pb::HistoryEntry* entry = out->add_entries();
      const absl::string_view kind = FindSchema(fact.kind)->name;
      entry->set_kind(Str(kind));
      entry->set_fact(fact.kind == RecordKind::kProfile
                          ? NameOf("employees", id)
                          : absl::StrCat("employees/", id, "/", kind, "/", FactId(fact.key)));
      entry->set_content_json(FactJson(fact.kind, fact.content));
      SetProvenance(fact, sources, entry->mutable_provenance());
    }
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::SubmitPreference(grpc::ServerContext* context,
                                               const pb::SubmitPreferenceRequest* in,
                                               pb::SubmitPreferenceResponse* out) {
  return rpc::Serve(calls_, context, "SubmitPreference", [&](const CallScope& call) -> absl::Status {
    EmployeeAct act{"", in->etag(), in->request_id()};
    SELARAS_ASSIGN_OR_RETURN(act.employee, kEmployeeName.ParseId(in->name()));
    std::vector<ToldFact> preferences;
    for (const pb::Preference& preference : in->preferences()) {
      SELARAS_ASSIGN_OR_RETURN(preferences.emplace_back(), FromProto(preference));
    }
    SELARAS_ASSIGN_OR_RETURN(const int64_t revision,
                             parts_.employees.SubmitPreferences(call, act, preferences));
    out->set_revision(revision);
    return ShowEmployee(call, act.employee, pb::ReadAt(), pb::EMPLOYEE_VIEW_FULL, false, "",
                        out->mutable_employee());
  });
}

grpc::Status RegistryHandler::RecordFact(grpc::ServerContext* context, const pb::RecordFactRequest* in,
                                         pb::RecordFactResponse* out) {
  return rpc::Serve(calls_, context, "RecordFact", [&](const CallScope& call) -> absl::Status {
    EmployeeAct act{"", in->etag(), in->request_id()};
    SELARAS_ASSIGN_OR_RETURN(act.employee, kEmployeeName.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const std::vector<ToldFact> facts, FromProto(in->facts()));
    SELARAS_ASSIGN_OR_RETURN(const auto profile, ProfileChanges(in->profile_mask(), in->profile()));
    SELARAS_ASSIGN_OR_RETURN(const int64_t revision, parts_.employees.RecordFacts(call, act, facts, profile));
    out->set_revision(revision);
    return ShowEmployee(call, act.employee, pb::ReadAt(), pb::EMPLOYEE_VIEW_FULL, false, "",
                        out->mutable_employee());
  });
}

grpc::Status RegistryHandler::GetDataQuality(grpc::ServerContext* context,
                                             const pb::GetDataQualityRequest* in, pb::DataQuality* out) {
  return rpc::Serve(calls_, context, "GetDataQuality", [&](const CallScope& call) -> absl::Status {
    ReadScope scope;
    if (kAgencyName.Matches(in->parent())) {
      SELARAS_ASSIGN_OR_RETURN(scope.agencies.emplace_back(), kAgencyName.ParseId(in->parent()));
    } else if (!in->parent().empty()) {
      SELARAS_ASSIGN_OR_RETURN(scope.org_units.emplace_back(), kOrgUnitName.ParseId(in->parent()));
    }
    SELARAS_ASSIGN_OR_RETURN(const std::string agency,
                             ConfineAgency(call, scope.agencies.empty() ? "" : scope.agencies[0]));
    if (!agency.empty()) scope.agencies = {agency};
    SELARAS_ASSIGN_OR_RETURN(const AskedAt asked, FromProto(in->at()));
    SELARAS_ASSIGN_OR_RETURN(const ReadAt at, parts_.reads.Resolve(call, asked));
    SELARAS_ASSIGN_OR_RETURN(const Quality quality, parts_.employees.DataQuality(call, at, scope));
    out->set_employees(quality.employees);
    for (const QualityItem& item : quality.items) {
      pb::DataQuality::Item* message = out->add_items();
      message->set_fact(item.fact);
      message->set_known(item.known);
      message->set_unknown(item.unknown);
      message->set_stale(item.stale);
      message->set_contradictory(item.contradictory);
    }
    return absl::OkStatus();
  });
}

}  // namespace selaras::registry
