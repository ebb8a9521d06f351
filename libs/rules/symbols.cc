#include "libs/rules/symbols.h"

#include <algorithm>
#include <utility>

namespace selaras::rules {

Symbols::Symbols() {
  Intern("");
  InternSet({});
}

int64_t Symbols::Intern(absl::string_view text) {
  const auto [it, inserted] = symbols_.try_emplace(text, static_cast<int64_t>(texts_.size()));
  if (inserted) texts_.emplace_back(text);
  return it->second;
}

int64_t Symbols::InternSet(std::vector<int64_t> items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  const auto [it, inserted] = set_ids_.try_emplace(items, static_cast<int64_t>(sets_.size()));
  if (inserted) sets_.push_back(std::move(items));
  return it->second;
}

int64_t Symbols::InternTexts(absl::Span<const std::string> texts) {
  std::vector<int64_t> items;
  items.reserve(texts.size());
  for (const std::string& text : texts) items.push_back(Intern(text));
  return InternSet(std::move(items));
}

}  // namespace selaras::rules
