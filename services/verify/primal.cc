#include "services/verify/primal.h"

#include <algorithm>
#include <map>

#include "services/verify/zone_charge.h"

namespace selaras::verify {
namespace {

constexpr int64_t kUnlimited = INT64_MAX;

[[noreturn]] void Fail(int64_t line, const char* reason) {
  throw Wrong{File::kCertificate, line, reason};
}

}  // namespace

Primal::Primal(const Frame& frame, const Certificate& certificate)
    : frame_(frame),
      certificate_(certificate),
      occupants_(frame.posts.size()),
      in_left_(frame.zones.size(), kUnlimited),
      out_left_(frame.zones.size(), kUnlimited) {
  for (const Limit& limit : frame.limits) {
    if (limit.kind == LimitKind::kIn) in_left_[limit.zone_or_level] = limit.bound;
    if (limit.kind == LimitKind::kOut) out_left_[limit.zone_or_level] = limit.bound;
  }
}

void Primal::CountTraffic(int32_t from, int32_t to, int64_t line) {
  for (int32_t zone = to; zone >= 0; zone = frame_.zones[zone].parent) {
    if (LiesIn(frame_, from, zone)) break;
    if (in_left_[zone] == kUnlimited) continue;
    if (--in_left_[zone] < 0) Fail(line, "this person arrives in a zone beyond its limit");
  }
  for (int32_t zone = from; zone >= 0; zone = frame_.zones[zone].parent) {
    if (LiesIn(frame_, to, zone)) break;
    if (out_left_[zone] == kUnlimited) continue;
    if (--out_left_[zone] < 0) Fail(line, "this person departs from a zone beyond its limit");
  }
}

void Primal::Add(const Person& person) {
  const int64_t line = certificate_.LineOfPerson(added_);
  const int32_t post = certificate_.placement[added_++];
  if (post >= static_cast<int64_t>(frame_.posts.size())) Fail(line, "the instance has no such post");
  const std::optional<int64_t> score = Score(frame_, person, post);
  if (!score) Fail(line, "the post is not lawful for this person");
  if (occupants_[post] == frame_.posts[post].seats) Fail(line, "the post has no seat left for this person");
  if (post != person.reference) ++moves_;
  if (frame_.max_moves && moves_ > *frame_.max_moves) {
    Fail(line, "this person is moved beyond the limit on moves");
  }
  CountTraffic(frame_.posts[person.reference].zone, frame_.posts[post].zone, line);
  ++occupants_[post];
  score_ += *score;
}

void Primal::CheckGroups() const {
  for (const Limit& limit : frame_.limits) {
    if (limit.is_cap()) continue;
    std::map<int32_t, int> members_in;
    int32_t first = -1;
    for (const int32_t person : limit.members) {
      const int32_t zone =
          ZoneOfLevel(frame_, frame_.posts[certificate_.placement[person]].zone, limit.zone_or_level);
      const int64_t line = certificate_.LineOfPerson(person);
      if (limit.kind == LimitKind::kApart) {
        if (zone >= 0 && ++members_in[zone] > 1) Fail(line, "this person must be apart from another one");
        continue;
      }
      if (person == limit.members.front()) first = zone;
      if (zone < 0 || zone != first) Fail(line, "this person must be together with others");
    }
  }
}

Int128 Primal::SeatValue(int32_t tier) const {
  Int128 value = 0;
  for (size_t post = 0; post < frame_.posts.size(); ++post) {
    int32_t left = occupants_[post];
    for (size_t run = frame_.FirstRun(post); left > 0; ++run) {
      const int32_t filled = std::min(left, frame_.runs[run].count);
      value += static_cast<Int128>(filled) * frame_.RunPoints(run, tier);
      left -= filled;
    }
  }
  return value;
}

}  // namespace selaras::verify
