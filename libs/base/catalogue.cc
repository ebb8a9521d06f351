#include "libs/base/catalogue.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace selaras {
namespace {

const std::vector<CatalogueEntry>& Sorted() {
  static const auto& entries = *[] {
    auto* list = new std::vector<CatalogueEntry>{
#define SELARAS_MESSAGE(reason, indonesian, english) {#reason, indonesian, english},
#include "libs/base/messages.inc"
#undef SELARAS_MESSAGE
    };
    std::sort(list->begin(), list->end(),
              [](const CatalogueEntry& a, const CatalogueEntry& b) { return a.reason < b.reason; });
    return list;
  }();
  return entries;
}

// Calls `text_part` and `key_part` on the pieces of "text {key} text".
template <typename TextPart, typename KeyPart>
void ForEachPart(absl::string_view text, TextPart text_part, KeyPart key_part) {
  while (!text.empty()) {
    const size_t open = text.find('{');
    const size_t close = open == absl::string_view::npos ? open : text.find('}', open);
    if (close == absl::string_view::npos) break;
    text_part(text.substr(0, open));
    key_part(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
  text_part(text);
}

}  // namespace

absl::Span<const CatalogueEntry> Catalogue() {
  return Sorted();
}

const CatalogueEntry* FindReason(absl::string_view reason) {
  const auto& entries = Sorted();
  const auto it =
      std::lower_bound(entries.begin(), entries.end(), reason,
                       [](const CatalogueEntry& entry, absl::string_view key) { return entry.reason < key; });
  return it != entries.end() && it->reason == reason ? &*it : nullptr;
}

std::string Explain(absl::string_view reason, Language language, const Metadata& metadata) {
  const CatalogueEntry* entry = FindReason(reason);
  if (entry == nullptr) {
    return language == Language::kIndonesian
               ? absl::StrCat("Permintaan tidak dapat dipenuhi (", reason, ").")
               : absl::StrCat("The request could not be served (", reason, ").");
  }
  std::string out;
  ForEachPart(
      language == Language::kIndonesian ? entry->indonesian : entry->english,
      [&](absl::string_view text) { absl::StrAppend(&out, text); },
      [&](absl::string_view key) {
        const auto it = metadata.find(std::string(key));
        if (it != metadata.end()) {
          absl::StrAppend(&out, it->second);
        } else {
          absl::StrAppend(&out, "{", key, "}");
        }
      });
  return out;
}

std::vector<std::string> Placeholders(absl::string_view text) {
  std::vector<std::string> keys;
  ForEachPart(
      text, [](absl::string_view) {}, [&](absl::string_view key) { keys.emplace_back(key); });
  return keys;
}

}  // namespace selaras
