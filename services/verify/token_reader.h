// Reads a text file of docs/formats.md byte by byte, in memory that does not grow with the file.
//
// Grammar of tokens: numbers are `0` or an optional `-` and digits without a leading zero; words are 1..200
// bytes of letters, digits and the punctuation that the caller names; one blank between fields; lines end
// with `\n`, the last one too. Anything else throws Wrong with the line.
#ifndef SELARAS_SERVICES_VERIFY_TOKEN_READER_H_
#define SELARAS_SERVICES_VERIFY_TOKEN_READER_H_

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "services/verify/digest.h"
#include "services/verify/wrong.h"

namespace selaras::verify {

class TokenReader {
 public:
  // `in` must outlive the reader. Throws Unreadable whenever reading fails.
  TokenReader(std::istream& in, File file);
  TokenReader(const TokenReader&) = delete;
  TokenReader& operator=(const TokenReader&) = delete;

  // Line of the next byte, from 1.
  int64_t line() const { return line_; }

  // True, and the byte is consumed, if the next byte is `wanted`.
  bool Take(char wanted);
  // Consumes `text`; it may hold the line's end.
  void Expect(std::string_view text);
  // A whole number in [min, max]; `what` names it in the fault.
  int64_t Number(int64_t min, int64_t max, std::string_view what);
  // A word; `punctuation` lists the bytes allowed beside letters and digits. Overwrites `word`.
  void Word(std::string_view punctuation, std::string_view what, std::string* word);
  // The rest of the line without its end, at most 200 bytes of any kind. Consumes the end.
  std::string RestOfLine();
  // Requires that no byte is left and returns SHA-256 over all of them, in hexadecimal. Call once, last.
  std::string Finish();

  [[noreturn]] void Fail(std::string reason) const;

 private:
  // The next byte, or 0 at the end of the file: a byte 0 is in no grammar here, so the two need no
  // distinction before Finish.
  char Peek() {
    if (next_ == end_) Refill();
    return *next_;
  }
  void Advance() { ++next_; }
  void Refill();

  std::istream& in_;
  const File file_;
  Digest digest_;
  std::vector<char> buffer_;
  const char* next_ = nullptr;
  const char* end_ = nullptr;
  bool at_end_ = false;
  int64_t line_ = 1;
};

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_TOKEN_READER_H_
