// Fields of the line formats of this library: one blank between fields, canonical decimal numbers.
#ifndef SELARAS_LIBS_ASSIGNMENT_LINE_TEXT_H_
#define SELARAS_LIBS_ASSIGNMENT_LINE_TEXT_H_

#include <cstdint>
#include <limits>

#include "absl/strings/string_view.h"

namespace selaras::assignment {

// Walks the fields of one line. Every Take returns false, and changes nothing that matters, where the line
// does not continue so.
class LineCursor {
 public:
  explicit LineCursor(absl::string_view line) : at_(line.data()), end_(line.data() + line.size()) {}

  bool AtEnd() const { return at_ == end_; }

  bool Take(absl::string_view literal) {
    const absl::string_view rest(at_, end_ - at_);
    if (rest.substr(0, literal.size()) != literal) return false;
    at_ += literal.size();
    return true;
  }

  bool Take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  // Canonical decimal: no plus sign, no leading zero, no "-0"; within [low, high].
  bool TakeNumber(int64_t low, int64_t high, int64_t& value) {
    const bool negative = Take('-');
    const char* const first = at_;
    uint64_t n = 0;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9') {
      if (at_ - first >= 19) return false;
      n = n * 10 + static_cast<uint64_t>(*at_++ - '0');
    }
    if (at_ == first || (*first == '0' && (at_ - first > 1 || negative))) return false;
    if (n > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) return false;
    value = negative ? -static_cast<int64_t>(n) : static_cast<int64_t>(n);
    return value >= low && value <= high;
  }

  // Up to the next blank or the end; at least one byte.
  bool TakeWord(absl::string_view& word) {
    const char* const first = at_;
    while (at_ != end_ && *at_ != ' ') ++at_;
    word = absl::string_view(first, at_ - first);
    return at_ != first;
  }

 private:
  const char* at_;
  const char* end_;
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_LINE_TEXT_H_
