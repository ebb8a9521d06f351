#include "services/verify_log/line_reader.h"

#include <cstring>
#include <utility>

#include "services/verify_log/wrong.h"

namespace selaras::verify_log {
namespace {

constexpr size_t kFirstCapacity = 65536;

}  // namespace

LineReader::LineReader(std::istream& in, std::string name, size_t longest_line)
    : in_(in),
      name_(std::move(name)),
      longest_line_(longest_line),
      buffer_(new char[kFirstCapacity]),
      capacity_(kFirstCapacity) {}

std::optional<std::string_view> LineReader::Next() {
  size_t searched = 0;
  while (true) {
    const char* const start = buffer_.get() + begin_;
    const size_t size = end_ - begin_;
    const void* const newline =
        size == searched ? nullptr : std::memchr(start + searched, '\n', size - searched);
    if (newline != nullptr) {
      const size_t length = static_cast<const char*>(newline) - start;
      if (length > longest_line_) return std::nullopt;
      begin_ += length + 1;
      return std::string_view(start, length);
    }
    searched = size;
    if (size > longest_line_ || !Refill()) return std::nullopt;
  }
}

bool LineReader::AtEnd() {
  return begin_ == end_ && !Refill();
}

bool LineReader::Refill() {
  MakeRoom();
  in_.read(buffer_.get() + end_, static_cast<std::streamsize>(capacity_ - end_));
  if (in_.bad()) throw Unreadable{name_};
  end_ += static_cast<size_t>(in_.gcount());
  return in_.gcount() > 0;
}

// What is left moves to the front, and to a larger buffer where it fills this one. It is never more than a line.
void LineReader::MakeRoom() {
  const size_t left = end_ - begin_;
  if (left == capacity_) {
    std::unique_ptr<char[]> larger(new char[2 * capacity_]);
    std::memcpy(larger.get(), buffer_.get() + begin_, left);
    buffer_ = std::move(larger);
    capacity_ *= 2;
  } else {
    std::memmove(buffer_.get(), buffer_.get() + begin_, left);
  }
  begin_ = 0;
  end_ = left;
}

}  // namespace selaras::verify_log
