// Collects the parts of an instance in any order and makes the canonical Instance of them.
//
//   InstanceBuilder builder;
//   const auto north = builder.AddDistrict("north");
//   builder.SetDistance(north, north, 0);
//   const auto nurse = builder.AddCell("nurse@health");
//   const auto post = builder.AddPost("clinic-7", nurse, north, {{2, 900}, {1, -5000}});
//   const auto who = builder.AddPerson("k7f", north, post);
//   builder.AddCellScore(who, nurse, 870);
//   builder.AddException(who, post, 950);
//   SELARAS_ASSIGN_OR_RETURN(Instance instance, std::move(builder).Build());
//
// What the Add functions return are handles in order of addition. The built Instance numbers everything anew:
// districts, cells, posts and persons ascend by the bytes of their id, so the same parts added in another
// order give the same Instance, hence the same file and hash. Runs of seats without seats are dropped,
// neighbours of equal points joined.
#ifndef SELARAS_LIBS_ASSIGNMENT_INSTANCE_BUILDER_H_
#define SELARAS_LIBS_ASSIGNMENT_INSTANCE_BUILDER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/assignment/instance.h"

namespace selaras::assignment {

// Not thread-safe. Memory: about 16 bytes per score or exception beside the ids.
class InstanceBuilder {
 public:
  // Handles: the number of earlier calls of the same function.
  using Handle = int32_t;

  Handle AddDistrict(std::string id);
  // Points ≥ 0; a pair never set is 0. Both ways are separate.
  void SetDistance(Handle home, Handle district, int32_t points);
  Handle AddCell(std::string id);
  // `seats` in the order of filling; points must not increase.
  Handle AddPost(std::string id, Handle cell, Handle district, std::vector<SeatRun> seats);
  // `reference_post`: where "not moved" is; must be lawful for the person. May be set later by SetReference.
  Handle AddPerson(std::string key, Handle home, Handle reference_post = -1);
  void SetReference(Handle person, Handle post);
  void AddCellScore(Handle person, Handle cell, int32_t points);
  // points = kForbidden bans the post for this person.
  void AddException(Handle person, Handle post, int32_t points);
  void SetMaxMoves(std::optional<int64_t> max_moves) { max_moves_ = max_moves; }
  // Ids are unique over all levels. `parent` = -1: none; else of a lower level.
  Handle AddZone(std::string id, int32_t level, Handle parent = -1);
  // The innermost zone of the post; -1 = none.
  void SetZone(Handle post, Handle zone);
  // Of several caps of one kind on one zone the least counts. Bounds above kMaxCap become kMaxCap.
  void AddCap(LimitKind arrivals_or_departures, Handle zone, int64_t bound);
  // Members in any order; groups alike count once.
  void AddGroup(LimitKind together_or_apart, int32_t level, std::vector<Handle> members);
  // Tiers before the points, the highest first. Seats of a post in tier t are runs of their own that cover all
  // seats of the post; a post for which none are set is worth 0 there. Once per post and tier.
  void SetTierCount(int32_t tiers) { tier_count_ = tiers; }
  void SetTierSeats(Handle post, int32_t tier, std::vector<SeatRun> runs);

  // kInvalidArgument: a duplicate id, cell score or exception; a handle out of range; tier seats that do not
  // cover the post's; anything Validate() refuses. O(n log n) in the number of parts.
  absl::StatusOr<Instance> Build() &&;

 private:
  struct Distance {
    Handle home, district;
    int32_t points;
  };
  struct Item {
    Handle person, target;
    int32_t points;
  };

  struct Cap {
    LimitKind kind;
    Handle zone;
    int64_t bound;
  };
  struct Group {
    LimitKind kind;
    int32_t level;
    std::vector<Handle> members;
  };
  struct TierSeats {
    Handle post;
    int32_t tier;
    std::vector<SeatRun> runs;
  };

  absl::Status CheckHandles() const;
  absl::Status CheckLimitHandles() const;
  // Seats of all posts, with the worth of each tier; `old_post` = handle per post of `out`.
  absl::Status BuildSeats(const std::vector<Handle>& old_post, Instance& out);
  // Zones and limits; posts_ and persons_ are still in the order of addition.
  void BuildZones(Instance& out);
  void BuildLimits(const std::vector<Handle>& person, Instance& out);

  std::vector<std::string> districts_;
  std::vector<Distance> distances_;
  std::vector<std::string> cells_;
  std::vector<Post> posts_;
  std::vector<std::vector<SeatRun>> seats_;
  std::vector<Person> persons_;
  std::vector<Item> cell_scores_;
  std::vector<Item> exceptions_;
  std::optional<int64_t> max_moves_;
  std::vector<Zone> zones_;
  std::vector<Cap> caps_;
  std::vector<Group> groups_;
  int32_t tier_count_ = 0;
  std::vector<TierSeats> tier_seats_;
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_INSTANCE_BUILDER_H_
