#include "libs/generator/generate.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/generator/careers.h"
#include "libs/generator/catalogue.h"
#include "libs/generator/csv_table.h"
#include "libs/generator/demand.h"
#include "libs/generator/folder.h"
#include "libs/generator/geography.h"
#include "libs/generator/layout.h"
#include "libs/generator/people.h"
#include "libs/generator/scale.h"
#include "libs/generator/scenario.h"
#include "libs/generator/staffing.h"

namespace selaras::generator {
namespace {

constexpr double kUnplacedShare = 0.006;

absl::StatusOr<std::vector<CsvTable>> ReadAll(const std::vector<std::string>& paths,
                                              const std::vector<absl::string_view>& needed) {
  std::vector<CsvTable> tables;
  for (const std::string& path : paths) {
    absl::StatusOr<CsvTable> table = CsvTable::Read(path);
    if (!table.ok()) return table.status();
    for (absl::string_view column : needed) {
      if (!table->Has(column))
        return absl::InvalidArgumentError(absl::StrCat(path, " has no column ", column));
    }
    tables.push_back(*std::move(table));
  }
  return tables;
}

void StateAssumptions(const Scale& scale, bool listed_districts, Province* province) {
  province->assumptions.insert(
      province->assumptions.begin(),
      {"All persons are invented: names from syllables, NIP with sequence 901-999; no row is about a real "
       "person.",
       "Numbers of people by family, grade, age, sex and education follow national shares; unit sizes are "
       "invented.",
       "Principals and heads of puskesmas are duties of teachers and health staff, not positions.",
       "Catalogue requirements (grades, job classes, competency levels) are plausible defaults, not a "
       "regulation."});
  if (scale.region == "18" && !listed_districts) {
    province->assumptions.push_back(
        "Districts of Lampung are numbered within their regency; their real codes and names need a list of "
        "districts.");
  }
  if (scale.autonomous) {
    province->assumptions.push_back(
        "SMA, SMK and SLB, provincial hospitals and provincial departments belong to the province's agency; "
        "SD, SMP, "
        "puskesmas, district and village offices to the agency of the kabupaten or kota.");
  }
}

void AddFiles(const GeneratorOptions& options, const Progress& progress, Province* province) {
  struct Step {
    const char* name;
    void (*run)(uint64_t, Province*);
  };
  static constexpr Step kSteps[] = {{"appointments", AddAppointments}, {"duties", AddDuties},
                                    {"educations", AddEducations},     {"certificates", AddCertificates},
                                    {"assessments", AddAssessments},   {"appraisals", AddAppraisals},
                                    {"peer reviews", AddPeerReviews},  {"trainings", AddTrainings},
                                    {"discipline", AddDisciplines},    {"preferences", AddPreferences},
                                    {"developments", AddDevelopments}, {"relations", AddRelations},
                                    {"workloads", AddWorkloads},       {"surveys", AddSurveys}};
  int64_t done = 0;
  for (const Step& step : kSteps) {
    step.run(options.seed, province);
    progress("records", ++done, std::size(kSteps));
  }
  AddStandards(province);
  AddElections(province);
  const absl::CivilMonth last(province->base_date - 1);
  AddIndicators(options.seed, last - (options.months - 1), last, province);
  progress("indicators", 1, 1);
}

}  // namespace

absl::StatusOr<Province> BuildProvince(const GeneratorOptions& options, const Progress& progress) {
  absl::StatusOr<Scale> scale = ResolveScale(options);
  if (!scale.ok()) return scale.status();
  auto schools = ReadAll(options.school_files, {"npsn", "name", "level", "status", "regency"});
  if (!schools.ok()) return schools.status();
  auto facilities = ReadAll(options.facility_files, {"name"});
  if (!facilities.ok()) return facilities.status();
  auto populations = ReadAll(options.population_files, {"district", "subdistrict", "population"});
  if (!populations.ok()) return populations.status();
  auto districts = ReadAll(options.district_files, {"code", "name"});
  if (!districts.ok()) return districts.status();

  Province province;
  province.tenant = scale->tenant;
  province.name = scale->name;
  province.region = scale->region;
  province.preset = options.preset;
  province.scenario = options.scenario;
  province.seed = options.seed;
  province.base_date = absl::CivilDay(2026, 1, 1);
  StateAssumptions(*scale, !districts->empty(), &province);
  province.positions = BuildCatalogue();
  province.districts = BuildDistricts(*scale, options.seed, *districts, *populations);
  const std::unique_ptr<Scenario> scenario = MakeScenario(options.scenario);
  scenario->PlantDistricts(&province);
  Layout layout(*scale, options.seed, &province);
  BuildAgencies(&layout);
  BuildOffices(*populations, &layout);
  BuildSchools(*schools, &layout);
  BuildHealth(*facilities, &layout);
  FillOffices(&layout);
  progress("organisation", 1, 1);
  const int unplaced = std::max(1, static_cast<int>(scale->people * kUnplacedShare));
  BiasUnits(options.seed, &province);
  scenario->PlantNeeds(&province);
  StaffPosts(options.seed, scale->people - unplaced, &province);
  scenario->PlantSeats(&province);
  BuildPeople(options.seed, unplaced, progress, &province);
  scenario->PlantPeople(&province);
  AddFiles(options, progress, &province);
  scenario->PlantRecords(&province);
  return province;
}

absl::Status Generate(const GeneratorOptions& options, const std::string& out_dir, const Progress& progress) {
  absl::StatusOr<Province> province = BuildProvince(options, progress);
  if (!province.ok()) return province.status();
  return WriteFolder(options, *province, out_dir, progress);
}

}  // namespace selaras::generator
