#ifndef SELARAS_SERVICES_REGISTRY_APP_FACTS_H_
#define SELARAS_SERVICES_REGISTRY_APP_FACTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/registry/domain/record.h"
#include "services/registry/domain/record_schema.h"

namespace selaras::registry {

// Coordinates of a read: what was believed at a revision about a day.
struct ReadAt {
  int64_t revision = 0;
  Day day = 0;

  friend bool operator==(const ReadAt&, const ReadAt&) = default;
};

// One version of one fact. `Text` is std::string where it is kept, absl::string_view where it is passed by.
template <typename Text>
struct BasicFact {
  RecordKind kind = RecordKind::kProfile;
  Text subject;
  Text key;
  Text agency;
  Text ref;
  Text content;
  Text decree;  // id of the decree that made it, "" = none; a decree makes one fact only
  Day valid_from = kSinceEver;
  Day valid_to = kForEver;
  int64_t known_from = 0;
  int64_t known_to = 0;  // 0 = still believed
  int confidence = 0;

  bool IsKnownAt(int64_t revision) const {
    return known_from <= revision && (known_to == 0 || known_to > revision);
  }
  // Whether a reader at `day` meets it: events stay on record after their end, states and wishes do not.
  bool IsOnRecordAt(Day day) const {
    if (valid_from > day) return false;
    const Validity validity = FindSchema(kind)->validity;
    return validity == Validity::kEvent || valid_to > day;
  }
};
using Fact = BasicFact<std::string>;
using FactView = BasicFact<absl::string_view>;

inline Fact Keep(const FactView& view) {
  return Fact{view.kind,
              std::string(view.subject),
              std::string(view.key),
              std::string(view.agency),
              std::string(view.ref),
              std::string(view.content),
              std::string(view.decree),
              view.valid_from,
              view.valid_to,
              view.known_from,
              view.known_to,
              view.confidence};
}

// Names of the systems that give outside ids.
inline constexpr char kNipId[] = "NIP";
inline constexpr char kPnsId[] = "PNS_ID";
inline constexpr char kAgencyCode[] = "AGENCY_CODE";
inline constexpr char kUnitCode[] = "UNIT_CODE";
inline constexpr char kPositionCode[] = "POSITION_CODE";
inline constexpr char kPostCode[] = "POST_CODE";
inline constexpr char kNpsn[] = "NPSN";

struct ExternalId {
  std::string kind;
  std::string value;
  RecordKind subject_kind = RecordKind::kProfile;
  std::string subject;
  std::string agency;
};

struct Change {
  int64_t revision = 0;
  int sequence = 0;
  std::string resource;  // resource name
  std::string kind;
};

// What one revision writes. The store fills in known_from and known_to.
struct FactWrites {
  std::vector<Fact> inserts;
  std::vector<Fact> closes;  // as they are stored; they stop being believed
  std::vector<ExternalId> external_ids;
  std::vector<Change> changes;

  bool empty() const { return inserts.empty() && closes.empty() && external_ids.empty(); }
};

struct Access {
  int64_t number = 0;
  std::string principal;
  std::string employee;
  std::vector<std::string> fields;
  std::string purpose;
  absl::Time time;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_FACTS_H_
