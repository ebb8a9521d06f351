// Reads an assignment instance, version 1 or 2 (docs/formats.md §1): all but the persons into memory, the persons
// one by one.
#ifndef SELARAS_SERVICES_VERIFY_INSTANCE_READER_H_
#define SELARAS_SERVICES_VERIFY_INSTANCE_READER_H_

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/verify/token_reader.h"

namespace selaras::verify {

// The next `count` seats of a post are worth `points` each.
struct SeatRun {
  int32_t count;
  int32_t points;
};

struct Post {
  int32_t cell;
  int32_t district;
  int32_t seats;       // Every run together.
  uint32_t first_run;  // Into Frame::runs; the post's runs end where those of the next begin.
  int32_t zone;        // Innermost, -1 = none.
};

struct Zone {
  int32_t level;
  int32_t parent;  // -1 = none; stands before, at a lower level.
};

enum class LimitKind { kIn, kOut, kApart, kTogether };

struct Limit {
  LimitKind kind;
  int32_t zone_or_level;         // Zone of kIn and kOut, level of the others.
  int64_t bound;                 // Of kIn and kOut.
  std::vector<int32_t> members;  // Of the others; ascending.

  bool is_cap() const { return kind == LimitKind::kIn || kind == LimitKind::kOut; }
};

// What stands before the persons.
struct Frame {
  std::optional<int64_t> max_moves;  // M; unset = no limit.
  int32_t district_count = 0;
  std::vector<int32_t> distance;  // Points, district_count², row = home district.
  int32_t cell_count = 0;
  std::vector<Post> posts;
  std::vector<SeatRun> runs;
  int32_t person_count = 0;
  // Version 2.
  int32_t tier_count = 0;
  std::vector<int32_t> tier_points;  // By run, tier_count each.
  std::vector<Zone> zones;
  std::vector<Limit> limits;

  // Worth of a seat of runs[run] in a tier; tier_count stands for the points.
  int64_t RunPoints(size_t run, int32_t tier) const {
    return tier == tier_count ? runs[run].points : tier_points[run * tier_count + tier];
  }
  size_t FirstRun(size_t post) const { return posts[post].first_run; }
  size_t EndOfRuns(size_t post) const {
    return post + 1 < posts.size() ? posts[post + 1].first_run : runs.size();
  }

  int64_t Distance(int32_t home, int32_t district) const {
    return distance[static_cast<size_t>(home) * district_count + district];
  }
};

struct CellPoints {
  int32_t cell;
  int32_t points;
};

struct Exception {
  int32_t post;
  std::optional<int32_t> points;  // Unset = the post is forbidden.
};

struct Person {
  int32_t home;
  int32_t reference;
  std::vector<CellPoints> cells;      // Ascending by cell.
  std::vector<Exception> exceptions;  // Ascending by post.
};

// s(i, j) in points, or nothing where `post` is unlawful for `person`. O(log cells + log exceptions).
std::optional<int64_t> Score(const Frame& frame, const Person& person, int32_t post);

// Throws Wrong at the first line that breaks the format.
class InstanceReader {
 public:
  // Reads up to the persons. `in` must outlive the reader.
  explicit InstanceReader(std::istream& in);

  const Frame& frame() const { return frame_; }
  // Reads the next person over `person`; call exactly frame().person_count times.
  void NextPerson(Person* person);
  // Reads the end and returns the instance hash.
  std::string Finish();

 private:
  void ReadDistricts();
  void ReadCells();
  void ReadZones();
  void ReadPosts();
  void ReadPost();
  void ReadLimits();
  void ReadLimit();
  int32_t ReadOptionalIndex(int64_t count, std::string_view what);

  TokenReader tokens_;
  Frame frame_;
  bool extended_ = false;             // Version 2.
  int64_t greatest_member_ = -1;      // Of all groups,
  int64_t greatest_member_line_ = 0;  // and where it stands.
  std::string key_, previous_key_;
};

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_INSTANCE_READER_H_
