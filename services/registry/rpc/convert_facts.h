#ifndef SELARAS_SERVICES_REGISTRY_RPC_CONVERT_FACTS_H_
#define SELARAS_SERVICES_REGISTRY_RPC_CONVERT_FACTS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "selaras/registry/v1alpha/employee.pb.h"
#include "services/registry/rpc/convert.h"

namespace selaras::registry {

// The content of one fact; names and provenance are set by the caller.
void ToProto(const RecordView& record, pb::Appointment* appointment);
void ToProto(const RecordView& record, pb::Duty* duty);
void ToProto(const RecordView& record, pb::Education* education);
void ToProto(const RecordView& record, pb::Certificate* certificate);
void ToProto(const RecordView& record, pb::Assessment* assessment);
void ToProto(const RecordView& record, pb::Appraisal* appraisal);
void ToProto(const RecordView& record, pb::PeerReview* review);
void ToProto(const RecordView& record, pb::Preference* preference);
void ToProto(const RecordView& record, pb::Development* development);
void ToProto(const RecordView& record, pb::Relation* relation);
void ToProto(const RecordView& record, pb::DisciplinaryAction* action);
void ToProto(const RecordView& record, pb::Training* training);

// Profile fields of an employee, without name, ids, post and provenance.
void ToProto(const RecordView& profile, pb::Employee* employee);

// An employee of `facts`, with all facts if `full`.
void ToProto(const EmployeeFacts& facts, const std::vector<ExternalId>& external_ids, const Sources& sources,
             bool full, pb::Employee* employee);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_RPC_CONVERT_FACTS_H_
