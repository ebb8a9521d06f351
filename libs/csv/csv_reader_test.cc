#include "libs/csv/csv_reader.h"

#include <algorithm>

#include "libs/testing/status_matchers.h"

namespace selaras::csv {
namespace {

using ::selaras::testing::IsOkAndHolds;
using ::selaras::testing::StatusIs;
using ::testing::ElementsAre;

// Gives the text in pieces of `piece` bytes, as a stream would.
CsvReader::Source Pieces(std::string text, size_t piece) {
  return
      [text = std::move(text), piece, at = size_t{0}](std::string* buffer) mutable -> absl::StatusOr<bool> {
        buffer->append(text, at, piece);
        at = std::min(at + piece, text.size());
        return at < text.size();
      };
}

struct ReadRow {
  int64_t line;
  std::vector<std::string> cells;
  bool broken;
  friend bool operator==(const ReadRow&, const ReadRow&) = default;
};

std::vector<ReadRow> ReadAll(CsvReader& reader) {
  std::vector<ReadRow> rows;
  CsvReader::Row row;
  for (;;) {
    const absl::StatusOr<bool> more = reader.Next(&row);
    EXPECT_TRUE(more.ok()) << more.status();
    if (!more.ok() || !*more) return rows;
    rows.push_back({row.line, {row.cells.begin(), row.cells.end()}, row.broken});
  }
}

// Wherever the stream is cut, the rows are the same.
TEST(CsvReaderTest, RowsDoNotDependOnThePieces) {
  const std::string text =
      "\xEF\xBB\xBF"
      "a;b;c\r\n1;\"x;y\";\r\n\r\n\"two\nlines\";\"say \"\"hi\"\"\";3\r\n4;5;6";
  for (size_t piece = 1; piece <= text.size(); ++piece) {
    CsvReader reader(Pieces(text, piece));
    ASSERT_THAT(reader.ReadHeader(), IsOkAndHolds(ElementsAre("a", "b", "c")));
    ASSERT_THAT(ReadAll(reader), ElementsAre(ReadRow{2, {"1", "x;y", ""}, false},
                                             ReadRow{4, {"two\nlines", "say \"hi\"", "3"}, false},
                                             ReadRow{6, {"4", "5", "6"}, false}))
        << piece;
  }
}

// One open quote, or text behind a closing one, costs one line, not the rest of the file.
TEST(CsvReaderTest, AWrongQuoteSpoilsOneLineOnly) {
  for (const char* text : {"a,b\n\"1,2\n3,4\n", "a,b\n\"x\"y,2\n3,4\n", "a,b\n1,\"2\n3,4\n"}) {
    for (size_t piece : {1, 4, 1000}) {
      CsvReader reader(Pieces(text, piece));
      ASSERT_TRUE(reader.ReadHeader().ok());
      const std::vector<ReadRow> rows = ReadAll(reader);
      ASSERT_EQ(rows.size(), 2) << text << piece;
      EXPECT_TRUE(rows[0].broken) << text << piece;
      EXPECT_EQ(rows[1], (ReadRow{3, {"3", "4"}, false})) << text << piece;
    }
  }
}

TEST(CsvReaderTest, FindsTheSeparator) {
  for (const std::string& text : {std::string("a|b\n1|2\n"), std::string("a\tb\n1\t2\n"),
                                  std::string("a;b\n1;2\n"), std::string("a,b\n1,2\n")}) {
    CsvReader reader(Pieces(text, 5));
    ASSERT_THAT(reader.ReadHeader(), IsOkAndHolds(ElementsAre("a", "b")));
    EXPECT_THAT(ReadAll(reader), ElementsAre(ReadRow{2, {"1", "2"}, false}));
  }
  CsvReader comma(Pieces("a,b\n1,2;3\n", 5));
  ASSERT_TRUE(comma.ReadHeader().ok());
  EXPECT_THAT(ReadAll(comma), ElementsAre(ReadRow{2, {"1", "2;3"}, false}));
}

TEST(CsvReaderTest, OffsetsTellWhereToGoOn) {
  const std::string text = "a,b\n1,2\n3,4\n";
  CsvReader reader(Pieces(text, 3));
  ASSERT_TRUE(reader.ReadHeader().ok());
  CsvReader::Row row;
  ASSERT_THAT(reader.Next(&row), IsOkAndHolds(true));
  EXPECT_EQ(row.offset, 8);
  ASSERT_THAT(reader.Next(&row), IsOkAndHolds(true));
  EXPECT_EQ(row.offset, 12);
  EXPECT_THAT(reader.Next(&row), IsOkAndHolds(false));
}

TEST(CsvReaderTest, WhatIsNoCsvIsRefused) {
  CsvReader empty(Pieces("\r\n", 2));
  EXPECT_THAT(empty.ReadHeader(), StatusIs(absl::StatusCode::kInvalidArgument, "IMPORT_FILE_EMPTY"));
  CsvReader nothing(Pieces("", 2));
  EXPECT_THAT(nothing.ReadHeader(), StatusIs(absl::StatusCode::kInvalidArgument, "IMPORT_FILE_EMPTY"));
  CsvReader wide(
      Pieces("\xFF\xFE"
             "a",
             3));
  EXPECT_THAT(wide.ReadHeader(), StatusIs(absl::StatusCode::kInvalidArgument, "IMPORT_FILE_NOT_UTF8"));
}

}  // namespace
}  // namespace selaras::csv
