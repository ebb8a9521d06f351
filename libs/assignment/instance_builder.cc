#include "libs/assignment/instance_builder.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"

namespace selaras::assignment {
namespace {

using Handle = InstanceBuilder::Handle;

// new_index[handle] after sorting `items` by id; moves the items into that order.
template <typename T, typename Id>
std::vector<Handle> SortById(std::vector<T>& items, Id id) {
  std::vector<Handle> order(items.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](Handle a, Handle b) { return id(items[a]) < id(items[b]); });
  std::vector<Handle> new_index(items.size());
  std::vector<T> sorted;
  sorted.reserve(items.size());
  for (size_t k = 0; k < order.size(); ++k) {
    new_index[order[k]] = static_cast<Handle>(k);
    sorted.push_back(std::move(items[order[k]]));
  }
  items = std::move(sorted);
  return new_index;
}

template <typename T, typename Id>
absl::Status CheckUnique(const std::vector<T>& sorted, Id id, absl::string_view what) {
  for (size_t k = 1; k < sorted.size(); ++k) {
    if (id(sorted[k - 1]) == id(sorted[k])) {
      return absl::InvalidArgumentError(absl::StrCat(what, " '", id(sorted[k]), "' was added twice"));
    }
  }
  return absl::OkStatus();
}

const std::string& Self(const std::string& id) {
  return id;
}
const std::string& PostId(const Post& post) {
  return post.id;
}
const std::string& PersonKey(const Person& person) {
  return person.key;
}

}  // namespace

Handle InstanceBuilder::AddDistrict(std::string id) {
  districts_.push_back(std::move(id));
  return static_cast<Handle>(districts_.size() - 1);
}

void InstanceBuilder::SetDistance(Handle home, Handle district, int32_t points) {
  distances_.push_back({home, district, points});
}

Handle InstanceBuilder::AddCell(std::string id) {
  cells_.push_back(std::move(id));
  return static_cast<Handle>(cells_.size() - 1);
}

Handle InstanceBuilder::AddPost(std::string id, Handle cell, Handle district, std::vector<SeatRun> seats) {
  posts_.push_back({std::move(id), cell, district, -1});
  seats_.push_back(std::move(seats));
  return static_cast<Handle>(posts_.size() - 1);
}

Handle InstanceBuilder::AddPerson(std::string key, Handle home, Handle reference_post) {
  persons_.push_back({std::move(key), home, reference_post});
  return static_cast<Handle>(persons_.size() - 1);
}

void InstanceBuilder::SetReference(Handle person, Handle post) {
  persons_.at(person).reference_post = post;
}

void InstanceBuilder::AddCellScore(Handle person, Handle cell, int32_t points) {
  cell_scores_.push_back({person, cell, points});
}

void InstanceBuilder::AddException(Handle person, Handle post, int32_t points) {
  exceptions_.push_back({person, post, points});
}

absl::Status InstanceBuilder::CheckHandles() const {
  const auto bad = [](Handle h, size_t size) { return h < 0 || static_cast<size_t>(h) >= size; };
  for (const Distance& d : distances_) {
    if (bad(d.home, districts_.size()) || bad(d.district, districts_.size())) {
      return absl::InvalidArgumentError("a distance names a district that was not added");
    }
  }
  for (const Post& post : posts_) {
    if (bad(post.cell, cells_.size()) || bad(post.district, districts_.size())) {
      return absl::InvalidArgumentError(
          absl::StrCat("post '", post.id, "' names a cell or district not added"));
    }
  }
  for (const Person& person : persons_) {
    if (bad(person.home, districts_.size())) {
      return absl::InvalidArgumentError(absl::StrCat("person '", person.key, "' names a district not added"));
    }
    if (bad(person.reference_post, posts_.size())) {
      return absl::InvalidArgumentError(absl::StrCat("person '", person.key, "' has no reference post"));
    }
  }
  for (const Item& item : cell_scores_) {
    if (bad(item.person, persons_.size()) || bad(item.target, cells_.size())) {
      return absl::InvalidArgumentError("a cell score names a person or cell that was not added");
    }
  }
  for (const Item& item : exceptions_) {
    if (bad(item.person, persons_.size()) || bad(item.target, posts_.size())) {
      return absl::InvalidArgumentError("an exception names a person or post that was not added");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Instance> InstanceBuilder::Build() && {
  if (absl::Status status = CheckHandles(); !status.ok()) return status;
  if (absl::Status status = CheckLimitHandles(); !status.ok()) return status;
  Instance out;
  out.max_moves = max_moves_;
  BuildZones(out);

  const std::vector<Handle> district = SortById(districts_, Self);
  const std::vector<Handle> cell = SortById(cells_, Self);
  for (Post& post : posts_) {
    post.cell = cell[post.cell];
    post.district = district[post.district];
  }
  const std::vector<Handle> post = SortById(posts_, PostId);
  for (Person& person : persons_) {
    person.home = district[person.home];
    person.reference_post = post[person.reference_post];
  }
  const std::vector<Handle> person = SortById(persons_, PersonKey);
  for (const absl::Status& status :
       {CheckUnique(districts_, Self, "district"), CheckUnique(cells_, Self, "cell"),
        CheckUnique(posts_, PostId, "post"), CheckUnique(persons_, PersonKey, "person")}) {
    if (!status.ok()) return status;
  }

  const size_t d = districts_.size();
  out.distance.assign(d * d, 0);
  for (const Distance& item : distances_) {
    out.distance[static_cast<size_t>(district[item.home]) * d + district[item.district]] = item.points;
  }

  std::vector<Handle> old_post(post.size());
  for (size_t k = 0; k < post.size(); ++k) old_post[post[k]] = static_cast<Handle>(k);
  if (absl::Status status = BuildSeats(old_post, out); !status.ok()) return status;
  BuildLimits(person, out);

  // Rows by counting over persons, then each row sorted.
  const auto fill = [&](std::vector<Item>& items, const std::vector<Handle>& target,
                        std::vector<int64_t>& begin, auto& rows, auto make) {
    begin.assign(persons_.size() + 1, 0);
    for (const Item& item : items) ++begin[person[item.person] + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    rows.resize(items.size());
    std::vector<int64_t> at(begin.begin(), begin.end() - 1);
    for (const Item& item : items) rows[at[person[item.person]]++] = make(target[item.target], item.points);
    items = {};
  };
  fill(cell_scores_, cell, out.cell_begin, out.cell_scores, [](Handle target, int32_t points) {
    return CellScore{target, points};
  });
  fill(exceptions_, post, out.exception_begin, out.exceptions, [](Handle target, int32_t points) {
    return Exception{target, points};
  });
  for (size_t i = 0; i < persons_.size(); ++i) {
    std::sort(out.cell_scores.begin() + out.cell_begin[i], out.cell_scores.begin() + out.cell_begin[i + 1],
              [](const CellScore& a, const CellScore& b) { return a.cell < b.cell; });
    std::sort(out.exceptions.begin() + out.exception_begin[i],
              out.exceptions.begin() + out.exception_begin[i + 1],
              [](const Exception& a, const Exception& b) { return a.post < b.post; });
  }
  out.districts = std::move(districts_);
  out.cells = std::move(cells_);
  out.posts = std::move(posts_);
  out.persons = std::move(persons_);
  if (absl::Status status = Validate(out); !status.ok()) return status;
  return out;
}

}  // namespace selaras::assignment
