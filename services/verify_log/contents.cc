#include "services/verify_log/contents.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "services/verify_log/line_reader.h"
#include "services/verify_log/text.h"
#include "services/verify_log/wrong.h"

namespace selaras::verify_log {
namespace {

constexpr size_t kLongestLine = 16 << 20;
constexpr size_t kSaltBytes = 32;

// Takes `END`-terminated number from the front.
std::optional<int64_t> TakeNumber(std::string_view& text, char end) {
  const size_t at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::optional<int64_t> number = Number(text.substr(0, at));
  text.remove_prefix(at + 1);
  return number;
}

// Takes `LENGTH:BYTES` from the front; the bytes, or nothing.
std::optional<std::string_view> TakeSized(std::string_view& text) {
  const std::optional<int64_t> size = TakeNumber(text, ':');
  if (!size || *size < 0 || static_cast<uint64_t>(*size) > text.size()) return std::nullopt;
  const std::string_view bytes = text.substr(0, static_cast<size_t>(*size));
  text.remove_prefix(bytes.size());
  return bytes;
}

// Takes `KEY LENGTH:BYTES\n` and adds it to `copy`.
bool TakeLine(std::string_view& text, std::string_view key, std::string* copy) {
  const std::string_view before = text;
  if (!Take(text, key) || !Take(text, " ") || !TakeSized(text) || !Take(text, "\n")) return false;
  if (copy != nullptr) copy->append(before.substr(0, before.size() - text.size()));
  return true;
}

bool AreFields(std::string_view text, int64_t count) {
  std::optional<std::pair<std::string_view, std::string_view>> last;
  for (int64_t i = 0; i < count; ++i) {
    if (!Take(text, "field ")) return false;
    const auto key = TakeSized(text);
    if (!key || !Take(text, " ")) return false;
    const auto value = TakeSized(text);
    if (!value || !Take(text, "\n")) return false;
    const std::pair field(*key, *value);
    if (last && field < *last) return false;
    last = field;
  }
  return text.empty();
}

}  // namespace

std::string LeafOf(std::string_view salt, std::string_view content) {
  std::string leaf = "selaras-leaf 1\n";
  std::string_view rest = content;
  if (!Take(rest, "selaras-content 1\n") || !TakeLine(rest, "service", &leaf) ||
      !TakeLine(rest, "kind", &leaf) || !TakeLine(rest, "subject", &leaf) ||
      !TakeLine(rest, "actor", nullptr) || !Take(rest, "time ")) {
    return "";
  }
  const std::optional<int64_t> time = TakeNumber(rest, '\n');
  if (!time || !Take(rest, "fields ")) return "";
  const std::optional<int64_t> fields = TakeNumber(rest, '\n');
  if (!fields || *fields < 0 || !AreFields(rest, *fields)) return "";
  const Hash commitment = Sha256({"selaras-commitment 1\n", std::to_string(salt.size()), ":", salt, content});
  return leaf + "time " + std::to_string(*time) + "\ncommitment " + Hex(Bytes(commitment)) + "\n";
}

Contents::Contents(std::istream& in, const std::string& name) {
  LineReader lines(in, name, kLongestLine);
  const auto fail = [this](std::string reason) { throw Wrong{Part::kContent, size(), std::move(reason)}; };
  if (lines.Next() != "selaras-contents 1") fail("the file does not begin as contents of version 1 do");
  std::string salt;
  std::string content;
  while (true) {
    const std::optional<std::string_view> line = lines.Next();
    if (!line) fail("the file ends early or holds a line that is too long");
    if (*line == "end") break;
    std::string_view rest = *line;
    const size_t blank = rest.find(' ', 2);
    if (!Take(rest, "o ") || blank == std::string_view::npos || !DecodeHex(rest.substr(0, blank - 2), salt) ||
        salt.size() != kSaltBytes || !DecodeBase64(rest.substr(blank - 1), content)) {
      fail("the line is malformed");
    }
    const std::string leaf = LeafOf(salt, content);
    if (leaf.empty()) fail("the content is malformed");
    wanted_.push_back({LeafHash(leaf), size(), false});
  }
  if (!lines.AtEnd()) fail("text follows the end");
  std::sort(wanted_.begin(), wanted_.end(), [](const Wanted& a, const Wanted& b) { return a.leaf < b.leaf; });
}

void Contents::Meet(const Hash& leaf) {
  auto at = std::lower_bound(wanted_.begin(), wanted_.end(), leaf,
                             [](const Wanted& wanted, const Hash& hash) { return wanted.leaf < hash; });
  for (; at != wanted_.end() && at->leaf == leaf; ++at) at->met = true;
}

void Contents::RequireAllMet() const {
  const Wanted* first = nullptr;
  for (const Wanted& wanted : wanted_) {
    if (!wanted.met && (first == nullptr || wanted.number < first->number)) first = &wanted;
  }
  if (first != nullptr)
    throw Wrong{Part::kContent, first->number, "no leaf of the log commits to this content"};
}

}  // namespace selaras::verify_log
