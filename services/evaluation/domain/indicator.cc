#include "services/evaluation/domain/indicator.h"

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace selaras::evaluation {
namespace {

// Offices count services, health units visits, schools pupils.
constexpr absl::string_view kServed[] = {"SERVICES", "VISITS", "PUPILS"};
constexpr absl::string_view kServices[] = {"SERVICES"};

constexpr Indicator kIndicators[] = {
    {"complaints_per_1000", "COMPLAINTS", kServed, 1000, Good::kLower, "Pengaduan per 1.000 layanan",
     "Complaints per 1,000 services"},
    {"satisfaction",
     "SATISFACTION",
     {},
     1,
     Good::kHigher,
     "Indeks kepuasan masyarakat (IKM)",
     "Satisfaction index (25-100)"},
    {"lead_time_days",
     "LEAD_TIME_DAYS",
     {},
     1,
     Good::kLower,
     "Waktu penyelesaian (hari)",
     "Lead time (days)"},
    {"backlog_per_1000", "BACKLOG", kServices, 1000, Good::kLower, "Berkas tertunda per 1.000 layanan",
     "Backlog per 1,000 services"},
};

}  // namespace

std::string FormatMonth(Month month) {
  return absl::StrFormat("%04d-%02d", month / 12, month % 12 + 1);
}

absl::Span<const Indicator> Indicators() {
  return kIndicators;
}

const Indicator* FindIndicator(absl::string_view name) {
  for (const Indicator& indicator : kIndicators) {
    if (indicator.name == name) return &indicator;
  }
  return nullptr;
}

std::string IndicatorNames() {
  return absl::StrJoin(kIndicators, ", ", [](std::string* out, const Indicator& indicator) {
    out->append(indicator.name.data());
  });
}

Series Derive(const Indicator& indicator, const absl::btree_map<std::string, Series>& raw) {
  const auto source = raw.find(std::string(indicator.source));
  if (source == raw.end()) return {};
  if (indicator.divisors.empty()) return source->second;
  Series derived;
  for (const auto& [month, value] : source->second) {
    for (absl::string_view word : indicator.divisors) {
      const auto divisor = raw.find(std::string(word));
      if (divisor == raw.end()) continue;
      const auto at = divisor->second.find(month);
      if (at == divisor->second.end() || at->second <= 0) continue;
      derived[month] = value / at->second * indicator.per;
      break;
    }
  }
  return derived;
}

}  // namespace selaras::evaluation
