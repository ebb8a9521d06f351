#include "services/verify/certificate_reader.h"

#include <string_view>
#include <vector>

#include "services/verify/token_reader.h"

namespace selaras::verify {
namespace {

constexpr int64_t kMaxRows = 4'000'000;
constexpr int64_t kMaxDenominator = int64_t{1} << 40;
constexpr int64_t kMaxPrice = int64_t{1} << 62;

constexpr int64_t kMaxValue = INT64_MAX - 10;
constexpr int64_t kMaxTiers = 8;

// `count` lines "LETTER N".
std::vector<int64_t> Numbers(TokenReader& tokens, std::string_view letter, int64_t count, int64_t least,
                             std::string_view what) {
  std::vector<int64_t> numbers;
  for (int64_t k = 0; k < count; ++k) {
    tokens.Expect(letter);
    numbers.push_back(tokens.Number(least, kMaxPrice, what));
    tokens.Expect("\n");
  }
  return numbers;
}

int64_t Count(TokenReader& tokens, std::string_view key, int64_t max, std::string_view what) {
  tokens.Expect(key);
  const int64_t count = tokens.Number(0, max, what);
  tokens.Expect("\n");
  return count;
}

std::vector<int64_t> Prices(TokenReader& tokens) {
  const int64_t posts = Count(tokens, "prices ", kMaxRows, "the number of prices");
  return Numbers(tokens, "p ", posts, -kMaxPrice, "the price");
}

TierClaim ReadTier(TokenReader& tokens, int64_t limits) {
  TierClaim tier;
  tier.line = tokens.line();
  tokens.Expect("t ");
  tier.objective = tokens.Number(-kMaxValue, kMaxValue, "the objective of the tier");
  tokens.Expect(" ");
  tier.bound = tokens.Number(tier.objective, kMaxValue, "the bound of the tier");
  tokens.Expect(" ");
  tier.proof.lambda = tokens.Number(0, kMaxPrice, "lambda");
  tokens.Expect("\n");
  tier.proof.limit_prices = Numbers(tokens, "l ", limits, 0, "the multiplier");
  tier.prices_line = tokens.line();
  tier.proof.prices = Prices(tokens);
  return tier;
}

}  // namespace

Certificate ReadCertificate(std::istream& in) {
  TokenReader tokens(in, File::kCertificate);
  Certificate certificate;
  tokens.Expect("selaras-certificate ");
  certificate.extended = tokens.Take('2');
  tokens.Expect(certificate.extended ? "\ninstance " : "1\ninstance ");
  certificate.instance_hash = tokens.RestOfLine();
  tokens.Expect("denominator ");
  certificate.denominator = tokens.Number(1, kMaxDenominator, "the denominator");
  tokens.Expect("\nlambda ");
  certificate.points.lambda = tokens.Number(0, kMaxPrice, "lambda");
  tokens.Expect("\nobjective ");
  certificate.objective = tokens.RestOfLine();
  tokens.Expect("bound ");
  certificate.bound = tokens.RestOfLine();
  tokens.Expect("verdict ");
  certificate.verdict = tokens.RestOfLine();
  if (certificate.extended) {
    certificate.limit_count = Count(tokens, "limits ", kMaxRows, "the number of limits");
    certificate.points.limit_prices = Numbers(tokens, "l ", certificate.limit_count, 0, "the multiplier");
    certificate.tiers_line = tokens.line();
    const int64_t tiers = Count(tokens, "tiers ", kMaxTiers, "the number of tiers");
    for (int64_t t = 0; t < tiers; ++t) {
      certificate.tiers.push_back(ReadTier(tokens, certificate.limit_count));
    }
  }
  certificate.prices_line = tokens.line();
  certificate.points.prices = Prices(tokens);
  certificate.placement_line = tokens.line();
  const int64_t persons = Count(tokens, "placement ", kMaxRows, "the number of placed persons");
  for (int64_t i = 0; i < persons; ++i) {
    tokens.Expect("x ");
    certificate.placement.push_back(static_cast<int32_t>(tokens.Number(0, kMaxRows - 1, "the post")));
    tokens.Expect("\n");
  }
  tokens.Expect("end\n");
  tokens.Finish();
  return certificate;
}

}  // namespace selaras::verify
