#ifndef SELARAS_SERVICES_REGISTRY_APP_CODE_BOOK_H_
#define SELARAS_SERVICES_REGISTRY_APP_CODE_BOOK_H_

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/registry/app/fact_store.h"

namespace selaras::registry {

// Outside codes → things of the registry, in memory for one import: no query per row. Not thread-safe. About
// 150 bytes a thing.
class CodeBook {
 public:
  struct Thing {
    std::string id;
    std::string agency;    // owning agency, "" = common
    std::string position;  // posts: id of the position
    std::string unit;      // posts: id of the unit
  };

  static absl::StatusOr<CodeBook> Load(FactStore& store, absl::string_view tenant);

  // Null: unknown code. `kind`: kAgency … kPost, kCalendar, kProfile (by NIP).
  const Thing* Find(RecordKind kind, absl::string_view code) const;
  // Agencies, units and posts by id; null: unknown. CodeOf: "" if unknown.
  const Thing* FindById(absl::string_view id) const;
  absl::string_view CodeOf(absl::string_view id) const;
  // Notes a thing that has just been made or changed.
  void Put(RecordKind kind, absl::string_view code, Thing thing);

  // For layouts that name a position by its title and a post by unit and position: codes; "" = unknown or
  // ambiguous.
  absl::string_view PositionCodeByTitle(absl::string_view title) const;
  absl::string_view PostCodeAt(absl::string_view unit_id, absl::string_view position_id) const;
  // Code of the only thing of a kind; "" = none or several.
  absl::string_view OnlyCode(RecordKind kind) const;
  void NoteTitle(absl::string_view title, absl::string_view position_code);

  // True once per outside id of a secondary system: what is already used elsewhere must not be written again.
  bool Claim(absl::string_view id_kind, absl::string_view value);

 private:
  using Codes = absl::flat_hash_map<std::string, Thing>;

  absl::flat_hash_map<RecordKind, Codes> codes_;
  absl::flat_hash_map<std::string, std::string> titles_;  // lower-case title → position code; "" = ambiguous
  absl::flat_hash_map<std::pair<std::string, std::string>, std::string>
      posts_at_;  // (unit, position) → post code
  absl::flat_hash_map<std::string, std::pair<RecordKind, std::string>>
      by_id_;  // agencies, units, posts → (kind, code)
  absl::flat_hash_set<std::string> claimed_;
};

// System of the code by which the import knows things of a kind; "" = the code itself is the id.
absl::string_view CodeKindOf(RecordKind kind);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_CODE_BOOK_H_
