#include "services/verify/instance_reader.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace selaras::verify {
namespace {

constexpr int64_t kMaxDistricts = 30'000;
constexpr int64_t kMaxRows = 4'000'000;  // Cells, posts, persons.
constexpr int64_t kMaxMoves = int64_t{1} << 62;
constexpr int64_t kMaxScore = 10'000'000;
constexpr int64_t kMaxSeatPoints = 1'000'000'000;
constexpr int64_t kMaxSeats = 10'000'000;
constexpr int64_t kMaxTiers = 8;
constexpr int64_t kMaxLevel = 15;
constexpr int64_t kMaxBound = 4'000'000;

constexpr std::string_view kPlaceIdPunctuation = "_.@:/-";  // Districts, cells, zones.
constexpr std::string_view kPostIdPunctuation = "_.-";
constexpr std::string_view kKeyPunctuation = "_-";

// `count` lines "LETTER ID" with different ids.
void ReadIds(TokenReader& tokens, std::string_view letter, int32_t count) {
  std::set<std::string> seen;
  std::string id;
  for (int32_t i = 0; i < count; ++i) {
    tokens.Expect(letter);
    tokens.Word(kPlaceIdPunctuation, "the id", &id);
    if (!seen.insert(id).second) tokens.Fail("the id stands twice");
    tokens.Expect("\n");
  }
}

int32_t Count(TokenReader& tokens, std::string_view key, int64_t min, int64_t max) {
  tokens.Expect(key);
  const auto count = static_cast<int32_t>(tokens.Number(min, max, "the count"));
  tokens.Expect("\n");
  return count;
}

int32_t Index(TokenReader& tokens, int64_t count, std::string_view what) {
  return static_cast<int32_t>(tokens.Number(0, count - 1, what));
}

}  // namespace

std::optional<int64_t> Score(const Frame& frame, const Person& person, int32_t post) {
  const auto exception = std::lower_bound(person.exceptions.begin(), person.exceptions.end(), post,
                                          [](const Exception& e, int32_t wanted) { return e.post < wanted; });
  if (exception != person.exceptions.end() && exception->post == post) return exception->points;
  const int32_t cell = frame.posts[post].cell;
  const auto listed = std::lower_bound(person.cells.begin(), person.cells.end(), cell,
                                       [](const CellPoints& c, int32_t wanted) { return c.cell < wanted; });
  if (listed == person.cells.end() || listed->cell != cell) return std::nullopt;
  return listed->points - frame.Distance(person.home, frame.posts[post].district);
}

InstanceReader::InstanceReader(std::istream& in) : tokens_(in, File::kInstance) {
  tokens_.Expect("selaras-instance ");
  extended_ = tokens_.Take('2');
  tokens_.Expect(extended_ ? "\nmoves " : "1\nmoves ");
  if (!tokens_.Take('-')) frame_.max_moves = tokens_.Number(0, kMaxMoves, "the limit on moves");
  tokens_.Expect("\n");
  if (extended_) frame_.tier_count = Count(tokens_, "tiers ", 0, kMaxTiers);
  ReadDistricts();
  ReadCells();
  if (extended_) ReadZones();
  ReadPosts();
  if (extended_) ReadLimits();
  frame_.person_count = Count(tokens_, "persons ", 0, kMaxRows);
  if (greatest_member_ >= frame_.person_count) {
    throw Wrong{File::kInstance, greatest_member_line_, "there is no such person"};
  }
}

int32_t InstanceReader::ReadOptionalIndex(int64_t count, std::string_view what) {
  return tokens_.Take('-') ? -1 : Index(tokens_, count, what);
}

void InstanceReader::ReadZones() {
  const int32_t count = Count(tokens_, "zones ", 0, kMaxRows);
  std::set<std::string> seen;
  int32_t previous_level = 0;
  for (int32_t z = 0; z < count; ++z) {
    tokens_.Expect("z ");
    tokens_.Word(kPlaceIdPunctuation, "the id of the zone", &key_);
    tokens_.Expect(" ");
    const auto level = static_cast<int32_t>(tokens_.Number(0, kMaxLevel, "the level"));
    if (z > 0 && std::tie(level, key_) <= std::tie(previous_level, previous_key_)) {
      tokens_.Fail("zones must ascend by level, then id");
    }
    if (!seen.insert(key_).second) tokens_.Fail("the id stands twice");
    tokens_.Expect(" ");
    const int32_t parent = ReadOptionalIndex(z, "the zone around it");
    if (parent >= 0 && frame_.zones[parent].level >= level) {
      tokens_.Fail("the zone around it must have a lower level");
    }
    tokens_.Expect("\n");
    frame_.zones.push_back({level, parent});
    previous_level = level;
    key_.swap(previous_key_);
  }
  previous_key_.clear();
}

void InstanceReader::ReadLimits() {
  tokens_.Expect("limits ");
  const auto count = static_cast<int32_t>(tokens_.Number(0, kMaxRows, "the count"));
  if (count == 0 && frame_.zones.empty() && frame_.tier_count == 0) {
    tokens_.Fail("without zones, limits and tiers the instance is of version 1");
  }
  tokens_.Expect("\n");
  for (int32_t c = 0; c < count; ++c) ReadLimit();
}

void InstanceReader::ReadLimit() {
  Limit limit{};
  const auto zones = static_cast<int64_t>(frame_.zones.size());
  if (tokens_.Take('i')) {
    tokens_.Expect("n ");
    limit.kind = LimitKind::kIn;
  } else if (tokens_.Take('o')) {
    tokens_.Expect("ut ");
    limit.kind = LimitKind::kOut;
  } else if (tokens_.Take('a')) {
    tokens_.Expect("part ");
    limit.kind = LimitKind::kApart;
  } else {
    tokens_.Expect("together ");
    limit.kind = LimitKind::kTogether;
  }
  if (limit.is_cap()) {
    limit.zone_or_level = Index(tokens_, zones, "the zone");
    tokens_.Expect(" ");
    limit.bound = tokens_.Number(0, kMaxBound, "the bound");
  } else {
    limit.zone_or_level = static_cast<int32_t>(tokens_.Number(0, kMaxLevel, "the level"));
    int64_t least = 0;
    while (tokens_.Take(' ')) {
      limit.members.push_back(static_cast<int32_t>(tokens_.Number(least, kMaxRows - 1, "the next person")));
      least = limit.members.back() + 1;
    }
    if (limit.members.size() < 2) tokens_.Fail("a group has at least two members");
    if (limit.members.back() > greatest_member_) {
      greatest_member_ = limit.members.back();
      greatest_member_line_ = tokens_.line();
    }
  }
  if (!frame_.limits.empty()) {
    const Limit& before = frame_.limits.back();
    if (std::tie(limit.kind, limit.zone_or_level, limit.members) <=
        std::tie(before.kind, before.zone_or_level, before.members)) {
      tokens_.Fail("limits must ascend by kind, then zone or level, then members");
    }
  }
  tokens_.Expect("\n");
  frame_.limits.push_back(std::move(limit));
}

void InstanceReader::ReadDistricts() {
  const int32_t count = frame_.district_count = Count(tokens_, "districts ", 1, kMaxDistricts);
  ReadIds(tokens_, "d ", count);
  for (int32_t home = 0; home < count; ++home) {
    tokens_.Expect("r");
    for (int32_t district = 0; district < count; ++district) {
      tokens_.Expect(" ");
      frame_.distance.push_back(static_cast<int32_t>(tokens_.Number(0, kMaxScore, "the distance")));
    }
    tokens_.Expect("\n");
  }
}

void InstanceReader::ReadCells() {
  frame_.cell_count = Count(tokens_, "cells ", 0, kMaxRows);
  ReadIds(tokens_, "c ", frame_.cell_count);
}

void InstanceReader::ReadPosts() {
  const int32_t count = Count(tokens_, "posts ", 0, kMaxRows);
  for (int32_t i = 0; i < count; ++i) ReadPost();
  key_.clear();
  previous_key_.clear();
}

void InstanceReader::ReadPost() {
  tokens_.Expect("p ");
  tokens_.Word(kPostIdPunctuation, "the id of the post", &key_);
  if (key_ <= previous_key_) tokens_.Fail("posts must ascend by id");
  key_.swap(previous_key_);
  Post post{};
  tokens_.Expect(" ");
  post.cell = Index(tokens_, frame_.cell_count, "the cell");
  tokens_.Expect(" ");
  post.district = Index(tokens_, frame_.district_count, "the district");
  post.zone = -1;
  if (extended_) {
    tokens_.Expect(" ");
    post.zone = ReadOptionalIndex(static_cast<int64_t>(frame_.zones.size()), "the zone");
  }
  post.first_run = static_cast<uint32_t>(frame_.runs.size());
  int64_t highest = kMaxSeatPoints;
  while (tokens_.Take(' ')) {
    SeatRun run;
    run.count = static_cast<int32_t>(tokens_.Number(1, kMaxSeats - post.seats, "the number of seats"));
    tokens_.Expect(":");
    highest = tokens_.Number(-kMaxSeatPoints, highest, "the worth of a later seat");
    run.points = static_cast<int32_t>(highest);
    for (int32_t t = 0; t < frame_.tier_count; ++t) {
      const bool first = frame_.runs.size() == post.first_run;
      const int64_t most = first ? kMaxSeatPoints : frame_.RunPoints(frame_.runs.size() - 1, t);
      tokens_.Expect(":");
      frame_.tier_points.push_back(
          static_cast<int32_t>(tokens_.Number(-kMaxSeatPoints, most, "the worth of a later seat in a tier")));
    }
    post.seats += run.count;
    frame_.runs.push_back(run);
  }
  tokens_.Expect("\n");
  frame_.posts.push_back(post);
}

void InstanceReader::NextPerson(Person* person) {
  tokens_.Expect("i ");
  tokens_.Word(kKeyPunctuation, "the key of the person", &key_);
  if (key_ <= previous_key_) tokens_.Fail("persons must ascend by key");
  key_.swap(previous_key_);
  tokens_.Expect(" ");
  person->home = Index(tokens_, frame_.district_count, "the home district");
  tokens_.Expect(" ");
  const auto post_count = static_cast<int64_t>(frame_.posts.size());
  person->reference = Index(tokens_, post_count, "the reference post");
  tokens_.Expect(" | ");
  person->cells.clear();
  int64_t least = 0;
  while (!tokens_.Take('|')) {
    const auto cell = static_cast<int32_t>(tokens_.Number(least, frame_.cell_count - 1, "the next cell"));
    tokens_.Expect(":");
    const auto points = static_cast<int32_t>(tokens_.Number(-kMaxScore, kMaxScore, "the points"));
    tokens_.Expect(" ");
    person->cells.push_back({cell, points});
    least = cell + 1;
  }
  person->exceptions.clear();
  least = 0;
  while (tokens_.Take(' ')) {
    Exception exception;
    exception.post = static_cast<int32_t>(tokens_.Number(least, post_count - 1, "the next post"));
    tokens_.Expect(":");
    if (!tokens_.Take('!')) {
      exception.points = static_cast<int32_t>(tokens_.Number(-kMaxScore, kMaxScore, "the points"));
    }
    person->exceptions.push_back(exception);
    least = exception.post + 1;
  }
  if (!Score(frame_, *person, person->reference))
    tokens_.Fail("the reference post is not lawful for this person");
  tokens_.Expect("\n");
}

std::string InstanceReader::Finish() {
  tokens_.Expect("end\n");
  return tokens_.Finish();
}

}  // namespace selaras::verify
