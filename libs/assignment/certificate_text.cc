#include "libs/assignment/certificate_text.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

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
    int64_t count = 0;
    bool extended = false;
    if (!Version(extended)) return Expected("'selaras-certificate 1' or 'selaras-certificate 2'");
    if (!Hash(out.instance_sha256)) return Expected("'instance' and 64 hex digits");
    if (!Field("denominator ", 1, kMaxDenominator, out.denominator))
      return Expected("'denominator Q', 1 to 2^40");
    if (!Field("lambda ", 0, kMaxPrice, out.lambda)) return Expected("'lambda L', 0 to 2^62");
    if (!Field("objective ", -INT64_MAX, INT64_MAX, out.objective)) return Expected("'objective V'");
    if (!Field("bound ", -INT64_MAX, INT64_MAX, out.bound)) return Expected("'bound B'");
    std::string verdict;
    if (!Verdict(verdict)) return Expected("'verdict OPTIMAL' or 'verdict WITHIN X'");
    const int64_t verdict_line = lines_.number();
    if (extended) {
      if (absl::Status status = Limits(out); !status.ok()) return status;
    }
    if (!Field("prices ", 0, 4'000'000, count)) return Expected("'prices P'");
    for (const TierProof& tier : out.tiers) {
      if (static_cast<int64_t>(tier.prices.size()) != count) {
        return Expected("'prices P', as many as in each tier");
      }
    }
    if (absl::Status status = Prices(count, out.prices); !status.ok()) return status;
    if (verdict != VerdictText(out)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "line ", verdict_line,
          ": expected 'verdict OPTIMAL' where every bound = its objective, else 'verdict "
          "WITHIN' and bound - objective, which is never negative, of each tier and of the points"));
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
  bool Version(bool& extended) {
    absl::string_view line;
    if (!lines_.Next(line)) return false;
    extended = line == "selaras-certificate 2";
    return extended || line == "selaras-certificate 1";
  }

  absl::Status Prices(int64_t count, std::vector<int64_t>& prices) {
    prices.resize(count);
    for (int64_t& price : prices) {
      if (!Field("p ", -kMaxPrice, kMaxPrice, price)) return Expected("'p N', within 2^62");
    }
    return absl::OkStatus();
  }

  absl::Status LimitPrices(int64_t count, std::vector<int64_t>& prices) {
    prices.resize(count);
    for (int64_t& price : prices) {
      if (!Field("l ", 0, kMaxPrice, price)) return Expected("'l N', 0 to 2^62");
    }
    return absl::OkStatus();
  }

  // What version 2 has more: multipliers of the limits and the proofs of the tiers.
  absl::Status Limits(Certificate& out) {
    int64_t limits = 0, tiers = 0, posts = 0;
    if (!Field("limits ", 0, 4'000'000, limits)) return Expected("'limits L'");
    if (absl::Status status = LimitPrices(limits, out.limit_prices); !status.ok()) return status;
    if (!Field("tiers ", limits > 0 ? 0 : 1, 8, tiers)) {
      return Expected("'tiers T', 0 to 8, not 0 where there are no limits (that is version 1)");
    }
    out.tiers.resize(tiers);
    for (TierProof& tier : out.tiers) {
      if (!Tier(tier)) return Expected("'t OBJECTIVE BOUND LAMBDA'");
      if (absl::Status status = LimitPrices(limits, tier.limit_prices); !status.ok()) return status;
      if (!Field("prices ", 0, 4'000'000, posts)) return Expected("'prices P'");
      if (absl::Status status = Prices(posts, tier.prices); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  bool Tier(TierProof& tier) {
    absl::string_view line;
    if (!lines_.Next(line)) return false;
    LineCursor cursor(line);
    return cursor.Take("t ") && cursor.TakeNumber(-INT64_MAX, INT64_MAX, tier.objective) &&
           cursor.Take(' ') && cursor.TakeNumber(-INT64_MAX, INT64_MAX, tier.bound) && cursor.Take(' ') &&
           cursor.TakeNumber(0, kMaxPrice, tier.lambda) && cursor.AtEnd();
  }

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

  bool Verdict(std::string& verdict) {
    absl::string_view line;
    if (!lines_.Next(line)) return false;
    LineCursor cursor(line);
    if (!cursor.Take("verdict ")) return false;
    line.remove_prefix(8);
    verdict = std::string(line);
    return cursor.Take("OPTIMAL") || cursor.Take("WITHIN ");
  }

  Lines lines_;
};

}  // namespace

std::string VerdictText(const Certificate& c) {
  if (c.optimal()) return "OPTIMAL";
  std::string out = "WITHIN";
  const auto add = [&](int64_t bound, int64_t objective) {
    const __int128 gap = __int128{bound} - objective;
    const bool fits = gap >= 0 && gap <= std::numeric_limits<int64_t>::max();
    absl::StrAppend(&out, " ", fits ? absl::StrCat(static_cast<int64_t>(gap)) : "?");
  };
  for (const TierProof& tier : c.tiers) add(tier.bound, tier.objective);
  add(c.bound, c.objective);
  return out;
}

std::string CertificateText(const Certificate& c) {
  const bool extended = !c.limit_prices.empty() || !c.tiers.empty();
  std::string out = absl::StrCat("selaras-certificate ", extended ? 2 : 1, "\ninstance ", c.instance_sha256,
                                 "\ndenominator ", c.denominator, "\nlambda ", c.lambda, "\nobjective ",
                                 c.objective, "\nbound ", c.bound, "\nverdict ", VerdictText(c), "\n");
  const auto rows = [&](absl::string_view letter, const std::vector<int64_t>& numbers) {
    for (const int64_t number : numbers) absl::StrAppend(&out, letter, " ", number, "\n");
  };
  if (extended) {
    absl::StrAppend(&out, "limits ", c.limit_prices.size(), "\n");
    rows("l", c.limit_prices);
    absl::StrAppend(&out, "tiers ", c.tiers.size(), "\n");
    for (const TierProof& tier : c.tiers) {
      absl::StrAppend(&out, "t ", tier.objective, " ", tier.bound, " ", tier.lambda, "\n");
      rows("l",
           tier.limit_prices.empty() ? std::vector<int64_t>(c.limit_prices.size(), 0) : tier.limit_prices);
      absl::StrAppend(&out, "prices ", tier.prices.size(), "\n");
      rows("p", tier.prices);
    }
  }
  absl::StrAppend(&out, "prices ", c.prices.size(), "\n");
  rows("p", c.prices);
  absl::StrAppend(&out, "placement ", c.placement.size(), "\n");
  for (const PostIndex post : c.placement) absl::StrAppend(&out, "x ", post, "\n");
  out += "end\n";
  return out;
}

absl::StatusOr<Certificate> ParseCertificate(absl::string_view text) {
  return Reader(text).Read();
}

}  // namespace selaras::assignment
