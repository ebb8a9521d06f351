#ifndef SELARAS_SERVICES_REGISTRY_APP_ORGANISATION_H_
#define SELARAS_SERVICES_REGISTRY_APP_ORGANISATION_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/registry/app/fact_store.h"

namespace selaras::registry {

// Agencies, districts, units, positions, posts and calendars at one revision and day, in memory: about 60,000
// small records for a province, read in one go. Immutable.
class Organisation {
 public:
  struct Thing {
    Fact fact;
    std::vector<ExternalId> external_ids;
    int incumbents = 0;  // posts
  };

  static absl::StatusOr<std::shared_ptr<const Organisation>> Load(FactStore& store, absl::string_view tenant,
                                                                  const ReadAt& at);

  // Only the things of these ids, the units above them, and the positions of the posts; posts with incumbents,
  // external ids for what `ids` name. For a few names: its cost does not grow with the province. All(kind) is in order of reading.
  static absl::StatusOr<std::shared_ptr<const Organisation>> LoadNamed(FactStore& store,
                                                                       absl::string_view tenant,
                                                                       const ReadAt& at,
                                                                       std::vector<std::string> ids);

  // Ascending by id. Kinds kAgency … kCalendar.
  absl::Span<const Thing> All(RecordKind kind) const;
  // Null: none at this revision and day.
  const Thing* Find(RecordKind kind, absl::string_view id) const;

  // District of a unit, or of the next unit above it that has one; "" = unknown.
  absl::string_view DistrictOf(absl::string_view unit_id) const;
  // True if `unit_id` is `root` or lies below it.
  bool IsBelow(absl::string_view unit_id, absl::string_view root) const;
  // Family (`TEACHER` …) and group (`ADM` …) of a position; "" = unknown.
  absl::string_view FamilyOf(absl::string_view position_id) const;
  absl::string_view GroupOf(absl::string_view position_id) const;

  int64_t seats() const { return seats_; }
  // People who are counted among the incumbents of some post.
  int64_t placed() const { return placed_; }

 private:
  absl::Status LoadKind(FactStore& store, absl::string_view tenant, const ReadAt& at, RecordKind kind);
  absl::Status LoadIds(FactStore& store, absl::string_view tenant, const ReadAt& at,
                       absl::Span<const std::string> ids);
  absl::Status CountHolders(FactStore& store, absl::string_view tenant, const ReadAt& at, Thing& post);
  absl::Status CountIncumbents(FactStore& store, absl::string_view tenant, const ReadAt& at);

  absl::flat_hash_map<RecordKind, std::vector<Thing>> things_;
  absl::flat_hash_map<std::string, std::pair<RecordKind, int>> index_;  // id → kind, position
  int64_t seats_ = 0;
  int64_t placed_ = 0;
};

// Of a person's appointments, believed and begun: the one held at `at`, that is the one begun last among
// those that have not ended. Feed the facts of one employee in any order.
class PresentPost {
 public:
  explicit PresentPost(const ReadAt& at) : at_(at) {}

  void Add(const FactView& appointment);
  // "" = holds no post.
  const std::string& post() const { return post_; }
  const std::string& position() const { return position_; }
  Day since() const { return since_; }
  // Revision at which the appointment became known in its present form; 0 = holds no post.
  int64_t revision() const { return post_.empty() ? 0 : revision_; }
  void Clear();

 private:
  ReadAt at_;
  bool held_ = false;
  Day since_ = 0;
  int64_t revision_ = 0;
  std::string post_;
  std::string position_;
};

// The last few organisations read. Thread-safe.
class OrganisationCache {
 public:
  explicit OrganisationCache(FactStore& store) : store_(store) {}

  absl::StatusOr<std::shared_ptr<const Organisation>> Get(const std::string& tenant, const ReadAt& at);
  // Null: not read yet, or no longer kept.
  std::shared_ptr<const Organisation> Peek(const std::string& tenant, const ReadAt& at);

 private:
  struct Entry {
    std::string tenant;
    ReadAt at;
    std::shared_ptr<const Organisation> organisation;
  };
  // Newest day and revision, and what a running plan reads. Each costs about 30 MB for a province.
  static constexpr size_t kEntries = 4;

  FactStore& store_;
  std::mutex loading_;  // one load at a time: readers of the same revision share it; taken before mutex_
  std::mutex mutex_;    // guards entries_
  std::vector<Entry> entries_;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_ORGANISATION_H_
