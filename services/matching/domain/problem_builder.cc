#include "services/matching/domain/problem_builder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/matching/domain/problem_conflicts.h"
#include "services/matching/domain/problem_coverage.h"

namespace selaras::matching {
namespace {

constexpr char kUnknownDistrict[] = "unknown";
constexpr int64_t kPersonsPerReport = 1024;

}  // namespace

ProblemBuilder::ProblemBuilder(ProblemInputs inputs, const PlanProblem::Progress& progress)
    : progress_(progress) {
  problem_.inputs_ = std::move(inputs);
}

absl::StatusOr<PlanProblem> ProblemBuilder::Build() {
  SELARAS_RETURN_IF_ERROR(Validate(problem_.policy()));
  SELARAS_RETURN_IF_ERROR(CheckShape(Request().limits, "spec.limits"));
  if (problem_.inputs_.vectors.size() != Index().persons().size()) {
    return absl::InvalidArgumentError("one vector per person is needed");
  }
  SELARAS_ASSIGN_OR_RETURN(scope_, ScopeFilter::Make(Index(), Request().scope));
  SELARAS_RETURN_IF_ERROR(ResolvePinsAndBans());
  // The scorer takes the vectors over: they are not needed twice.
  problem_.scorer_ = std::make_shared<const Scorer>(problem_.inputs_.province,
                                                    std::move(problem_.inputs_.vectors), problem_.policy());
  problem_.lawfulness_ =
      std::make_shared<const Lawfulness>(problem_.inputs_.province, problem_.inputs_.rules);
  zones_.emplace(Index(), builder_);
  ValueSeats();
  SELARAS_RETURN_IF_ERROR(ResolveLimits());
  AddDistricts();
  AddPosts();
  SELARAS_RETURN_IF_ERROR(AddPersons());
  LimitMoves();
  AddLimits();
  SELARAS_ASSIGN_OR_RETURN(problem_.instance_, std::move(builder_).Build());
  LinkLimits();
  FindConflicts(problem_, problem_.conflicts_);
  problem_.coverage_ = MeasureCoverage(problem_);
  return std::move(problem_);
}

void ProblemBuilder::AddConflict(absl::string_view reason, Metadata metadata) {
  problem_.conflicts_.push_back({std::string(reason), std::move(metadata)});
}

absl::Status ProblemBuilder::ResolvePinsAndBans() {
  for (size_t k = 0; k < Request().pins.size(); ++k) {
    const Pin& pin = Request().pins[k];
    const int32_t person = Index().FindPerson(pin.employee), post = Index().FindPost(pin.post);
    if (person < 0) return UnknownReference("pinned employee", pin.employee);
    if (post < 0 || !scope_->HasPerson(person) || !scope_->HasPost(post)) {
      return UnknownReference("pinned post", pin.post);
    }
    if (!problem_.pins_.emplace(person, static_cast<int32_t>(k)).second) {
      return absl::InvalidArgumentError(absl::StrCat("two pins of ", pin.employee));
    }
  }
  for (size_t k = 0; k < Request().bans.size(); ++k) {
    const Ban& ban = Request().bans[k];
    const int32_t person = Index().FindPerson(ban.employee);
    if (person < 0) return UnknownReference("banned employee", ban.employee);
    const int32_t post = ban.post.empty() ? -1 : Index().FindPost(ban.post);
    if (!ban.post.empty() && post < 0) return UnknownReference("banned post", ban.post);
    problem_.bans_[person].emplace_back(post, static_cast<int32_t>(k));
  }
  return absl::OkStatus();
}

void ProblemBuilder::ValueSeats() {
  const int32_t posts = static_cast<int32_t>(Index().posts().size());
  problem_.frozen_.assign(posts, 0);
  for (int32_t j = 0; j < posts; ++j) {
    problem_.in_scope_.push_back(scope_->HasPost(j));
    const std::vector<int32_t>& incumbents = Index().IncumbentsOf(j);
    for (const int32_t person : incumbents) problem_.frozen_[j] += scope_->HasPerson(person) ? 0 : 1;
    problem_.seats_.push_back(SeatValues(Index().NeedOf(j), Index().posts()[j].ceiling,
                                         static_cast<int32_t>(incumbents.size()), problem_.policy().weights));
  }
}

void ProblemBuilder::AddDistricts() {
  const int32_t districts = static_cast<int32_t>(Index().districts().size());
  for (const District& district : Index().districts()) builder_.AddDistrict(district.id);
  for (int32_t a = 0; a < districts; ++a) {
    for (int32_t b = 0; b < districts; ++b) builder_.SetDistance(a, b, problem_.scorer().Distance(a, b));
  }
  // For who or what has no known place: no distance from or to anywhere.
  unknown_district_ = builder_.AddDistrict(kUnknownDistrict);
}

absl::Status ProblemBuilder::AddPersons() {
  std::vector<std::pair<std::string, int32_t>> keys;
  for (int32_t i = 0; i < static_cast<int32_t>(Index().persons().size()); ++i) {
    if (scope_->HasPerson(i)) {
      keys.emplace_back(PersonKey(Request().pseudonym_key, Index().persons()[i].id), i);
    }
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
    AddPerson(keys[n].second, std::move(keys[n].first));
  }
  return absl::OkStatus();
}

int32_t ProblemBuilder::ReferenceOf(int32_t person) const {
  const ProvinceIndex::PersonRefs& refs = Index().PersonRefsOf(person);
  if (refs.post >= 0) return problem_.instance_post_[refs.post];
  return unplaced_[refs.agency < 0 ? unplaced_.size() - 1 : refs.agency];
}

void ProblemBuilder::AddPerson(int32_t person, std::string key) {
  const ProvinceIndex::PersonRefs& refs = Index().PersonRefsOf(person);
  const int32_t home = DistrictOr(problem_.scorer().HomeOf(person).first);
  const int32_t reference = ReferenceOf(person);
  const int32_t handle = builder_.AddPerson(std::move(key), home, reference);
  if (const Pin* pin = problem_.PinOf(person); pin != nullptr && AddPinned(person, handle, *pin)) return;
  builder_.AddException(handle, reference, refs.post >= 0 ? problem_.Terms(person, refs.post).Total() : 0);
  if (problem_.BanOf(person, -1) != nullptr || !problem_.lawfulness().MayMove(person)) return;
  problem_.lawfulness().LawfulCells(person, &lawful_);
  position_points_.assign(Index().positions().size(), kNotScored);
  if (AskedToMove(person)) return AddPreferred(person, handle, refs.post);
  AddCells(person, handle);
  AddWishesAndBars(person, handle, refs.post);
}

// A pinned move is done, as far as this plan is concerned: it is the reference, and it uses up the limits.
bool ProblemBuilder::AddPinned(int32_t person, int32_t handle, const Pin& pin) {
  const int32_t post = Index().FindPost(pin.post);
  const bool moves = post != Index().PersonRefsOf(person).post;
  bool kept = true;
  if (moves) {
    for (const rules::Outcome& outcome : problem_.lawfulness().OutcomesOf(person, post)) {
      if (!outcome.Bars()) continue;
      AddConflict("PIN_UNLAWFUL",
                  {{"employee", pin.employee}, {"post", pin.post}, {"rule", outcome.rule->code}});
      kept = false;
    }
  }
  if (problem_.instance_post_[post] < 0) {
    AddConflict("PIN_NO_SEAT", {{"employee", pin.employee}, {"post", pin.post}});
    kept = false;
  }
  if (!kept) return false;
  pinned_moves_ += moves ? 1 : 0;
  builder_.AddException(handle, problem_.instance_post_[post], problem_.Terms(person, post).Total());
  builder_.SetReference(handle, problem_.instance_post_[post]);
  return true;
}

void ProblemBuilder::AddCells(int32_t person, int32_t handle) {
  const std::vector<Cell>& cells = problem_.lawfulness().cells();
  for (size_t c = 0; c < cells.size(); ++c) {
    if ((lawful_[c / 64] >> (c % 64) & 1) == 0 || cell_handle_[c] < 0) continue;
    builder_.AddCellScore(handle, cell_handle_[c], FactorPoints(person, cells[c].position));
  }
}

int32_t ProblemBuilder::FactorPoints(int32_t person, int32_t position) {
  int32_t& points = position_points_[position];
  if (points == kNotScored) points = problem_.scorer().FactorTerms(person, position).Total();
  return points;
}

int32_t ProblemBuilder::WishedPoints(int32_t person, int32_t post, int32_t rank) {
  const auto [home, assumed] = problem_.scorer().HomeOf(person);
  const int32_t district = Index().PostRefsOf(post).district;
  const int32_t distance = home < 0 || district < 0 ? 0 : problem_.scorer().Distance(home, district);
  return FactorPoints(person, Index().PostRefsOf(post).position) - distance +
         problem_.scorer().PreferencePoints(rank);
}

void ProblemBuilder::BarPosts(int32_t person) {
  special_.clear();
  for (const int32_t post : problem_.lawfulness().BarredPosts(person))
    special_[post] = assignment::kForbidden;
  if (const auto bans = problem_.bans_.find(person); bans != problem_.bans_.end()) {
    for (const auto& [post, index] : bans->second) special_[post] = assignment::kForbidden;
  }
}

void ProblemBuilder::AddWishesAndBars(int32_t person, int32_t handle, int32_t own_post) {
  BarPosts(person);
  for (const auto& [post, rank] : problem_.WishedPosts(person)) {
    const int32_t cell = problem_.lawfulness().CellOf(post);
    if ((lawful_[cell / 64] >> (cell % 64) & 1) == 0) continue;
    if (problem_.scorer().PreferencePoints(rank) == 0) continue;  // The cell says the same.
    special_.try_emplace(post, WishedPoints(person, post, rank));
  }
  for (const auto& [post, points] : special_) {
    if (post != own_post && problem_.instance_post_[post] >= 0) {
      builder_.AddException(handle, problem_.instance_post_[post], points);
    }
  }
}

void ProblemBuilder::AddPreferred(int32_t person, int32_t handle, int32_t own_post) {
  BarPosts(person);
  const int32_t own_rank = own_post < 0 ? 0 : problem_.WishRank(person, own_post);
  for (const auto& [post, rank] : problem_.WishedPosts(person)) {
    const int32_t cell = problem_.lawfulness().CellOf(post);
    if ((lawful_[cell / 64] >> (cell % 64) & 1) == 0) continue;
    if (post == own_post || problem_.instance_post_[post] < 0 || special_.contains(post)) continue;
    if (own_rank > 0 && rank >= own_rank) continue;
    builder_.AddException(handle, problem_.instance_post_[post], WishedPoints(person, post, rank));
  }
}

}  // namespace selaras::matching
