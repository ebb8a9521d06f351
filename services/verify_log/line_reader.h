// Reads lines of bounded length from a stream, in memory that does not grow with it.
#ifndef SELARAS_SERVICES_VERIFY_LOG_LINE_READER_H_
#define SELARAS_SERVICES_VERIFY_LOG_LINE_READER_H_

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace selaras::verify_log {

class LineReader {
 public:
  // `in` must outlive the reader; `name` is what Unreadable says.
  LineReader(std::istream& in, std::string name, size_t longest_line);

  // The next line without its '\n'; valid until the next call. Nothing: the stream has ended, or what is left
  // is longer than a line may be or lacks its '\n'. Throws Unreadable.
  std::optional<std::string_view> Next();
  // True if every byte was given out in lines.
  bool AtEnd();

 private:
  bool Refill();
  void MakeRoom();

  std::istream& in_;
  const std::string name_;
  const size_t longest_line_;
  std::unique_ptr<char[]> buffer_;  // grows with the longest line met
  size_t capacity_;
  size_t begin_ = 0;
  size_t end_ = 0;
};

}  // namespace selaras::verify_log

#endif  // SELARAS_SERVICES_VERIFY_LOG_LINE_READER_H_
