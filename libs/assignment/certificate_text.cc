#include "libs/assignment/certificate_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/assignment/line_text.h"

namespace selaras::assignment {
namespace {

// Lines one by one, each ended by '\n'.
class Lines {
 public:
  explicit Lines(absl::string_view text) : rest_(text) {}

  bool Next(absl::string_view& line) {
    ++number_;
    const size_t newline = rest_.find('\n');
    if (newline == absl::string_view::npos) return false;
    line = rest_.substr(0, newline);
    rest_.remove_prefix(newline + 1);
    return true;
  }
  bool AtEnd() const { return rest_.empty(); }
  int64_t number() const { return number_; }

 private:
  absl::string_view rest_;
  int64_t number_ = 0;
};

class Reader {
 public:
  explicit Reader(absl::string_view text) : lines_(text) {}

  absl::StatusOr<Certificate> Read() {
    Certificate out;
    int64_t gap = 0;
    int64_t count = 0;
    if (!Literal("selaras-certificate 1")) return Expected("'selaras-certificate 1'");
    if (!Hash(out.instance_sha256)) return Expected("'instance' and 64 hex digits");
    if (!Field("denominator ", 1, kMaxDenominator, out.denominator))
      return Expected("'denominator Q', 1 to 2^40");
    if (!Field("lambda ", 0, kMaxPrice, out.lambda)) return Expected("'lambda L', 0 to 2^62");
    if (!Field("objective ", -INT64_MAX, INT64_MAX, out.objective)) return Expected("'objective V'");
    if (!Field("bound ", -INT64_MAX, INT64_MAX, out.bound)) return Expected("'bound B'");
    if (!Verdict(gap) || __int128{out.bound} - out.objective != gap) {
      return Expected(
          "'verdict OPTIMAL' where bound = objective, else 'verdict WITHIN X', X = bound - objective > 0");
    }
    if (!Field("prices ", 0, 4'000'000, count)) return Expected("'prices P'");
    out.prices.resize(count);
    for (int64_t& price : out.prices) {
      if (!Field("p ", -kMaxPrice, kMaxPrice, price)) return Expected("'p N', within 2^62");
    }
    if (!Field("placement ", 0, 4'000'000, count)) return Expected("'placement N'");
    out.placement.resize(count);
    for (PostIndex& post : out.placement) {
      int64_t number = 0;
      if (!Field("x ", 0, static_cast<int64_t>(out.prices.size()) - 1, number)) return Expected("'x POST'");
      post = static_cast<PostIndex>(number);
    }
    if (!Literal("end") || !lines_.AtEnd()) return Expected("'end' as the last line");
    return out;
  }

 private:
  absl::Status Expected(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat("line ", lines_.number(), ": expected ", what));
  }

  bool Literal(absl::string_view text) {
    absl::string_view line;
    return lines_.Next(line) && line == text;
  }

  bool Field(absl::string_view name, int64_t low, int64_t high, int64_t& value) {
    absl::string_view line;
    if (!lines_.Next(line)) return false;
    LineCursor cursor(line);
    return cursor.Take(name) && cursor.TakeNumber(low, high, value) && cursor.AtEnd();
  }

  bool Hash(std::string& hash) {
    absl::string_view line;
    if (!lines_.Next(line)) return false;
    LineCursor cursor(line);
    absl::string_view word;
    if (!cursor.Take("instance ") || !cursor.TakeWord(word) || !cursor.AtEnd() || word.size() != 64)
      return false;
    hash = std::string(word);
    return std::all_of(hash.begin(), hash.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  }

  bool Verdict(int64_t& gap) {
    absl::string_view line;
    if (!lines_.Next(line)) return false;
    gap = 0;
    if (line == "verdict OPTIMAL") return true;
    LineCursor cursor(line);
    return cursor.Take("verdict WITHIN ") && cursor.TakeNumber(1, INT64_MAX, gap) && cursor.AtEnd();
  }

  Lines lines_;
};

}  // namespace

std::string CertificateText(const Certificate& c) {
  std::string out =
      absl::StrCat("selaras-certificate 1\ninstance ", c.instance_sha256, "\ndenominator ", c.denominator,
                   "\nlambda ", c.lambda, "\nobjective ", c.objective, "\nbound ", c.bound, "\nverdict ",
                   c.optimal() ? "OPTIMAL" : absl::StrCat("WITHIN ", c.gap()));
  absl::StrAppend(&out, "\nprices ", c.prices.size(), "\n");
  for (const int64_t price : c.prices) absl::StrAppend(&out, "p ", price, "\n");
  absl::StrAppend(&out, "placement ", c.placement.size(), "\n");
  for (const PostIndex post : c.placement) absl::StrAppend(&out, "x ", post, "\n");
  out += "end\n";
  return out;
}

absl::StatusOr<Certificate> ParseCertificate(absl::string_view text) {
  return Reader(text).Read();
}

}  // namespace selaras::assignment
