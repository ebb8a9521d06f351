#include "services/approval/letters/letter_policy.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/base/status_macros.h"
#include "libs/policy/reader.h"
#include "services/approval/letters/indonesian_text.h"

namespace selaras::approval::letters {
namespace {

constexpr std::pair<MoveKind, absl::string_view> kKinds[] = {{MoveKind::kIntra, "INTRA"},
                                                             {MoveKind::kInterKab, "INTER_KAB"},
                                                             {MoveKind::kInterProv, "INTER_PROV"},
                                                             {MoveKind::kRegCentral, "REG_CENTRAL"},
                                                             {MoveKind::kCentral, "CENTRAL"}};

// Absent: all of them.
std::vector<MoveKind> ReadKinds(const policy::Section& item) {
  std::vector<MoveKind> kinds;
  if (!item.Has("kinds")) {
    for (const auto& [kind, word] : kKinds) kinds.push_back(kind);
    return kinds;
  }
  for (const std::string& word : item.TextList("kinds")) {
    const auto* known = std::find_if(std::begin(kKinds), std::end(kKinds),
                                     [&](const auto& entry) { return entry.second == word; });
    if (known == std::end(kKinds)) {
      item.Refuse("kinds", absl::StrCat("\"", word, "\" is not a kind of mutasi"));
    } else {
      kinds.push_back(known->first);
    }
  }
  if (kinds.empty()) item.Refuse("kinds", "must name a kind of mutasi, or be left out for all");
  std::sort(kinds.begin(), kinds.end());
  return kinds;
}

std::vector<LegalText> ReadTexts(const policy::Section& letters, absl::string_view key, absl::CivilDay date) {
  std::vector<LegalText> texts;
  for (const policy::Section& item : letters.Items(key)) {
    LegalText text{item.Text("text"), ReadKinds(item), item.OptionalText("legal_basis").value_or(""), 'A'};
    const std::string mark = item.Word("mark", {"C", "S", "U", "A", "X"});
    if (!mark.empty()) text.mark = mark[0];
    if (text.legal_basis.empty() && mark != "A")
      item.Refuse("legal_basis", "is missing; only an assumption (mark A) has none");
    const std::optional<absl::CivilDay> from = item.OptionalDate("valid_from"),
                                        to = item.OptionalDate("valid_to");
    if ((!from || *from <= date) && (!to || date <= *to)) texts.push_back(std::move(text));
  }
  for (const auto& [kind, word] : kKinds) {
    if (std::none_of(texts.begin(), texts.end(), [kind = kind](const LegalText& text) {
          return std::find(text.kinds.begin(), text.kinds.end(), kind) != text.kinds.end();
        })) {
      letters.Refuse(key, absl::StrCat("has no text in force for ", word));
    }
  }
  return texts;
}

std::vector<std::string> TextsOf(const std::vector<LegalText>& texts, MoveKind kind) {
  std::vector<std::string> chosen;
  for (const LegalText& text : texts) {
    if (std::find(text.kinds.begin(), text.kinds.end(), kind) != text.kinds.end())
      chosen.push_back(text.text);
  }
  return chosen;
}

}  // namespace

std::vector<std::string> LetterPolicy::ConsiderationsOf(MoveKind kind) const {
  return TextsOf(considerations, kind);
}

std::vector<std::string> LetterPolicy::LegalGroundsOf(MoveKind kind) const {
  return TextsOf(legal_grounds, kind);
}

absl::StatusOr<LetterPolicy> ReadLetterPolicy(const policy::Bundle& bundle, absl::CivilDay date) {
  policy::Reader reader(bundle, date);
  const policy::Section letters = reader.Open("letters");
  LetterPolicy policy;
  policy.considerations = ReadTexts(letters, "considerations", date);
  policy.legal_grounds = ReadTexts(letters, "legal_grounds", date);
  policy.receipt_check = letters.Text("receipt_check");
  const auto days = static_cast<int>(reader.Open("approval").Int("terms_working_days.objection", 1, 365));
  policy.objection_text = absl::StrReplaceAll(
      letters.Text("objection"), {{"{days}", absl::StrCat(days)}, {"{days_in_words}", NumberWords(days)}});
  for (const int64_t day : letters.IntList("check_in_days", 1, 3650)) {
    policy.check_in_days.push_back(static_cast<int>(day));
  }
  if (!std::is_sorted(policy.check_in_days.begin(), policy.check_in_days.end())) {
    letters.Refuse("check_in_days", "must ascend");
  }
  letters.RefuseUnread();
  SELARAS_RETURN_IF_ERROR(reader.status());
  return policy;
}

}  // namespace selaras::approval::letters
