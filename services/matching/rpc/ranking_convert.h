// Between the messages of live ranking and its records. Shape errors of requests only: kInvalidArgument.
#ifndef SELARAS_SERVICES_MATCHING_RPC_RANKING_CONVERT_H_
#define SELARAS_SERVICES_MATCHING_RPC_RANKING_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "selaras/matching/v1alpha/ranking.pb.h"
#include "services/matching/app/ranking_desk.h"
#include "services/matching/domain/problem.h"

namespace selaras::matching {

absl::StatusOr<PlanScope> RankScopeOf(const v1alpha::PlanScope& message);
// kNotFound (POST_NOT_FOUND), kInvalidArgument (PLAN_REFERENCE_UNKNOWN): position or unit of a post thought of.
absl::StatusOr<RankTarget> TargetOf(const v1alpha::RankCandidatesRequest& request, const Ranking& ranking);

// What the page token is bound to; the stamp of the snapshot is within the token.
std::string QueryOf(const std::string& tenant, const std::string& agency, v1alpha::RankPostsRequest request);
std::string QueryOf(const std::string& tenant, const std::string& agency,
                    v1alpha::RankCandidatesRequest request);

void ToProto(const RankingBase& base, v1alpha::RankingBasis* out);
// Row, terms and rules of one pair. At his present post `points_from` of the terms equals `points_to`.
void ToProto(const Ranking& ranking, int32_t person, const Ranked& row, v1alpha::RankedPost* out);
void ToProto(const Ranking& ranking, const RankTarget& target, const Ranked& row,
             v1alpha::RankedCandidate* out);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_RANKING_CONVERT_H_
