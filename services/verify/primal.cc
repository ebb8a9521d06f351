#include "services/verify/primal.h"

#include <algorithm>

namespace selaras::verify {

Primal::Primal(const Frame& frame, const Certificate& certificate)
    : frame_(frame), certificate_(certificate), occupants_(frame.posts.size()) {}

void Primal::Add(const Person& person) {
  const int64_t line = certificate_.LineOfPerson(added_);
  const auto fail = [line](const char* reason) { throw Wrong{File::kCertificate, line, reason}; };
  const int32_t post = certificate_.placement[added_++];
  if (post >= static_cast<int64_t>(frame_.posts.size())) fail("the instance has no such post");
  const std::optional<int64_t> score = Score(frame_, person, post);
  if (!score) fail("the post is not lawful for this person");
  if (occupants_[post] == frame_.posts[post].seats) fail("the post has no seat left for this person");
  if (post != person.reference) ++moves_;
  if (frame_.max_moves && moves_ > *frame_.max_moves) fail("this person is moved beyond the limit on moves");
  ++occupants_[post];
  score_ += *score;
}

Int128 Primal::Value() const {
  Int128 value = score_;
  for (size_t post = 0; post < frame_.posts.size(); ++post) {
    int32_t left = occupants_[post];
    for (const SeatRun* run = frame_.RunsBegin(post); left > 0; ++run) {
      const int32_t filled = std::min(left, run->count);
      value += static_cast<Int128>(filled) * run->points;
      left -= filled;
    }
  }
  return value;
}

}  // namespace selaras::verify
