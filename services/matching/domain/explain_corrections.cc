#include "services/matching/domain/explain_corrections.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/rules/expression.h"

namespace selaras::matching {
namespace {

constexpr int kLevels = 6;  // 0 … 5
constexpr int kCoreBegin = 2, kFresh = 15, kTechnicalBegin = 12, kNever = 15, kTechnicalConfidence = 1;
constexpr int kExperienceStepMonths = 6;
constexpr int kPredicates = 5;

class Collector {
 public:
  Collector(const PlanProblem& problem, int32_t person, const std::vector<int32_t>& positions,
            const std::vector<int32_t>& posts)
      : problem_(problem),
        index_(problem.province()),
        policy_(problem.policy()),
        person_(person),
        facts_(index_.persons()[person]),
        vector_(problem.scorer().VectorOf(person)),
        positions_(positions),
        posts_(posts),
        year_(static_cast<int32_t>(index_.facts().effective_date.year()) - 1) {}

  std::vector<Correction> Collect() {
    AddCore();
    AddTechnical();
    AddAppraisals();
    AddPeerReviews();
    AddPotential();
    AddEducation();
    AddHome();
    AddExperience();
    AddDevelopments();
    AddWishes();
    return std::move(out_);
  }

 private:
  Correction& Add(std::string field, std::string from, std::string to, bool assumed) {
    Correction& added = out_.emplace_back();
    added.field = std::move(field);
    added.from = std::move(from);
    added.to = std::move(to);
    added.assumed = assumed;
    added.facts = facts_;
    added.vector = vector_;
    return added;
  }

  void AddCore() {
    static constexpr const char* kItems[] = {"M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "S1"};
    for (int k = 0; k < kCoreCompetencies; ++k) {
      if (std::none_of(positions_.begin(), positions_.end(),
                       [&](int32_t p) { return index_.positions()[p].core[k] > 0; })) {
        continue;
      }
      const uint8_t now = vector_[kCoreBegin + k];
      const bool known = (now & 0x0f) != 0;
      for (int level = 0; level < kLevels; ++level) {
        if (known && now == (level << 4 | kFresh)) continue;
        Correction& c = Add(absl::StrCat("assessments.", kItems[k]), known ? absl::StrCat(now >> 4) : "",
                            absl::StrCat(level), !known);
        c.vector[kCoreBegin + k] = static_cast<uint8_t>(level << 4 | kFresh);
      }
    }
  }

  void AddTechnical() {
    const ClusterDictionary dictionary(index_.positions());
    std::set<std::string> asked;
    for (const int32_t p : positions_) {
      for (const TechnicalLevel& item : index_.positions()[p].technical) {
        if (item.level > 0) asked.insert(item.cluster);
      }
    }
    for (const std::string& cluster : asked) {
      const int slot = dictionary.Slot(cluster);
      if (slot < 0) continue;
      const int byte = kTechnicalBegin + slot / 2, shift = slot % 2 == 0 ? 0 : 4;
      const int now = vector_[byte] >> shift & 0x0f;
      const bool known = now != kNever && vector_[kTechnicalConfidence] != 0;
      for (int level = 0; level < kLevels; ++level) {
        if (known && now == level) continue;
        Correction& c = Add(absl::StrCat("assessments.", cluster), known ? absl::StrCat(now) : "",
                            absl::StrCat(level), !known);
        c.vector[byte] = static_cast<uint8_t>((vector_[byte] & ~(0x0f << shift)) | level << shift);
        // One age stands for all technical levels; it is left as it is where there is one.
        if (c.vector[kTechnicalConfidence] == 0) c.vector[kTechnicalConfidence] = kFresh;
      }
    }
  }

  void AddAppraisals() {
    for (const int32_t year : {year_, year_ - 1, year_ - 2}) {
      const auto appraised = std::find_if(facts_.appraisals.begin(), facts_.appraisals.end(),
                                          [year](const Appraisal& a) { return a.year == year; });
      const bool known =
          appraised != facts_.appraisals.end() && appraised->predicate != province::kUnknownPredicate;
      for (int predicate = 1; predicate <= kPredicates; ++predicate) {
        if (known && appraised->predicate == predicate) continue;
        Correction& c = Add(absl::StrCat("appraisals.", year),
                            known ? absl::StrCat(appraised->predicate) : "", absl::StrCat(predicate), !known);
        std::erase_if(c.facts.appraisals, [year](const Appraisal& a) { return a.year == year; });
        c.facts.appraisals.push_back({year, predicate});
      }
    }
  }

  void AddPeerReviews() {
    static constexpr const char* kGroups[] = {"SUPERIOR", "PEER", "SUBORDINATE"};
    for (size_t r = 0; r < facts_.peer_reviews.size(); ++r) {
      const PeerReview& review = facts_.peer_reviews[r];
      if (review.year < year_ - 2) continue;
      for (int score = 0; score <= 100; ++score) {
        Correction& c =
            Add(absl::StrCat("peerReviews.", review.year, ".", kGroups[static_cast<int>(review.group)]),
                absl::StrFormat("%.1f", review.mean_score_milli / 1000.0), absl::StrCat(score), false);
        c.facts.peer_reviews[r].mean_score_milli = score * 1000;
      }
    }
  }

  void AddPotential() {
    for (int potential = 0; potential <= 100; ++potential) {
      if (facts_.potential == potential) continue;
      Correction& c = Add("potential", facts_.potential.has_value() ? absl::StrCat(*facts_.potential) : "",
                          absl::StrCat(potential), !facts_.potential.has_value());
      c.facts.potential = potential;
    }
  }

  void AddEducation() {
    std::set<std::string> asked;
    for (const int32_t p : positions_) {
      const std::vector<std::string>& fields = index_.positions()[p].education_fields;
      asked.insert(fields.begin(), fields.end());
    }
    std::string now;
    for (const Education& education : facts_.educations) {
      if (!education.field.empty()) absl::StrAppend(&now, now.empty() ? "" : ",", education.field);
    }
    for (const std::string& field : asked) {
      Correction& c = Add("educations.field", now, field, now.empty());
      c.facts.educations.push_back({"", field});
    }
  }

  void AddHome() {
    const auto [home, assumed] = problem_.scorer().HomeOf(person_);
    for (const District& district : index_.districts()) {
      if (district.id == facts_.home_district) continue;
      Correction& c =
          Add("home_district", assumed || home < 0 ? "" : index_.districts()[home].id, district.id, assumed);
      c.facts.home_district = district.id;
    }
  }

  void AddExperience() {
    const absl::CivilDay today = index_.facts().effective_date;
    for (const int32_t p : positions_) {
      const Measure now = problem_.scorer().ExperienceOf(person_, p);
      for (int months = kExperienceStepMonths; months <= policy_.experience_full_months;
           months += kExperienceStepMonths) {
        Correction& c = Add(absl::StrCat("appointments.", index_.positions()[p].id), now.assumed ? "" : "0",
                            absl::StrCat(months), now.assumed);
        // Beside what is recorded: a time that the record leaves out.
        if (c.facts.history.empty() && !facts_.post.empty() && facts_.post_since.has_value()) {
          const int32_t present = index_.PersonRefsOf(person_).position;
          if (present >= 0)
            c.facts.history.push_back(
                {facts_.post, index_.positions()[present].id, *facts_.post_since, std::nullopt});
        }
        c.facts.history.push_back({"", index_.positions()[p].id, rules::AddMonths(today, -months), today});
      }
    }
  }

  void AddDevelopments() {
    for (const int32_t p : positions_) {
      const std::string& id = index_.positions()[p].id;
      if (std::find(facts_.developments.begin(), facts_.developments.end(), id) != facts_.developments.end())
        continue;
      Add("developments", absl::StrCat(facts_.developments.size()), id, false)
          .facts.developments.push_back(id);
    }
  }

  void AddWishes() {
    for (const int32_t post : posts_) {
      const int32_t now = problem_.WishRank(person_, post);
      const int32_t ranks = static_cast<int32_t>(policy_.weights.preference.size());
      for (int32_t rank = 1; rank <= ranks && (now == 0 || rank < now); ++rank) {
        Correction& c = Add("preferences", now == 0 ? "" : absl::StrCat(now), absl::StrCat(rank), false);
        c.wished = post;
        c.wish_rank = rank;
      }
    }
  }

  const PlanProblem& problem_;
  const ProvinceIndex& index_;
  const ScorePolicy& policy_;
  const int32_t person_;
  const Person& facts_;
  const CompetencyVector& vector_;
  const std::vector<int32_t>& positions_;
  const std::vector<int32_t>& posts_;
  const int32_t year_;
  std::vector<Correction> out_;
};

}  // namespace

std::vector<Correction> CorrectionsOf(const PlanProblem& problem, int32_t person,
                                      const std::vector<int32_t>& positions,
                                      const std::vector<int32_t>& posts) {
  return Collector(problem, person, positions, posts).Collect();
}

CorrectedScores::CorrectedScores(const PlanProblem& problem, int32_t person,
                                 const std::vector<Correction>& corrections)
    : problem_(problem), person_(person) {
  const ProvinceIndex& index = problem.province();
  const ProvinceIndex::PersonRefs& refs = index.PersonRefsOf(person);
  holds_post_ = refs.post >= 0;
  home_ = problem.scorer().HomeOf(person).first;
  Province variants;
  variants.effective_date = index.facts().effective_date;
  variants.agencies = index.agencies();
  variants.districts = index.districts();
  variants.positions = index.positions();
  if (holds_post_) {
    OrgUnit unit = index.units()[index.PostRefsOf(refs.post).unit];
    unit.parent.clear();
    variants.org_units = {std::move(unit)};
    variants.posts = {index.posts()[refs.post]};
  }
  std::vector<CompetencyVector> vectors = {problem.scorer().VectorOf(person)};
  variants.persons.push_back(index.persons()[person]);
  for (const Correction& correction : corrections) {
    variants.persons.push_back(correction.facts);
    vectors.push_back(correction.vector);
  }
  for (size_t k = 0; k < variants.persons.size(); ++k) {
    variants.persons[k].id = absl::StrFormat("v%08d", k);  // The index sorts by id.
  }
  auto small = std::make_shared<const ProvinceIndex>(*ProvinceIndex::Make(std::move(variants)));
  scorer_.emplace(std::move(small), std::move(vectors), problem.policy());
}

int32_t CorrectedScores::FactorGain(size_t k, int32_t position) const {
  return scorer_->FactorTerms(static_cast<int32_t>(k + 1), position).Total() -
         scorer_->FactorTerms(0, position).Total();
}

int32_t CorrectedScores::DistanceGain(size_t k, int32_t district) const {
  const int32_t home = scorer_->HomeOf(static_cast<int32_t>(k + 1)).first;
  if (home == home_ || district < 0) return 0;
  return (home_ < 0 ? 0 : scorer_->Distance(home_, district)) -
         (home < 0 ? 0 : scorer_->Distance(home, district));
}

int32_t CorrectedScores::OwnPostGain(size_t k) const {
  if (!holds_post_) return 0;
  ScoreTerms before, after;
  scorer_->AddOwnPostTerms(0, before);
  scorer_->AddOwnPostTerms(static_cast<int32_t>(k + 1), after);
  return after.Total() - before.Total();
}

}  // namespace selaras::matching
