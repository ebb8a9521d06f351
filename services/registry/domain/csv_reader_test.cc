#include "services/registry/domain/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace selaras::registry {
namespace {

using ::testing::ElementsAre;

// Gives the text in pieces of `step` bytes.
CsvReader::Source Pieces(std::string text, size_t step) {
  auto at = std::make_shared<size_t>(0);
  return [text = std::move(text), step, at](std::string* buffer) -> absl::StatusOr<bool> {
    if (*at >= text.size()) return false;
    buffer->append(text, *at, step);
    *at += step;
    return true;
  };
}

std::vector<std::string> ReadAll(const std::string& text, size_t step) {
  CsvReader reader(Pieces(text, step));
  std::vector<std::string> rows;
  const auto header = reader.ReadHeader();
  if (!header.ok()) return {"!" + std::string(header.status().message())};
  std::string line;
  for (const std::string& name : *header) line += name + "/";
  rows.push_back(line);
  CsvReader::Row row;
  while (*reader.Next(&row)) {
    line = std::to_string(row.line) + ":";
    if (row.broken) line += "broken ";
    for (absl::string_view cell : row.cells) line += std::string(cell) + "/";
    rows.push_back(line);
  }
  return rows;
}

// Whatever the size of the pieces in which bytes arrive, rows are the same.
TEST(CsvReaderTest, ReadsTheFormsThatSpreadsheetsWrite) {
  const std::string text =
      "\xEF\xBB\xBF"
      "a;b;c\r\n1;\"x;\"\"y\"\"\";3\r\n\r\n4;\"two\r\nlines\";6\r\n7;8;9";
  for (size_t step : {1, 2, 3, 7, 1000}) {
    EXPECT_THAT(ReadAll(text, step),
                ElementsAre("a/b/c/", "2:1/x;\"y\"/3/", "4:4/two\r\nlines/6/", "6:7/8/9/"))
        << step;
  }
}

TEST(CsvReaderTest, FindsTheSeparator) {
  EXPECT_THAT(ReadAll("a|b\n1|2\n", 5), ElementsAre("a/b/", "2:1/2/"));
  EXPECT_THAT(ReadAll("a\tb\n1\t2\n", 5), ElementsAre("a/b/", "2:1/2/"));
  EXPECT_THAT(ReadAll("a,b\n1,2;3\n", 5), ElementsAre("a/b/", "2:1/2;3/"));
}

// One open quote costs one line, not the rest of the file.
TEST(CsvReaderTest, AnOpenQuoteIsContained) {
  for (size_t step : {1, 4, 1000}) {
    EXPECT_THAT(ReadAll("a,b\n\"x\"y,2\n3,4\n", step), ElementsAre("a/b/", "2:broken x/", "3:3/4/")) << step;
    EXPECT_THAT(ReadAll("a,b\n1,\"2\n3,4\n", step), ElementsAre("a/b/", "2:broken 1/", "3:3/4/")) << step;
  }
}

TEST(CsvReaderTest, RefusesWhatIsNoText) {
  EXPECT_THAT(ReadAll("", 5), ElementsAre("!IMPORT_FILE_EMPTY"));
  EXPECT_THAT(ReadAll(std::string("\xFF\xFE"
                                  "a\0,\0",
                                  6),
                      100),
              ElementsAre("!IMPORT_FILE_NOT_UTF8"));
}

TEST(CsvReaderTest, OffsetsTellWhereToGoOn) {
  const std::string text = "a,b\n1,2\n3,4\n";
  CsvReader reader(Pieces(text, 3));
  ASSERT_TRUE(reader.ReadHeader().ok());
  CsvReader::Row row;
  ASSERT_TRUE(*reader.Next(&row));
  EXPECT_EQ(row.offset, 8);
  ASSERT_TRUE(*reader.Next(&row));
  EXPECT_EQ(row.offset, 12);
  EXPECT_FALSE(*reader.Next(&row));
}

}  // namespace
}  // namespace selaras::registry
