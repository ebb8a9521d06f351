// Explanations, exchanges and fairness as messages.
#ifndef SELARAS_SERVICES_MATCHING_RPC_EXPLAIN_CONVERT_H_
#define SELARAS_SERVICES_MATCHING_RPC_EXPLAIN_CONVERT_H_

#include <string>

#include "selaras/matching/v1alpha/matching_service.pb.h"
#include "services/matching/domain/exchange.h"
#include "services/matching/domain/explain.h"
#include "services/matching/domain/explain_post.h"
#include "services/matching/domain/fairness.h"

namespace selaras::matching {

// `names_others`: who would have to give way is named, not only counted.
void ToProto(const Explanation& explanation, const ProvinceIndex& province, bool names_others,
             v1alpha::Explanation* out);
void ToProto(const PostExplanation& explanation, const ProvinceIndex& province,
             v1alpha::PostExplanation* out);
void ToProto(const ExchangeCycle& cycle, const ProvinceIndex& province, v1alpha::ExchangeCycle* out);
void ToProto(const std::string& plan, const Fairness& fairness, v1alpha::FairnessReport* out);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_EXPLAIN_CONVERT_H_
