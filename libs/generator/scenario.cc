#include "libs/generator/scenario.h"

namespace selaras::generator {

std::unique_ptr<Scenario> MakeScenario(const std::string& name) {
  if (name == "jakarta_distribution") return MakeJakartaDistribution();
  if (name == "jakarta_workload") return MakeJakartaWorkload();
  if (name == "medan_performance") return MakeMedanPerformance();
  if (name == "gajahmungkur_province") return MakeGajahmungkurProvince();
  if (name == "lampung_regions") return MakeLampungRegions();
  return std::make_unique<Scenario>();
}

}  // namespace selaras::generator
