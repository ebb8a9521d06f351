#include "services/verify/certificate_reader.h"

#include "services/verify/token_reader.h"

namespace selaras::verify {
namespace {

constexpr int64_t kMaxRows = 4'000'000;
constexpr int64_t kMaxDenominator = int64_t{1} << 40;
constexpr int64_t kMaxPrice = int64_t{1} << 62;

}  // namespace

Certificate ReadCertificate(std::istream& in) {
  TokenReader tokens(in, File::kCertificate);
  Certificate certificate;
  tokens.Expect("selaras-certificate 1\ninstance ");
  certificate.instance_hash = tokens.RestOfLine();
  tokens.Expect("denominator ");
  certificate.denominator = tokens.Number(1, kMaxDenominator, "the denominator");
  tokens.Expect("\nlambda ");
  certificate.lambda = tokens.Number(0, kMaxPrice, "lambda");
  tokens.Expect("\nobjective ");
  certificate.objective = tokens.RestOfLine();
  tokens.Expect("bound ");
  certificate.bound = tokens.RestOfLine();
  tokens.Expect("verdict ");
  certificate.verdict = tokens.RestOfLine();
  tokens.Expect("prices ");
  const int64_t posts = tokens.Number(0, kMaxRows, "the number of prices");
  tokens.Expect("\n");
  for (int64_t j = 0; j < posts; ++j) {
    tokens.Expect("p ");
    certificate.prices.push_back(tokens.Number(-kMaxPrice, kMaxPrice, "the price"));
    tokens.Expect("\n");
  }
  tokens.Expect("placement ");
  const int64_t persons = tokens.Number(0, kMaxRows, "the number of placed persons");
  tokens.Expect("\n");
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
