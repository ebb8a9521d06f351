#ifndef SELARAS_SERVICES_NEEDS_DOMAIN_LOAD_H_
#define SELARAS_SERVICES_NEEDS_DOMAIN_LOAD_H_

// How much work rests on the people of a unit, as measured and as they say.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/needs/domain/need.h"
#include "services/needs/domain/need_policy.h"

namespace selaras::needs {

// A unit of the registry.
struct UnitFact {
  std::string name;
  std::string display_name;
  std::string code;    // outside code, as in the records
  std::string parent;  // name; empty at the top
  std::string kind;    // `SCHOOL` …
  std::string size_class;
};

// Sums over a unit's own posts, surveys and indicators; added up along the tree.
struct LoadSums {
  int64_t incumbents = 0;  // of posts whose need is measured
  double raw = 0;          // their need, people
  int64_t answers = 0;     // to the question about workload
  double answer_sum = 0;
  int64_t complaints = 0;  // in months in which both are known
  int64_t services = 0;

  void Add(const LoadSums& other);
};

// Load of a unit with all units below it.
struct UnitLoad {
  std::string org_unit;
  std::string display_name;
  std::string path;  // ids of the units above and its own, each followed by `/`
  int64_t incumbents = 0;
  double raw = 0;
  std::optional<double> load_index;      // raw / incumbents; EJ of Permendagri 12/2008
  std::string band;                      // A … E; empty without index
  std::optional<double> perceived_load;  // mean 1-5, if at least the anonymity floor answered
  std::optional<double> complaint_rate;  // per 1,000 services
};

// "A" (above the first edge) … "E". The comparison is exact: raw · 1000 against edge · incumbents.
std::string LoadBand(double raw, int64_t incumbents, const NeedPolicy& policy);

// One per unit, in the order of `units`; `own` is in the same order. Units whose parent is unknown stand at
// the top; a circle of parents is cut at the unit met first.
std::vector<UnitLoad> SumLoads(absl::Span<const UnitFact> units, absl::Span<const LoadSums> own,
                               const NeedPolicy& policy);

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_DOMAIN_LOAD_H_
