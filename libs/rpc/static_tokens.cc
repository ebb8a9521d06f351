#include "libs/rpc/static_tokens.h"

#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/ids.h"
#include "libs/base/status_macros.h"

namespace selaras::rpc {
namespace {

constexpr absl::string_view kLineShape = "SHA256HEX PRINCIPAL TENANT AGENCY ROLE,ROLE [EMPLOYEE]";

std::string OrEmpty(absl::string_view word) {
  return word == "-" ? "" : std::string(word);
}

absl::StatusOr<std::pair<std::string, Principal>> ParseLine(absl::string_view line) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  if (words.size() != 5 && words.size() != 6) {
    return absl::InvalidArgumentError(absl::StrCat("has ", words.size(), " words; write ", kLineShape));
  }
  std::string hash = absl::AsciiStrToLower(words[0]);
  if (hash.size() != 64 || !HexDecode(hash).ok()) {
    return absl::InvalidArgumentError(
        "first word is not a SHA-256 in hex (64 digits); make it with: printf %s TOKEN | sha256sum");
  }
  if (!IsAccountId(words[1]))
    return absl::InvalidArgumentError("principal has other characters than a-z 0-9 - . _ @");
  if (words[2] != kEveryTenant && !IsAccountId(words[2])) {
    return absl::InvalidArgumentError("tenant is neither a word nor *");
  }
  Principal principal{
      .id = std::string(words[1]), .tenant = std::string(words[2]), .agency = OrEmpty(words[3])};
  for (absl::string_view word : absl::StrSplit(words[4], ',')) {
    const std::optional<Role> role = ParseRole(word);
    if (!role.has_value() || *role == Role::kPublic || *role == Role::kAnyone) {
      return absl::InvalidArgumentError(
          absl::StrCat("role \"", word,
                       "\" is unknown; write analyst, operator, portal, approver, secretary, auditor, "
                       "employee, integrator or service"));
    }
    principal.roles.insert(*role);
  }
  if (words.size() == 6) principal.employee = OrEmpty(words[5]);
  if (principal.Has(Role::kEmployee) && principal.employee.empty()) {
    return absl::InvalidArgumentError("role employee needs the employee's id as sixth word");
  }
  return std::pair(std::move(hash), std::move(principal));
}

}  // namespace

absl::StatusOr<StaticTokens> StaticTokens::Parse(absl::string_view text) {
  StaticTokens tokens;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    auto entry = ParseLine(line);
    if (!entry.ok()) return WithContext(entry.status(), absl::StrCat("line ", number));
    if (!tokens.principals_.insert(*std::move(entry)).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, ": this token stands in the file already"));
    }
  }
  return tokens;
}

absl::StatusOr<StaticTokens> StaticTokens::Load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::InvalidArgumentError(absl::StrCat("token file ", path, " cannot be read"));
  std::ostringstream text;
  text << file.rdbuf();
  auto tokens = Parse(text.str());
  if (!tokens.ok()) return WithContext(tokens.status(), absl::StrCat("token file ", path));
  return tokens;
}

void StaticTokens::Add(absl::string_view token, Principal principal) {
  principals_[Sha256Hex(token)] = std::move(principal);
}

absl::StatusOr<Principal> StaticTokens::Authenticate(absl::string_view token) const {
  const auto it = principals_.find(Sha256Hex(token));
  if (it == principals_.end()) return Error(absl::StatusCode::kUnauthenticated, "TOKEN_UNKNOWN");
  return it->second;
}

}  // namespace selaras::rpc
