#include "libs/assignment/instance_text.h"

#include <openssl/evp.h>

#include <charconv>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/assignment/line_text.h"

namespace selaras::assignment {
namespace {

constexpr size_t kPiece = 64 << 10;
constexpr int64_t kMaxRows = 4'000'000;

class Writer {
 public:
  explicit Writer(absl::FunctionRef<void(absl::string_view)> sink) : sink_(sink) {
    buffer_.reserve(kPiece + 512);
  }

  void Text(absl::string_view text) { buffer_.append(text.data(), text.size()); }
  void Char(char c) { buffer_.push_back(c); }
  void Number(int64_t value) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof(digits), value).ptr;
    buffer_.append(digits, end - digits);
  }
  void EndLine() {
    buffer_.push_back('\n');
    if (buffer_.size() >= kPiece) Flush();
  }
  void Flush() {
    if (!buffer_.empty()) sink_(buffer_);
    buffer_.clear();
  }

 private:
  absl::FunctionRef<void(absl::string_view)> sink_;
  std::string buffer_;
};

void WriteHeading(Writer& out, absl::string_view word, int64_t count) {
  out.Text(word);
  out.Char(' ');
  out.Number(count);
  out.EndLine();
}

void WriteIds(Writer& out, absl::string_view prefix, const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    out.Text(prefix);
    out.Text(id);
    out.EndLine();
  }
}

void WritePerson(Writer& out, const Instance& in, PersonIndex i) {
  const Person& person = in.persons[i];
  out.Text("i ");
  out.Text(person.key);
  out.Char(' ');
  out.Number(person.home);
  out.Char(' ');
  out.Number(person.reference_post);
  out.Text(" |");
  for (const CellScore& score : in.CellsOf(i)) {
    out.Char(' ');
    out.Number(score.cell);
    out.Char(':');
    out.Number(score.points);
  }
  out.Text(" |");
  for (const Exception& e : in.ExceptionsOf(i)) {
    out.Char(' ');
    out.Number(e.post);
    out.Char(':');
    if (e.points == kForbidden) {
      out.Char('!');
    } else {
      out.Number(e.points);
    }
  }
  out.EndLine();
}

struct DigestFree {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void Add(absl::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  std::string Hex() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_.get(), digest, &size);
    return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), size));
  }

 private:
  std::unique_ptr<EVP_MD_CTX, DigestFree> context_;
};

}  // namespace

void WriteInstance(const Instance& in, absl::FunctionRef<void(absl::string_view)> sink) {
  Writer out(sink);
  out.Text("selaras-instance 1\nmoves ");
  if (in.max_moves.has_value()) {
    out.Number(*in.max_moves);
  } else {
    out.Char('-');
  }
  out.EndLine();
  WriteHeading(out, "districts", in.district_count());
  WriteIds(out, "d ", in.districts);
  for (DistrictIndex home = 0; home < in.district_count(); ++home) {
    out.Char('r');
    for (DistrictIndex to = 0; to < in.district_count(); ++to) {
      out.Char(' ');
      out.Number(in.Distance(home, to));
    }
    out.EndLine();
  }
  WriteHeading(out, "cells", in.cell_count());
  WriteIds(out, "c ", in.cells);
  WriteHeading(out, "posts", in.post_count());
  for (PostIndex j = 0; j < in.post_count(); ++j) {
    out.Text("p ");
    out.Text(in.posts[j].id);
    out.Char(' ');
    out.Number(in.posts[j].cell);
    out.Char(' ');
    out.Number(in.posts[j].district);
    for (const SeatRun& run : in.SeatsOf(j)) {
      out.Char(' ');
      out.Number(run.count);
      out.Char(':');
      out.Number(run.points);
    }
    out.EndLine();
  }
  WriteHeading(out, "persons", in.person_count());
  for (PersonIndex i = 0; i < in.person_count(); ++i) WritePerson(out, in, i);
  out.Text("end");
  out.EndLine();
  out.Flush();
}

std::string InstanceText(const Instance& instance) {
  std::string text;
  WriteInstance(instance, [&](absl::string_view piece) { text.append(piece.data(), piece.size()); });
  return text;
}

std::string InstanceSha256(const Instance& instance) {
  Sha256 digest;
  WriteInstance(instance, [&](absl::string_view piece) { digest.Add(piece); });
  return digest.Hex();
}

std::string Sha256Hex(absl::string_view bytes) {
  Sha256 digest;
  digest.Add(bytes);
  return digest.Hex();
}

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
    kDistricts,
    kDistrict,
    kDistance,
    kCells,
    kCell,
    kPosts,
    kPost,
    kPersons,
    kPerson,
    kEnd,
    kDone
  };

  absl::Status Error() const {
    static constexpr absl::string_view kExpected[] = {
        "'selaras-instance 1'",
        "'moves M' or 'moves -'",
        "'districts D'",
        "'d ID'",
        "'r' and one distance per district",
        "'cells C'",
        "'c ID'",
        "'posts P'",
        "'p ID CELL DISTRICT COUNT:POINTS ...' with indices in range",
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
        return line.Take("selaras-instance 1");
      case Section::kMoves:
        section_ = Section::kDistricts;
        if (!line.Take("moves ")) return false;
        if (line.Take("-")) return true;
        if (!line.TakeNumber(0, INT64_MAX, number)) return false;
        instance_.max_moves = number;
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
        return Heading(line, "cells ", kMaxRows, Section::kCell, Section::kPosts);
      case Section::kCell:
        if (!line.Take("c ") || !line.TakeWord(word)) return false;
        instance_.cells.emplace_back(word);
        RowDone(Section::kPosts);
        return true;
      case Section::kPosts:
        instance_.seat_begin.push_back(0);
        return Heading(line, "posts ", kMaxRows, Section::kPost, Section::kPersons);
      case Section::kPost:
        RowDone(Section::kPersons);
        return PostRow(line);
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

  bool PostRow(LineCursor& line) {
    Post post;
    absl::string_view word;
    if (!line.Take("p ") || !line.TakeWord(word) || !line.Take(' ') ||
        !Index(line, instance_.cell_count(), post.cell) || !line.Take(' ') ||
        !Index(line, instance_.district_count(), post.district)) {
      return false;
    }
    post.id = std::string(word);
    instance_.posts.push_back(std::move(post));
    while (line.Take(' ')) {
      int64_t count = 0, points = 0;
      if (!line.TakeNumber(1, INT32_MAX, count) || !line.Take(':') ||
          !line.TakeNumber(-INT32_MAX, INT32_MAX, points)) {
        return false;
      }
      instance_.seat_runs.push_back({static_cast<int32_t>(count), static_cast<int32_t>(points)});
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
