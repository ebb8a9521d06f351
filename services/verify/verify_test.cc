// One instance small enough to check by hand, its certificate, and everything that can be wrong with either.
//
//   nurses' posts a (north; seats worth 500, then -1000) and b (south; 400); a teacher's post c (south; 300)
//   k1 lives in the north, nurse 800, prefers a: 860 there, 800 − 100 = 700 in b; present post a
//   k2 lives in the south, nurse 700, teacher 600, never to b; present post a, worth 650 to him
//
// The lawful placements: (a, a) 1010, (a, c) 2260, (b, a) 2250, (b, c) 2000.
#include "services/verify/verify.h"

#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/verify/testing/check.h"
#include "services/verify/testing/tiny_certificate.h"

namespace selaras::verify {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kInstance[] =
    "selaras-instance 1\n"
    "moves -\n"
    "districts 2\n"
    "d north\n"
    "d south\n"
    "r 0 100\n"
    "r 100 0\n"
    "cells 2\n"
    "c nurse\n"
    "c teacher\n"
    "posts 3\n"
    "p a 0 0 1:500 1:-1000\n"
    "p b 0 1 1:400\n"
    "p c 1 1 1:300\n"
    "persons 2\n"
    "i k1 0 0 | 0:800 | 0:860\n"
    "i k2 1 0 | 0:700 1:600 | 0:650 1:!\n"
    "end\n";

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string InstanceWith(const std::string& from, const std::string& to) {
  return Replaced(kInstance, from, to);
}

// Proves (a, c).
TinyCertificate Certificate(const std::string& instance = kInstance) {
  return {Sha256(instance), {1, 0, {-245, -400, -300}}, "2260", "2260", "OPTIMAL", {0, 2}};
}

// Checks the hand-made certificate against the instance with one change, the hash being made right.
std::string CheckInstanceWith(const std::string& from, const std::string& to) {
  const std::string instance = InstanceWith(from, to);
  return Check(instance, Text(Certificate(instance)));
}

std::string CheckCertificateWith(const std::string& from, const std::string& to) {
  return Check(kInstance, Replaced(Text(Certificate()), from, to));
}

Finding FindingOf(const std::string& instance, const TinyCertificate& certificate) {
  std::istringstream first(instance), second(Text(certificate));
  return Verify(first, second);
}

TEST(VerifyTest, ProvesTheOptimum) {
  EXPECT_EQ(Check(kInstance, Text(Certificate())), "OPTIMAL");
  const Finding finding = FindingOf(kInstance, Certificate());
  EXPECT_EQ(Decimal(finding.objective), "2260");
  EXPECT_EQ(Decimal(finding.bound), "2260");
  EXPECT_EQ(finding.moves, 1);
  EXPECT_EQ(finding.persons, 2);
  EXPECT_EQ(finding.posts, 3);
  EXPECT_EQ(finding.lawful_pairs, 4);
}

TEST(VerifyTest, TellsHowFarAWorsePlanMayBe) {
  TinyCertificate certificate = Certificate();
  certificate.placement = {1, 0};
  certificate.objective = "2250";
  certificate.verdict = "WITHIN 10";
  EXPECT_EQ(Check(kInstance, Text(certificate)), "WITHIN 10");
  certificate.verdict = "OPTIMAL";
  EXPECT_EQ(Check(kInstance, Text(certificate)), "WRONG at line 7 of certificate: the verdict is WITHIN 10");
  certificate.bound = "2250";
  EXPECT_EQ(Check(kInstance, Text(certificate)),
            "WRONG at line 6 of certificate: the prices prove the bound 2260");
  certificate.objective = "2260";
  EXPECT_EQ(Check(kInstance, Text(certificate)),
            "WRONG at line 5 of certificate: the placement is worth 2250");
}

// p_c = −884/3 gives the dual value 2260 and one third, −882/3 gives 2261.
TEST(VerifyTest, RationalPricesAreRoundedDownOnce) {
  TinyCertificate certificate = Certificate();
  certificate.prices = {3, 0, {-735, -1200, -884}, {}};
  EXPECT_EQ(Check(kInstance, Text(certificate)), "OPTIMAL");
  certificate.prices = {3, 0, {-735, -1200, -882}, {}};
  certificate.bound = "2261";
  certificate.verdict = "WITHIN 1";
  EXPECT_EQ(Check(kInstance, Text(certificate)), "WITHIN 1");
}

// With nobody allowed to move, (a, a) is all that is left; lambda proves it.
TEST(VerifyTest, TheLimitOnMovesEntersPrimalAndDual) {
  const std::string instance = InstanceWith("moves -", "moves 0");
  TinyCertificate certificate = Certificate(instance);
  EXPECT_EQ(Check(instance, Text(certificate)),
            "WRONG at line 14 of certificate: this person is moved beyond the limit on moves");
  certificate.prices = {1, 2000, {1000, -400, -300}, {}};
  certificate.placement = {0, 0};
  certificate.objective = certificate.bound = "1010";
  EXPECT_EQ(Check(instance, Text(certificate)), "OPTIMAL");
  const std::string looser = InstanceWith("moves -", "moves 1");
  certificate.hash = Sha256(looser);
  EXPECT_EQ(Check(looser, Text(certificate)),
            "WRONG at line 6 of certificate: the prices prove the bound 3010");
}

TEST(VerifyTest, LambdaWithoutALimitProvesNothing) {
  EXPECT_EQ(CheckCertificateWith("lambda 0", "lambda 1"),
            "WRONG at line 4 of certificate: lambda must be 0 where moves have no limit");
}

TEST(VerifyTest, ThePlacementMustKeepTheRules) {
  const auto with_placement = [](Placement placement) {
    TinyCertificate certificate = Certificate();
    certificate.placement = std::move(placement);
    return Check(kInstance, Text(certificate));
  };
  EXPECT_EQ(with_placement({2, 0}),
            "WRONG at line 13 of certificate: the post is not lawful for this person");
  EXPECT_EQ(with_placement({0, 1}),
            "WRONG at line 14 of certificate: the post is not lawful for this person");
  EXPECT_EQ(with_placement({0, 3}), "WRONG at line 14 of certificate: the instance has no such post");
  EXPECT_EQ(with_placement({0}), "WRONG at line 12 of certificate: the instance has 2 persons");
  EXPECT_EQ(with_placement({0, 2, 2}), "WRONG at line 12 of certificate: the instance has 2 persons");
}

TEST(VerifyTest, APostTakesNoMoreThanItsSeats) {
  const std::string instance = InstanceWith("p a 0 0 1:500 1:-1000", "p a 0 0 1:500");
  TinyCertificate certificate = Certificate(instance);
  certificate.placement = {0, 0};
  EXPECT_EQ(Check(instance, Text(certificate)),
            "WRONG at line 14 of certificate: the post has no seat left for this person");
}

TEST(VerifyTest, TheCertificateBelongsToOneInstance) {
  EXPECT_EQ(Check(InstanceWith("d north", "d nord"), Text(Certificate())),
            "WRONG at line 2 of certificate: the certificate is for another instance");
  TinyCertificate upper = Certificate();
  for (char& c : upper.hash) c = static_cast<char>(std::toupper(c));
  EXPECT_THAT(Check(kInstance, Text(upper)), StartsWith("WRONG at line 2 of certificate"));
}

TEST(VerifyTest, ThePricesAreOneForEachPost) {
  EXPECT_EQ(CheckCertificateWith("prices 3\np -245\n", "prices 2\n"),
            "WRONG at line 8 of certificate: the instance has 3 posts");
}

TEST(VerifyTest, AnEmptyInstanceIsOptimal) {
  const std::string instance =
      "selaras-instance 1\nmoves -\ndistricts 1\nd x\nr 0\ncells 0\nposts 0\npersons 0\nend\n";
  const TinyCertificate certificate = {Sha256(instance), {1, 0, {}}, "0", "0", "OPTIMAL", {}};
  EXPECT_EQ(Check(instance, Text(certificate)), "OPTIMAL");
}

// The greatest numbers that the format allows: 64 bits would not hold a single seat over the denominator.
TEST(VerifyTest, TheGreatestNumbersDoNotOverflow) {
  const std::string instance =
      "selaras-instance 1\nmoves 4611686018427387904\ndistricts 1\nd x\nr 10000000\ncells 1\nc x\nposts 1\n"
      "p x 0 0 10000000:1000000000\npersons 1\ni x 0 0 | 0:-10000000 |\nend\n";
  TinyCertificate certificate = {
      Sha256(instance), {int64_t{1} << 40, int64_t{1} << 62, {int64_t{1} << 62}}, "980000000", "", "", {0}};
  // −20,000,000 − 2^22 + 10,000,000·(10^9 + 2^22) + 2^84
  certificate.bound = "19342813123876009811104512";
  certificate.verdict = "WITHIN 19342813123876008831104512";
  EXPECT_EQ(Check(instance, Text(certificate)), certificate.verdict);
}

TEST(VerifyTest, IdsMayHoldTheirPunctuation) {
  std::string instance = InstanceWith("d south", "d id:1/south.a@b_c-d");
  instance = Replaced(instance, "c nurse", "c nurse@health/1");
  instance = Replaced(instance, "p b 0", "p a.b_c-d 0");
  instance = Replaced(instance, "i k1", "i k-1_");
  EXPECT_EQ(Check(instance, Text(Certificate(instance))), "OPTIMAL");
}

TEST(VerifyTest, TheReferenceMustBeLawful) {
  EXPECT_EQ(CheckInstanceWith("i k1 0 0", "i k1 0 2"),
            "WRONG at line 16 of instance: the reference post is not lawful for this person");
  EXPECT_EQ(CheckInstanceWith("i k2 1 0", "i k2 1 1"),
            "WRONG at line 17 of instance: the reference post is not lawful for this person");
}

struct Flaw {
  const char* from;
  const char* to;
  int line;
};

TEST(VerifyTest, TheInstanceHasOneForm) {
  const Flaw flaws[] = {
      {"selaras-instance 1", "selaras-instance 3", 1},
      {"selaras-instance 1\n", "selaras-instance 1\r\n", 1},
      {"moves -", "moves", 2},
      {"moves -", "moves -1", 2},
      {"moves -", "moves 4611686018427387905", 2},
      {"moves -\n", "", 2},
      {"districts 2", "districts 3", 6},
      {"districts 2", "districts 1", 5},
      {"districts 2", "districts 02", 3},
      {"districts 2", "districts 0", 3},
      {"districts 2", "districts 30001", 3},
      {"d south", "d north", 5},
      {"d south", "d so uth", 5},
      {"d south", "d ", 5},
      {"d south",
       "d s\xc3\xbc"
       "d",
       5},
      {"r 0 100\n", "r 0\n", 6},
      {"r 0 100\n", "r 0 100 0\n", 6},
      {"r 0 100", "r 0 -1", 6},
      {"r 0 100", "r 0 10000001", 6},
      {"r 0 100", "r 0  100", 6},
      {"c teacher", "c nurse", 10},
      {"cells 2\nc nurse\n", "cells 1\n", 13},
      {"cells 2", "cells 1", 10},
      {"p a 0 0 ", "p c 0 0 ", 13},
      {"p b ", "p a ", 13},
      {"p b 0 1", "p b 2 1", 13},
      {"p b 0 1", "p b 0 2", 13},
      {"p b 0 1", "p b 0 -1", 13},
      {"1:500 1:-1000", "1:500 1:501", 12},
      {"1:500 1:-1000", "1:500  1:-1000", 12},
      {"1:500 1:-1000", "1:500 0:-1000", 12},
      {"1:500 1:-1000", "1:500 1:-1000 ", 12},
      {"1:500 1:-1000", "1:500 10000000:-1000", 12},
      {"1:500 1:-1000", "1:500 1:-1000000001", 12},
      {"1:500 1:-1000", "1:1000000001 1:-1000", 12},
      {"1:500 1:-1000", "1:500 1", 12},
      {"persons 2", "persons 4000001", 15},
      {"posts 3", "posts 4000001", 11},
      {"i k1", "i k2", 17},
      {"i k1", "i k3", 17},
      {"i k1", "i k.1", 16},
      {"p b ", "p b:1 ", 13},
      {"i k1 0 0", "i k1 2 0", 16},
      {"i k1 0 0", "i k1 0 3", 16},
      {"| 0:800 |", "| 2:800 |", 16},
      {"| 0:800 |", "| 0:10000001 |", 16},
      {"| 0:800 |", "| 0:800  |", 16},
      {"| 0:800 |", "|  |", 16},
      {"| 0:800 |", "| 0:800|", 16},
      {"| 0:800 |", "| 0:800 0:800 |", 16},
      {"| 0:800 |", "| 0:! |", 16},
      {"0:700 1:600", "1:600 0:700", 17},
      {"0:650 1:!", "1:! 0:650", 17},
      {"0:650 1:!", "0:650 0:650", 17},
      {"0:650 1:!", "0:650 1:! ", 17},
      {"0:650 1:!", "0:650 1:!!", 17},
      {"0:650 1:!", "0:650 3:!", 17},
      {"0:650 1:!", "0:-10000001 1:!", 17},
      {"end\n", "", 18},
      {"end\n", "end", 18},
      {"end\n", "end\n\n", 19},
      {"end\n", "end\nend\n", 19},
  };
  for (const Flaw& flaw : flaws) {
    EXPECT_THAT(CheckInstanceWith(flaw.from, flaw.to),
                StartsWith("WRONG at line " + std::to_string(flaw.line) + " of instance: "))
        << flaw.from << " -> " << flaw.to;
  }
}

TEST(VerifyTest, ThePersonsAreAsManyAsCounted) {
  for (const int count : {1, 3}) {
    const std::string instance = InstanceWith("persons 2", "persons " + std::to_string(count));
    TinyCertificate certificate = Certificate(instance);
    certificate.placement.resize(count);
    EXPECT_THAT(Check(instance, Text(certificate)),
                StartsWith("WRONG at line " + std::to_string(count == 1 ? 17 : 18) + " of instance: "));
  }
}

TEST(VerifyTest, TheCertificateHasOneForm) {
  const Flaw flaws[] = {
      {"selaras-certificate 1", "selaras-certificate 10", 1},
      {"instance ", "instance  ", 2},
      {"denominator 1", "denominator 0", 3},
      {"denominator 1", "denominator -1", 3},
      {"denominator 1", "denominator 1099511627777", 3},
      {"denominator 1\nlambda 0", "lambda 0\ndenominator 1", 3},
      {"lambda 0", "lambda -1", 4},
      {"lambda 0", "lambda 00", 4},
      {"lambda 0", "lambda 4611686018427387905", 4},
      {"objective 2260", "objective +2260", 5},
      {"objective 2260", "objective 02260", 5},
      {"objective 2260", "objective 2260 ", 5},
      {"bound 2260", "bound 2260.0", 6},
      {"verdict OPTIMAL", "verdict optimal", 7},
      {"verdict OPTIMAL", "verdict WITHIN 0", 7},
      {"verdict OPTIMAL", "verdict OPTIMAL ", 7},
      {"prices 3", "prices 2", 11},
      {"prices 3", "prices 4", 12},
      {"p -245", "p -0245", 9},
      {"p -245", "p 4611686018427387905", 9},
      {"p -245", "p -245/1", 9},
      {"placement 2", "placement 1", 14},
      {"placement 2", "placement 3", 15},
      {"x 2", "x -1", 14},
      {"x 2", "x 4000000", 14},
      {"end\n", "", 15},
      {"end\n", "end", 15},
      {"end\n", "end\nx 0\n", 16},
  };
  for (const Flaw& flaw : flaws) {
    EXPECT_THAT(CheckCertificateWith(flaw.from, flaw.to),
                StartsWith("WRONG at line " + std::to_string(flaw.line) + " of certificate: "))
        << flaw.from << " -> " << flaw.to;
  }
}

}  // namespace
}  // namespace selaras::verify
