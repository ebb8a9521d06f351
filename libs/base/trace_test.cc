#include "libs/base/trace.h"

#include <gtest/gtest.h>

namespace selaras {
namespace {

// The example of the specification.
constexpr char kExample[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(TraceTest, ReadsAndWritesTheExample) {
  const auto trace = ParseTraceparent(kExample);
  ASSERT_TRUE(trace.has_value());
  EXPECT_EQ(trace->trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(trace->span_id, "00f067aa0ba902b7");
  EXPECT_TRUE(trace->sampled);
  EXPECT_EQ(FormatTraceparent(*trace), kExample);
}

TEST(TraceTest, RefusesWhatTheSpecificationRefuses) {
  for (const char* text : {"", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                           "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                           "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
                           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                           "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more"}) {
    EXPECT_EQ(ParseTraceparent(text), std::nullopt) << text;
  }
}

TEST(TraceTest, ALaterVersionIsReadAsFarAsKnown) {
  EXPECT_TRUE(ParseTraceparent("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00-more").has_value());
}

TEST(TraceTest, AChildKeepsTheTraceAndTakesASpan) {
  SeededIdSource ids(1);
  const TraceContext parent = NewTrace(ids);
  const TraceContext child = ChildOf(parent, ids);
  EXPECT_EQ(child.trace_id, parent.trace_id);
  EXPECT_NE(child.span_id, parent.span_id);
  EXPECT_EQ(ParseTraceparent(FormatTraceparent(child)), child);
  EXPECT_FALSE(ChildOf({}, ids).empty());
}

}  // namespace
}  // namespace selaras
