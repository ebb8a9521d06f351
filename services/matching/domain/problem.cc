#include "services/matching/domain/problem.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/assignment/instance_builder.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::matching {
namespace {

constexpr char kUnplacedCell[] = "unplaced";
constexpr char kUnknownDistrict[] = "unknown";
constexpr int64_t kPersonsPerReport = 1024;
constexpr size_t kKeyBytes = 16;

absl::Status Unknown(absl::string_view what, absl::string_view id) {
  return Error(absl::StatusCode::kInvalidArgument, "PLAN_REFERENCE_UNKNOWN",
               {{"kind", std::string(what)}, {"id", std::string(id)}},
               absl::StrCat(what, " ", id, " does not exist or is out of scope"));
}

}  // namespace

std::string PersonKey(absl::string_view secret, absl::string_view id) {
  const Sha256Digest digest = HmacSha256(secret, id);
  return HexEncode(absl::MakeConstSpan(digest.data(), kKeyBytes));
}

// Builds a PlanProblem in steps; each step reads what the earlier ones left.
class ProblemBuilder {
 public:
  ProblemBuilder(ProblemInputs inputs, const PlanProblem::Progress& progress) : progress_(progress) {
    problem_.inputs_ = std::move(inputs);
  }

  absl::StatusOr<PlanProblem> Build() {
    SELARAS_RETURN_IF_ERROR(Validate(problem_.policy()));
    if (problem_.inputs_.vectors.size() != Index().persons().size()) {
      return absl::InvalidArgumentError("one vector per person is needed");
    }
    SELARAS_RETURN_IF_ERROR(ResolveScope());
    SELARAS_RETURN_IF_ERROR(ResolvePinsAndBans());
    // The scorer takes the vectors over: they are not needed twice.
    problem_.scorer_ = std::make_shared<const Scorer>(problem_.inputs_.province,
                                                      std::move(problem_.inputs_.vectors), problem_.policy());
    problem_.lawfulness_ =
        std::make_shared<const Lawfulness>(problem_.inputs_.province, problem_.inputs_.rules);
    ValueSeats();
    AddDistricts();
    AddPosts();
    SELARAS_RETURN_IF_ERROR(AddPersons());
    SELARAS_RETURN_IF_ERROR(LimitMoves());
    SELARAS_ASSIGN_OR_RETURN(problem_.instance_, std::move(builder_).Build());
    MeasureCoverage();
    return std::move(problem_);
  }

 private:
  const ProvinceIndex& Index() const { return problem_.province(); }
  const PlanRequest& Request() const { return problem_.request(); }

  absl::Status ResolveScope() {
    const PlanScope& scope = Request().scope;
    agencies_in_scope_.assign(Index().agencies().size(), scope.agencies.empty());
    for (const std::string& id : scope.agencies) {
      const int32_t agency = Index().FindAgency(id);
      if (agency < 0) return Unknown("agency", id);
      agencies_in_scope_[agency] = true;
    }
    units_in_scope_.assign(Index().units().size(), scope.org_units.empty());
    std::vector<int32_t> open;
    for (const std::string& id : scope.org_units) {
      const int32_t unit = Index().FindUnit(id);
      if (unit < 0) return Unknown("org unit", id);
      open.push_back(unit);
    }
    while (!open.empty()) {
      const int32_t unit = open.back();
      open.pop_back();
      if (units_in_scope_[unit]) continue;
      units_in_scope_[unit] = true;
      open.insert(open.end(), Index().ChildrenOf(unit).begin(), Index().ChildrenOf(unit).end());
    }
    return absl::OkStatus();
  }

  bool FamilyInScope(int32_t position) const {
    const std::vector<Family>& families = Request().scope.families;
    if (families.empty()) return true;
    return position >= 0 && std::find(families.begin(), families.end(),
                                      Index().positions()[position].family) != families.end();
  }

  bool PostInScope(int32_t post) const {
    const ProvinceIndex::PostRefs& refs = Index().PostRefsOf(post);
    return agencies_in_scope_[refs.agency] && units_in_scope_[refs.unit] && FamilyInScope(refs.position);
  }

  bool PersonInScope(int32_t person) const {
    const ProvinceIndex::PersonRefs& refs = Index().PersonRefsOf(person);
    if (refs.post >= 0) return PostInScope(refs.post);
    // Who holds no post stands in no unit: he is in a scope of whole agencies.
    return Request().scope.org_units.empty() && FamilyInScope(refs.position) &&
           (refs.agency < 0 ? Request().scope.agencies.empty() : agencies_in_scope_[refs.agency]);
  }

  absl::Status ResolvePinsAndBans() {
    for (size_t k = 0; k < Request().pins.size(); ++k) {
      const Pin& pin = Request().pins[k];
      const int32_t person = Index().FindPerson(pin.employee), post = Index().FindPost(pin.post);
      if (person < 0) return Unknown("pinned employee", pin.employee);
      if (post < 0) return Unknown("pinned post", pin.post);
      if (!PersonInScope(person) || !PostInScope(post)) {
        return Unknown("pinned post", pin.post);
      }
      if (!problem_.pins_.emplace(person, static_cast<int32_t>(k)).second) {
        return absl::InvalidArgumentError(absl::StrCat("two pins of ", pin.employee));
      }
    }
    for (size_t k = 0; k < Request().bans.size(); ++k) {
      const Ban& ban = Request().bans[k];
      const int32_t person = Index().FindPerson(ban.employee);
      if (person < 0) return Unknown("banned employee", ban.employee);
      const int32_t post = ban.post.empty() ? -1 : Index().FindPost(ban.post);
      if (!ban.post.empty() && post < 0) return Unknown("banned post", ban.post);
      problem_.bans_[person].emplace_back(post, static_cast<int32_t>(k));
    }
    return absl::OkStatus();
  }

  void ValueSeats() {
    const int32_t posts = static_cast<int32_t>(Index().posts().size());
    problem_.frozen_.assign(posts, 0);
    for (int32_t j = 0; j < posts; ++j) {
      problem_.in_scope_.push_back(PostInScope(j));
      const std::vector<int32_t>& incumbents = Index().IncumbentsOf(j);
      for (const int32_t person : incumbents) problem_.frozen_[j] += PersonInScope(person) ? 0 : 1;
      problem_.seats_.push_back(SeatValues(Index().NeedOf(j), Index().posts()[j].ceiling,
                                           static_cast<int32_t>(incumbents.size()),
                                           problem_.policy().weights));
    }
  }

  void AddDistricts() {
    const int32_t districts = static_cast<int32_t>(Index().districts().size());
    for (const District& district : Index().districts()) builder_.AddDistrict(district.id);
    for (int32_t a = 0; a < districts; ++a) {
      for (int32_t b = 0; b < districts; ++b) builder_.SetDistance(a, b, problem_.scorer().Distance(a, b));
    }
    // For who or what has no known place: no distance from or to anywhere.
    unknown_district_ = builder_.AddDistrict(kUnknownDistrict);
  }

  int32_t DistrictOr(int32_t district) const { return district < 0 ? unknown_district_ : district; }

  void AddPosts() {
    cell_handle_.assign(problem_.lawfulness().cells().size(), -1);
    problem_.instance_post_.assign(Index().posts().size(), -1);
    int32_t lowest = 0;
    struct Item {
      std::string id;
      int32_t post;    // -1: unplaced
      int32_t agency;  // Of the unplaced post
    };
    std::vector<Item> items;
    for (int32_t j = 0; j < static_cast<int32_t>(Index().posts().size()); ++j) {
      if (!PostInScope(j) || SeatsAfter(problem_.seats_[j], problem_.frozen_[j]).empty()) continue;
      items.push_back({Index().posts()[j].id, j, -1});
      lowest = std::min(lowest, problem_.seats_[j].back().points);
    }
    std::vector<int32_t> without_post(Index().agencies().size() + 1, 0);  // Last: agency unknown.
    for (int32_t i = 0; i < static_cast<int32_t>(Index().persons().size()); ++i) {
      const ProvinceIndex::PersonRefs& refs = Index().PersonRefsOf(i);
      if (refs.post < 0 && PersonInScope(i))
        ++without_post[refs.agency < 0 ? without_post.size() - 1 : refs.agency];
    }
    for (size_t a = 0; a < without_post.size(); ++a) {
      if (without_post[a] == 0) continue;
      const bool known = a < Index().agencies().size();
      items.push_back({absl::StrCat("unplaced..", known ? Index().agencies()[a].id : "unknown"), -1,
                       static_cast<int32_t>(a)});
    }
    // In the instance's own order, so that handles are its indices.
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.id < b.id; });
    unplaced_.assign(without_post.size(), -1);
    const auto unplaced_cell = [this] {
      if (unplaced_cell_ < 0) unplaced_cell_ = builder_.AddCell(kUnplacedCell);
      return unplaced_cell_;
    };
    for (const Item& item : items) {
      problem_.province_post_.push_back(item.post);
      if (item.post < 0) {
        unplaced_[item.agency] = builder_.AddPost(item.id, unplaced_cell(), unknown_district_,
                                                  {{without_post[item.agency], lowest - 1}});
        continue;
      }
      const int32_t cell = problem_.lawfulness().CellOf(item.post);
      if (cell_handle_[cell] < 0)
        cell_handle_[cell] = builder_.AddCell(problem_.lawfulness().cells()[cell].id);
      problem_.instance_post_[item.post] =
          builder_.AddPost(item.id, cell_handle_[cell], DistrictOr(Index().PostRefsOf(item.post).district),
                           SeatsAfter(problem_.seats_[item.post], problem_.frozen_[item.post]));
    }
  }

  absl::Status AddPersons() {
    std::vector<std::pair<std::string, int32_t>> keys;
    for (int32_t i = 0; i < static_cast<int32_t>(Index().persons().size()); ++i) {
      if (PersonInScope(i)) keys.emplace_back(PersonKey(Request().pseudonym_key, Index().persons()[i].id), i);
    }
    std::sort(keys.begin(), keys.end());
    problem_.instance_person_.assign(Index().persons().size(), -1);
    for (size_t n = 0; n < keys.size(); ++n) {
      if (n % kPersonsPerReport == 0 && progress_ &&
          !progress_(static_cast<int64_t>(n), static_cast<int64_t>(keys.size()))) {
        return absl::CancelledError("cancelled while building the instance");
      }
      problem_.instance_person_[keys[n].second] = static_cast<int32_t>(n);
      problem_.province_person_.push_back(keys[n].second);
      SELARAS_RETURN_IF_ERROR(AddPerson(keys[n].second, std::move(keys[n].first)));
    }
    return absl::OkStatus();
  }

  int32_t ReferenceOf(int32_t person) const {
    const ProvinceIndex::PersonRefs& refs = Index().PersonRefsOf(person);
    if (refs.post >= 0) return problem_.instance_post_[refs.post];
    return unplaced_[refs.agency < 0 ? unplaced_.size() - 1 : refs.agency];
  }

  absl::Status AddPerson(int32_t person, std::string key) {
    const ProvinceIndex::PersonRefs& refs = Index().PersonRefsOf(person);
    const int32_t home = DistrictOr(problem_.scorer().HomeOf(person).first);
    const int32_t reference = ReferenceOf(person);
    const int32_t handle = builder_.AddPerson(std::move(key), home, reference);
    if (const Pin* pin = problem_.PinOf(person)) return AddPinned(person, handle, *pin);
    if (refs.post >= 0) {
      builder_.AddException(handle, reference, problem_.Terms(person, refs.post).Total());
    } else {
      builder_.AddException(handle, reference, 0);
    }
    if (problem_.BanOf(person, -1) != nullptr || !problem_.lawfulness().MayMove(person))
      return absl::OkStatus();
    AddCells(person, handle);
    AddWishesAndBars(person, handle, refs.post);
    return absl::OkStatus();
  }

  // A pinned move is done, as far as this plan is concerned: it is the reference, and it uses up the move
  // budget.
  absl::Status AddPinned(int32_t person, int32_t handle, const Pin& pin) {
    const int32_t post = Index().FindPost(pin.post);
    if (post != Index().PersonRefsOf(person).post) {
      for (const rules::Outcome& outcome : problem_.lawfulness().OutcomesOf(person, post)) {
        if (outcome.Bars()) {
          return Error(
              absl::StatusCode::kFailedPrecondition, "PIN_UNLAWFUL",
              {{"employee", pin.employee}, {"post", pin.post}, {"rule", outcome.rule->code}},
              absl::StrCat("pin of ", pin.employee, " to ", pin.post, " is barred by ", outcome.rule->code));
        }
      }
      ++pinned_moves_;
    }
    if (problem_.instance_post_[post] < 0) {
      return Error(absl::StatusCode::kFailedPrecondition, "PIN_NO_SEAT", {{"post", pin.post}});
    }
    builder_.AddException(handle, problem_.instance_post_[post], problem_.Terms(person, post).Total());
    builder_.SetReference(handle, problem_.instance_post_[post]);
    return absl::OkStatus();
  }

  void AddCells(int32_t person, int32_t handle) {
    problem_.lawfulness().LawfulCells(person, &lawful_);
    position_points_.assign(Index().positions().size(), kNotScored);
    const std::vector<Cell>& cells = problem_.lawfulness().cells();
    for (size_t c = 0; c < cells.size(); ++c) {
      if ((lawful_[c / 64] >> (c % 64) & 1) == 0 || cell_handle_[c] < 0) continue;
      builder_.AddCellScore(handle, cell_handle_[c], FactorPoints(person, cells[c].position));
    }
  }

  int32_t FactorPoints(int32_t person, int32_t position) {
    int32_t& points = position_points_[position];
    if (points == kNotScored) points = problem_.scorer().FactorTerms(person, position).Total();
    return points;
  }

  void AddWishesAndBars(int32_t person, int32_t handle, int32_t own_post) {
    special_.clear();
    for (const int32_t post : problem_.lawfulness().BarredPosts(person))
      special_[post] = assignment::kForbidden;
    if (const auto bans = problem_.bans_.find(person); bans != problem_.bans_.end()) {
      for (const auto& [post, index] : bans->second) special_[post] = assignment::kForbidden;
    }
    for (const auto& [post, rank] : WishedPosts(person)) {
      const int32_t cell = problem_.lawfulness().CellOf(post);
      if ((lawful_[cell / 64] >> (cell % 64) & 1) == 0) continue;
      const auto [home, assumed] = problem_.scorer().HomeOf(person);
      const int32_t district = Index().PostRefsOf(post).district;
      const int32_t distance = home < 0 || district < 0 ? 0 : problem_.scorer().Distance(home, district);
      special_.try_emplace(post, FactorPoints(person, Index().PostRefsOf(post).position) - distance +
                                     problem_.scorer().PreferencePoints(rank));
    }
    for (const auto& [post, points] : special_) {
      if (post != own_post && problem_.instance_post_[post] >= 0) {
        builder_.AddException(handle, problem_.instance_post_[post], points);
      }
    }
  }

  // Posts that fulfil a wish, with the best rank that they fulfil and that is worth points.
  absl::flat_hash_map<int32_t, int32_t> WishedPosts(int32_t person) const {
    absl::flat_hash_map<int32_t, int32_t> ranks;
    const auto wish = [&](int32_t post, int32_t rank) {
      if (post < 0 || problem_.scorer().PreferencePoints(rank) == 0) return;
      const auto [it, inserted] = ranks.try_emplace(post, rank);
      if (!inserted) it->second = std::min(it->second, rank);
    };
    for (const Preference& preference : Index().persons()[person].preferences) {
      if (preference.kind == PreferenceKind::kPost) {
        wish(Index().FindPost(preference.target), preference.rank);
      } else if (preference.kind == PreferenceKind::kOrgUnit) {
        const int32_t unit = Index().FindUnit(preference.target);
        if (unit < 0) continue;
        for (const int32_t post : Index().PostsOfUnit(unit)) wish(post, preference.rank);
      } else {
        const int32_t district = Index().FindDistrict(preference.target);
        if (district < 0) continue;
        for (const int32_t post : Index().PostsOfDistrict(district)) wish(post, preference.rank);
      }
    }
    return ranks;
  }

  absl::Status LimitMoves() {
    const int64_t share = problem_.policy().move_budget_permille;
    const int64_t scope = static_cast<int64_t>(problem_.province_person_.size());
    const int64_t wanted = Request().max_moves.value_or(share < 0 ? -1 : scope * share / 1000);
    problem_.move_budget_ = wanted < 0 ? -1 : wanted;
    if (wanted < 0) return absl::OkStatus();
    if (wanted < pinned_moves_) {
      return Error(absl::StatusCode::kFailedPrecondition, "PINS_OVER_LIMIT",
                   {{"pinned", absl::StrCat(pinned_moves_)}, {"limit", absl::StrCat(wanted)}});
    }
    builder_.SetMaxMoves(wanted - pinned_moves_);
    return absl::OkStatus();
  }

  void MeasureCoverage() {
    const std::vector<int32_t>& scope = problem_.province_person_;
    const Scorer& scorer = problem_.scorer();
    int64_t fit = 0, experience = 0, performance = 0, talent = 0, distance = 0, preference = 0;
    for (const int32_t i : scope) {
      const int32_t position = Index().PersonRefsOf(i).position;
      fit += position >= 0 && !scorer.FitOf(i, position).assumed ? 1 : 0;
      experience += position >= 0 && !scorer.ExperienceOf(i, position).assumed ? 1 : 0;
      performance += scorer.Performance(i).assumed ? 0 : 1;
      talent += scorer.Potential(i).assumed ? 0 : 1;
      distance += scorer.HomeOf(i).second ? 0 : 1;
      preference += Index().persons()[i].preferences.empty() ? 0 : 1;
    }
    int64_t posts = 0, measured_posts = 0;
    for (const int32_t j : problem_.province_post_) {
      if (j < 0) continue;
      ++posts;
      measured_posts += Index().NeedOf(j).assumed ? 0 : 1;
    }
    const auto permille = [](int64_t part, int64_t whole) {
      return static_cast<int32_t>(whole == 0 ? 0 : part * 1000 / whole);
    };
    const int64_t people = static_cast<int64_t>(scope.size());
    problem_.coverage_ = {{"fit", permille(fit, people)},
                          {"experience", permille(experience, people)},
                          {"performance", permille(performance, people)},
                          {"talent", permille(talent, people)},
                          {"distance", permille(distance, people)},
                          {"preference", permille(preference, people)},
                          {"need", permille(measured_posts, posts)}};
  }

  static constexpr int32_t kNotScored = INT32_MIN;

  const PlanProblem::Progress& progress_;
  PlanProblem problem_;
  assignment::InstanceBuilder builder_;
  std::vector<bool> agencies_in_scope_, units_in_scope_;
  std::vector<int32_t> cell_handle_, unplaced_;
  int32_t unplaced_cell_ = -1, unknown_district_ = -1;
  int64_t pinned_moves_ = 0;
  // Of the person being added.
  std::vector<uint64_t> lawful_;
  std::vector<int32_t> position_points_;
  absl::flat_hash_map<int32_t, int32_t> special_;
};

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
