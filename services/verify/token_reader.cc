#include "services/verify/token_reader.h"

#include <limits>
#include <utility>

namespace selaras::verify {
namespace {

constexpr size_t kBufferBytes = 1 << 15;
constexpr size_t kMaxWordBytes = 200;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

bool IsWordByte(char c, std::string_view punctuation) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c != 0 && punctuation.find(c) != std::string_view::npos);
}

}  // namespace

TokenReader::TokenReader(std::istream& in, File file) : in_(in), file_(file), buffer_(kBufferBytes) {}

void TokenReader::Refill() {
  size_t size = 0;
  if (!at_end_) {
    in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    if (in_.bad()) throw Unreadable{file_};
    size = static_cast<size_t>(in_.gcount());
    digest_.Add({buffer_.data(), size});
    at_end_ = size == 0;
  }
  if (at_end_) buffer_[0] = 0;
  next_ = buffer_.data();
  end_ = next_ + (at_end_ ? 1 : size);
}

bool TokenReader::Take(char wanted) {
  if (Peek() != wanted) return false;
  Advance();
  if (wanted == '\n') ++line_;
  return true;
}

void TokenReader::Expect(std::string_view text) {
  for (char c : text) {
    if (Take(c)) continue;
    std::string shown(text);
    if (!shown.empty() && shown.back() == '\n') shown.replace(shown.size() - 1, 1, "(end of line)");
    Fail("expected: " + shown);
  }
}

int64_t TokenReader::Number(int64_t min, int64_t max, std::string_view what) {
  constexpr int64_t kLimit = (std::numeric_limits<int64_t>::max() - 9) / 10;
  const bool negative = Take('-');
  if (!IsDigit(Peek())) Fail(std::string(what) + " must be a whole number");
  const bool leading_zero = Peek() == '0';
  int64_t value = 0;
  int digits = 0;
  for (; IsDigit(Peek()); Advance(), ++digits) {
    if (value > kLimit) Fail(std::string(what) + " is out of range");
    value = 10 * value + (Peek() - '0');
  }
  if (leading_zero && (digits > 1 || negative))
    Fail(std::string(what) + " must have no leading zero and no -0");
  if (negative) value = -value;
  if (value < min || value > max) {
    Fail(std::string(what) + " must lie in " + std::to_string(min) + ".." + std::to_string(max));
  }
  return value;
}

void TokenReader::Word(std::string_view punctuation, std::string_view what, std::string* word) {
  word->clear();
  for (; IsWordByte(Peek(), punctuation); Advance()) {
    if (word->size() == kMaxWordBytes) Fail(std::string(what) + " is longer than 200 bytes");
    word->push_back(Peek());
  }
  if (word->empty())
    Fail(std::string(what) + " must start with a letter, a digit or one of " + std::string(punctuation));
}

std::string TokenReader::RestOfLine() {
  std::string text;
  while (!Take('\n')) {
    if (Peek() == 0 || text.size() == kMaxWordBytes) Fail("the line does not end as it should");
    text.push_back(Peek());
    Advance();
  }
  return text;
}

std::string TokenReader::Finish() {
  Peek();
  if (!at_end_) Fail("nothing may follow the end");
  return digest_.Hex();
}

void TokenReader::Fail(std::string reason) const {
  throw Wrong{file_, line_, std::move(reason)};
}

}  // namespace selaras::verify
