// Posts of the instance: seats that the frozen leave, virtual posts, tiers.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/matching/domain/problem_builder.h"

namespace selaras::matching {
namespace {

constexpr char kUnplacedCell[] = "unplaced";
constexpr int32_t kTiers = 2;  // Critical, target.

}  // namespace

void ProblemBuilder::AddPosts() {
  cell_handle_.assign(problem_.lawfulness().cells().size(), -1);
  problem_.instance_post_.assign(Index().posts().size(), -1);
  if (Request().tiers) builder_.SetTierCount(kTiers);
  int32_t lowest = 0;
  struct Item {
    std::string id;
    int32_t post;    // -1: unplaced
    int32_t agency;  // Of the unplaced post
  };
  std::vector<Item> items;
  for (int32_t j = 0; j < static_cast<int32_t>(Index().posts().size()); ++j) {
    if (!scope_->HasPost(j) || SeatsAfter(problem_.seats_[j], problem_.frozen_[j]).empty()) continue;
    items.push_back({Index().posts()[j].id, j, -1});
    lowest = std::min(lowest, problem_.seats_[j].back().points);
  }
  std::vector<int32_t> without_post(Index().agencies().size() + 1, 0);  // Last: agency unknown.
  for (int32_t i = 0; i < static_cast<int32_t>(Index().persons().size()); ++i) {
    const ProvinceIndex::PersonRefs& refs = Index().PersonRefsOf(i);
    if (refs.post < 0 && scope_->HasPerson(i))
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
  for (const Item& item : items) {
    problem_.province_post_.push_back(item.post);
    if (item.post >= 0) {
      AddPost(item.post);
    } else {
      AddUnplacedPost(item.id, item.agency, without_post[item.agency], lowest - 1);
    }
  }
}

void ProblemBuilder::AddPost(int32_t post) {
  const int32_t cell = problem_.lawfulness().CellOf(post);
  if (cell_handle_[cell] < 0) cell_handle_[cell] = builder_.AddCell(problem_.lawfulness().cells()[cell].id);
  std::vector<assignment::SeatRun> seats = SeatsAfter(problem_.seats_[post], problem_.frozen_[post]);
  int32_t count = 0;
  for (const assignment::SeatRun& run : seats) count += run.count;
  const int32_t handle = builder_.AddPost(Index().posts()[post].id, cell_handle_[cell],
                                          DistrictOr(Index().PostRefsOf(post).district), std::move(seats));
  problem_.instance_post_[post] = handle;
  zones_->Place(post, handle);
  if (Request().tiers) AddTiers(post, handle, problem_.frozen_[post], count);
}

void ProblemBuilder::AddUnplacedPost(const std::string& id, int32_t agency, int32_t seats, int32_t points) {
  if (unplaced_cell_ < 0) unplaced_cell_ = builder_.AddCell(kUnplacedCell);
  const int32_t handle = builder_.AddPost(id, unplaced_cell_, unknown_district_, {{seats, points}});
  unplaced_[agency] = handle;
  if (agency < static_cast<int32_t>(Index().agencies().size())) zones_->PlaceUnplaced(agency, handle);
  for (int32_t tier = 0; Request().tiers && tier < kTiers; ++tier) {
    builder_.SetTierSeats(handle, tier, {{seats, 0}});
  }
}

void ProblemBuilder::AddTiers(int32_t post, int32_t handle, int32_t taken, int32_t seats) {
  const NeedCurve need = Index().NeedOf(post);
  // Nobody is needed above the ceiling.
  const int32_t critical = std::min(need.critical, Index().posts()[post].ceiling);
  const int32_t target = std::min(std::max(need.critical, need.target), Index().posts()[post].ceiling);
  int32_t tier = 0;
  for (const int32_t needed : {critical, target}) {
    const int32_t open = std::clamp(needed - taken, 0, seats);
    std::vector<assignment::SeatRun> runs;
    if (open > 0) runs.push_back({open, 1});
    if (seats > open) runs.push_back({seats - open, 0});
    builder_.SetTierSeats(handle, tier++, std::move(runs));
  }
}

}  // namespace selaras::matching
