#include "services/matching/rpc/competency_fact.h"

#include <algorithm>

namespace selaras::matching {

Competency CompetencyOf(const registry::v1alpha::Competency& message) {
  Competency competency;
  competency.core.fill(-1);
  competency.core_age_months.fill(-1);
  for (int i = 0; i < std::min(message.core_size(), kCoreCompetencies); ++i)
    competency.core[i] = message.core(i);
  for (int i = 0; i < std::min(message.core_age_months_size(), kCoreCompetencies); ++i) {
    competency.core_age_months[i] = message.core_age_months(i);
  }
  for (const auto& technical : message.technical()) {
    competency.technical.push_back({technical.cluster(), technical.level()});
  }
  competency.technical_age_months = message.technical_age_months();
  return competency;
}

}  // namespace selaras::matching
