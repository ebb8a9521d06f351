#include "services/verify/verify.h"

#include <algorithm>
#include <string>

#include "services/verify/certificate_reader.h"
#include "services/verify/dual.h"
#include "services/verify/instance_reader.h"
#include "services/verify/primal.h"
#include "services/verify/tier_dual.h"
#include "services/verify/wrong.h"

namespace selaras::verify {
namespace {

void Require(bool holds, int64_t line, const std::string& reason) {
  if (!holds) throw Wrong{File::kCertificate, line, reason};
}

void RequireProof(const Proof& proof, const Frame& frame, int64_t lambda_line, int64_t first_limit_line,
                  int64_t prices_line) {
  Require(frame.max_moves || proof.lambda == 0, lambda_line, "lambda must be 0 where moves have no limit");
  for (size_t c = 0; c < proof.limit_prices.size(); ++c) {
    Require(frame.limits[c].is_cap() || proof.limit_prices[c] == 0,
            first_limit_line + static_cast<int64_t>(c), "the multiplier of a group must be 0");
  }
  Require(proof.prices.size() == frame.posts.size(), prices_line,
          "the instance has " + std::to_string(frame.posts.size()) + " posts");
}

void RequireShape(const Certificate& certificate, const Frame& frame) {
  const bool extended = !frame.limits.empty() || frame.tier_count > 0;
  Require(certificate.extended == extended, Certificate::kVersionLine,
          std::string("the certificate must be of version ") + (extended ? "2" : "1"));
  Require(certificate.limit_count == static_cast<int64_t>(frame.limits.size()), Certificate::kLimitsLine,
          "the instance has " + std::to_string(frame.limits.size()) + " limits");
  Require(certificate.tiers.size() == static_cast<size_t>(frame.tier_count), certificate.tiers_line,
          "the instance has " + std::to_string(frame.tier_count) + " tiers");
  RequireProof(certificate.points, frame, Certificate::kLambdaLine, Certificate::kLimitsLine + 1,
               certificate.prices_line);
  for (const TierClaim& tier : certificate.tiers) {
    RequireProof(tier.proof, frame, tier.line, tier.line + 1, tier.prices_line);
  }
  Require(certificate.placement.size() == static_cast<size_t>(frame.person_count), certificate.placement_line,
          "the instance has " + std::to_string(frame.person_count) + " persons");
}

void RequireClaims(const Certificate& certificate, const Finding& finding) {
  for (size_t t = 0; t < finding.tiers.size(); ++t) {
    const TierClaim& claim = certificate.tiers[t];
    const TierFinding& found = finding.tiers[t];
    Require(found.objective == claim.objective, claim.line,
            "the placement is worth in this tier " + Decimal(found.objective));
    Require(found.bound == claim.bound, claim.line,
            "the prices prove in this tier the bound " + Decimal(found.bound));
  }
  const std::string objective = Decimal(finding.objective);
  Require(certificate.objective == objective, Certificate::kObjectiveLine,
          "the placement is worth " + objective);
  const std::string bound = Decimal(finding.bound);
  Require(certificate.bound == bound, Certificate::kBoundLine, "the prices prove the bound " + bound);
  const std::string verdict = finding.Verdict();
  Require(certificate.verdict == verdict, Certificate::kVerdictLine, "the verdict is " + verdict);
}

// Reads the persons and hands each to `add`.
template <typename Add>
void EachPerson(InstanceReader& reader, Add add) {
  Person person;
  for (int32_t i = 0; i < reader.frame().person_count; ++i) {
    reader.NextPerson(&person);
    add(person);
  }
}

}  // namespace

bool Finding::optimal() const {
  return gap() == 0 &&
         std::all_of(tiers.begin(), tiers.end(), [](const TierFinding& tier) { return tier.gap() == 0; });
}

std::string Finding::Verdict() const {
  if (optimal()) return "OPTIMAL";
  std::string verdict = "WITHIN";
  for (const TierFinding& tier : tiers) verdict += " " + Decimal(tier.gap());
  return verdict + " " + Decimal(gap());
}

Finding Verify(std::istream& instance, std::istream& certificate_text) {
  const Certificate certificate = ReadCertificate(certificate_text);
  InstanceReader reader(instance);
  const Frame& frame = reader.frame();
  RequireShape(certificate, frame);
  Primal primal(frame, certificate);
  Finding finding{};
  Int128 dual = 0;
  if (frame.tier_count == 0) {
    Dual of_points(frame, certificate);
    EachPerson(reader, [&](const Person& person) {
      primal.Add(person);
      of_points.Add(person);
    });
    dual = of_points.Total();
    finding.lawful_pairs = of_points.lawful_pairs();
  } else {
    TierDual of_tiers(frame, certificate);
    EachPerson(reader, [&](const Person& person) {
      primal.Add(person);
      of_tiers.Add(person);
    });
    dual = of_tiers.Total(frame.tier_count);
    finding.lawful_pairs = of_tiers.lawful_pairs();
    for (int32_t t = 0; t < frame.tier_count; ++t) {
      finding.tiers.push_back({primal.SeatValue(t), FloorDivide(of_tiers.Total(t), certificate.denominator)});
    }
  }
  Require(certificate.instance_hash == reader.Finish(), Certificate::kHashLine,
          "the certificate is for another instance");
  primal.CheckGroups();
  finding.objective = primal.Value();
  finding.bound = FloorDivide(dual, certificate.denominator);
  finding.moves = primal.moves();
  finding.persons = frame.person_count;
  finding.posts = static_cast<int64_t>(frame.posts.size());
  finding.limits = static_cast<int64_t>(frame.limits.size());
  RequireClaims(certificate, finding);
  return finding;
}

}  // namespace selaras::verify
