#include "libs/generator/names.h"

#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace selaras::generator {
namespace {

constexpr const char* kOpen[] = {"ba", "ga", "ra", "ma", "la", "ti", "wi", "su",  "pra",
                                 "jo", "ke", "du", "ni", "ta", "ha", "sa", "bra", "re",
                                 "vo", "lu", "nu", "zi", "ye", "mo", "ci", "da"};
constexpr const char* kMiddle[] = {"ren", "lo", "mi", "tu", "sa", "ndo", "gi", "vi",
                                   "ka",  "pu", "le", "ro", "ya", "mba", "nge"};
constexpr const char* kMale[] = {"to", "no", "wan", "din", "mad", "kas", "ro", "bun", "gar", "tor"};
constexpr const char* kFemale[] = {"ti", "na", "wi", "sih", "ra", "lia", "ni", "ya", "tri", "lla"};

template <size_t N>
const char* Pick(const char* const (&items)[N], Random* random) {
  return items[random->Below(N)];
}

std::string Word(bool female, Random* random) {
  std::string word = Pick(kOpen, random);
  for (int i = random->Between(1, 2); i > 0; --i) absl::StrAppend(&word, Pick(kMiddle, random));
  absl::StrAppend(&word, female ? Pick(kFemale, random) : Pick(kMale, random));
  word[0] = absl::ascii_toupper(static_cast<unsigned char>(word[0]));
  return word;
}

}  // namespace

std::string InventName(bool female, Random* random) {
  std::string first = Word(female, random);
  return absl::StrCat(first, " ", Word(random->Chance(0.3) ? !female : female, random));
}

}  // namespace selaras::generator
