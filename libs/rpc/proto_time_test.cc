#include "libs/rpc/proto_time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace selaras {
namespace {

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(ProtoTimeTest, DaysGoThereAndBack) {
  for (const absl::CivilDay day :
       {absl::CivilDay(1, 1, 1), absl::CivilDay(2024, 2, 29), absl::CivilDay(9999, 12, 31)}) {
    google::type::Date date;
    SetDate(day, &date);
    EXPECT_EQ(DayOf(date), day);
  }
}

TEST(ProtoTimeTest, WhatIsNoDayIsUnknown) {
  EXPECT_EQ(DayOf({}), std::nullopt);
  EXPECT_EQ(DayOf(Date(2026, 0, 0)), std::nullopt);
  EXPECT_EQ(DayOf(Date(2026, 4, 0)), std::nullopt);
  EXPECT_EQ(DayOf(Date(2025, 2, 29)), std::nullopt);
  EXPECT_EQ(DayOf(Date(2026, 13, 1)), std::nullopt);
  EXPECT_EQ(DayOf(Date(-5, 1, 1)), std::nullopt);
  EXPECT_EQ(DayOf(Date(10000, 1, 1)), std::nullopt);
}

TEST(ProtoTimeTest, TimesKeepMicroseconds) {
  google::protobuf::Timestamp out;
  SetTime(absl::FromUnixNanos(1'500'000'000'123'456'789), &out);
  EXPECT_EQ(out.seconds(), 1'500'000'000);
  EXPECT_EQ(out.nanos(), 123'456'000);
}

TEST(ProtoTimeTest, NanosStayPositiveBefore1970) {
  google::protobuf::Timestamp out;
  SetTime(absl::FromUnixMicros(-1), &out);
  EXPECT_EQ(out.seconds(), -1);
  EXPECT_EQ(out.nanos(), 999'999'000);
}

}  // namespace
}  // namespace selaras
