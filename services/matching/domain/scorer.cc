#include "services/matching/domain/scorer.h"

#include <algorithm>
#include <utility>

#include "libs/rules/expression.h"
#include "services/matching/domain/distance.h"

namespace selaras::matching {
namespace {

// Half up; for values ≥ 0.
int32_t Rounded(int64_t value, int64_t unit) {
  return static_cast<int32_t>((value + unit / 2) / unit);
}

bool SharesField(const Position& a, const Position& b) {
  return std::any_of(a.education_fields.begin(), a.education_fields.end(), [&](const std::string& field) {
    return std::find(b.education_fields.begin(), b.education_fields.end(), field) != b.education_fields.end();
  });
}

const Appraisal* AppraisalOf(const Person& person, int32_t year) {
  for (const Appraisal& appraisal : person.appraisals) {
    if (appraisal.year == year && appraisal.predicate >= 1 && appraisal.predicate <= 5) return &appraisal;
  }
  return nullptr;
}

// Weighted mean of the groups with enough raters; nullopt = none.
std::optional<int32_t> PeersOf(const Person& person, int32_t year, const ScorePolicy& policy) {
  int64_t sum = 0, weight = 0;
  for (const PeerReview& review : person.peer_reviews) {
    const int32_t least = review.group == RaterGroup::kSuperior ? 1 : policy.min_raters;
    if (review.year != year || review.rater_count < least) continue;
    const int32_t share = policy.rater_permille[static_cast<int>(review.group)];
    sum += static_cast<int64_t>(share) * std::clamp(review.mean_score_milli, 0, 100'000);
    weight += share;
  }
  if (weight == 0) return std::nullopt;
  return Rounded(sum, weight * 100);
}

}  // namespace

Measure PerformanceOf(const Person& person, int32_t year, const ScorePolicy& policy) {
  // The newest year may not be appraised yet; the one before it then counts as newest.
  const int32_t newest = AppraisalOf(person, year) != nullptr ? year : year - 1;
  const Appraisal* last = AppraisalOf(person, newest);
  if (last == nullptr) return {policy.prior_performance_permille, true};
  int32_t predicate = policy.predicate_permille[last->predicate - 1];
  if (const Appraisal* before = AppraisalOf(person, newest - 1)) {
    predicate = Rounded(
        int64_t{predicate} * policy.newest_year_permille +
            int64_t{policy.predicate_permille[before->predicate - 1]} * (1000 - policy.newest_year_permille),
        1000);
  }
  std::optional<int32_t> peers = PeersOf(person, newest, policy);
  if (!peers.has_value()) peers = PeersOf(person, newest - 1, policy);
  if (!peers.has_value()) return {predicate, false};
  return {Rounded(int64_t{predicate} * policy.predicate_with_peers_permille +
                      int64_t{*peers} * (1000 - policy.predicate_with_peers_permille),
                  1000),
          false};
}

Scorer::Scorer(std::shared_ptr<const ProvinceIndex> province, std::vector<CompetencyVector> vectors,
               ScorePolicy policy)
    : province_(std::move(province)),
      vectors_(std::move(vectors)),
      policy_(std::move(policy)),
      districts_(province_->districts().size()) {
  const ClusterDictionary dictionary(province_->positions());
  for (const Position& position : province_->positions()) {
    fit_.emplace_back(PositionVector(position, dictionary),
                      policy_.technical_permille[static_cast<int>(position.group)],
                      policy_.prior_competency_permille);
  }
  distance_.resize(districts_ * districts_);
  for (size_t a = 0; a < districts_; ++a) {
    for (size_t b = 0; b < districts_; ++b) {
      const int64_t metres = TravelMetres(province_->districts()[a], province_->districts()[b], policy_);
      distance_[a * districts_ + b] = DistancePoints(metres, policy_.weights);
    }
  }
  const int32_t year = static_cast<int32_t>(province_->facts().effective_date.year()) - 1;
  for (const Person& person : province_->persons()) {
    performance_.push_back(PerformanceOf(person, year, policy_));
    potential_.push_back(person.potential.has_value()
                             ? Measure{std::clamp(*person.potential, 0, 100) * 10, false}
                             : Measure{policy_.prior_potential_permille, true});
  }
  IndexEducation();
  IndexExperience();
}

Measure Scorer::EducationMatch(const std::vector<int32_t>& fields, bool known,
                               const Position& position) const {
  if (position.education_fields.empty()) return {policy_.field_any_permille, false};
  if (!known) return {policy_.prior_education_permille, true};
  const std::vector<std::string>& asked = position.education_fields;
  int32_t best = policy_.field_other_permille;
  for (const int32_t f : fields) {
    const std::string& field = education_fields_[f];
    if (std::find(asked.begin(), asked.end(), field) != asked.end())
      return {policy_.field_exact_permille, false};
    // A teacher of another subject is not half a teacher of this one: the certificate must be linear.
    if (position.family == Family::kTeacher) continue;
    const auto family = policy_.field_families.find(field);
    if (family == policy_.field_families.end()) continue;
    for (const std::string& other : asked) {
      const auto other_family = policy_.field_families.find(other);
      if (other_family != policy_.field_families.end() && other_family->second == family->second) {
        best = std::max(best, policy_.field_family_permille);
      }
    }
  }
  return {best, false};
}

void Scorer::IndexEducation() {
  absl::flat_hash_map<std::string, int32_t> codes;
  absl::flat_hash_map<std::vector<int32_t>, int32_t> rows;
  for (const Person& person : province_->persons()) {
    std::vector<int32_t> fields;
    for (const Education& education : person.educations) {
      if (education.field.empty()) continue;
      const auto [it, inserted] = codes.try_emplace(education.field, static_cast<int32_t>(codes.size()));
      if (inserted) education_fields_.push_back(education.field);
      fields.push_back(it->second);
    }
    std::sort(fields.begin(), fields.end());
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    const auto [row, inserted] = rows.try_emplace(fields, static_cast<int32_t>(education_match_.size()));
    if (inserted) {
      std::vector<Measure>& matches = education_match_.emplace_back();
      for (const Position& position : province_->positions()) {
        matches.push_back(EducationMatch(fields, !fields.empty(), position));
      }
    }
    education_row_.push_back(row->second);
  }
}

int32_t Scorer::Relatedness(int32_t from, int32_t to) const {
  if (from == to) return 1000;
  const Position& a = province_->positions()[from];
  const Position& b = province_->positions()[to];
  if (a.family != b.family) return 0;
  if (SharesField(a, b)) return policy_.experience_field_permille;
  // Functional posts are many professions under one name.
  return a.family == Family::kFunctional ? 0 : policy_.experience_family_permille;
}

void Scorer::IndexExperience() {
  const int32_t positions = static_cast<int32_t>(province_->positions().size());
  relatedness_.resize(static_cast<size_t>(positions) * positions);
  for (int32_t a = 0; a < positions; ++a) {
    for (int32_t b = 0; b < positions; ++b)
      relatedness_[static_cast<size_t>(a) * positions + b] = Relatedness(a, b);
  }
  const absl::CivilDay today = province_->facts().effective_date;
  for (size_t i = 0; i < province_->persons().size(); ++i) {
    const Person& person = province_->persons()[i];
    std::vector<Spell>& spells = spells_.emplace_back();
    for (const HeldPost& held : person.history) {
      const int32_t position = province_->FindPosition(held.position);
      const absl::CivilDay end = std::min(held.end.value_or(today), today);
      if (position >= 0 && held.start < end) {
        spells.push_back({position, static_cast<int32_t>(rules::MonthsBetween(held.start, end))});
      }
    }
    const int32_t present = province_->PersonRefsOf(static_cast<int32_t>(i)).position;
    if (person.history.empty() && present >= 0 && !person.post.empty() && person.post_since.has_value() &&
        *person.post_since < today) {
      spells.push_back({present, static_cast<int32_t>(rules::MonthsBetween(*person.post_since, today))});
    }
    std::vector<int32_t>& developments = developments_.emplace_back();
    for (const std::string& id : person.developments) {
      if (const int32_t position = province_->FindPosition(id); position >= 0)
        developments.push_back(position);
    }
  }
}

Measure Scorer::ExperienceOf(int32_t person, int32_t position) const {
  const std::vector<Spell>& spells = spells_[person];
  if (spells.empty()) return {policy_.prior_experience_permille, true};
  int64_t months = 0;
  for (const Spell& spell : spells) {
    months += int64_t{spell.months} *
              relatedness_[static_cast<size_t>(spell.position) * province_->positions().size() + position];
  }
  return {static_cast<int32_t>(std::min<int64_t>(1000, months / policy_.experience_full_months)), false};
}

Measure Scorer::FitOf(int32_t person, int32_t position) const {
  const CompetencyFit competency = fit_[position].Of(vectors_[person]);
  const Measure education = education_match_[education_row_[person]][position];
  const int32_t share = policy_.fit_education_permille;
  return {Rounded(int64_t{competency.permille} * (1000 - share) + int64_t{education.permille} * share, 1000),
          (share < 1000 && competency.assumed) || (share > 0 && education.assumed)};
}

ScoreTerms Scorer::FactorTerms(int32_t person, int32_t position) const {
  const Weights& w = policy_.weights;
  ScoreTerms terms;
  const auto set = [&](Term term, int64_t weight, const Measure& measure, int64_t share) {
    if (weight == 0 || share == 0) return;
    terms[term] = Rounded(weight * measure.permille * share, 1'000'000);
    if (measure.assumed) terms.Assume(term);
  };
  const int64_t strategic = std::min<int64_t>(
      1000, int64_t{province_->positions()[position].strategic_class} * policy_.strategic_permille_per_class +
                (province_->positions()[position].strategic_class >= 3 ? 1 : 0));
  set(Term::kFit, w.fit, FitOf(person, position), 1000);
  set(Term::kExperience, w.experience, ExperienceOf(person, position), 1000);
  set(Term::kPerformance, w.performance, performance_[person], strategic);
  set(Term::kTalent, w.talent, potential_[person], strategic);
  const std::vector<int32_t>& agreed = developments_[person];
  if (std::find(agreed.begin(), agreed.end(), position) != agreed.end())
    terms[Term::kDevelopment] = w.development;
  return terms;
}

void Scorer::AddOwnPostTerms(int32_t person, ScoreTerms& terms) const {
  const Weights& w = policy_.weights;
  const int32_t position = province_->PersonRefsOf(person).position;
  const Person& facts = province_->persons()[person];
  terms[Term::kStay] = w.stay;

  const int64_t rotates =
      policy_.rotation_family_permille[static_cast<int>(province_->positions()[position].family)];
  if (rotates > 0 && facts.post_since.has_value()) {
    const int64_t months = rules::MonthsBetween(*facts.post_since, province_->facts().effective_date);
    const int64_t overdue = std::clamp<int64_t>(
        (months - policy_.rotation_due_months) * 1000 / policy_.rotation_full_months, 0, 1000);
    terms[Term::kRotation] = -Rounded(int64_t{w.rotation} * overdue * rotates, 1'000'000);
  } else if (rotates > 0) {
    terms.Assume(Term::kRotation);
  }

  // What was never measured is no mismatch.
  const auto gap = [](const Measure& measure, int32_t below) -> int64_t {
    if (measure.assumed || below == 0) return 0;
    return std::max<int64_t>(0, (int64_t{below} - measure.permille) * 1000 / below);
  };
  const int64_t mismatch = (gap(FitOf(person, position), policy_.remedy_fit_below_permille) +
                            gap(performance_[person], policy_.remedy_performance_below_permille)) /
                           2;
  terms[Term::kRemedy] = -Rounded(w.remedy * mismatch, 1000);
}

std::pair<int32_t, bool> Scorer::HomeOf(int32_t person) const {
  const ProvinceIndex::PersonRefs& refs = province_->PersonRefsOf(person);
  if (refs.home >= 0) return {refs.home, false};
  return {refs.post >= 0 ? province_->PostRefsOf(refs.post).district : -1, true};
}

int32_t Scorer::PreferencePoints(int32_t rank) const {
  const std::vector<int32_t>& points = policy_.weights.preference;
  return rank >= 1 && rank <= static_cast<int32_t>(points.size()) ? points[rank - 1] : 0;
}

}  // namespace selaras::matching
