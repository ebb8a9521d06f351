#include "services/needs/domain/load.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace selaras::needs {
namespace {

absl::string_view IdOf(absl::string_view name) {
  return name.substr(name.rfind('/') + 1);
}

// Index of each unit's parent, -1 at the top; every chain ends.
std::vector<int> Parents(absl::Span<const UnitFact> units) {
  absl::flat_hash_map<absl::string_view, int> by_name;
  for (size_t i = 0; i < units.size(); ++i) by_name.try_emplace(units[i].name, static_cast<int>(i));
  std::vector<int> parents(units.size(), -1);
  for (size_t i = 0; i < units.size(); ++i) {
    const auto found = by_name.find(units[i].parent);
    if (found == by_name.end()) continue;
    int above = found->second;
    while (above >= 0 && above != static_cast<int>(i)) above = parents[above];
    if (above < 0) parents[i] = found->second;
  }
  return parents;
}

}  // namespace

void LoadSums::Add(const LoadSums& other) {
  incumbents += other.incumbents;
  raw += other.raw;
  answers += other.answers;
  answer_sum += other.answer_sum;
  complaints += other.complaints;
  services += other.services;
}

std::string LoadBand(double raw, int64_t incumbents, const NeedPolicy& policy) {
  const double load = raw * 1000;
  const auto edge = [&](int64_t permille) {
    return static_cast<double>(permille) * static_cast<double>(incumbents);
  };
  if (load > edge(policy.a_above_permille)) return "A";
  if (load >= edge(policy.b_from_permille)) return "B";
  if (load >= edge(policy.c_from_permille)) return "C";
  if (load >= edge(policy.d_from_permille)) return "D";
  return "E";
}

std::vector<UnitLoad> SumLoads(absl::Span<const UnitFact> units, absl::Span<const LoadSums> own,
                               const NeedPolicy& policy) {
  const std::vector<int> parents = Parents(units);
  std::vector<LoadSums> sums(units.size());
  std::vector<UnitLoad> loads(units.size());
  for (size_t i = 0; i < units.size(); ++i) {
    for (int at = static_cast<int>(i); at >= 0; at = parents[at]) {
      sums[at].Add(own[i]);
      loads[i].path.insert(0, absl::StrCat(IdOf(units[at].name), "/"));
    }
  }
  for (size_t i = 0; i < units.size(); ++i) {
    UnitLoad& load = loads[i];
    load.org_unit = units[i].name;
    load.display_name = units[i].display_name;
    load.incumbents = sums[i].incumbents;
    load.raw = sums[i].raw;
    if (sums[i].incumbents > 0) {
      load.load_index = sums[i].raw / static_cast<double>(sums[i].incumbents);
      load.band = LoadBand(sums[i].raw, sums[i].incumbents, policy);
    }
    if (sums[i].answers >= policy.anonymity_floor && sums[i].answers > 0) {
      load.perceived_load = sums[i].answer_sum / static_cast<double>(sums[i].answers);
    }
    if (sums[i].services > 0) {
      load.complaint_rate =
          1000.0 * static_cast<double>(sums[i].complaints) / static_cast<double>(sums[i].services);
    }
  }
  return loads;
}

}  // namespace selaras::needs
