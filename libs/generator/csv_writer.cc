#include "libs/generator/csv_writer.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace selaras::generator {
namespace {

constexpr size_t kBuffer = 1 << 20;

void AppendDigits(int64_t value, int width, std::string* out) {
  char digits[20];
  for (int i = width - 1; i >= 0; --i, value /= 10) digits[i] = static_cast<char>('0' + value % 10);
  out->append(digits, static_cast<size_t>(width));
}

}  // namespace

CsvWriter::CsvWriter(std::string path, absl::string_view header, char separator, bool bom)
    : path_(std::move(path)), separator_(separator), out_(path_, std::ios::binary | std::ios::trunc) {
  buffer_.reserve(kBuffer + 4096);
  if (bom) buffer_ += "\xEF\xBB\xBF";
  absl::StrAppend(&buffer_, header, "\n");
  row_start_ = buffer_.size();
}

void CsvWriter::Separate() {
  if (!at_start_) buffer_ += separator_;
  at_start_ = false;
}

CsvWriter& CsvWriter::Add(absl::string_view text) {
  Separate();
  const char special[] = {separator_, '"', '\n', '\r', '\0'};
  if (text.find_first_of(special) == absl::string_view::npos) {
    buffer_.append(text.data(), text.size());
    return *this;
  }
  buffer_ += '"';
  for (char c : text) {
    if (c == '"') buffer_ += '"';
    buffer_ += c;
  }
  buffer_ += '"';
  return *this;
}

CsvWriter& CsvWriter::Add(int64_t number) {
  Separate();
  absl::StrAppend(&buffer_, number);
  return *this;
}

CsvWriter& CsvWriter::Add(absl::CivilDay day) {
  Separate();
  AppendDigits(day.year(), 4, &buffer_);
  buffer_ += '-';
  AppendDigits(day.month(), 2, &buffer_);
  buffer_ += '-';
  AppendDigits(day.day(), 2, &buffer_);
  return *this;
}

CsvWriter& CsvWriter::Add(absl::CivilMonth month) {
  Separate();
  AppendDigits(month.year(), 4, &buffer_);
  buffer_ += '-';
  AppendDigits(month.month(), 2, &buffer_);
  return *this;
}

CsvWriter& CsvWriter::AddDecimal(double value, int decimals) {
  Separate();
  int64_t scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  const bool negative = value < 0;
  const int64_t whole = static_cast<int64_t>((negative ? -value : value) * static_cast<double>(scale) + 0.5);
  if (negative && whole > 0) buffer_ += '-';
  absl::StrAppend(&buffer_, whole / scale);
  if (decimals > 0) {
    buffer_ += '.';
    AppendDigits(whole % scale, decimals, &buffer_);
  }
  return *this;
}

void CsvWriter::EndRow() {
  last_row_.assign(buffer_, row_start_, std::string::npos);
  buffer_ += '\n';
  at_start_ = true;
  ++rows_;
  if (buffer_.size() >= kBuffer) {
    out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
  }
  row_start_ = buffer_.size();
}

absl::Status CsvWriter::Close() {
  out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  buffer_.clear();
  out_.close();
  if (!out_) return absl::UnknownError(absl::StrCat("cannot write ", path_));
  return absl::OkStatus();
}

}  // namespace selaras::generator
