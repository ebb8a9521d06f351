#include "services/needs/domain/analysis.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

namespace selaras::needs {
namespace {

template <typename Fact>
absl::flat_hash_map<absl::string_view, size_t> IndexByName(const std::vector<Fact>& facts) {
  absl::flat_hash_map<absl::string_view, size_t> index;
  for (size_t i = 0; i < facts.size(); ++i) index.try_emplace(facts[i].name, i);
  return index;
}

void Count(const NeedCurve& curve, Totals& totals) {
  ++totals.posts;
  totals.target += curve.target;
  totals.critical += curve.critical;
  totals.incumbents += curve.post.incumbents;
  totals.ceiling += curve.post.ceiling;
  totals.shortage += curve.shortage();
  totals.surplus += curve.surplus();
  totals.measured_posts += curve.basis != Basis::kAssumed;
}

}  // namespace

Analysis Analyse(ProvinceFacts facts, const RecordIndex& records, const NeedPolicy& policy) {
  std::sort(facts.units.begin(), facts.units.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  const auto units = IndexByName(facts.units);
  const auto positions = IndexByName(facts.positions);
  std::vector<PostFact>& posts = facts.posts;
  std::sort(posts.begin(), posts.end(), [](const PostFact& a, const PostFact& b) {
    return std::tie(a.org_unit, a.position, a.name) < std::tie(b.org_unit, b.position, b.name);
  });
  std::vector<LoadSums> own(facts.units.size());
  for (size_t i = 0; i < facts.units.size(); ++i) own[i] = records.SumsFor(facts.units[i].code);

  Analysis analysis;
  analysis.curves.reserve(posts.size());
  for (size_t first = 0, end = 0; first < posts.size(); first = end) {
    while (end < posts.size() && posts[end].org_unit == posts[first].org_unit &&
           posts[end].position == posts[first].position) {
      ++end;
    }
    const auto unit = units.find(posts[first].org_unit);
    const auto position = positions.find(posts[first].position);
    Evidence evidence;
    if (unit != units.end() && position != positions.end()) {
      evidence = records.EvidenceFor(facts.units[unit->second], facts.positions[position->second].code);
    }
    for (NeedCurve& curve :
         ComputeNeedCurves(absl::MakeConstSpan(posts).subspan(first, end - first), evidence, policy)) {
      Count(curve, analysis.totals);
      if (unit != units.end() && curve.basis != Basis::kAssumed) {
        own[unit->second].incumbents += curve.post.incumbents;
        own[unit->second].raw += curve.raw.ToDouble();
      }
      analysis.curves.push_back(std::move(curve));
    }
  }
  std::sort(analysis.curves.begin(), analysis.curves.end(),
            [](const NeedCurve& a, const NeedCurve& b) { return a.post.name < b.post.name; });
  analysis.loads = SumLoads(facts.units, own, policy);
  return analysis;
}

std::string CanonicalText(const std::vector<NeedCurve>& curves) {
  std::string text = absl::StrCat("selaras-needs 1\nposts ", curves.size(), "\n");
  for (const NeedCurve& curve : curves) text += CanonicalLine(curve);
  text += "end\n";
  return text;
}

}  // namespace selaras::needs
