// Between approval's messages and its records. Shape errors of requests only: kInvalidArgument.
#ifndef SELARAS_SERVICES_APPROVAL_RPC_APPROVAL_CONVERT_H_
#define SELARAS_SERVICES_APPROVAL_RPC_APPROVAL_CONVERT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "selaras/approval/v1alpha/approval_service.pb.h"
#include "services/approval/app/case_service.h"

namespace selaras::approval {

// Case id, version and request key of an act. Etag and request id are required.
absl::StatusOr<ActOn> ActOnOf(absl::string_view method, const std::string& name, const std::string& etag,
                              const std::string& request_id, const google::protobuf::Message& request);
// kInvalidArgument: empty.
absl::StatusOr<ActKey> ActKeyOf(absl::string_view method, const std::string& request_id,
                                const google::protobuf::Message& request);
// Number of a move of that case. Empty name = 0.
absl::StatusOr<int32_t> MoveNumberOf(const std::string& case_id, const std::string& name);

absl::StatusOr<CaseMove> MoveOf(const v1alpha::CaseMove& message);
absl::StatusOr<Meeting> MeetingOf(const v1alpha::Meeting& message);

void ToProto(const CaseRecord& record, v1alpha::Case* out);
void ToProto(const Decree& decree, v1alpha::Decree* out);
void ToProto(const Meeting& meeting, v1alpha::Meeting* out);
void ToProto(const Response& response, v1alpha::Response* out);
void ToProto(const Objection& objection, v1alpha::Objection* out);
void ToProto(const Declaration& declaration, v1alpha::Declaration* out);
void ToProto(const Delegation& delegation, v1alpha::Delegation* out);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_RPC_APPROVAL_CONVERT_H_
