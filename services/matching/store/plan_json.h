// JSON of what is stored in text columns. Reading accepts what writing made, of this or an earlier version.
#ifndef SELARAS_SERVICES_MATCHING_STORE_PLAN_JSON_H_
#define SELARAS_SERVICES_MATCHING_STORE_PLAN_JSON_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/app/plan_record.h"
#include "services/matching/domain/cycle.h"

namespace selaras::matching {

std::string ToJson(const std::vector<PolicyRecord::File>& files);
std::string ToJson(const PlanSpec& spec);
std::string ToJson(const PlanResult& result);
std::string ToJson(const std::map<std::string, int64_t>& stage_ms);
std::string ToJson(const MoveRecord& move);
std::string ToJson(const ChainRecord& chain);
std::string ToJson(const std::map<std::string, std::string>& texts);
std::string ToJson(const std::vector<Goal>& goals);
std::string ToJson(const std::map<Phase, absl::CivilDay>& start_dates);

// kDataLoss: not what ToJson writes.
absl::StatusOr<std::vector<PolicyRecord::File>> FilesFromJson(absl::string_view text);
absl::StatusOr<PlanSpec> SpecFromJson(absl::string_view text);
absl::StatusOr<PlanResult> ResultFromJson(absl::string_view text);
absl::StatusOr<std::map<std::string, int64_t>> StagesFromJson(absl::string_view text);
absl::StatusOr<MoveRecord> MoveFromJson(absl::string_view text);
absl::StatusOr<ChainRecord> ChainFromJson(absl::string_view text);

absl::StatusOr<std::map<std::string, std::string>> TextsFromJson(absl::string_view text);
absl::StatusOr<std::vector<Goal>> GoalsFromJson(absl::string_view text);
absl::StatusOr<std::map<Phase, absl::CivilDay>> DatesFromJson(absl::string_view text);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_STORE_PLAN_JSON_H_
