#ifndef SELARAS_LIBS_GENERATOR_SCENARIO_H_
#define SELARAS_LIBS_GENERATOR_SCENARIO_H_

#include <memory>
#include <string>

#include "libs/generator/province.h"

namespace selaras::generator {

// A scenario plants facts at five moments of the building and records their codes in `planted`, so that an
// acceptance test can name them. Each moment may use what the moments before have made.
class Scenario {
 public:
  virtual ~Scenario() = default;
  virtual void PlantDistricts(Province*) {}  // districts stand
  virtual void PlantNeeds(Province*) {}      // units and posts stand, with needs and staffing bias
  virtual void PlantSeats(Province*) {}      // incumbents and ceilings are set
  virtual void PlantPeople(Province*) {}     // persons stand, their records do not
  virtual void PlantRecords(Province*) {}    // everything stands
};

// Never null; `baseline` plants nothing.
std::unique_ptr<Scenario> MakeScenario(const std::string& name);

std::unique_ptr<Scenario> MakeJakartaDistribution();
std::unique_ptr<Scenario> MakeJakartaWorkload();
std::unique_ptr<Scenario> MakeMedanPerformance();
std::unique_ptr<Scenario> MakeGajahmungkurProvince();
std::unique_ptr<Scenario> MakeLampungRegions();

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_SCENARIO_H_
