#include "services/verify_rows/points.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/policy/reader.h"

namespace selaras::verify_rows {
namespace {

constexpr int kClusters = 104;  // Technical clusters that a vector has room for.
constexpr double kEarthMetres = 6371008.8;
constexpr int64_t kFarMetres = 6671695;  // Where half the angle's sine passes 1/2.
constexpr int64_t kMostSeatPoints = 1'000'000'000;

// To the nearest whole; halves away from zero. REQUIRES: both ≥ 0.
int64_t Nearest(__int128 numerator, __int128 denominator) {
  return static_cast<int64_t>((2 * numerator + denominator) / (2 * denominator));
}

bool HasFamily(const std::map<std::string, std::string>& families, const std::string& one,
               const std::string& other) {
  const auto a = families.find(one), b = families.find(other);
  return a != families.end() && b != families.end() && a->second == b->second;
}

// Sums of one side of a competency profile, in 1/(15·1000) levels.
struct Side {
  int64_t asked = 0;
  __int128 met = 0;
  bool assumed = false;

  void Add(int64_t required, int64_t level, int64_t confidence, int64_t prior) {
    if (required <= 0) return;
    asked += required;
    met += static_cast<__int128>(confidence) * std::min(level, required) * 1000 +
           static_cast<__int128>(15 - confidence) * required * prior;
    assumed |= confidence == 0;
  }
};

int64_t ConfidenceOf(int64_t age) {
  if (age < 0) return 0;
  return age <= 36 ? 15 : std::max<int64_t>(3, 15 - (age - 36 + 2) / 3);
}

int64_t Level(int64_t level) {
  return std::clamp<int64_t>(level, 0, 5);
}

}  // namespace

absl::StatusOr<Numbers> ReadNumbers(const policy::Bundle& bundle, Day day) {
  policy::Reader reader(bundle, day);
  Numbers numbers;
  const policy::Section weights = reader.Open("weights");
  for (const char* key : {"fit", "experience", "performance", "talent", "development", "rotation", "remedy",
                          "stay", "distance_per_km_milli", "distance_cap", "need_critical", "need_target",
                          "above_target", "above_ceiling"}) {
    numbers.of[absl::StrCat("w.", key)] = weights.Int(absl::StrCat("weights.", key), -1'000'000, 1'000'000);
  }
  numbers.of["move_budget"] = weights.Int("move_budget_permille", -1, 1000);
  numbers.preference = weights.IntList("weights.preference", 0, 1'000'000);
  const policy::Section scoring = reader.Open("scoring");
  for (const char* key : {"fit.education_permille", "field_match.exact",
                          "field_match.family",     "field_match.any",
                          "field_match.other",      "prior.competency",
                          "prior.education",        "prior.experience",
                          "prior.performance",      "prior.potential",
                          "experience.full_months", "experience.same_field",
                          "experience.same_family", "performance.newest_year",
                          "performance.with_peers", "performance.superior",
                          "performance.peers",      "performance.subordinates",
                          "performance.min_raters", "performance.per_strategic_class",
                          "rotation.due_months",    "rotation.full_months",
                          "remedy.fit_below",       "remedy.performance_below",
                          "distance.road_permille", "distance.ferry_metres"}) {
    numbers.of[key] = scoring.Int(key, 0, 1'000'000);
  }
  for (const char* group : {"JPT_U", "JPT_M", "JPT_P", "ADM", "PGW", "JF_EXPERT", "JF_SKILLED", "PLK"}) {
    numbers.of[absl::StrCat("technical.", group)] =
        scoring.Int(absl::StrCat("fit.technical_permille.", group), 0, 1000);
  }
  for (const char* family : {"TEACHER", "HEALTH", "FUNCTIONAL", "STRUCTURAL", "STAFF"}) {
    numbers.of[absl::StrCat("rotates.", family)] =
        scoring.Int(absl::StrCat("rotation.families.", family), 0, 1000);
  }
  numbers.predicates = scoring.IntList("performance.predicates", 0, 1000);
  for (const std::string& family : scoring.Keys("field_match.families")) {
    for (const std::string& field : scoring.TextList(absl::StrCat("field_match.families.", family)))
      numbers.field_family[field] = family;
  }
  SELARAS_RETURN_IF_ERROR(reader.status());
  if (numbers.predicates.size() != 5)
    return absl::InvalidArgumentError("performance.predicates: five numbers");
  return numbers;
}

int64_t Points::Total() const {
  int64_t total = 0;
  for (const auto& [part, points] : parts) total += points;
  return total;
}

std::string Points::Text() const {
  std::string text = absl::StrCat(Total(), " =");
  for (const auto& [part, points] : parts) {
    if (points != 0) absl::StrAppend(&text, " ", part, " ", points);
  }
  return text;
}

Scoring::Scoring(const ProvinceFacts& facts, const Numbers& numbers) : facts_(facts), n_(numbers) {
  std::map<std::string, int64_t> asked;
  for (const auto& [code, position] : facts.positions) {
    for (const auto& [cluster, level] : position.technical) asked[cluster] += level > 0 ? 1 : 0;
  }
  std::vector<std::pair<int64_t, std::string>> order;
  for (const auto& [cluster, count] : asked) {
    if (count > 0) order.emplace_back(-count, cluster);
  }
  std::sort(order.begin(), order.end());
  for (size_t i = 0; i < order.size() && i < kClusters; ++i) clusters_.insert(order[i].second);
}

Scoring::Share Scoring::Education(const Dossier& dossier, const PositionFact& position) const {
  if (position.fields.empty()) return {n_["field_match.any"], false};
  bool known = false;
  int64_t best = n_["field_match.other"];
  for (const auto& [level, field] : dossier.educations) {
    if (field.empty()) continue;
    known = true;
    for (const std::string& asked : position.fields) {
      if (field == asked) best = std::max<int64_t>(best, 1001);  // Exact, whatever it counts.
      if (position.family != "TEACHER" && HasFamily(n_.field_family, field, asked) && best <= 1000)
        best = std::max(best, n_["field_match.family"]);
    }
  }
  if (!known) return {n_["prior.education"], true};
  return {best == 1001 ? n_["field_match.exact"] : best, false};
}

Scoring::Share Scoring::Fit(const Dossier& dossier, const PositionFact& position) const {
  const int64_t prior = n_["prior.competency"];
  Side core, technical;
  for (int k = 0; k < 9; ++k) {
    const auto [level, age] = dossier.core[k];
    core.Add(Level(position.core[k]), Level(level), level < 0 ? 0 : ConfidenceOf(age), prior);
  }
  for (const auto& [cluster, required] : position.technical) {
    if (!clusters_.contains(cluster)) continue;
    const auto held = dossier.technical.find(cluster);
    const bool assessed = held != dossier.technical.end() && dossier.technical_age >= 0;
    technical.Add(Level(required), assessed ? Level(held->second) : 0,
                  assessed ? ConfidenceOf(dossier.technical_age) : 0, prior);
  }
  Share competency = {prior, true};
  if (core.asked > 0 || technical.asked > 0) {
    const int64_t share = core.asked == 0        ? 1000
                          : technical.asked == 0 ? 0
                                                 : n_[absl::StrCat("technical.", position.group)];
    const __int128 c = std::max<int64_t>(core.asked, 1), t = std::max<int64_t>(technical.asked, 1);
    competency = {Nearest(share * technical.met * c + (1000 - share) * core.met * t, 15000 * c * t),
                  core.assumed || technical.assumed};
  }
  const Share education = Education(dossier, position);
  const int64_t share = n_["fit.education_permille"];
  return {Nearest(competency.permille * (1000 - share) + education.permille * share, 1000),
          (share < 1000 && competency.assumed) || (share > 0 && education.assumed)};
}

int64_t Scoring::Related(const std::string& from, const std::string& to) const {
  if (from == to) return 1000;
  const PositionFact& a = facts_.positions.at(from);
  const PositionFact& b = facts_.positions.at(to);
  if (a.family != b.family) return 0;
  for (const std::string& field : a.fields) {
    if (std::find(b.fields.begin(), b.fields.end(), field) != b.fields.end())
      return n_["experience.same_field"];
  }
  return a.family == "FUNCTIONAL" ? 0 : n_["experience.same_family"];
}

Scoring::Share Scoring::Experience(const std::string& person, const Dossier& dossier,
                                   const std::string& position) const {
  const Day today = facts_.day();
  int64_t months = 0;
  bool known = false;
  const auto add = [&](const std::string& held, Day from, Day to) {
    if (!facts_.positions.contains(held) || from >= to) return;
    known = true;
    months += MonthsFromTo(from, to) * Related(held, position);
  };
  for (const Spell& spell : dossier.career)
    add(spell.position, spell.start, std::min(spell.end.value_or(today), today));
  const Standing& standing = facts_.people.at(person);
  if (dossier.career.empty() && !standing.post.empty() && standing.since.has_value())
    add(standing.position, *standing.since, today);
  if (!known) return {n_["prior.experience"], true};
  return {std::min<int64_t>(1000, months / n_["experience.full_months"]), false};
}

Scoring::Share Scoring::Performance(const Dossier& dossier) const {
  const auto predicate = [&](int64_t year) -> int64_t {
    const auto found = dossier.predicates.find(year);
    return found == dossier.predicates.end() ? 0 : found->second;
  };
  const int64_t last_year = facts_.day().year() - 1;
  const int64_t year = predicate(last_year) > 0 ? last_year : last_year - 1;
  if (predicate(year) == 0) return {n_["prior.performance"], true};
  int64_t share = n_.predicates[predicate(year) - 1];
  if (predicate(year - 1) > 0) {
    const int64_t newest = n_["performance.newest_year"];
    share = Nearest(share * newest + n_.predicates[predicate(year - 1) - 1] * (1000 - newest), 1000);
  }
  for (const int64_t of : {year, year - 1}) {
    int64_t sum = 0, weight = 0;
    for (const Review& review : dossier.reviews) {
      const bool superior = review.group == "SUPERIOR";
      // Groups of fewer than three are shown to nobody, whatever the policy would read.
      const int64_t least = superior ? 1 : std::max<int64_t>(3, n_["performance.min_raters"]);
      if (review.year != of || review.raters < least) continue;
      const int64_t counts = n_[superior                 ? "performance.superior"
                                : review.group == "PEER" ? "performance.peers"
                                                         : "performance.subordinates"];
      sum += counts * std::clamp<int64_t>(review.mean_milli, 0, 100'000);
      weight += counts;
    }
    if (weight == 0) continue;
    const int64_t with_peers = n_["performance.with_peers"];
    return {Nearest(share * with_peers + Nearest(sum, weight * 100) * (1000 - with_peers), 1000), false};
  }
  return {share, false};
}

Scoring::Share Scoring::Potential(const Dossier& dossier) const {
  if (!dossier.potential.has_value()) return {n_["prior.potential"], true};
  return {std::clamp<int64_t>(*dossier.potential, 0, 100) * 10, false};
}

Points Scoring::Factor(const std::string& person, const Dossier& dossier, const std::string& code) const {
  const PositionFact& position = facts_.positions.at(code);
  Points points;
  const int64_t strategic =
      position.strategic >= 3
          ? std::min<int64_t>(1000, position.strategic * n_["performance.per_strategic_class"] + 1)
          : position.strategic * n_["performance.per_strategic_class"];
  points.parts["fit"] = Nearest(n_["w.fit"] * Fit(dossier, position).permille, 1000);
  points.parts["experience"] = Nearest(n_["w.experience"] * Experience(person, dossier, code).permille, 1000);
  points.parts["performance"] = Nearest(
      static_cast<__int128>(n_["w.performance"]) * Performance(dossier).permille * strategic, 1'000'000);
  points.parts["talent"] =
      Nearest(static_cast<__int128>(n_["w.talent"]) * Potential(dossier).permille * strategic, 1'000'000);
  if (dossier.developments.contains(code)) points.parts["development"] = n_["w.development"];
  return points;
}

int64_t Scoring::Distance(const std::string& home, const std::string& district) const {
  if (home == district) return 0;
  const DistrictFact& a = facts_.districts.at(home);
  const DistrictFact& b = facts_.districts.at(district);
  int64_t metres = 0;
  if (a.place.has_value() && b.place.has_value()) {
    const auto radians = [](double degrees) {
      return std::llround(degrees * 1e6) * 1e-6L * 3.14159265358979323846264338327950288L / 180.0L;
    };
    const long double lat1 = radians(a.place->first), lat2 = radians(b.place->first);
    const long double sine_lat = std::sin((lat1 - lat2) / 2);
    const long double sine_lon = std::sin((radians(a.place->second) - radians(b.place->second)) / 2);
    const long double root =
        std::sqrt(sine_lat * sine_lat + std::cos(lat1) * std::cos(lat2) * sine_lon * sine_lon);
    metres = root > 0.5L ? kFarMetres : std::llround(2.0L * kEarthMetres * std::asin(root));
    metres = Nearest(static_cast<__int128>(metres) * n_["distance.road_permille"], 1000);
  }
  if (a.island || b.island) metres += n_["distance.ferry_metres"];
  return std::min(Nearest(static_cast<__int128>(metres) * n_["w.distance_per_km_milli"], 1'000'000),
                  n_["w.distance_cap"]);
}

std::string Scoring::HomeOf(const std::string& person, const Dossier& dossier) const {
  if (facts_.districts.contains(dossier.home)) return dossier.home;
  const Standing& standing = facts_.people.at(person);
  return standing.post.empty() ? "" : facts_.posts.at(standing.post).district;
}

int64_t Scoring::WishRank(const Dossier& dossier, const std::string& code) const {
  const PostFact& post = facts_.posts.at(code);
  int64_t best = 0;
  for (const Wish& wish : dossier.wishes) {
    const std::string& has = wish.kind == "POST" ? code : wish.kind == "UNIT" ? post.unit : post.district;
    if (wish.rank >= 1 && !has.empty() && wish.target == has && (best == 0 || wish.rank < best))
      best = wish.rank;
  }
  return best;
}

int64_t Scoring::WishPoints(int64_t rank) const {
  return rank >= 1 && rank <= static_cast<int64_t>(n_.preference.size()) ? n_.preference[rank - 1] : 0;
}

void Scoring::AddOwnPost(const std::string& person, const Dossier& dossier, Points& points) const {
  const Standing& standing = facts_.people.at(person);
  const PositionFact& position = facts_.positions.at(standing.position);
  points.parts["stay"] = n_["w.stay"];
  const int64_t rotates = n_[absl::StrCat("rotates.", position.family)];
  if (rotates > 0 && standing.since.has_value()) {
    const int64_t late = (MonthsFromTo(*standing.since, facts_.day()) - n_["rotation.due_months"]) * 1000;
    const int64_t overdue = late <= 0 ? 0 : std::min<int64_t>(1000, late / n_["rotation.full_months"]);
    points.parts["rotation"] =
        -Nearest(static_cast<__int128>(n_["w.rotation"]) * overdue * rotates, 1'000'000);
  }
  const auto gap = [](const Share& share, int64_t below) -> int64_t {
    if (share.assumed || below == 0 || share.permille >= below) return 0;
    return (below - share.permille) * 1000 / below;
  };
  const int64_t mismatch = (gap(Fit(dossier, position), n_["remedy.fit_below"]) +
                            gap(Performance(dossier), n_["remedy.performance_below"])) /
                           2;
  points.parts["remedy"] = -Nearest(n_["w.remedy"] * mismatch, 1000);
}

Points Scoring::At(const std::string& person, const Dossier& dossier, const std::string& code) const {
  const PostFact& post = facts_.posts.at(code);
  Points points = Factor(person, dossier, post.position);
  const std::string home = HomeOf(person, dossier);
  if (!home.empty() && !post.district.empty()) points.parts["distance"] = -Distance(home, post.district);
  points.parts["preference"] = WishPoints(WishRank(dossier, code));
  if (facts_.people.at(person).post == code) AddOwnPost(person, dossier, points);
  return points;
}

std::vector<int64_t> Scoring::Seats(const std::string& code) const {
  const PostFact& post = facts_.posts.at(code);
  NeedFact need;
  if (const auto known = facts_.needs.find(code); known != facts_.needs.end()) {
    need = known->second;
  } else {
    // Nobody measured it: the ceiling is the target.
    need.target = post.ceiling;
    need.critical = (post.ceiling * 7 + 9) / 10;
    need.urgencies.assign(post.ceiling, 500);
  }
  const auto here = facts_.incumbents.find(code);
  const int64_t people = here == facts_.incumbents.end() ? 0 : static_cast<int64_t>(here->second.size());
  std::vector<int64_t> seats;
  for (int64_t k = 1; k <= std::max(post.ceiling, people); ++k) {
    const int64_t urgency = k <= static_cast<int64_t>(need.urgencies.size()) ? need.urgencies[k - 1] : 0;
    const int64_t full = k <= need.critical ? n_["w.need_critical"] : n_["w.need_target"];
    const int64_t needed = k <= need.target ? Nearest(full * urgency, 1000) : 0;
    int64_t worth = k <= need.target ? needed : n_["w.above_target"];
    if (k > post.ceiling) worth = n_["w.above_ceiling"] * (k - post.ceiling) + needed;
    worth = std::clamp(worth, -kMostSeatPoints, kMostSeatPoints);
    seats.push_back(seats.empty() ? worth : std::min(worth, seats.back()));
  }
  return seats;
}

}  // namespace selaras::verify_rows
