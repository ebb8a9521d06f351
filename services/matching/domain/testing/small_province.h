// Problems over the small provinces of libs/province/testing.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_TESTING_SMALL_PROVINCE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_TESTING_SMALL_PROVINCE_H_

#include <memory>
#include <string>
#include <utility>

#include "libs/province/testing/small_province.h"
#include "services/matching/domain/problem.h"

namespace selaras::matching {

using province::ClerkPosition;
using province::Midwife;
using province::NursePosition;
using province::RandomProvince;
using province::ShippedRules;
using province::TwoPuskesmas;

inline ProblemInputs InputsFor(Province facts, PlanRequest request = {}, ScorePolicy policy = {}) {
  ProblemInputs inputs;
  inputs.province = std::make_shared<const ProvinceIndex>(*ProvinceIndex::Make(std::move(facts)));
  const ClusterDictionary dictionary(inputs.province->positions());
  for (size_t i = 0; i < inputs.province->persons().size(); ++i) {
    // Levels by person, so that fits differ; every fourth was never assessed.
    Competency competency;
    competency.core.fill(i % 4 == 3 ? -1 : static_cast<int>(i % 4));
    competency.core_age_months.fill(i % 4 == 3 ? -1 : 12);
    if (i % 4 != 3) {
      competency.technical_age_months = 40;
      for (const std::string& cluster : dictionary.clusters())
        competency.technical.push_back({cluster, static_cast<int>(i % 5)});
    }
    inputs.vectors.push_back(PersonVector(competency, dictionary));
  }
  inputs.policy = std::move(policy);
  inputs.rules = ShippedRules();
  if (request.pseudonym_key.empty()) request.pseudonym_key = "test key";
  inputs.request = std::move(request);
  return inputs;
}

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_TESTING_SMALL_PROVINCE_H_
