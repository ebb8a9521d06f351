// Between messages and records of cycles. Shape errors of requests only: kInvalidArgument.
#ifndef SELARAS_SERVICES_MATCHING_RPC_CYCLE_CONVERT_H_
#define SELARAS_SERVICES_MATCHING_RPC_CYCLE_CONVERT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "selaras/matching/v1alpha/cycle.pb.h"
#include "services/matching/app/cycle_store.h"
#include "services/matching/domain/cycle.h"

namespace selaras::matching {

// What a caller may write: display name, policy, dates. The rest is not read.
absl::StatusOr<Cycle> CycleOf(const v1alpha::Cycle& message);
std::vector<Goal> GoalsOf(const google::protobuf::RepeatedPtrField<v1alpha::Goal>& messages);
absl::StatusOr<Phase> PhaseOf(v1alpha::Cycle::Phase phase, const char* field);

void ToProto(const CycleRecord& record, v1alpha::Cycle* out);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_CYCLE_CONVERT_H_
