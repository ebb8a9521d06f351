// Version 2 of the text forms: zones, limits, tiers.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/assignment/certificate_text.h"
#include "libs/assignment/instance_builder.h"
#include "libs/assignment/instance_text.h"

namespace selaras::assignment {
namespace {

using ::testing::HasSubstr;

// The text of docs/formats.md's example.
constexpr char kText[] =
    "selaras-instance 2\n"
    "moves 1\n"
    "tiers 1\n"
    "districts 1\n"
    "d north\n"
    "r 0\n"
    "cells 1\n"
    "c nurse\n"
    "zones 3\n"
    "z health 0 -\n"
    "z clinic-a 2 0\n"
    "z clinic-b 2 0\n"
    "posts 3\n"
    "p a 0 0 1 1:500:1 1:500:0\n"
    "p b 0 0 2 2:400:0\n"
    "p c 0 0 - 1:0:0\n"
    "limits 5\n"
    "in 0 3\n"
    "in 2 1\n"
    "out 1 0\n"
    "apart 2 0 1\n"
    "together 0 0 1\n"
    "persons 2\n"
    "i k1 0 0 | 0:800 |\n"
    "i k2 0 0 | 0:700 |\n"
    "end\n";

// Everything is added in an order that the file does not have.
absl::StatusOr<Instance> Built() {
  InstanceBuilder builder;
  builder.SetTierCount(1);
  builder.SetMaxMoves(1);
  const auto north = builder.AddDistrict("north");
  const auto nurse = builder.AddCell("nurse");
  const auto health = builder.AddZone("health", 0);
  const auto clinic_b = builder.AddZone("clinic-b", 2, health);
  const auto clinic_a = builder.AddZone("clinic-a", 2, health);
  builder.AddPost("c", nurse, north, {{1, 0}});
  const auto b = builder.AddPost("b", nurse, north, {{1, 400}, {1, 400}});
  const auto a = builder.AddPost("a", nurse, north, {{2, 500}});
  builder.SetZone(a, clinic_a);
  builder.SetZone(b, clinic_b);
  builder.SetTierSeats(a, 0, {{1, 1}, {1, 0}});
  const auto k2 = builder.AddPerson("k2", north, a), k1 = builder.AddPerson("k1", north, a);
  builder.AddCellScore(k1, nurse, 800);
  builder.AddCellScore(k2, nurse, 700);
  builder.AddGroup(LimitKind::kTogether, 0, {k2, k1});
  builder.AddGroup(LimitKind::kTogether, 0, {k1, k2});
  builder.AddGroup(LimitKind::kApart, 2, {k2, k1});
  builder.AddCap(LimitKind::kDepartures, clinic_a, 0);
  builder.AddCap(LimitKind::kArrivals, clinic_b, 7);
  builder.AddCap(LimitKind::kArrivals, clinic_b, 1);
  builder.AddCap(LimitKind::kArrivals, health, 3);
  return std::move(builder).Build();
}

TEST(LimitsTextTest, TheFileDoesNotDependOnTheOrderOfAddition) {
  const absl::StatusOr<Instance> built = Built();
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_EQ(InstanceText(*built), kText);
}

TEST(LimitsTextTest, ReadingAndWritingAgainGivesTheSameBytes) {
  const absl::StatusOr<Instance> read = ParseInstance(kText);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(InstanceText(*read), kText);
  EXPECT_EQ(read->limits[2].kind, LimitKind::kDepartures);
  EXPECT_EQ(read->tier_points, (std::vector<int32_t>{1, 0, 0, 0}));
}

std::string Replaced(const std::string& from, const std::string& to) {
  std::string text = kText;
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(LimitsTextTest, WhatIsNotKnownIsRefusedWithItsLine) {
  const struct {
    const char *from, *to, *fault;
  } cases[] = {
      {"selaras-instance 2", "selaras-instance 3", "line 1:"},
      {"tiers 1", "tiers 9", "line 3:"},
      {"z clinic-a 2 0", "z clinic-a 16 0", "line 11:"},
      {"z health 0 -", "z health 0 0", "line 10:"},
      {"p a 0 0 1", "p a 0 0 3", "line 14:"},
      {"2:400:0", "2:400", "line 15:"},
      {"1:0:0", "1:0:0:0", "line 16:"},
      {"in 0 3", "in 3 3", "line 18:"},
      {"in 0 3", "in 0 -1", "line 18:"},
      {"out 1 0", "without 1 0", "line 20:"},
      {"apart 2 0 1", "apart 2 0", "line 21:"},
      {"apart 2 0 1", "apart 2 1 0", "limit 3: members"},
      {"apart 2 0 1", "apart 2 0 2", "limit 3: members"},
      {"together 0 0 1", "apart 2 0 1", "limit 4: limits must ascend"},
      {"in 0 3\nin 2 1", "in 2 1\nin 0 3", "limit 1: limits must ascend"},
      {"z clinic-a 2 0\nz clinic-b 2 0", "z clinic-b 2 0\nz clinic-a 2 0", "zones must ascend"},
      {"z clinic-b 2 0", "z health 2 0", "stands twice"},
      {"z health 0 -", "z health 2 -", "zones must ascend"},
      {"1:500:1 1:500:0", "1:500:0 1:500:1", "points of a tier must not increase"},
  };
  for (const auto& [from, to, fault] : cases) {
    EXPECT_THAT(ParseInstance(Replaced(from, to)).status().ToString(), HasSubstr(fault)) << to;
  }
}

TEST(LimitsTextTest, WithoutZonesLimitsAndTiersOnlyVersionOneIsCanonical) {
  const std::string text =
      "selaras-instance 2\nmoves -\ntiers 0\ndistricts 1\nd n\nr 0\ncells 0\nzones 0\nposts 0\nlimits 0\n"
      "persons 0\nend\n";
  EXPECT_THAT(ParseInstance(text).status().ToString(), HasSubstr("line 10:"));
}

TEST(LimitsTextTest, ACertificateOfLimitsAndTiersIsReadAsWritten) {
  Certificate c;
  c.instance_sha256 = std::string(64, 'a');
  c.denominator = 3;
  c.lambda = 4;
  c.objective = 1500;
  c.bound = 1507;
  c.prices = {1, -2, 3};
  c.placement = {0, 1};
  c.limit_prices = {5, 0, 7, 0, 0};
  c.tiers = {{1, 2, 0, {0, 0, 9}, {0, 1, 0, 0, 0}}};
  const std::string text = CertificateText(c);
  EXPECT_THAT(text, HasSubstr("selaras-certificate 2\n"));
  EXPECT_THAT(
      text, HasSubstr("verdict WITHIN 1 7\nlimits 5\nl 5\nl 0\nl 7\nl 0\nl 0\ntiers 1\nt 1 2 0\nl 0\nl 1\n"));
  const absl::StatusOr<Certificate> read = ParseCertificate(text);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(CertificateText(*read), text);
  std::string lie = text;
  lie.replace(lie.find("WITHIN 1 7"), 10, "WITHIN 0 7");
  EXPECT_THAT(ParseCertificate(lie).status().ToString(), HasSubstr("line 7:"));
}

}  // namespace
}  // namespace selaras::assignment
