#ifndef SELARAS_SERVICES_NEEDS_RPC_NEEDS_CONVERT_H_
#define SELARAS_SERVICES_NEEDS_RPC_NEEDS_CONVERT_H_

// Between the proto and what the use cases speak.

#include <optional>

#include "absl/status/statusor.h"
#include "selaras/needs/v1alpha/need.pb.h"
#include "selaras/needs/v1alpha/needs_service.pb.h"
#include "services/needs/app/needs_service.h"

namespace selaras::needs {

void ToProto(const Snapshot& snapshot, v1alpha::NeedSnapshot* out);
void ToProto(const StoredCurve& curve, v1alpha::NeedCurve* out);
void ToProto(const StoredLoad& load, v1alpha::LoadBalance* out);
void ToProto(const RecordImport& import, v1alpha::RecordImport* out);
// The cure is the catalogue's text for the reason, in both languages.
void ToProto(const RecordFault& fault, v1alpha::RecordFault* out);

// kInvalidArgument (field `effective_date`): not a day that exists.
absl::StatusOr<AnalyzeCommand> FromProto(const v1alpha::AnalyzeNeedsRequest& request);
// kInvalidArgument (field `from_date`, `to_date`): not a day that exists.
absl::StatusOr<IndicatorQuery> FromProto(const v1alpha::StreamIndicatorsRequest& request);
void ToProto(const IndicatorPoint& point, v1alpha::IndicatorPoint* out);

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_RPC_NEEDS_CONVERT_H_
