#include "services/registry/domain/csv_reader.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace selaras::registry {
namespace {

constexpr absl::string_view kBom = "\xEF\xBB\xBF";

char FindSeparator(absl::string_view header) {
  char best = ',';
  int64_t most = 0;
  for (const char candidate : {',', ';', '|', '\t'}) {
    const int64_t count = std::count(header.begin(), header.end(), candidate);
    if (count > most) {
      most = count;
      best = candidate;
    }
  }
  return best;
}

// Quote `"` doubled inside a quoted cell.
std::string Unescape(absl::string_view cell) {
  std::string out;
  for (size_t i = 0; i < cell.size(); ++i) {
    out.push_back(cell[i]);
    if (cell[i] == '"') ++i;
  }
  return out;
}

}  // namespace

absl::Status CsvReader::Fill() {
  buffer_.erase(0, position_);
  base_ += static_cast<int64_t>(position_);
  position_ = 0;
  absl::StatusOr<bool> more = source_(&buffer_);
  if (!more.ok()) return more.status();
  ended_ = !*more;
  return absl::OkStatus();
}

size_t CsvReader::LineEnd() const {
  const void* end = memchr(buffer_.data() + position_, '\n', buffer_.size() - position_);
  return end == nullptr ? std::string::npos : static_cast<const char*>(end) - buffer_.data();
}

absl::StatusOr<std::vector<std::string>> CsvReader::ReadHeader() {
  while (!ended_ && LineEnd() == std::string::npos) {
    if (absl::Status status = Fill(); !status.ok()) return status;
  }
  absl::string_view text(buffer_);
  if (absl::StartsWith(text, "\xFF\xFE") || absl::StartsWith(text, "\xFE\xFF") ||
      text.substr(0, 4096).find('\0') != absl::string_view::npos) {
    return absl::InvalidArgumentError("IMPORT_FILE_NOT_UTF8");
  }
  if (absl::StartsWith(text, kBom)) position_ = kBom.size();
  separator_ = FindSeparator(text.substr(position_, std::min(LineEnd(), text.size()) - position_));
  Row row;
  absl::StatusOr<bool> found = Next(&row);
  if (!found.ok()) return found.status();
  if (!*found) return absl::InvalidArgumentError("IMPORT_FILE_EMPTY");
  std::vector<std::string> names;
  for (absl::string_view cell : row.cells) names.emplace_back(absl::StripAsciiWhitespace(cell));
  return names;
}

absl::StatusOr<bool> CsvReader::Next(Row* row) {
  for (;;) {
    while (position_ < buffer_.size() && (buffer_[position_] == '\n' || buffer_[position_] == '\r')) {
      line_ += buffer_[position_++] == '\n' ? 1 : 0;
    }
    if (position_ < buffer_.size() && ParseRow(row)) return true;
    if (ended_) return false;
    if (absl::Status status = Fill(); !status.ok()) return status;
  }
}

bool CsvReader::ParseRow(Row* row) {
  row->cells.clear();
  row->broken = false;
  unescaped_.clear();
  // Pairs (cell index, unescaped text): views into strings that may still move are set at the end.
  std::vector<std::pair<size_t, size_t>> escaped;
  const char* const begin = buffer_.data();
  const size_t size = buffer_.size();
  size_t at = position_;
  int64_t lines = 0;
  bool row_end = false;
  while (!row_end) {
    if (at < size && begin[at] == '"') {
      const size_t start = ++at;
      bool doubled = false;
      for (;;) {
        const void* quote = at < size ? memchr(begin + at, '"', size - at) : nullptr;
        if (quote == nullptr) {
          if (!ended_ && size - position_ < kMaxRow) return false;
          row->broken = true;
          break;
        }
        at = static_cast<const char*>(quote) - begin;
        if (at + 1 >= size && !ended_) return false;
        if (at + 1 < size && begin[at + 1] == '"') {
          doubled = true;
          at += 2;
          continue;
        }
        break;
      }
      if (row->broken) break;
      const absl::string_view cell(begin + start, at - start);
      lines += std::count(cell.begin(), cell.end(), '\n');
      if (doubled) {
        escaped.push_back({row->cells.size(), unescaped_.size()});
        unescaped_.push_back(Unescape(cell));
      }
      row->cells.push_back(cell);
      ++at;  // closing quote
      if (at < size && begin[at] == '\r' && (at + 1 >= size || begin[at + 1] == '\n')) ++at;
      if (at < size && begin[at] != separator_ && begin[at] != '\n') {
        row->broken = true;
        break;
      }
    } else {
      const size_t start = at;
      while (at < size && begin[at] != separator_ && begin[at] != '\n') ++at;
      if (at == size && !ended_) return false;
      size_t length = at - start;
      if ((at == size || begin[at] == '\n') && length > 0 && begin[at - 1] == '\r') --length;
      row->cells.emplace_back(begin + start, length);
    }
    if (at >= size) {
      if (!ended_) return false;
      row_end = true;
    } else if (begin[at] == '\n') {
      ++lines;
      ++at;
      row_end = true;
    } else {
      ++at;
    }
  }
  if (row->broken) {
    size_t end = LineEnd();
    if (end == std::string::npos) {
      if (!ended_) return false;
      end = size - 1;
    }
    at = end + 1;
    lines = 1;
  }
  for (const auto& [cell, text] : escaped) row->cells[cell] = unescaped_[text];
  row->line = line_;
  line_ += lines;
  position_ = at;
  row->offset = base_ + static_cast<int64_t>(at);
  return true;
}

}  // namespace selaras::registry
