#ifndef SELARAS_SERVICES_NEEDS_DOMAIN_ANALYSIS_H_
#define SELARAS_SERVICES_NEEDS_DOMAIN_ANALYSIS_H_

// The whole analysis: posts, units and records in, curves and loads out. Equal input gives equal output,
// whatever its order.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/needs/domain/load.h"
#include "services/needs/domain/need.h"
#include "services/needs/domain/record_index.h"

namespace selaras::needs {

struct PositionFact {
  std::string name;
  std::string code;  // outside code, as in the records
};

// The registry at one revision and date.
struct ProvinceFacts {
  int64_t revision = 0;
  absl::CivilDay effective_date;
  std::vector<UnitFact> units;
  std::vector<PositionFact> positions;
  std::vector<PostFact> posts;
};

struct Totals {
  int64_t posts = 0;
  int64_t target = 0;
  int64_t critical = 0;
  int64_t incumbents = 0;
  int64_t ceiling = 0;
  int64_t shortage = 0;  // seats below target
  int64_t surplus = 0;   // people above target
  int64_t measured_posts = 0;
};

struct Analysis {
  std::vector<NeedCurve> curves;  // ascending by post name
  std::vector<UnitLoad> loads;    // ascending by unit name
  Totals totals;
};

// O(posts · log posts). A post whose unit or position is not among the facts has no measured need.
Analysis Analyse(ProvinceFacts facts, const RecordIndex& records, const NeedPolicy& policy);

// `selaras-needs 1`, then CanonicalLine of each curve, then `end`.
std::string CanonicalText(const std::vector<NeedCurve>& curves);

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_DOMAIN_ANALYSIS_H_
