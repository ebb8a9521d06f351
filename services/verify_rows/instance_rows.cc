#include "services/verify_rows/instance_rows.h"

#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/digest.h"
#include "libs/base/status_macros.h"

namespace selaras::verify_rows {
namespace {

class Lines {
 public:
  explicit Lines(const std::string& path) : file_(path, std::ios::binary) {}
  bool open() const { return static_cast<bool>(file_); }

  absl::Status Next() {
    ++line_;
    if (!std::getline(file_, text_)) return Wrong("the file ends too early");
    words_ = absl::StrSplit(text_, ' ');
    return absl::OkStatus();
  }
  // The next line: a word and a number.
  absl::StatusOr<int64_t> Count(absl::string_view word) {
    SELARAS_RETURN_IF_ERROR(Next());
    if (words_.size() != 2 || words_[0] != word) return Wrong(absl::StrCat("expected `", word, " N`"));
    return Number(1);
  }
  absl::StatusOr<int64_t> Number(size_t word) const {
    int64_t value;
    if (word >= words_.size() || !absl::SimpleAtoi(words_[word], &value)) return Wrong("expected a number");
    return value;
  }
  absl::Status Wrong(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat("instance line ", line_, ": ", what));
  }
  const std::vector<absl::string_view>& words() const { return words_; }
  int64_t line() const { return line_; }

 private:
  std::ifstream file_;
  std::string text_;
  std::vector<absl::string_view> words_;
  int64_t line_ = 0;
};

absl::StatusOr<std::pair<int64_t, int64_t>> PairOf(const Lines& lines, absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
  std::pair<int64_t, int64_t> pair;
  if (parts.size() < 2 || !absl::SimpleAtoi(parts[0], &pair.first) ||
      !absl::SimpleAtoi(parts[1], &pair.second))
    return lines.Wrong("expected NUMBER:NUMBER");
  return pair;
}

absl::Status ReadPosts(Lines& lines, bool zones, InstanceHead& head) {
  SELARAS_ASSIGN_OR_RETURN(const int64_t posts, lines.Count("posts"));
  for (int64_t j = 0; j < posts; ++j) {
    SELARAS_RETURN_IF_ERROR(lines.Next());
    const size_t first_run = zones ? 5 : 4;
    if (lines.words().size() < first_run || lines.words()[0] != "p") return lines.Wrong("expected a post");
    InstanceHead::Post post;
    post.id = std::string(lines.words()[1]);
    SELARAS_ASSIGN_OR_RETURN(post.cell, lines.Number(2));
    SELARAS_ASSIGN_OR_RETURN(post.district, lines.Number(3));
    for (size_t w = first_run; w < lines.words().size(); ++w) {
      SELARAS_ASSIGN_OR_RETURN(const auto run, PairOf(lines, lines.words()[w]));
      if (run.first < 1 || run.first > 10'000'000) return lines.Wrong("seats out of range");
      post.seats.insert(post.seats.end(), static_cast<size_t>(run.first), run.second);
    }
    head.posts.push_back(std::move(post));
  }
  return absl::OkStatus();
}

absl::StatusOr<InstanceHead> ReadHead(Lines& lines) {
  InstanceHead head;
  SELARAS_RETURN_IF_ERROR(lines.Next());
  if (lines.words().size() != 2 || lines.words()[0] != "selaras-instance" ||
      (lines.words()[1] != "1" && lines.words()[1] != "2")) {
    return lines.Wrong("expected `selaras-instance 1` or `2`");
  }
  head.has_limits_or_tiers = lines.words()[1] == "2";
  SELARAS_RETURN_IF_ERROR(lines.Next());
  if (lines.words().size() != 2 || lines.words()[0] != "moves") return lines.Wrong("expected `moves M`");
  if (lines.words()[1] != "-") {
    SELARAS_ASSIGN_OR_RETURN(head.moves, lines.Number(1));
  }
  if (head.has_limits_or_tiers) SELARAS_RETURN_IF_ERROR(lines.Count("tiers").status());
  SELARAS_ASSIGN_OR_RETURN(const int64_t districts, lines.Count("districts"));
  for (int64_t d = 0; d < districts; ++d) {
    SELARAS_RETURN_IF_ERROR(lines.Next());
    if (lines.words().size() != 2 || lines.words()[0] != "d") return lines.Wrong("expected a district");
    head.districts.emplace_back(lines.words()[1]);
  }
  for (int64_t d = 0; d < districts; ++d) {
    SELARAS_RETURN_IF_ERROR(lines.Next());
    if (lines.words()[0] != "r" || static_cast<int64_t>(lines.words().size()) != districts + 1)
      return lines.Wrong("expected a row of distances");
    std::vector<int64_t>& row = head.distances.emplace_back();
    for (int64_t other = 1; other <= districts; ++other) {
      SELARAS_ASSIGN_OR_RETURN(row.emplace_back(), lines.Number(static_cast<size_t>(other)));
    }
  }
  SELARAS_ASSIGN_OR_RETURN(const int64_t cells, lines.Count("cells"));
  for (int64_t c = 0; c < cells; ++c) {
    SELARAS_RETURN_IF_ERROR(lines.Next());
    if (lines.words().size() != 2 || lines.words()[0] != "c") return lines.Wrong("expected a cell");
    head.cells.emplace_back(lines.words()[1]);
  }
  if (head.has_limits_or_tiers) {
    SELARAS_ASSIGN_OR_RETURN(const int64_t zones, lines.Count("zones"));
    for (int64_t z = 0; z < zones; ++z) SELARAS_RETURN_IF_ERROR(lines.Next());
  }
  SELARAS_RETURN_IF_ERROR(ReadPosts(lines, head.has_limits_or_tiers, head));
  if (head.has_limits_or_tiers) {
    SELARAS_ASSIGN_OR_RETURN(const int64_t limits, lines.Count("limits"));
    for (int64_t l = 0; l < limits; ++l) SELARAS_RETURN_IF_ERROR(lines.Next());
  }
  SELARAS_ASSIGN_OR_RETURN(head.persons, lines.Count("persons"));
  return head;
}

absl::StatusOr<PersonRow> ReadPerson(Lines& lines, const InstanceHead& head) {
  SELARAS_RETURN_IF_ERROR(lines.Next());
  const std::vector<absl::string_view>& words = lines.words();
  if (words.size() < 6 || words[0] != "i" || words[4] != "|") return lines.Wrong("expected a person");
  PersonRow row;
  row.line = lines.line();
  row.key = std::string(words[1]);
  SELARAS_ASSIGN_OR_RETURN(row.home, lines.Number(2));
  SELARAS_ASSIGN_OR_RETURN(row.reference, lines.Number(3));
  size_t w = 5;
  for (; w < words.size() && words[w] != "|"; ++w) {
    SELARAS_ASSIGN_OR_RETURN(row.cells.emplace_back(), PairOf(lines, words[w]));
    if (row.cells.back().first < 0 || row.cells.back().first >= static_cast<int64_t>(head.cells.size()))
      return lines.Wrong("no such cell");
  }
  if (w == words.size()) return lines.Wrong("expected a second bar");
  for (++w; w < words.size(); ++w) {
    const std::vector<absl::string_view> parts = absl::StrSplit(words[w], ':');
    int64_t post = -1, points = 0;
    const bool forbidden = parts.size() == 2 && parts[1] == "!";
    if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &post) || post < 0 ||
        post >= static_cast<int64_t>(head.posts.size()) ||
        (!forbidden && !absl::SimpleAtoi(parts[1], &points))) {
      return lines.Wrong("expected POST:POINTS");
    }
    row.exceptions.emplace_back(post, forbidden ? std::nullopt : std::make_optional(points));
  }
  if (row.home < 0 || row.home >= static_cast<int64_t>(head.districts.size()) || row.reference < 0 ||
      row.reference >= static_cast<int64_t>(head.posts.size())) {
    return lines.Wrong("home or reference out of range");
  }
  return row;
}

}  // namespace

absl::Status ReadInstance(const std::string& path,
                          const std::function<absl::Status(const InstanceHead&)>& on_head,
                          const std::function<absl::Status(const PersonRow&)>& on_person) {
  Lines lines(path);
  if (!lines.open()) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  SELARAS_ASSIGN_OR_RETURN(const InstanceHead head, ReadHead(lines));
  for (const InstanceHead::Post& post : head.posts) {
    if (post.cell < 0 || post.cell >= static_cast<int64_t>(head.cells.size()) || post.district < 0 ||
        post.district >= static_cast<int64_t>(head.districts.size())) {
      return absl::InvalidArgumentError(
          absl::StrCat("instance: post ", post.id, ": no such cell or district"));
    }
  }
  SELARAS_RETURN_IF_ERROR(on_head(head));
  for (int64_t i = 0; i < head.persons; ++i) {
    SELARAS_ASSIGN_OR_RETURN(const PersonRow row, ReadPerson(lines, head));
    SELARAS_RETURN_IF_ERROR(on_person(row));
  }
  SELARAS_RETURN_IF_ERROR(lines.Next());
  return lines.words() == std::vector<absl::string_view>{"end"} ? absl::OkStatus()
                                                                : lines.Wrong("expected `end`");
}

absl::StatusOr<std::string> FileSha256(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  Sha256Stream stream;
  std::string part(1 << 16, '\0');
  while (file.read(part.data(), static_cast<std::streamsize>(part.size())) || file.gcount() > 0)
    stream.Add(absl::string_view(part.data(), static_cast<size_t>(file.gcount())));
  const Sha256Digest digest = stream.Finish();
  return HexEncode(absl::MakeConstSpan(digest.data(), digest.size()));
}

}  // namespace selaras::verify_rows
