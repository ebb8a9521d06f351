#ifndef SELARAS_SERVICES_NEEDS_DOMAIN_RECORD_INDEX_H_
#define SELARAS_SERVICES_NEEDS_DOMAIN_RECORD_INDEX_H_

// The records as an analysis asks for them. Of several years the newest that is not after the analysis
// counts, for each unit by itself; of months, those of the last NeedPolicy::months before it.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/needs/domain/load.h"
#include "services/needs/domain/need.h"
#include "services/needs/domain/record.h"

namespace selaras::needs {

class RecordIndex {
 public:
  RecordIndex(absl::CivilDay effective_date, const NeedPolicy& policy);

  void Add(const Record& record);

  // What is known about the work of `unit` in the position `position_code`.
  Evidence EvidenceFor(const UnitFact& unit, absl::string_view position_code) const;

  // Survey answers, complaints and services of the unit alone.
  LoadSums SumsFor(absl::string_view unit_code) const;

 private:
  struct YearOfTasks {
    int year = 0;
    std::vector<Task> tasks;
  };
  struct YearOfClasses {
    int year = 0;
    std::vector<GradeClasses> grades;
  };
  struct MonthOfComplaints {
    std::optional<Micro> complaints;
    std::optional<Micro> services;
  };

  bool InWindow(int month) const { return month > newest_month_ - policy_.months && month <= newest_month_; }
  void AddWorkload(const Record& record);
  void AddClasses(const Record& record);
  void ApplyStandards(const UnitFact& unit, absl::string_view position_code, Evidence& evidence) const;

  const NeedPolicy policy_;
  const int year_;
  const int newest_month_;
  absl::flat_hash_map<std::pair<std::string, std::string>, YearOfTasks> tasks_;  // unit code, position code
  absl::flat_hash_map<std::string, YearOfClasses> classes_;                      // unit code
  absl::flat_hash_map<std::string, std::vector<StandardRecord>> standards_;      // position code
  absl::flat_hash_map<std::string, absl::flat_hash_map<int, MonthOfComplaints>> complaints_;
  absl::flat_hash_map<std::string, std::pair<int64_t, double>> answers_;  // number and sum, question WORKLOAD
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_DOMAIN_RECORD_INDEX_H_
