// Texts and sets as numbers, so that rules compare integers.
#ifndef SELARAS_LIBS_RULES_SYMBOLS_H_
#define SELARAS_LIBS_RULES_SYMBOLS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace selaras::rules {

// Copyable; a copy keeps all numbers, so facts are interned in a copy of the pack's symbols. Interning is not
// thread-safe, reading is.
class Symbols {
 public:
  Symbols();

  // The same number for the same text, always; 0 for the empty text.
  int64_t Intern(absl::string_view text);
  absl::string_view Text(int64_t symbol) const { return texts_[symbol]; }

  // The id of a set of numbers: sorted, without doubles. 0 is the empty set.
  int64_t InternSet(std::vector<int64_t> items);
  int64_t InternTexts(absl::Span<const std::string> texts);
  const std::vector<int64_t>& Set(int64_t id) const { return sets_[id]; }

 private:
  std::vector<std::string> texts_;
  absl::flat_hash_map<std::string, int64_t> symbols_;
  std::vector<std::vector<int64_t>> sets_;
  absl::flat_hash_map<std::vector<int64_t>, int64_t> set_ids_;
};

// An element of Degrees or Certificates: (rank or certificate symbol, field symbol).
constexpr int64_t PackPair(int64_t first, int64_t second) {
  return first << 32 | second;
}
constexpr int64_t PairFirst(int64_t pair) {
  return pair >> 32;
}
constexpr int64_t PairSecond(int64_t pair) {
  return pair & 0xffffffff;
}

}  // namespace selaras::rules

#endif  // SELARAS_LIBS_RULES_SYMBOLS_H_
