#include "services/needs/domain/workload.h"

#include <algorithm>
#include <utility>

namespace selaras::needs {
namespace {

constexpr Int128 kMicroSquared = static_cast<Int128>(kMicro) * kMicro;

// Rows of one effective time are added as integers; fractions meet only between different ones.
std::optional<Ratio> SumOverEffectiveTime(absl::Span<const Task> tasks, std::optional<TaskKind> kind) {
  std::vector<std::pair<int64_t, Int128>> sums;
  for (const Task& task : tasks) {
    if (kind && task.kind != *kind) continue;
    auto sum = std::find_if(sums.begin(), sums.end(),
                            [&](const auto& pair) { return pair.first == task.effective_minutes; });
    if (sum == sums.end()) sum = sums.insert(sums.end(), {task.effective_minutes, 0});
    sum->second += static_cast<Int128>(task.volume) * task.norm_minutes;
  }
  std::sort(sums.begin(), sums.end());
  std::optional<Ratio> total = Ratio();
  for (const auto& [minutes, sum] : sums) {
    const std::optional<Ratio> part = Ratio::Of(sum, kMicroSquared * minutes);
    total = part && total ? total->Plus(*part) : std::nullopt;
  }
  return total;
}

}  // namespace

Ratio Minutes(absl::Span<const Task> tasks) {
  Int128 sum = 0;
  for (const Task& task : tasks) sum += static_cast<Int128>(task.volume) * task.norm_minutes;
  return Ratio::Of(sum, kMicroSquared).value_or(Ratio());
}

std::optional<Ratio> NeedByTask(absl::Span<const Task> tasks) {
  return SumOverEffectiveTime(tasks, std::nullopt);
}

std::optional<Ratio> NeedByOutput(const Ratio& volume, const Ratio& standard_output) {
  return volume.Over(standard_output);
}

std::optional<Ratio> NeedByEquipment(const Ratio& equipment, const Ratio& operated_per_person,
                                     int64_t shifts) {
  const std::optional<Ratio> at_once = equipment.Over(operated_per_person);
  return at_once ? at_once->Times(Ratio(shifts)) : std::nullopt;
}

std::optional<HealthNeed> NeedByHealthWorkload(absl::Span<const Task> tasks) {
  const std::optional<Ratio> main = SumOverEffectiveTime(tasks, TaskKind::kMain);
  const std::optional<Ratio> support = SumOverEffectiveTime(tasks, TaskKind::kSupport);
  if (!main || !support) return std::nullopt;
  const std::optional<Ratio> left = Ratio(1).Minus(*support);
  const std::optional<Ratio> factor = left ? Ratio(1).Over(*left) : std::nullopt;
  const std::optional<Ratio> need = factor ? main->Times(*factor) : std::nullopt;
  if (!need) return std::nullopt;
  return HealthNeed{*main, *support, *factor, *need};
}

AvailableTime AvailableWorkingTime(int64_t working_days, int64_t absent_days, const Ratio& hours_a_week,
                                   int64_t days_a_week, int64_t effective_percent) {
  const Ratio share = Ratio::Of(effective_percent, 100 * days_a_week).value_or(Ratio());
  AvailableTime time;
  time.days = Ratio(working_days - absent_days);
  time.hours_a_day = hours_a_week.Times(share).value_or(Ratio());
  time.hours = time.days.Times(time.hours_a_day).value_or(Ratio());
  return time;
}

int32_t RoundPeople(const Ratio& need, bool mandatory) {
  const int32_t rounded = need.Rounded();
  return mandatory && !need.IsZero() ? std::max(rounded, 1) : rounded;
}

}  // namespace selaras::needs
