#include "services/matching/domain/problem.h"

#include <algorithm>

#include "libs/base/digest.h"
#include "services/matching/domain/problem_builder.h"

namespace selaras::matching {
namespace {

constexpr size_t kKeyBytes = 16;

}  // namespace

std::string PersonKey(absl::string_view secret, absl::string_view id) {
  const Sha256Digest digest = HmacSha256(secret, id);
  return HexEncode(absl::MakeConstSpan(digest.data(), kKeyBytes));
}

absl::StatusOr<PlanProblem> PlanProblem::Build(ProblemInputs inputs, const Progress& progress) {
  return ProblemBuilder(std::move(inputs), progress).Build();
}

std::string PlanProblem::KeyOf(int32_t person) const {
  return PersonKey(request().pseudonym_key, province().persons()[person].id);
}

int32_t PlanProblem::WishRank(int32_t person, int32_t post) const {
  const ProvinceIndex::PostRefs& refs = province().PostRefsOf(post);
  const Post& facts = province().posts()[post];
  int32_t best = 0;
  for (const Preference& preference : province().persons()[person].preferences) {
    const bool fulfilled =
        preference.kind == PreferenceKind::kPost ? preference.target == facts.id
        : preference.kind == PreferenceKind::kOrgUnit
            ? preference.target == province().units()[refs.unit].id
            : refs.district >= 0 && preference.target == province().districts()[refs.district].id;
    if (fulfilled && preference.rank >= 1 && (best == 0 || preference.rank < best)) best = preference.rank;
  }
  return best;
}

absl::flat_hash_map<int32_t, int32_t> PlanProblem::WishedPosts(int32_t person) const {
  absl::flat_hash_map<int32_t, int32_t> ranks;
  const auto wish = [&](int32_t post, int32_t rank) {
    if (post < 0 || rank < 1) return;
    const auto [it, inserted] = ranks.try_emplace(post, rank);
    if (!inserted) it->second = std::min(it->second, rank);
  };
  for (const Preference& preference : province().persons()[person].preferences) {
    if (preference.kind == PreferenceKind::kPost) {
      wish(province().FindPost(preference.target), preference.rank);
    } else if (preference.kind == PreferenceKind::kOrgUnit) {
      const int32_t unit = province().FindUnit(preference.target);
      if (unit < 0) continue;
      for (const int32_t post : province().PostsOfUnit(unit)) wish(post, preference.rank);
    } else {
      const int32_t district = province().FindDistrict(preference.target);
      if (district < 0) continue;
      for (const int32_t post : province().PostsOfDistrict(district)) wish(post, preference.rank);
    }
  }
  return ranks;
}

ScoreTerms PlanProblem::Terms(int32_t person, int32_t post) const {
  const ProvinceIndex::PostRefs& refs = province().PostRefsOf(post);
  ScoreTerms terms = scorer().FactorTerms(person, refs.position);
  const auto [home, assumed] = scorer().HomeOf(person);
  if (home >= 0 && refs.district >= 0) terms[Term::kDistance] = -scorer().Distance(home, refs.district);
  if (assumed) terms.Assume(Term::kDistance);
  terms[Term::kPreference] = scorer().PreferencePoints(WishRank(person, post));
  if (post == province().PersonRefsOf(person).post) scorer().AddOwnPostTerms(person, terms);
  return terms;
}

const Pin* PlanProblem::PinOf(int32_t person) const {
  const auto it = pins_.find(person);
  return it == pins_.end() ? nullptr : &inputs_.request.pins[it->second];
}

const Ban* PlanProblem::BanOf(int32_t person, int32_t post) const {
  const auto it = bans_.find(person);
  if (it == bans_.end()) return nullptr;
  for (const auto& [banned, index] : it->second) {
    if (banned == post || banned < 0) return &inputs_.request.bans[index];
  }
  return nullptr;
}

}  // namespace selaras::matching
