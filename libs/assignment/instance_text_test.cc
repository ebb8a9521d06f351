#include "libs/assignment/instance_text.h"

#include <string>

#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "libs/assignment/testing/brute_force.h"
#include "libs/assignment/testing/synthetic_province.h"

namespace selaras::assignment {
namespace {

constexpr absl::string_view kSmall =
    "selaras-instance 1\n"
    "moves 1\n"
    "districts 2\n"
    "d east\n"
    "d west\n"
    "r 0 30\n"
    "r 35 0\n"
    "cells 1\n"
    "c nurse@health\n"
    "posts 2\n"
    "p a.1 0 0 2:900 1:-5000\n"
    "p a.2 0 1\n"
    "persons 2\n"
    "i k1 0 0 | 0:870 | 0:-950\n"
    "i k2 1 0 | | 0:12 1:!\n"
    "end\n";

TEST(InstanceTextTest, ReadsTheExampleOfTheFormat) {
  const absl::StatusOr<Instance> instance = ParseInstance(kSmall);
  ASSERT_TRUE(instance.ok()) << instance.status();
  EXPECT_EQ(instance->max_moves, 1);
  EXPECT_EQ(instance->Distance(1, 0), 35);
  EXPECT_EQ(instance->SeatCount(0), 3);
  EXPECT_EQ(instance->SeatCount(1), 0);
  EXPECT_EQ(instance->Score(0, 0), -950);
  EXPECT_EQ(instance->Score(0, 1), 840);
  EXPECT_EQ(instance->Score(1, 1), std::nullopt);
  EXPECT_EQ(InstanceText(*instance), kSmall);
}

TEST(InstanceTextTest, HashIsOfTheBytesOfTheFile) {
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(InstanceSha256(*ParseInstance(kSmall)), Sha256Hex(kSmall));
}

TEST(InstanceTextTest, EveryOtherSpellingIsRefusedWithItsLine) {
  const struct {
    absl::string_view from, to, line;
  } kCases[] = {
      {"selaras-instance 1", "selaras-instance 3", "line 1:"},
      {"moves 1", "moves 01", "line 2:"},
      {"moves 1", "moves -1", "line 2:"},
      {"moves 1", "moves 1 ", "line 2:"},
      {"r 0 30", "r 0", "line 6:"},
      {"r 0 30", "r 0 +30", "line 6:"},
      {"r 35 0", "r 35 -0", "line 7:"},
      {"p a.1 0 0 2:900", "p a.1 0 2 2:900", "line 11:"},
      {"2:900", "0:900", "line 11:"},
      {"2:900", "2:9999999999", "line 11:"},
      {"| 0:870 |", "| 0:870  |", "line 14:"},
      {"| 0:870 |", "| 1:870 |", "line 14:"},
      {"| | 0:12", "|  | 0:12", "line 15:"},
      {"1:!", "1:?", "line 15:"},
      {"1:!", "2:!", "line 15:"},
      {"end\n", "end", "line 16:"},
      {"end\n", "end\nmore\n", "line 17:"},
      {"persons 2", "persons 3", "line 16:"},
      {"moves 1\n", "moves 1\r\n", "line 2:"},
  };
  for (const auto& c : kCases) {
    const std::string text = absl::StrReplaceAll(kSmall, {{c.from, c.to}});
    ASSERT_NE(text, kSmall) << c.from;
    const absl::StatusOr<Instance> instance = ParseInstance(text);
    EXPECT_EQ(instance.status().code(), absl::StatusCode::kInvalidArgument) << c.to;
    EXPECT_EQ(instance.status().message().substr(0, c.line.size()), c.line)
        << c.to << ": " << instance.status();
  }
}

TEST(InstanceTextTest, WhatValidateRefusesIsRefused) {
  for (const auto& [from, to] :
       {std::pair<absl::string_view, absl::string_view>{"2:900 1:-5000", "2:900 1:901"},
        {"i k2", "i k0"},
        {"p a.2", "p a.1"},
        {"0:12 1:!", "0:! 1:12"},
        {"0:870 |", "0:10000001 |"}}) {
    EXPECT_EQ(ParseInstance(absl::StrReplaceAll(kSmall, {{from, to}})).status().code(),
              absl::StatusCode::kInvalidArgument)
        << to;
  }
}

TEST(InstanceTextTest, PiecesOfAnySizeGiveTheSame) {
  ProvinceShape shape;
  shape.persons = 300;
  shape.posts = 120;
  const std::string text = InstanceText(MakeProvince(shape));
  for (const size_t size : {1, 7, 4096}) {
    InstanceParser parser;
    for (size_t at = 0; at < text.size(); at += size) {
      ASSERT_TRUE(parser.Append(absl::string_view(text).substr(at, size)).ok());
    }
    const absl::StatusOr<Instance> instance = parser.Finish();
    ASSERT_TRUE(instance.ok()) << instance.status();
    EXPECT_EQ(InstanceText(*instance), text);
  }
}

TEST(InstanceTextTest, OrderOfBuildingDoesNotChangeTheBytes) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const Instance instance = MakeTinyInstance(seed);
    const std::string text = InstanceText(instance);
    EXPECT_EQ(InstanceText(Rebuild(instance, seed + 1)), text) << "seed " << seed;
    const absl::StatusOr<Instance> read = ParseInstance(text);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(InstanceText(*read), text);
  }
}

}  // namespace
}  // namespace selaras::assignment
