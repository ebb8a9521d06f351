// Reads the text form of an instance, both versions (docs/formats.md §1).
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/assignment/instance_text.h"
#include "libs/assignment/line_text.h"

namespace selaras::assignment {
namespace {

constexpr int64_t kMaxRows = 4'000'000;

}  // namespace

// One section after the other; `rows_left_` counts what the section still owes.
class InstanceParser::State {
 public:
  absl::Status Append(absl::string_view piece) {
    while (true) {
      const size_t newline = piece.find('\n');
      if (newline == absl::string_view::npos) {
        partial_.append(piece.data(), piece.size());
        return absl::OkStatus();
      }
      absl::string_view line = piece.substr(0, newline);
      if (!partial_.empty()) {
        partial_.append(line.data(), line.size());
        line = partial_;
      }
      ++line_number_;
      if (!Line(line)) return Error();
      partial_.clear();
      piece.remove_prefix(newline + 1);
    }
  }

  absl::StatusOr<Instance> Finish() {
    if (section_ != Section::kDone || !partial_.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", line_number_ + 1, ": the instance ends before its line 'end'"));
    }
    if (absl::Status status = Validate(instance_); !status.ok()) return status;
    return std::move(instance_);
  }

 private:
  enum class Section {
    kVersion,
    kMoves,
    kTiers,
    kDistricts,
    kDistrict,
    kDistance,
    kCells,
    kCell,
    kZones,
    kZone,
    kPosts,
    kPost,
    kLimits,
    kLimit,
    kPersons,
    kPerson,
    kEnd,
    kDone
  };

  absl::Status Error() const {
    static constexpr absl::string_view kExpected[] = {
        "'selaras-instance 1' or 'selaras-instance 2'",
        "'moves M' or 'moves -'",
        "'tiers T', 0 to 8",
        "'districts D'",
        "'d ID'",
        "'r' and one distance per district",
        "'cells C'",
        "'c ID'",
        "'zones Z'",
        "'z ID LEVEL PARENT' with PARENT above it or '-'",
        "'posts P'",
        "'p ID CELL DISTRICT COUNT:POINTS ...' (version 2: ZONE before the seats, a worth per tier after "
        "POINTS) with indices in range",
        "'limits L', not 0 where there are no zones and no tiers (that is version 1)",
        "'in ZONE B', 'out ZONE B', 'apart LEVEL PERSON ...' or 'together LEVEL PERSON ...'",
        "'persons N'",
        "'i KEY HOME REFERENCE | CELL:POINTS ... | POST:POINTS ...' with indices in range",
        "'end'",
        "nothing after 'end'"};
    return absl::InvalidArgumentError(
        absl::StrCat("line ", line_number_, ": expected ", kExpected[static_cast<int>(section_)]));
  }

  bool Line(absl::string_view text) {
    LineCursor line(text);
    return Parse(line) && line.AtEnd();
  }

  bool Heading(LineCursor& line, absl::string_view word, int64_t limit, Section rows, Section after) {
    int64_t count = 0;
    if (!line.Take(word) || !line.TakeNumber(0, limit, count)) return false;
    rows_left_ = count;
    section_ = count > 0 ? rows : after;
    return true;
  }

  void RowDone(Section after) {
    if (--rows_left_ == 0) section_ = after;
  }

  bool Parse(LineCursor& line) {
    int64_t number = 0;
    absl::string_view word;
    switch (section_) {
      case Section::kVersion:
        section_ = Section::kMoves;
        if (line.Take("selaras-instance 1")) return true;
        extended_ = true;
        return line.Take("selaras-instance 2");
      case Section::kMoves:
        section_ = extended_ ? Section::kTiers : Section::kDistricts;
        if (!line.Take("moves ")) return false;
        if (line.Take("-")) return true;
        if (!line.TakeNumber(0, INT64_MAX, number)) return false;
        instance_.max_moves = number;
        return true;
      case Section::kTiers:
        if (!line.Take("tiers ") || !line.TakeNumber(0, 8, number)) return false;
        instance_.tier_count = static_cast<int32_t>(number);
        section_ = Section::kDistricts;
        return true;
      case Section::kDistricts:
        return Heading(line, "districts ", 30'000, Section::kDistrict, Section::kCells);
      case Section::kDistrict:
        if (!line.Take("d ") || !line.TakeWord(word)) return false;
        instance_.districts.emplace_back(word);
        RowDone(Section::kDistance);
        if (section_ == Section::kDistance) rows_left_ = instance_.district_count();
        return true;
      case Section::kDistance:
        if (!line.Take('r')) return false;
        for (int32_t d = 0; d < instance_.district_count(); ++d) {
          if (!line.Take(' ') || !line.TakeNumber(0, INT32_MAX, number)) return false;
          instance_.distance.push_back(static_cast<int32_t>(number));
        }
        RowDone(Section::kCells);
        return true;
      case Section::kCells:
        return Heading(line, "cells ", kMaxRows, Section::kCell,
                       extended_ ? Section::kZones : Section::kPosts);
      case Section::kCell:
        if (!line.Take("c ") || !line.TakeWord(word)) return false;
        instance_.cells.emplace_back(word);
        RowDone(extended_ ? Section::kZones : Section::kPosts);
        return true;
      case Section::kZones:
        return Heading(line, "zones ", kMaxRows, Section::kZone, Section::kPosts);
      case Section::kZone:
        RowDone(Section::kPosts);
        return ZoneRow(line);
      case Section::kPosts:
        instance_.seat_begin.push_back(0);
        return Heading(line, "posts ", kMaxRows, Section::kPost,
                       extended_ ? Section::kLimits : Section::kPersons);
      case Section::kPost:
        RowDone(extended_ ? Section::kLimits : Section::kPersons);
        return PostRow(line);
      case Section::kLimits:
        if (!Heading(line, "limits ", kMaxRows, Section::kLimit, Section::kPersons)) return false;
        if (section_ == Section::kLimit || !instance_.zones.empty() || instance_.tier_count > 0) return true;
        section_ = Section::kLimits;
        return false;
      case Section::kLimit:
        RowDone(Section::kPersons);
        return LimitRow(line);
      case Section::kPersons:
        instance_.cell_begin.push_back(0);
        instance_.exception_begin.push_back(0);
        return Heading(line, "persons ", kMaxRows, Section::kPerson, Section::kEnd);
      case Section::kPerson:
        RowDone(Section::kEnd);
        return PersonRow(line);
      case Section::kEnd:
        section_ = Section::kDone;
        return line.Take("end");
      case Section::kDone:
        return false;
    }
    return false;
  }

  bool Index(LineCursor& line, int64_t size, int32_t& index) {
    int64_t number = 0;
    if (!line.TakeNumber(0, size - 1, number)) return false;
    index = static_cast<int32_t>(number);
    return true;
  }

  // An index or '-'.
  bool OptionalIndex(LineCursor& line, size_t size, int32_t& index) {
    return line.Take('-') ? (index = -1, true) : Index(line, static_cast<int64_t>(size), index);
  }

  bool ZoneRow(LineCursor& line) {
    Zone zone;
    absl::string_view word;
    int64_t level = 0;
    if (!line.Take("z ") || !line.TakeWord(word) || !line.Take(' ') ||
        !line.TakeNumber(0, kMaxLevel, level) || !line.Take(' ') ||
        !OptionalIndex(line, instance_.zones.size(), zone.parent)) {
      return false;
    }
    zone.id = std::string(word);
    zone.level = static_cast<int32_t>(level);
    instance_.zones.push_back(std::move(zone));
    return true;
  }

  bool LimitRow(LineCursor& line) {
    Limit limit;
    int64_t number = 0;
    const bool arrivals = line.Take("in "), departures = !arrivals && line.Take("out ");
    const bool apart = line.Take("apart "), together = !apart && line.Take("together ");
    if (arrivals || departures) {
      limit.kind = arrivals ? LimitKind::kArrivals : LimitKind::kDepartures;
      if (!Index(line, static_cast<int64_t>(instance_.zones.size()), limit.zone) || !line.Take(' ') ||
          !line.TakeNumber(0, kMaxCap, limit.bound)) {
        return false;
      }
    } else if (apart || together) {
      limit.kind = apart ? LimitKind::kApart : LimitKind::kTogether;
      if (!line.TakeNumber(0, kMaxLevel, number)) return false;
      limit.level = static_cast<int32_t>(number);
      while (line.Take(' ')) {
        PersonIndex member = 0;
        if (!Index(line, kMaxRows, member)) return false;
        limit.members.push_back(member);
      }
      if (limit.members.size() < 2) return false;
    } else {
      return false;
    }
    instance_.limits.push_back(std::move(limit));
    return true;
  }

  bool PostRow(LineCursor& line) {
    Post post;
    absl::string_view word;
    if (!line.Take("p ") || !line.TakeWord(word) || !line.Take(' ') ||
        !Index(line, instance_.cell_count(), post.cell) || !line.Take(' ') ||
        !Index(line, instance_.district_count(), post.district)) {
      return false;
    }
    if (extended_ && (!line.Take(' ') || !OptionalIndex(line, instance_.zones.size(), post.zone)))
      return false;
    post.id = std::string(word);
    instance_.posts.push_back(std::move(post));
    while (line.Take(' ')) {
      int64_t count = 0, points = 0;
      if (!line.TakeNumber(1, INT32_MAX, count) || !line.Take(':') ||
          !line.TakeNumber(-INT32_MAX, INT32_MAX, points)) {
        return false;
      }
      instance_.seat_runs.push_back({static_cast<int32_t>(count), static_cast<int32_t>(points)});
      for (int32_t t = 0; t < instance_.tier_count; ++t) {
        if (!line.Take(':') || !line.TakeNumber(-INT32_MAX, INT32_MAX, points)) return false;
        instance_.tier_points.push_back(static_cast<int32_t>(points));
      }
    }
    instance_.seat_begin.push_back(static_cast<int32_t>(instance_.seat_runs.size()));
    return true;
  }

  bool PersonRow(LineCursor& line) {
    Person person;
    absl::string_view word;
    if (!line.Take("i ") || !line.TakeWord(word) || !line.Take(' ') ||
        !Index(line, instance_.district_count(), person.home) || !line.Take(' ') ||
        !Index(line, instance_.post_count(), person.reference_post) || !line.Take(" |")) {
      return false;
    }
    person.key = std::string(word);
    instance_.persons.push_back(std::move(person));
    while (!line.Take(" |")) {
      CellScore score;
      int64_t points = 0;
      if (!line.Take(' ') || !Index(line, instance_.cell_count(), score.cell) || !line.Take(':') ||
          !line.TakeNumber(-INT32_MAX, INT32_MAX, points)) {
        return false;
      }
      score.points = static_cast<int32_t>(points);
      instance_.cell_scores.push_back(score);
    }
    while (line.Take(' ')) {
      Exception exception;
      int64_t points = kForbidden;
      if (!Index(line, instance_.post_count(), exception.post) || !line.Take(':')) return false;
      if (!line.Take('!') && !line.TakeNumber(-INT32_MAX, INT32_MAX, points)) return false;
      exception.points = static_cast<int32_t>(points);
      instance_.exceptions.push_back(exception);
    }
    instance_.cell_begin.push_back(static_cast<int64_t>(instance_.cell_scores.size()));
    instance_.exception_begin.push_back(static_cast<int64_t>(instance_.exceptions.size()));
    return true;
  }

  Section section_ = Section::kVersion;
  bool extended_ = false;  // Version 2.
  int64_t rows_left_ = 0;
  int64_t line_number_ = 0;
  std::string partial_;
  Instance instance_;
};

InstanceParser::InstanceParser() : state_(std::make_unique<State>()) {}
InstanceParser::~InstanceParser() = default;
absl::Status InstanceParser::Append(absl::string_view piece) {
  return state_->Append(piece);
}
absl::StatusOr<Instance> InstanceParser::Finish() {
  return state_->Finish();
}

absl::StatusOr<Instance> ParseInstance(absl::string_view text) {
  InstanceParser parser;
  if (absl::Status status = parser.Append(text); !status.ok()) return status;
  return parser.Finish();
}

}  // namespace selaras::assignment
