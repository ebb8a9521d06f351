#ifndef SELARAS_SERVICES_NEEDS_DOMAIN_WORKLOAD_H_
#define SELARAS_SERVICES_NEEDS_DOMAIN_WORKLOAD_H_

// Need from measured work.
//   ABK, by task (Permenpan-RB 1/2020):   N = Σ volume · norm / E
//   ABK, by output or object served:      N = Σ volume / (standard output of one person a year)
//   ABK, by equipment:                    N = Σ equipment / (operated by one person) · shifts
//   ABK-Kes (Permenkes 33/2015, WISN):    JKT = Σ main volume · norm / E, share of support s = Σ support
//   volume · norm / E,
//                                         N = JKT · 1 / (1 − s)
// E = effective minutes of one person a year, read per row. Sums are exact; people are counted by RoundPeople
// once.

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "services/needs/domain/ratio.h"

namespace selaras::needs {

// Fixed decimal with six places: 1.5 is 1'500'000. Volumes ≤ 1e9, norms ≤ 1e6 minutes.
using Micro = int64_t;
inline constexpr Micro kMicro = 1'000'000;

enum class TaskKind : int { kMain = 1, kSupport = 2 };   // stored: do not renumber
enum class WorkMethod : int { kTask = 1, kHealth = 2 };  // stored: do not renumber

struct Task {
  TaskKind kind = TaskKind::kMain;
  WorkMethod method = WorkMethod::kTask;
  Micro volume = 0;               // a year
  Micro norm_minutes = 0;         // per piece
  int64_t effective_minutes = 0;  // of one person a year, > 0
};

// Σ volume · norm over `tasks`, in minutes.
Ratio Minutes(absl::Span<const Task> tasks);

// By task; kind and method are not looked at. nullopt: the sum does not fit (several odd effective times).
std::optional<Ratio> NeedByTask(absl::Span<const Task> tasks);

// REQUIRES: standard_output > 0. nullopt otherwise.
std::optional<Ratio> NeedByOutput(const Ratio& volume, const Ratio& standard_output);
// REQUIRES: operated_per_person > 0. nullopt otherwise.
std::optional<Ratio> NeedByEquipment(const Ratio& equipment, const Ratio& operated_per_person,
                                     int64_t shifts);

struct HealthNeed {
  Ratio main;            // JKT
  Ratio support_share;   // s = FTP / 100, < 1
  Ratio support_factor;  // STP = 1 / (1 − s)
  Ratio need;            // JKT · STP
};
// nullopt: support work fills a whole year (s ≥ 1), or the sum does not fit.
std::optional<HealthNeed> NeedByHealthWorkload(absl::Span<const Task> tasks);

// Available working time of one person a year after ABK-Kes: what remains of the working days, at the
// effective share of the day's hours. The form rounds it to 1,200 hours (72,000 minutes); kept so that a form
// can be checked.
struct AvailableTime {
  Ratio days;
  Ratio hours_a_day;
  Ratio hours;
};
// REQUIRES: 0 <= absent_days <= working_days, days_a_week > 0, 0 <= effective_percent <= 100.
AvailableTime AvailableWorkingTime(int64_t working_days, int64_t absent_days, const Ratio& hours_a_week,
                                   int64_t days_a_week, int64_t effective_percent);

// floor(N + 0.5); at least 1 if the post must be there and there is any work.
int32_t RoundPeople(const Ratio& need, bool mandatory);

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_DOMAIN_WORKLOAD_H_
