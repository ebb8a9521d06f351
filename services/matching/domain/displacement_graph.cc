#include "services/matching/domain/displacement_graph.h"

#include <algorithm>
#include <utility>

namespace selaras::matching {
namespace {

using assignment::CellIndex;
using assignment::PersonIndex;
using assignment::PostIndex;

constexpr PersonIndex kNobody = -1;

bool NoCapHasAPrice(const assignment::Certificate& certificate) {
  return std::all_of(certificate.limit_prices.begin(), certificate.limit_prices.end(),
                     [](int64_t price) { return price == 0; });
}

}  // namespace

DisplacementGraph::DisplacementGraph(const assignment::Instance& instance,
                                     const assignment::Certificate& certificate)
    : instance_(instance), certificate_(certificate), q_(certificate.denominator) {
  if (instance.tier_count > 0 || !NoCapHasAPrice(certificate)) return;
  IndexPosts();
  IndexPersons();
  IndexMembers();
  sound_ = sound_ && CheckSeats();
}

void DisplacementGraph::IndexPosts() {
  const int32_t posts = instance_.post_count();
  occupant_begin_.assign(posts + 1, 0);
  for (const PostIndex j : certificate_.placement) ++occupant_begin_[j + 1];
  for (PostIndex j = 0; j < posts; ++j) occupant_begin_[j + 1] += occupant_begin_[j];
  occupants_.resize(instance_.person_count());
  std::vector<int32_t> next(occupant_begin_.begin(), occupant_begin_.end() - 1);
  for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
    occupants_[next[certificate_.placement[i]]++] = i;
  }
  for (PostIndex j = 0; j < posts; ++j) {
    seats_.push_back(instance_.SeatCount(j));
    grouped_posts_.push_back(j);
  }
  const auto place = [&](PostIndex j) {
    return std::pair(instance_.posts[j].cell, instance_.posts[j].district);
  };
  std::stable_sort(grouped_posts_.begin(), grouped_posts_.end(),
                   [&](PostIndex a, PostIndex b) { return place(a) < place(b); });
  group_of_.resize(posts);
  for (int32_t k = 0; k < posts; ++k) {
    const PostIndex j = grouped_posts_[k];
    const auto [cell, district] = place(j);
    if (groups_.empty() || groups_.back().cell != cell || groups_.back().district != district) {
      groups_.push_back({cell, district, k, k, Price(j)});
    }
    groups_.back().end = k + 1;
    groups_.back().least_price = std::min(groups_.back().least_price, Price(j));
    group_of_[j] = static_cast<int32_t>(groups_.size()) - 1;
  }
  cell_begin_.assign(instance_.cell_count() + 1, 0);
  for (const Group& group : groups_) ++cell_begin_[group.cell + 1];
  for (CellIndex c = 0; c < instance_.cell_count(); ++c) cell_begin_[c + 1] += cell_begin_[c];
  group_begin_ = posts + 1;
  slot_begin_ = group_begin_ + static_cast<int32_t>(groups_.size());
}

void DisplacementGraph::IndexPersons() {
  sound_ = true;
  slot_of_.assign(static_cast<size_t>(instance_.cell_count()) * instance_.district_count(), -1);
  guarded_.resize(instance_.cell_count());
  hidden_.resize(groups_.size());
  is_guarded_.assign(instance_.cell_scores.size(), false);
  lover_begin_.assign(instance_.post_count() + 1, 0);
  for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
    const PostIndex now = certificate_.placement[i];
    moved_ += now != instance_.persons[i].reference_post ? 1 : 0;
    profit_.push_back(int64_t{*instance_.Score(i, now)} * q_ - Price(now) - Toll(i, now));
    const assignment::DistrictIndex home = instance_.persons[i].home;
    bool reference_by_exception = false;
    for (const assignment::Exception& exception : instance_.ExceptionsOf(i)) {
      NoteHidden(i, exception);
      reference_by_exception |= exception.post == instance_.persons[i].reference_post;
      if (exception.points == assignment::kForbidden) continue;
      ++lover_begin_[exception.post + 1];
      sound_ = sound_ && *Regret(i, exception.post) >= 0;
    }
    // The way by the factors charges λ for every post.
    sound_ = sound_ && (certificate_.lambda == 0 || reference_by_exception);
    for (const assignment::CellScore& cell : instance_.CellsOf(i)) {
      if (cell_begin_[cell.cell] == cell_begin_[cell.cell + 1]) continue;
      int32_t& slot = slot_of_[static_cast<size_t>(cell.cell) * instance_.district_count() + home];
      if (slot >= 0) continue;
      slot = static_cast<int32_t>(slots_.size());
      int64_t best = INT64_MAX;
      for (int32_t g = cell_begin_[cell.cell]; g < cell_begin_[cell.cell + 1]; ++g) {
        best = std::min(best, ToGroup(home, groups_[g]));
      }
      slots_.push_back({cell.cell, home, best});
    }
  }
}

void DisplacementGraph::NoteHidden(PersonIndex i, const assignment::Exception& exception) {
  const assignment::Post& post = instance_.posts[exception.post];
  const auto cells = instance_.CellsOf(i);
  const auto cell = std::lower_bound(cells.begin(), cells.end(), post.cell,
                                     [](const assignment::CellScore& a, CellIndex c) { return a.cell < c; });
  if (cell == cells.end() || cell->cell != post.cell) return;
  const int64_t factored =
      int64_t{cell->points} - instance_.Distance(instance_.persons[i].home, post.district);
  if (exception.points != assignment::kForbidden && exception.points >= factored) return;
  is_guarded_[instance_.cell_begin[i] + (cell - cells.begin())] = true;
  const int32_t group = group_of_[exception.post];
  if (is_hidden_.insert(int64_t{i} * static_cast<int64_t>(groups_.size()) + group).second) {
    hidden_[group].push_back({i, cell->points});
  }
}

void DisplacementGraph::IndexMembers() {
  for (PostIndex j = 0; j < instance_.post_count(); ++j) lover_begin_[j + 1] += lover_begin_[j];
  lovers_.resize(lover_begin_.back());
  std::vector<int32_t> next_lover(lover_begin_.begin(), lover_begin_.end() - 1);
  std::vector<int64_t> count(slots_.size() + 1, 0);
  // Twice over the same lists: once to count, once to fill.
  for (const bool fill : {false, true}) {
    std::vector<int64_t> next;
    if (fill) {
      for (size_t s = 0; s < slots_.size(); ++s) count[s + 1] += count[s];
      member_begin_ = count;
      members_.resize(count.back());
      next.assign(count.begin(), count.end() - 1);
    }
    for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
      for (int64_t k = instance_.cell_begin[i]; k < instance_.cell_begin[i + 1]; ++k) {
        const assignment::CellScore& cell = instance_.cell_scores[k];
        const int32_t slot = SlotOf(cell.cell, instance_.persons[i].home);
        if (slot < 0) continue;
        const bool guarded = is_guarded_[k];
        if (fill && guarded) {
          guarded_[cell.cell].push_back({i, cell.points});
          GuardedOut(i, certificate_.placement[i], cell,
                     [&](int32_t, int64_t cost, PersonIndex) { sound_ = sound_ && cost >= 0; });
        } else if (fill) {
          const int64_t cost = ToSlot(i, cell.points, slots_[slot].best);
          members_[next[slot]++] = {certificate_.placement[i], i, cost};
          sound_ = sound_ && cost >= 0;
        } else if (!guarded) {
          ++count[slot + 1];
        }
      }
      if (!fill) continue;
      for (const assignment::Exception& exception : instance_.ExceptionsOf(i)) {
        if (exception.points != assignment::kForbidden)
          lovers_[next_lover[exception.post]++] = {i, exception.points};
      }
    }
  }
}

bool DisplacementGraph::CheckSeats() const {
  for (PostIndex j = 0; j < instance_.post_count(); ++j) {
    if (OpenCost(j).value_or(0) < 0 || CloseCost(j).value_or(0) < 0) return false;
  }
  return true;
}

bool DisplacementGraph::HasException(PersonIndex i, PostIndex j) const {
  const auto exceptions = instance_.ExceptionsOf(i);
  const auto found =
      std::lower_bound(exceptions.begin(), exceptions.end(), j,
                       [](const assignment::Exception& a, PostIndex post) { return a.post < post; });
  return found != exceptions.end() && found->post == j;
}

int32_t DisplacementGraph::SeatPoints(PostIndex j, int32_t k) const {
  for (const assignment::SeatRun& run : instance_.SeatsOf(j)) {
    if (k <= run.count) return run.points;
    k -= run.count;
  }
  return 0;
}

absl::Span<const PersonIndex> DisplacementGraph::OccupantsOf(PostIndex j) const {
  return absl::MakeConstSpan(occupants_.data() + occupant_begin_[j], PeopleIn(j));
}

std::optional<int64_t> DisplacementGraph::Regret(PersonIndex i, PostIndex j) const {
  const std::optional<int32_t> score = instance_.Score(i, j);
  if (!score.has_value()) return std::nullopt;
  return profit_[i] - (int64_t{*score} * q_ - Price(j) - Toll(i, j));
}

std::optional<int64_t> DisplacementGraph::OpenCost(PostIndex j) const {
  const int32_t people = PeopleIn(j);
  if (people >= seats_[j]) return std::nullopt;
  return -Price(j) - SeatPoints(j, people + 1) * q_;
}

std::optional<int64_t> DisplacementGraph::CloseCost(PostIndex j) const {
  const int32_t people = PeopleIn(j);
  if (people == 0) return std::nullopt;
  return Price(j) + SeatPoints(j, people) * q_;
}

void DisplacementGraph::GuardedOut(PersonIndex i, PostIndex from, assignment::CellScore cell,
                                   Visit visit) const {
  const assignment::DistrictIndex home = instance_.persons[i].home;
  for (int32_t g = cell_begin_[cell.cell]; g < cell_begin_[cell.cell + 1]; ++g) {
    const Group& group = groups_[g];
    if (!IsHidden(i, g)) {
      visit(group_begin_ + g, ToSlot(i, cell.points, ToGroup(home, group)), i);
      continue;
    }
    const int64_t way = int64_t{instance_.Distance(home, group.district)} * q_;
    for (int32_t k = group.begin; k < group.end; ++k) {
      const PostIndex j = grouped_posts_[k];
      if (j != from && !HasException(i, j)) visit(j, ToSlot(i, cell.points, way + Price(j)), i);
    }
  }
}

void DisplacementGraph::OutOfPerson(PersonIndex i, PostIndex from, Visit visit) const {
  for (const assignment::Exception& exception : instance_.ExceptionsOf(i)) {
    if (exception.points == assignment::kForbidden || exception.post == from) continue;
    visit(exception.post,
          profit_[i] - (int64_t{exception.points} * q_ - Price(exception.post) - Toll(i, exception.post)), i);
  }
  for (int64_t k = instance_.cell_begin[i]; k < instance_.cell_begin[i + 1]; ++k) {
    const assignment::CellScore& cell = instance_.cell_scores[k];
    const int32_t slot = SlotOf(cell.cell, instance_.persons[i].home);
    if (slot < 0) continue;
    if (is_guarded_[k]) {
      GuardedOut(i, from, cell, visit);
    } else {
      visit(slot_begin_ + slot, ToSlot(i, cell.points, slots_[slot].best), i);
    }
  }
}

void DisplacementGraph::ForEachOut(int32_t node, Visit visit) const {
  if (IsSlot(node)) {
    const Slot& slot = slots_[node - slot_begin_];
    for (int32_t g = cell_begin_[slot.cell]; g < cell_begin_[slot.cell + 1]; ++g) {
      visit(group_begin_ + g, ToGroup(slot.home, groups_[g]) - slot.best, kNobody);
    }
  } else if (node >= group_begin_) {
    const Group& group = groups_[node - group_begin_];
    for (int32_t k = group.begin; k < group.end; ++k) {
      visit(grouped_posts_[k], Price(grouped_posts_[k]) - group.least_price, kNobody);
    }
  } else if (node == seats_node()) {
    for (PostIndex j = 0; j < instance_.post_count(); ++j) {
      if (const auto cost = CloseCost(j); cost.has_value()) visit(j, *cost, kNobody);
    }
  } else {
    if (const auto cost = OpenCost(node); cost.has_value()) visit(seats_node(), *cost, kNobody);
    for (const PersonIndex i : OccupantsOf(node)) OutOfPerson(i, node, visit);
  }
}

void DisplacementGraph::InOfGroup(int32_t g, Visit visit) const {
  const Group& group = groups_[g];
  for (assignment::DistrictIndex home = 0; home < instance_.district_count(); ++home) {
    const int32_t slot = SlotOf(group.cell, home);
    if (slot >= 0) visit(slot_begin_ + slot, ToGroup(home, group) - slots_[slot].best, kNobody);
  }
  for (const Guarded& member : guarded_[group.cell]) {
    if (IsHidden(member.person, g)) continue;
    visit(certificate_.placement[member.person],
          ToSlot(member.person, member.points, ToGroup(instance_.persons[member.person].home, group)),
          member.person);
  }
}

void DisplacementGraph::InOfPost(PostIndex j, Visit visit) const {
  if (const auto cost = CloseCost(j); cost.has_value()) visit(seats_node(), *cost, kNobody);
  const Group& group = groups_[group_of_[j]];
  visit(group_begin_ + group_of_[j], Price(j) - group.least_price, kNobody);
  for (int32_t k = lover_begin_[j]; k < lover_begin_[j + 1]; ++k) {
    const Lover& lover = lovers_[k];
    if (certificate_.placement[lover.person] == j) continue;
    visit(certificate_.placement[lover.person],
          profit_[lover.person] - (int64_t{lover.points} * q_ - Price(j) - Toll(lover.person, j)),
          lover.person);
  }
  for (const Guarded& member : hidden_[group_of_[j]]) {
    if (HasException(member.person, j) || certificate_.placement[member.person] == j) continue;
    const assignment::DistrictIndex home = instance_.persons[member.person].home;
    visit(certificate_.placement[member.person],
          ToSlot(member.person, member.points,
                 int64_t{instance_.Distance(home, group.district)} * q_ + Price(j)),
          member.person);
  }
}

void DisplacementGraph::ForEachIn(int32_t node, Visit visit) const {
  if (IsSlot(node)) {
    for (const Member& member : MembersOf(node)) visit(member.from, member.cost, member.person);
  } else if (node >= group_begin_) {
    InOfGroup(node - group_begin_, visit);
  } else if (node == seats_node()) {
    for (PostIndex j = 0; j < instance_.post_count(); ++j) {
      if (const auto cost = OpenCost(j); cost.has_value()) visit(j, *cost, kNobody);
    }
  } else {
    InOfPost(node, visit);
  }
}

}  // namespace selaras::matching
