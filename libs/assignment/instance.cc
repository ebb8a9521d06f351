#include "libs/assignment/instance.h"

#include <algorithm>
#include <limits>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/assignment/limits.h"

namespace selaras::assignment {
namespace {

constexpr int32_t kMaxSeatPoints = 1'000'000'000;
constexpr int32_t kMaxScorePoints = 10'000'000;
constexpr int64_t kMaxCount = 4'000'000;
constexpr int64_t kMaxSeatsOfPost = 10'000'000;

template <typename... Parts>
absl::Status Fault(const Parts&... parts) {
  return absl::InvalidArgumentError(absl::StrCat("instance: ", parts...));
}

bool GoodId(const std::string& id, absl::string_view also) {
  if (id.empty() || id.size() > 200) return false;
  for (const char c : id) {
    const bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!alnum && also.find(c) == absl::string_view::npos) return false;
  }
  return true;
}

bool InRange(int64_t value, int64_t limit) {
  return value >= -limit && value <= limit;
}

absl::Status ValidateMap(const Instance& in) {
  const size_t d = in.districts.size();
  if (d == 0) return Fault("no district; state at least one");
  if (in.distance.size() != d * d) return Fault("distance table must have ", d * d, " entries");
  for (size_t k = 0; k < in.distance.size(); ++k) {
    if (in.distance[k] < 0 || in.distance[k] > kMaxScorePoints) {
      return Fault("distance ", in.distance[k], " of district ", k / d, " to ", k % d, " is outside 0 to ",
                   kMaxScorePoints);
    }
  }
  for (const auto* ids : {&in.districts, &in.cells}) {
    std::set<absl::string_view> seen;
    for (const std::string& id : *ids) {
      if (!GoodId(id, "_.@:/-")) return Fault("id '", id, "' must be 1-200 of 0-9 a-z A-Z _ . @ : / -");
      if (!seen.insert(id).second)
        return Fault("id '", id, "' stands twice; give each district and cell its own");
    }
  }
  return absl::OkStatus();
}

absl::Status ValidatePost(const Instance& in, PostIndex j) {
  const Post& post = in.posts[j];
  if (!GoodId(post.id, "_.-")) return Fault("post ", j, ": id must be 1-200 of 0-9 a-z A-Z _ . -");
  if (j > 0 && !(in.posts[j - 1].id < post.id))
    return Fault("post ", j, ": ids must ascend as bytes, no duplicates");
  if (post.cell < 0 || post.cell >= in.cell_count()) return Fault("post ", j, ": no such cell ", post.cell);
  if (post.district < 0 || post.district >= in.district_count()) {
    return Fault("post ", j, ": no such district ", post.district);
  }
  int64_t seats = 0;
  int32_t previous = std::numeric_limits<int32_t>::max();
  for (const SeatRun& run : in.SeatsOf(j)) {
    if (run.count < 1) return Fault("post ", j, ": a run of seats needs a count of at least 1");
    if (!InRange(run.points, kMaxSeatPoints))
      return Fault("post ", j, ": seat points beyond ±", kMaxSeatPoints);
    if (run.points > previous) return Fault("post ", j, ": seat points must not increase");
    previous = run.points;
    seats += run.count;
  }
  if (seats > kMaxSeatsOfPost) return Fault("post ", j, ": more than ", kMaxSeatsOfPost, " seats");
  return absl::OkStatus();
}

absl::Status ValidatePerson(const Instance& in, PersonIndex i) {
  const Person& person = in.persons[i];
  if (!GoodId(person.key, "_-")) return Fault("person ", i, ": key must be 1-200 of 0-9 a-z A-Z _ -");
  if (i > 0 && !(in.persons[i - 1].key < person.key)) {
    return Fault("person ", i, ": keys must ascend as bytes, no duplicates");
  }
  if (person.home < 0 || person.home >= in.district_count())
    return Fault("person ", i, ": no such home district");
  CellIndex last_cell = -1;
  for (const CellScore& score : in.CellsOf(i)) {
    if (score.cell <= last_cell || score.cell >= in.cell_count()) {
      return Fault("person ", i, ": cells must exist and ascend, no duplicates");
    }
    if (!InRange(score.points, kMaxScorePoints))
      return Fault("person ", i, ": cell points beyond ±", kMaxScorePoints);
    last_cell = score.cell;
  }
  PostIndex last_post = -1;
  for (const Exception& exception : in.ExceptionsOf(i)) {
    if (exception.post <= last_post || exception.post >= in.post_count()) {
      return Fault("person ", i, ": exception posts must exist and ascend, no duplicates");
    }
    if (exception.points != kForbidden && !InRange(exception.points, kMaxScorePoints)) {
      return Fault("person ", i, ": exception points beyond ±", kMaxScorePoints);
    }
    last_post = exception.post;
  }
  if (person.reference_post < 0 || person.reference_post >= in.post_count() ||
      !in.Score(i, person.reference_post).has_value()) {
    return Fault("person ", i, ": the reference post must exist and be lawful; list it as an exception");
  }
  return absl::OkStatus();
}

template <typename T>
bool GoodRows(const std::vector<T>& begin, size_t rows, size_t items) {
  return begin.size() == rows + 1 && begin.front() == 0 && begin.back() == static_cast<T>(items) &&
         std::is_sorted(begin.begin(), begin.end());
}

}  // namespace

int32_t Instance::SeatCount(PostIndex j) const {
  int32_t count = 0;
  for (const SeatRun& run : SeatsOf(j)) count += run.count;
  return count;
}

std::optional<int32_t> Instance::Score(PersonIndex i, PostIndex j) const {
  const auto exceptions = ExceptionsOf(i);
  const auto e = std::lower_bound(exceptions.begin(), exceptions.end(), j,
                                  [](const Exception& x, PostIndex post) { return x.post < post; });
  if (e != exceptions.end() && e->post == j) {
    return e->points == kForbidden ? std::nullopt : std::optional<int32_t>(e->points);
  }
  const auto cells = CellsOf(i);
  const auto c = std::lower_bound(cells.begin(), cells.end(), posts[j].cell,
                                  [](const CellScore& x, CellIndex cell) { return x.cell < cell; });
  if (c == cells.end() || c->cell != posts[j].cell) return std::nullopt;
  return c->points - Distance(persons[i].home, posts[j].district);
}

int64_t Instance::SeatValue(PostIndex j, int32_t occupants) const {
  int64_t value = 0;
  for (const SeatRun& run : SeatsOf(j)) {
    const int32_t taken = std::min(run.count, occupants);
    value += int64_t{taken} * run.points;
    occupants -= taken;
  }
  return value;
}

int64_t Instance::TierSeatValue(PostIndex j, int32_t tier, int32_t occupants) const {
  int64_t value = 0;
  for (int32_t r = seat_begin[j]; r < seat_begin[j + 1]; ++r) {
    const int32_t taken = std::min(seat_runs[r].count, occupants);
    value += int64_t{taken} * tier_points[static_cast<size_t>(r) * tier_count + tier];
    occupants -= taken;
  }
  return value;
}

int64_t Instance::LawfulPairCount() const {
  std::vector<int64_t> posts_in_cell(cells.size(), 0);
  for (const Post& post : posts) ++posts_in_cell[post.cell];
  int64_t pairs = 0;
  for (PersonIndex i = 0; i < person_count(); ++i) {
    const auto scores = CellsOf(i);
    for (const CellScore& score : scores) pairs += posts_in_cell[score.cell];
    for (const Exception& e : ExceptionsOf(i)) {
      const bool in_cell = std::any_of(scores.begin(), scores.end(),
                                       [&](const CellScore& s) { return s.cell == posts[e.post].cell; });
      if (e.points == kForbidden) {
        pairs -= in_cell ? 1 : 0;
      } else {
        pairs += in_cell ? 0 : 1;
      }
    }
  }
  return pairs;
}

absl::StatusOr<int64_t> Objective(const Instance& instance, absl::Span<const PostIndex> placement) {
  if (placement.size() != instance.persons.size()) {
    return absl::InvalidArgumentError(absl::StrCat("placement has ", placement.size(), " entries for ",
                                                   instance.persons.size(), " persons"));
  }
  std::vector<int32_t> occupants(instance.posts.size(), 0);
  int64_t value = 0;
  int64_t moved = 0;
  for (PersonIndex i = 0; i < instance.person_count(); ++i) {
    const PostIndex j = placement[i];
    if (j < 0 || j >= instance.post_count()) {
      return absl::InvalidArgumentError(absl::StrCat("person ", i, ": no such post ", j));
    }
    const std::optional<int32_t> score = instance.Score(i, j);
    if (!score.has_value()) {
      return absl::InvalidArgumentError(absl::StrCat("person ", i, ": post ", j, " is unlawful"));
    }
    value += *score;
    ++occupants[j];
    moved += j != instance.persons[i].reference_post ? 1 : 0;
  }
  for (PostIndex j = 0; j < instance.post_count(); ++j) {
    if (occupants[j] > instance.SeatCount(j)) {
      return absl::InvalidArgumentError(
          absl::StrCat("post ", j, ": ", occupants[j], " persons for ", instance.SeatCount(j), " seats"));
    }
    value += instance.SeatValue(j, occupants[j]);
  }
  if (instance.max_moves.has_value() && moved > *instance.max_moves) {
    return absl::InvalidArgumentError(
        absl::StrCat(moved, " persons move, the limit is ", *instance.max_moves));
  }
  if (absl::Status status = CheckLimits(instance, placement); !status.ok()) return status;
  return value;
}

int64_t TierObjective(const Instance& instance, int32_t tier, absl::Span<const PostIndex> placement) {
  std::vector<int32_t> occupants(instance.posts.size(), 0);
  for (const PostIndex j : placement) ++occupants[j];
  int64_t value = 0;
  for (PostIndex j = 0; j < instance.post_count(); ++j) {
    value += instance.TierSeatValue(j, tier, occupants[j]);
  }
  return value;
}

absl::Status Validate(const Instance& in) {
  if (in.persons.size() > kMaxCount) return Fault("more than ", kMaxCount, " persons");
  if (in.posts.size() > kMaxCount) return Fault("more than ", kMaxCount, " posts");
  if (in.cells.size() > kMaxCount) return Fault("more than ", kMaxCount, " cells");
  if (in.districts.size() > 30'000) return Fault("more than 30000 districts");
  if (!GoodRows(in.seat_begin, in.posts.size(), in.seat_runs.size()))
    return Fault("seat_begin is not a row index");
  if (!GoodRows(in.cell_begin, in.persons.size(), in.cell_scores.size())) {
    return Fault("cell_begin is not a row index");
  }
  if (!GoodRows(in.exception_begin, in.persons.size(), in.exceptions.size())) {
    return Fault("exception_begin is not a row index");
  }
  if (in.max_moves.has_value() && (*in.max_moves < 0 || *in.max_moves > int64_t{1} << 62)) {
    return Fault("max_moves must be 0 to 2^62");
  }
  if (absl::Status status = ValidateMap(in); !status.ok()) return status;
  for (PostIndex j = 0; j < in.post_count(); ++j) {
    if (absl::Status status = ValidatePost(in, j); !status.ok()) return status;
  }
  for (PersonIndex i = 0; i < in.person_count(); ++i) {
    if (absl::Status status = ValidatePerson(in, i); !status.ok()) return status;
  }
  return ValidateLimits(in);
}

}  // namespace selaras::assignment
