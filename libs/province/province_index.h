// A province with its lists sorted by id and every reference resolved to an index.
#ifndef SELARAS_LIBS_PROVINCE_PROVINCE_INDEX_H_
#define SELARAS_LIBS_PROVINCE_PROVINCE_INDEX_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/province/facts.h"

namespace selaras::province {

// Immutable; safe to read from several threads. Indices are positions in the sorted lists; -1 = none or
// unknown.
class ProvinceIndex {
 public:
  struct PostRefs {
    int32_t unit, position, agency, district;
    int32_t need;  // In needs(); -1 = assumed.
  };
  struct PersonRefs {
    int32_t agency, post, home;
    // Position of the present post, else of the last one held; -1 = unknown.
    int32_t position;
  };

  // kInvalidArgument: an id empty, twice, or with characters outside [0-9A-Za-z_.-]; a post whose unit,
  // position or agency does not exist. A reference of a person to what does not exist counts as unknown (and
  // as holding no post).
  static absl::StatusOr<ProvinceIndex> Make(Province province);

  const Province& facts() const { return province_; }
  const std::vector<Person>& persons() const { return province_.persons; }
  const std::vector<Post>& posts() const { return province_.posts; }
  const std::vector<Position>& positions() const { return province_.positions; }
  const std::vector<OrgUnit>& units() const { return province_.org_units; }
  const std::vector<Agency>& agencies() const { return province_.agencies; }
  const std::vector<District>& districts() const { return province_.districts; }

  const PostRefs& PostRefsOf(int32_t post) const { return post_refs_[post]; }
  const PersonRefs& PersonRefsOf(int32_t person) const { return person_refs_[person]; }
  int32_t ParentOf(int32_t unit) const { return parents_[unit]; }
  const std::vector<int32_t>& ChildrenOf(int32_t unit) const { return children_[unit]; }
  // People whose present post this is, ascending.
  const std::vector<int32_t>& IncumbentsOf(int32_t post) const { return incumbents_[post]; }
  const std::vector<int32_t>& PostsOfUnit(int32_t unit) const { return unit_posts_[unit]; }
  const std::vector<int32_t>& PostsOfDistrict(int32_t district) const { return district_posts_[district]; }
  // Needs of a post with the assumption filled in.
  NeedCurve NeedOf(int32_t post) const;

  int32_t FindPerson(absl::string_view id) const;
  int32_t FindPost(absl::string_view id) const;
  int32_t FindPosition(absl::string_view id) const;
  int32_t FindUnit(absl::string_view id) const;
  int32_t FindAgency(absl::string_view id) const;
  int32_t FindDistrict(absl::string_view id) const;

 private:
  Province province_;
  std::vector<PostRefs> post_refs_;
  std::vector<PersonRefs> person_refs_;
  std::vector<int32_t> parents_;
  std::vector<std::vector<int32_t>> children_, incumbents_, unit_posts_, district_posts_;
};

}  // namespace selaras::province

#endif  // SELARAS_LIBS_PROVINCE_PROVINCE_INDEX_H_
