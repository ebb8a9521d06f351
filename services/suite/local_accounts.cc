#include "services/suite/local_accounts.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/status_macros.h"

namespace selaras::suite {
namespace {

struct Account {
  const char* name;
  const char* role;
};

// Two approvers, because one pair of eyes cannot fill both slots of an approval.
constexpr Account kAccounts[] = {
    {"analyst", "analyst"},     {"operator", "operator"},     {"approver", "approver"},
    {"approver-2", "approver"}, {"secretary", "secretary"},   {"auditor", "auditor"},
    {"portal", "portal"},       {"integrator", "integrator"}, {"service", "service"}};

absl::Status WriteOwnerOnly(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0) return absl::UnavailableError(absl::StrCat("cannot write ", path));
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  return close(file) == 0 && written ? absl::OkStatus()
                                     : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

// "" if there is no such file.
std::string ReadText(const std::string& path) {
  const std::ifstream file(path);
  std::stringstream text;
  if (file) text << file.rdbuf();
  return text.str();
}

// The token of an account, made if there is none.
absl::StatusOr<std::string> EnsureToken(const std::string& path, IdSource& ids) {
  const std::string kept(absl::StripAsciiWhitespace(ReadText(path)));
  if (!kept.empty()) return kept;
  std::string secret(32, '\0');
  const auto bytes = absl::MakeSpan(reinterpret_cast<uint8_t*>(secret.data()), secret.size());
  ids.Fill(bytes);
  const std::string token = EncodeBase32(bytes);
  SELARAS_RETURN_IF_ERROR(WriteOwnerOnly(path, absl::StrCat(token, "\n")));
  return token;
}

}  // namespace

absl::StatusOr<LocalAccounts> EnsureLocalAccounts(const std::string& folder, const std::string& tenant,
                                                  IdSource& ids) {
  LocalAccounts accounts;
  accounts.tokens_file = absl::StrCat(folder, "/tokens");
  std::string lines = ReadText(accounts.tokens_file);
  const std::string before = lines;
  if (lines.empty()) lines = "# Made at the first start; docs/formats.md §6.\n";
  for (const auto& [name, role] : kAccounts) {
    SELARAS_ASSIGN_OR_RETURN(const std::string token,
                             EnsureToken(absl::StrCat(folder, "/", name, ".token"), ids));
    const bool service = absl::string_view(role) == "service";
    if (service) accounts.service_token = token;
    const std::string hash = Sha256Hex(token);
    if (absl::StrContains(lines, hash)) continue;
    absl::StrAppend(&lines, hash, " local-", name, " ", service ? "*" : tenant, " - ", role, "\n");
  }
  if (lines != before) SELARAS_RETURN_IF_ERROR(WriteOwnerOnly(accounts.tokens_file, lines));
  return accounts;
}

}  // namespace selaras::suite
