#include "services/verify/testing/alteration.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <sstream>
#include <utility>

namespace selaras::verify {
namespace {

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

void AlterByte(std::string* text, std::mt19937_64& random) {
  // The format's own bytes reach further than arbitrary ones.
  static constexpr char kBytes[] = "0123456789-:|! \nabcdrpxi";
  const size_t at = random() % text->size();
  const char byte = random() % 8 == 0 ? static_cast<char>(random()) : kBytes[random() % (sizeof kBytes - 1)];
  switch (random() % 3) {
    case 0:
      (*text)[at] = byte;
      break;
    case 1:
      text->insert(at, 1, byte);
      break;
    default:
      text->erase(at, 1);
  }
}

void AlterNumber(std::string* text, std::mt19937_64& random) {
  std::vector<std::pair<size_t, size_t>> numbers;  // Position and length.
  for (size_t at = 0; at < text->size();) {
    size_t end = at;
    while (end < text->size() && std::isdigit(static_cast<unsigned char>((*text)[end]))) ++end;
    if (end > at && end - at < 18) numbers.emplace_back(at, end - at);
    at = std::max(end, at + 1);
  }
  const auto [at, length] = numbers[random() % numbers.size()];
  const int64_t value = std::stoll(text->substr(at, length));
  const int64_t changed = random() % 2 == 0 ? value + static_cast<int64_t>(random() % 5) - 2
                                            : static_cast<int64_t>(random() % (2 * value + 10));
  text->replace(at, length, std::to_string(changed));
}

void AlterLines(std::string* text, std::mt19937_64& random) {
  std::vector<std::string> lines = Lines(*text);
  const size_t a = random() % lines.size(), b = random() % lines.size();
  switch (random() % 4) {
    case 0:
      std::swap(lines[a], lines[b]);
      break;
    case 1:
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(a));
      break;
    case 2:
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(a), lines[b]);
      break;
    default:
      lines[a] = lines[b];
  }
  *text = Joined(lines);
}

}  // namespace

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line + "\n");
  return lines;
}

std::string Altered(std::string text, std::mt19937_64& random) {
  const std::string original = text;
  for (int left = static_cast<int>(1 + random() % 3); left > 0 || text == original; --left) {
    if (text.size() < 20) return original + " ";
    switch (random() % 3) {
      case 0:
        AlterByte(&text, random);
        break;
      case 1:
        AlterNumber(&text, random);
        break;
      default:
        AlterLines(&text, random);
    }
  }
  return text;
}

}  // namespace selaras::verify
