// Between matching's messages and its records. Shape errors of requests only: kInvalidArgument.
#ifndef SELARAS_SERVICES_MATCHING_RPC_MATCHING_CONVERT_H_
#define SELARAS_SERVICES_MATCHING_RPC_MATCHING_CONVERT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "selaras/matching/v1alpha/matching_service.pb.h"
#include "services/matching/app/plan_record.h"
#include "services/matching/app/policy_book.h"

namespace selaras::matching {

absl::StatusOr<PlanSpec> SpecOf(const v1alpha::PlanSpec& message);
absl::StatusOr<Constraints> ConstraintsOf(const google::protobuf::RepeatedPtrField<v1alpha::Pin>& pins,
                                          const google::protobuf::RepeatedPtrField<v1alpha::Ban>& bans);
// Id of a move from its name; kInvalidArgument: not a move of `plan`.
absl::StatusOr<std::string> MoveOf(const std::string& plan, const std::string& name);
// Empty = no etag given. kInvalidArgument: not one of ours.
absl::StatusOr<std::optional<int64_t>> VersionOf(const std::string& etag);

// `loaded` adds weights and rules; null leaves them out (lists).
void ToProto(const PolicyRecord& policy, const LoadedPolicy* loaded, v1alpha::Policy* out);
void ToProto(const PlanRecord& plan, v1alpha::Plan* out);
void ToProto(const std::string& plan, const MoveRecord& move, v1alpha::Move* out);
void ToProto(const std::string& plan, const ChainRecord& chain, v1alpha::Chain* out);
void ToProto(const CutoffRecord& cutoff, v1alpha::Cutoff* out);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_MATCHING_CONVERT_H_
