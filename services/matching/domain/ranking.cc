#include "services/matching/domain/ranking.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace selaras::matching {
namespace {

constexpr size_t kMostRare =
    1024;  // Masks of executive posts and of posts thought of: 12 KB each for 100,000 people.
constexpr char kOfCases[] = "case|";

bool Asked(const std::function<bool()>& cancelled) {
  return cancelled && cancelled();
}

bool Has(const std::vector<uint64_t>& bits, int32_t index) {
  return (bits[index / 64] >> (index % 64) & 1) != 0;
}
void Set(std::vector<uint64_t>& bits, int32_t index) {
  bits[index / 64] |= uint64_t{1} << (index % 64);
}
void Clear(std::vector<uint64_t>& bits, int32_t index) {
  bits[index / 64] &= ~(uint64_t{1} << (index % 64));
}

}  // namespace

Ranking::Ranking(RankingInputs inputs)
    : inputs_{inputs.province, {}, inputs.policy, inputs.rules, inputs.column_bytes},
      scorer_(std::make_shared<const Scorer>(inputs.province, std::move(inputs.vectors), inputs.policy)),
      lawfulness_(inputs.province, inputs.rules),
      columns_(scorer_, province().persons().size(), province().positions().size(), inputs.column_bytes) {}

absl::StatusOr<std::shared_ptr<const Ranking>> Ranking::Make(RankingInputs inputs,
                                                             const std::function<bool()>& cancelled) {
  SELARAS_RETURN_IF_ERROR(Validate(inputs.policy));
  if (inputs.vectors.size() != inputs.province->persons().size()) {
    return absl::InvalidArgumentError("one vector per person is needed");
  }
  const std::shared_ptr<Ranking> ranking(new Ranking(std::move(inputs)));
  SELARAS_RETURN_IF_ERROR(ranking->MaskCells(cancelled));
  ranking->IndexWishes();
  return ranking;
}

absl::Status Ranking::MaskCells(const std::function<bool()>& cancelled) {
  const int32_t persons = static_cast<int32_t>(province().persons().size());
  std::vector<Bits> columns = lawfulness_.LawfulPersons(lawfulness_.cells(), cancelled);
  if (Asked(cancelled)) return absl::CancelledError("ranking: given up");
  for (Bits& column : columns) lawful_persons_.push_back(std::make_shared<const Bits>(std::move(column)));
  home_.reserve(persons);
  for (int32_t i = 0; i < persons; ++i) {
    const int32_t home = scorer_->HomeOf(i).first;
    home_.push_back(home < 0 ? static_cast<int32_t>(province().districts().size()) : home);
    std::vector<int32_t> barred = lawfulness_.BarredPosts(i);
    if (barred.empty()) continue;
    for (const int32_t post : barred) barred_persons_[post].push_back(i);
    barred_posts_[i] = std::move(barred);
  }
  SELARAS_ASSIGN_OR_RETURN(whole_, RankScope::Make(province(), {}, -1));
  return absl::OkStatus();
}

void Ranking::IndexWishes() {
  const auto add = [](absl::flat_hash_map<int32_t, std::vector<Wisher>>& index, int32_t target,
                      int32_t person, int32_t rank) {
    if (target >= 0) index[target].push_back({person, rank});
  };
  for (int32_t i = 0; i < static_cast<int32_t>(province().persons().size()); ++i) {
    for (const Preference& wish : province().persons()[i].preferences) {
      if (scorer_->PreferencePoints(wish.rank) == 0) continue;
      switch (wish.kind) {
        case PreferenceKind::kPost:
          add(post_wishers_, province().FindPost(wish.target), i, wish.rank);
          break;
        case PreferenceKind::kOrgUnit:
          add(unit_wishers_, province().FindUnit(wish.target), i, wish.rank);
          break;
        case PreferenceKind::kDistrict:
          add(district_wishers_, province().FindDistrict(wish.target), i, wish.rank);
          break;
      }
    }
  }
}

void Ranking::Warm(const std::function<bool()>& cancelled) const {
  const size_t count = std::min(columns_.positions(), columns_.most_columns());
  for (size_t p = 0; p < count && !Asked(cancelled); ++p) columns_.Of(static_cast<int32_t>(p));
  std::vector<Cell> executive;
  for (const Cell& cell : lawfulness_.cells()) {
    if (IsExecutive({-1, cell, -1, -1})) executive.push_back(cell);
  }
  if (executive.empty()) return;
  std::vector<Bits> masks = ForCases().LawfulPersons(executive, cancelled);
  if (Asked(cancelled)) return;
  absl::MutexLock lock(&mutex_);
  for (size_t c = 0; c < executive.size() && rare_.size() < kMostRare / 2; ++c) {
    rare_[absl::StrCat(kOfCases, executive[c].id)] = std::make_shared<const Bits>(std::move(masks[c]));
  }
}

int64_t Ranking::bytes() const {
  return columns_.bytes() + static_cast<int64_t>(lawful_persons_.size() * (province().persons().size() / 8)) +
         static_cast<int64_t>(province().persons().size() * (kVectorBytes + 150));
}

// --- Targets ---------------------------------------------------------------------------------------------------------

RankTarget Ranking::TargetOf(int32_t post) const {
  const ProvinceIndex::PostRefs& refs = province().PostRefsOf(post);
  return {post, lawfulness_.cells()[lawfulness_.CellOf(post)], refs.unit, refs.district};
}

RankTarget Ranking::ThoughtOf(int32_t position, int32_t unit, bool head, std::string certificate,
                              int32_t min_grade) const {
  const OrgUnit& facts = province().units()[unit];
  RankTarget target;
  target.unit = unit;
  target.district = facts.district.empty() ? -1 : province().FindDistrict(facts.district);
  target.cell = {absl::StrCat(province().positions()[position].id, "@", facts.agency, "|", head, "|",
                              min_grade, "|", certificate),
                 position,
                 province().FindAgency(facts.agency),
                 head,
                 std::move(certificate),
                 min_grade};
  return target;
}

bool Ranking::IsExecutive(const RankTarget& target) const {
  const Group group = province().positions()[target.cell.position].group;
  return group == Group::kJptU || group == Group::kJptM || group == Group::kJptP;
}

int32_t Ranking::FreeSeats(int32_t post) const {
  const int32_t taken = static_cast<int32_t>(province().IncumbentsOf(post).size());
  return std::max(0, province().posts()[post].ceiling - taken);
}

// --- Values ----------------------------------------------------------------------------------------------------------

int32_t Ranking::WishRank(int32_t person, const RankTarget& target) const {
  int32_t best = 0;
  for (const Preference& wish : province().persons()[person].preferences) {
    const bool fulfilled =
        wish.kind == PreferenceKind::kPost
            ? target.post >= 0 && wish.target == province().posts()[target.post].id
        : wish.kind == PreferenceKind::kOrgUnit
            ? wish.target == province().units()[target.unit].id
            : target.district >= 0 && wish.target == province().districts()[target.district].id;
    if (fulfilled && wish.rank >= 1 && (best == 0 || wish.rank < best)) best = wish.rank;
  }
  return best;
}

ScoreTerms Ranking::TermsAt(int32_t person, const RankTarget& target) const {
  ScoreTerms terms = scorer_->FactorTerms(person, target.cell.position);
  const auto [home, assumed] = scorer_->HomeOf(person);
  if (home >= 0 && target.district >= 0) terms[Term::kDistance] = -scorer_->Distance(home, target.district);
  if (assumed) terms.Assume(Term::kDistance);
  terms[Term::kPreference] = scorer_->PreferencePoints(WishRank(person, target));
  if (target.post >= 0 && target.post == province().PersonRefsOf(person).post) {
    scorer_->AddOwnPostTerms(person, terms);
  }
  return terms;
}

// Scores hold F and distance; of several wishes that a post fulfils the best counts. Points of wishes are never negative.
void Ranking::AddWishes(int32_t person, std::vector<int32_t>& scores) const {
  absl::flat_hash_map<int32_t, int32_t> best;
  const auto wish = [&](int32_t post, int32_t points) {
    if (post < 0) return;
    int32_t& most = best[post];
    most = std::max(most, points);
  };
  for (const Preference& preference : province().persons()[person].preferences) {
    const int32_t points = scorer_->PreferencePoints(preference.rank);
    if (points == 0) continue;
    if (preference.kind == PreferenceKind::kPost) {
      wish(province().FindPost(preference.target), points);
    } else if (preference.kind == PreferenceKind::kOrgUnit) {
      const int32_t unit = province().FindUnit(preference.target);
      if (unit < 0) continue;
      for (const int32_t post : province().PostsOfUnit(unit)) wish(post, points);
    } else {
      const int32_t district = province().FindDistrict(preference.target);
      if (district < 0) continue;
      for (const int32_t post : province().PostsOfDistrict(district)) wish(post, points);
    }
  }
  for (const auto& [post, points] : best) scores[post] += points;
}

void Ranking::AddWishers(const RankTarget& target, std::vector<int32_t>& scores) const {
  absl::flat_hash_map<int32_t, int32_t> best;  // Points by person, where more than one wish may be fulfilled.
  const auto add = [&](const absl::flat_hash_map<int32_t, std::vector<Wisher>>& index, int32_t at) {
    const auto it = index.find(at);
    if (it == index.end()) return;
    for (const Wisher& wisher : it->second) {
      const int32_t points = scorer_->PreferencePoints(wisher.rank);
      int32_t& most = best[wisher.person];
      if (points <= most) continue;
      scores[wisher.person] += points - most;
      most = points;
    }
  };
  add(post_wishers_, target.post);
  add(unit_wishers_, target.unit);
  add(district_wishers_, target.district);
}

RankList Ranking::RankPosts(int32_t person, const std::vector<bool>& posts,
                            const std::vector<int64_t>* prices, const RankWindow& window) const {
  const int32_t count = static_cast<int32_t>(province().posts().size());
  const int32_t own = province().PersonRefsOf(person).post;
  const int32_t home = scorer_->HomeOf(person).first;
  std::vector<int32_t> factors, distances(province().districts().size(), 0);
  for (size_t p = 0; p < province().positions().size(); ++p) {
    factors.push_back(scorer_->FactorTerms(person, static_cast<int32_t>(p)).Total());
  }
  for (size_t d = 0; home >= 0 && d < distances.size(); ++d) {
    distances[d] = scorer_->Distance(home, static_cast<int32_t>(d));
  }
  std::vector<int32_t> scores(count);
  for (int32_t j = 0; j < count; ++j) {
    const ProvinceIndex::PostRefs& refs = province().PostRefsOf(j);
    scores[j] = factors[refs.position] - (refs.district < 0 ? 0 : distances[refs.district]);
  }
  AddWishes(person, scores);
  if (own >= 0) scores[own] = TermsAt(person, TargetOf(own)).Total();

  std::vector<bool> lawful_cells(lawfulness_.cells().size());
  for (size_t c = 0; c < lawful_cells.size(); ++c) lawful_cells[c] = Has(*lawful_persons_[c], person);
  const auto barred = barred_posts_.find(person);
  RankList list;
  TopRanks lawful(static_cast<size_t>(window.size) + 1, window.after);
  TopRanks unlawful(static_cast<size_t>(window.unlawful_size), std::nullopt);
  for (int32_t j = 0; j < count; ++j) {
    if (!posts[j]) continue;
    bool may = lawful_cells[lawfulness_.CellOf(j)];
    if (may && barred != barred_posts_.end()) {
      may = !std::binary_search(barred->second.begin(), barred->second.end(), j);
    }
    if (may || j == own) {
      ++list.total;
      lawful.Offer({j, int64_t{scores[j]} - (prices == nullptr ? 0 : (*prices)[j]), scores[j]});
    } else {
      unlawful.Offer({j, scores[j], scores[j]});
    }
  }
  list.lawful = lawful.Take();
  list.unlawful = unlawful.Take();
  list.more = static_cast<int32_t>(list.lawful.size()) > window.size;
  if (list.more) list.lawful.pop_back();
  for (Ranked& row : list.unlawful) row.value -= prices == nullptr ? 0 : (*prices)[row.index];
  return list;
}

RankList Ranking::RankPersons(const RankTarget& target, const std::vector<uint64_t>& persons, int64_t price,
                              const RankWindow& window) const {
  const int32_t count = static_cast<int32_t>(province().persons().size());
  const FactorColumns::Column factors = columns_.Of(target.cell.position);
  std::vector<int32_t> distances(province().districts().size() + 1, 0);  // Last: home unknown.
  for (size_t d = 0; target.district >= 0 && d + 1 < distances.size(); ++d) {
    distances[d] = scorer_->Distance(static_cast<int32_t>(d), target.district);
  }
  std::vector<int32_t> scores(count);
  for (int32_t i = 0; i < count; ++i) scores[i] = (*factors)[i] - distances[home_[i]];
  AddWishers(target, scores);
  Bits lawful_bits = *LawfulFor(target);
  BarKin(target, lawful_bits);
  if (target.post >= 0) {
    for (const int32_t i : province().IncumbentsOf(target.post)) {
      scores[i] = TermsAt(i, target).Total();
      Set(lawful_bits, i);
    }
  }

  RankList list;
  TopRanks lawful(static_cast<size_t>(window.size) + 1, window.after);
  TopRanks unlawful(static_cast<size_t>(window.unlawful_size), std::nullopt);
  for (size_t w = 0; w < persons.size(); ++w) {
    const uint64_t may = persons[w] & lawful_bits[w];
    list.total += __builtin_popcountll(may);
    for (uint64_t rest = may; rest != 0; rest &= rest - 1) {
      const int32_t i = static_cast<int32_t>(w * 64) + __builtin_ctzll(rest);
      lawful.Offer({i, scores[i] - price, scores[i]});
    }
    if (window.unlawful_size == 0) continue;
    for (uint64_t rest = persons[w] & ~may; rest != 0; rest &= rest - 1) {
      const int32_t i = static_cast<int32_t>(w * 64) + __builtin_ctzll(rest);
      unlawful.Offer({i, scores[i] - price, scores[i]});
    }
  }
  list.lawful = lawful.Take();
  list.unlawful = unlawful.Take();
  list.more = static_cast<int32_t>(list.lawful.size()) > window.size;
  if (list.more) list.lawful.pop_back();
  return list;
}

// --- Lawfulness ------------------------------------------------------------------------------------------------------

const Lawfulness& Ranking::ForCases() const {
  absl::MutexLock lock(&mutex_);
  if (for_cases_ == nullptr) {
    for_cases_ = std::make_unique<const Lawfulness>(inputs_.province, inputs_.rules, rules::Stage::kCase);
  }
  return *for_cases_;
}

std::shared_ptr<const Ranking::Bits> Ranking::LawfulFor(const RankTarget& target) const {
  const bool executive = IsExecutive(target);
  if (!executive && target.post >= 0) return lawful_persons_[lawfulness_.CellOf(target.post)];
  const std::string key = absl::StrCat(executive ? kOfCases : "", target.cell.id);
  {
    absl::MutexLock lock(&mutex_);
    if (const auto it = rare_.find(key); it != rare_.end()) return it->second;
  }
  const Lawfulness& lawfulness = executive ? ForCases() : lawfulness_;
  auto bits = std::make_shared<const Bits>(std::move(lawfulness.LawfulPersons({target.cell}).front()));
  absl::MutexLock lock(&mutex_);
  if (rare_.size() >= kMostRare) rare_.clear();
  return rare_.try_emplace(key, std::move(bits)).first->second;
}

bool Ranking::InLine(int32_t person, const RankTarget& target) const {
  const std::vector<std::string>& relatives = province().persons()[person].relatives;
  if (relatives.empty()) return false;
  const std::vector<int32_t> line = lawfulness_.PostsInLine(target.unit, target.cell.head_of_unit);
  return std::any_of(relatives.begin(), relatives.end(), [&](const std::string& relative) {
    const int32_t other = province().FindPerson(relative);
    const int32_t post = other < 0 ? -1 : province().PersonRefsOf(other).post;
    return post >= 0 && std::find(line.begin(), line.end(), post) != line.end();
  });
}

void Ranking::BarKin(const RankTarget& target, Bits& lawful) const {
  if (target.post >= 0) {
    const auto barred = barred_persons_.find(target.post);
    if (barred == barred_persons_.end()) return;
    for (const int32_t i : barred->second) Clear(lawful, i);
    return;
  }
  for (int32_t i = 0; i < static_cast<int32_t>(province().persons().size()); ++i) {
    if (province().persons()[i].relatives.empty() || !Has(lawful, i) || !InLine(i, target)) continue;
    if (Judge(i, target, IsExecutive(target)).verdict == RankVerdict::kUnlawful) Clear(lawful, i);
  }
}

RankJudgement Ranking::Judge(int32_t person, const RankTarget& target, bool as_case) const {
  RankJudgement judgement;
  if (target.post >= 0 && target.post == province().PersonRefsOf(person).post)
    return judgement;  // He may stay.
  const Lawfulness& lawfulness = as_case ? ForCases() : lawfulness_;
  const std::vector<rules::Outcome> outcomes =
      target.post >= 0 ? lawfulness.OutcomesOf(person, target.post)
                       : lawfulness.OutcomesAt(person, target.cell, InLine(person, target));
  for (const rules::Outcome& outcome : outcomes) {
    const bool unknown = outcome.verdict == rules::Verdict::kUnknown;
    if (unknown && as_case) {
      // Whether a seat is free and who is left behind is a question of the day of the decree, not of the person.
      const auto facts = outcome.rule->lawful_if.FactsUsed();
      if (std::any_of(facts.begin(), facts.end(), [](rules::Fact fact) {
            return rules::InfoOf(fact).root == rules::Root::pair && fact != rules::Fact::pair_kin_in_line;
          })) {
        continue;
      }
    }
    if (outcome.Bars()) {
      judgement.verdict = RankVerdict::kUnlawful;
      judgement.rules.push_back({outcome.rule, unknown ? RankRule::kUnknown : RankRule::kUnlawful});
    } else if (outcome.Warns()) {
      judgement.rules.push_back({outcome.rule, RankRule::kWarn});
    } else if (outcome.Checklist() && outcome.rule->severity == rules::RuleSeverity::kBlock) {
      if (judgement.verdict == RankVerdict::kLawful) judgement.verdict = RankVerdict::kUnknown;
      judgement.rules.push_back({outcome.rule, RankRule::kUnknown});
    }
  }
  return judgement;
}

// --- What if ---------------------------------------------------------------------------------------------------------

absl::StatusOr<std::pair<std::shared_ptr<const Ranking>, int32_t>> Ranking::WhatIf(
    Person person, const CompetencyVector& vector) const {
  constexpr char kNobody[] = "what-if..nobody";
  if (person.id.empty()) person.id = kNobody;
  const Province& all = province().facts();
  Province small;
  small.tenant = all.tenant;
  small.effective_date = all.effective_date;
  small.agencies = all.agencies;
  small.districts = all.districts;
  small.org_units = all.org_units;
  small.positions = all.positions;
  small.posts = all.posts;
  small.elections = all.elections;
  const std::string id = person.id;
  std::vector<int32_t> others;
  for (const std::string& relative : person.relatives) others.push_back(province().FindPerson(relative));
  if (const int32_t post = person.post.empty() ? -1 : province().FindPost(person.post); post >= 0) {
    for (const int32_t near : province().PostsOfUnit(province().PostRefsOf(post).unit)) {
      others.insert(others.end(), province().IncumbentsOf(near).begin(), province().IncumbentsOf(near).end());
    }
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  for (const int32_t other : others) {
    if (other >= 0 && province().persons()[other].id != id)
      small.persons.push_back(province().persons()[other]);
  }
  small.persons.push_back(std::move(person));
  SELARAS_ASSIGN_OR_RETURN(ProvinceIndex index, ProvinceIndex::Make(std::move(small)));
  const int32_t at = index.FindPerson(id);
  std::vector<CompetencyVector> vectors(index.persons().size(), UnknownVector());
  vectors[at] = vector;
  SELARAS_ASSIGN_OR_RETURN(auto ranking,
                           Make({std::make_shared<const ProvinceIndex>(std::move(index)), std::move(vectors),
                                 inputs_.policy, inputs_.rules, inputs_.column_bytes}));
  return std::pair(std::move(ranking), at);
}

}  // namespace selaras::matching
