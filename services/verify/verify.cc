#include "services/verify/verify.h"

#include <string>

#include "services/verify/certificate_reader.h"
#include "services/verify/dual.h"
#include "services/verify/instance_reader.h"
#include "services/verify/primal.h"
#include "services/verify/wrong.h"

namespace selaras::verify {
namespace {

void Require(bool holds, int64_t line, const std::string& reason) {
  if (!holds) throw Wrong{File::kCertificate, line, reason};
}

void RequireShape(const Certificate& certificate, const Frame& frame) {
  Require(certificate.prices.size() == frame.posts.size(), Certificate::kPricesLine,
          "the instance has " + std::to_string(frame.posts.size()) + " posts");
  Require(certificate.placement.size() == static_cast<size_t>(frame.person_count),
          certificate.PlacementLine(), "the instance has " + std::to_string(frame.person_count) + " persons");
  Require(frame.max_moves || certificate.lambda == 0, Certificate::kLambdaLine,
          "lambda must be 0 where moves have no limit");
}

void RequireClaims(const Certificate& certificate, const Finding& finding) {
  const std::string objective = Decimal(finding.objective);
  Require(certificate.objective == objective, Certificate::kObjectiveLine,
          "the placement is worth " + objective);
  const std::string bound = Decimal(finding.bound);
  Require(certificate.bound == bound, Certificate::kBoundLine, "the prices prove the bound " + bound);
  const std::string verdict = finding.optimal() ? "OPTIMAL" : "WITHIN " + Decimal(finding.gap());
  Require(certificate.verdict == verdict, Certificate::kVerdictLine, "the verdict is " + verdict);
}

}  // namespace

Finding Verify(std::istream& instance, std::istream& certificate_text) {
  const Certificate certificate = ReadCertificate(certificate_text);
  InstanceReader reader(instance);
  const Frame& frame = reader.frame();
  RequireShape(certificate, frame);
  Primal primal(frame, certificate);
  Dual dual(frame, certificate);
  Person person;
  for (int32_t i = 0; i < frame.person_count; ++i) {
    reader.NextPerson(&person);
    primal.Add(person);
    dual.Add(person);
  }
  Require(certificate.instance_hash == reader.Finish(), Certificate::kHashLine,
          "the certificate is for another instance");
  Finding finding{};
  finding.objective = primal.Value();
  finding.bound = FloorDivide(dual.Total(), certificate.denominator);
  finding.moves = primal.moves();
  finding.persons = frame.person_count;
  finding.posts = static_cast<int64_t>(frame.posts.size());
  finding.lawful_pairs = dual.lawful_pairs();
  RequireClaims(certificate, finding);
  return finding;
}

}  // namespace selaras::verify
