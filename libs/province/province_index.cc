#include "libs/province/province_index.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace selaras::province {
namespace {

bool IsId(absl::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '-';
  });
}

template <typename T>
absl::Status SortById(absl::string_view kind, std::vector<T>& items) {
  std::sort(items.begin(), items.end(), [](const T& a, const T& b) { return a.id < b.id; });
  for (size_t i = 0; i < items.size(); ++i) {
    if (!IsId(items[i].id)) {
      return absl::InvalidArgumentError(
          absl::StrCat(kind, ": an id is empty or has characters outside 0-9 A-Z a-z _ . -"));
    }
    if (i > 0 && items[i - 1].id == items[i].id) {
      return absl::InvalidArgumentError(absl::StrCat(kind, " ", items[i].id, " is there twice"));
    }
  }
  return absl::OkStatus();
}

template <typename T>
int32_t Find(const std::vector<T>& items, absl::string_view id) {
  const auto it = std::lower_bound(items.begin(), items.end(), id,
                                   [](const T& item, absl::string_view wanted) { return item.id < wanted; });
  return it != items.end() && it->id == id ? static_cast<int32_t>(it - items.begin()) : -1;
}

// Ids to indices without a search each: the lists have up to a million entries.
template <typename T>
absl::flat_hash_map<absl::string_view, int32_t> Places(const std::vector<T>& items) {
  absl::flat_hash_map<absl::string_view, int32_t> places;
  places.reserve(items.size());
  for (size_t i = 0; i < items.size(); ++i) places.emplace(items[i].id, static_cast<int32_t>(i));
  return places;
}

int32_t At(const absl::flat_hash_map<absl::string_view, int32_t>& places, absl::string_view id) {
  if (id.empty()) return -1;
  const auto it = places.find(id);
  return it == places.end() ? -1 : it->second;
}

}  // namespace

absl::StatusOr<ProvinceIndex> ProvinceIndex::Make(Province province) {
  ProvinceIndex index;
  index.province_ = std::move(province);
  Province& p = index.province_;
  SELARAS_RETURN_IF_ERROR(SortById("agency", p.agencies));
  SELARAS_RETURN_IF_ERROR(SortById("district", p.districts));
  SELARAS_RETURN_IF_ERROR(SortById("org unit", p.org_units));
  SELARAS_RETURN_IF_ERROR(SortById("position", p.positions));
  SELARAS_RETURN_IF_ERROR(SortById("post", p.posts));
  SELARAS_RETURN_IF_ERROR(SortById("person", p.persons));
  const auto agencies = Places(p.agencies), districts = Places(p.districts), units = Places(p.org_units),
             positions = Places(p.positions), posts = Places(p.posts);

  for (const OrgUnit& unit : p.org_units) index.parents_.push_back(At(units, unit.parent));
  index.children_.resize(p.org_units.size());
  for (size_t u = 0; u < p.org_units.size(); ++u) {
    if (index.parents_[u] >= 0) index.children_[index.parents_[u]].push_back(static_cast<int32_t>(u));
  }
  index.unit_posts_.resize(p.org_units.size());
  index.district_posts_.resize(p.districts.size());
  for (size_t j = 0; j < p.posts.size(); ++j) {
    const Post& post = p.posts[j];
    PostRefs refs{At(units, post.org_unit), At(positions, post.position), At(agencies, post.agency),
                  At(districts, post.district), -1};
    if (refs.unit < 0 || refs.position < 0 || refs.agency < 0) {
      return absl::InvalidArgumentError(absl::StrCat("post ", post.id, ": its ",
                                                     refs.unit < 0       ? "org unit"
                                                     : refs.position < 0 ? "position"
                                                                         : "agency",
                                                     " does not exist"));
    }
    if (post.ceiling < 0)
      return absl::InvalidArgumentError(absl::StrCat("post ", post.id, ": negative ceiling"));
    if (refs.district < 0) refs.district = At(districts, p.org_units[refs.unit].district);
    index.unit_posts_[refs.unit].push_back(static_cast<int32_t>(j));
    if (refs.district >= 0) index.district_posts_[refs.district].push_back(static_cast<int32_t>(j));
    index.post_refs_.push_back(refs);
  }
  for (size_t n = 0; n < p.needs.size(); ++n) {
    if (const int32_t post = At(posts, p.needs[n].post); post >= 0)
      index.post_refs_[post].need = static_cast<int32_t>(n);
  }

  index.incumbents_.resize(p.posts.size());
  index.person_refs_.reserve(p.persons.size());
  for (size_t i = 0; i < p.persons.size(); ++i) {
    const Person& person = p.persons[i];
    PersonRefs refs{At(agencies, person.agency), At(posts, person.post), At(districts, person.home_district),
                    -1};
    if (refs.post >= 0) {
      refs.position = index.post_refs_[refs.post].position;
      if (refs.agency < 0) refs.agency = index.post_refs_[refs.post].agency;
      index.incumbents_[refs.post].push_back(static_cast<int32_t>(i));
    } else {
      const HeldPost* last = nullptr;
      for (const HeldPost& held : person.history) {
        if (last == nullptr || held.start > last->start) last = &held;
      }
      if (last != nullptr) refs.position = At(positions, last->position);
    }
    index.person_refs_.push_back(refs);
  }
  return index;
}

NeedCurve ProvinceIndex::NeedOf(int32_t post) const {
  const int32_t need = post_refs_[post].need;
  if (need >= 0) return province_.needs[need];
  NeedCurve assumed;
  assumed.post = posts()[post].id;
  assumed.target = posts()[post].ceiling;
  assumed.critical = (assumed.target * 7 + 9) / 10;
  assumed.urgency.assign(assumed.target, 500);
  assumed.assumed = true;
  return assumed;
}

int32_t ProvinceIndex::FindPerson(absl::string_view id) const {
  return Find(province_.persons, id);
}
int32_t ProvinceIndex::FindPost(absl::string_view id) const {
  return Find(province_.posts, id);
}
int32_t ProvinceIndex::FindPosition(absl::string_view id) const {
  return Find(province_.positions, id);
}
int32_t ProvinceIndex::FindUnit(absl::string_view id) const {
  return Find(province_.org_units, id);
}
int32_t ProvinceIndex::FindAgency(absl::string_view id) const {
  return Find(province_.agencies, id);
}
int32_t ProvinceIndex::FindDistrict(absl::string_view id) const {
  return Find(province_.districts, id);
}

}  // namespace selaras::province
