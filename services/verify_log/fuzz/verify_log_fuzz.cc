// Reads bytes as an export and, after a line "---", a contents file, and verifies. A line "KEY" becomes the key's line
// and "SIGN" a true checkpoint over the leaves before it, as no fuzzer finds a signature. Nothing may crash, and where
// the verdict is OK the roots must be those of a plain second reading.
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "services/verify_log/testing/check.h"
#include "services/verify_log/testing/tiny_log.h"
#include "services/verify_log/text.h"

namespace selaras::verify_log {
namespace {

constexpr char kParting[] = "---\n";
constexpr size_t kMostCheckpoints = 4;  // each costs a signature

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// False unless `line` is a leaf, which is then added.
bool AddLeaf(std::string_view line, std::vector<std::string>& leaves) {
  std::string data;
  if (!Take(line, "l ") || !DecodeBase64(line, data)) return false;
  leaves.push_back(data);
  return true;
}

// `text` with its placeholders filled in.
std::string Filled(const std::string& text) {
  TinyLog log;
  size_t checkpoints = 0;
  std::string filled;
  for (const std::string& line : LinesOf(text)) {
    AddLeaf(line, log.leaves);
    if (line == "KEY") {
      filled += "key " + Base64(PublicKeyOf(log.secret)) + "\n";
    } else if (line == "SIGN" && checkpoints++ < kMostCheckpoints) {
      filled += "c\n" + log.Note(static_cast<int64_t>(log.leaves.size()));
    } else {
      filled += line + "\n";
    }
  }
  return filled;
}

void RequireTrue(const std::string& export_text) {
  std::vector<std::string> leaves;
  const std::vector<std::string> lines = LinesOf(export_text);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (AddLeaf(lines[i], leaves) || lines[i] != "c") continue;
    if (lines.at(i + 2) != std::to_string(leaves.size()) || lines.at(i + 3) != Base64(RootOf(leaves)))
      std::abort();
  }
  if (leaves.empty()) std::abort();
}

}  // namespace
}  // namespace selaras::verify_log

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace selaras::verify_log;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const size_t parting = text.find(kParting);
  const std::string contents = parting == std::string::npos ? "" : text.substr(parting + sizeof kParting - 1);
  const std::string filled = Filled(text.substr(0, parting));
  if (Check(filled, {std::string(32, 'k')}, contents) == "OK") RequireTrue(filled);
  return 0;
}
