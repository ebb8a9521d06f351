#include "services/suite/local_accounts.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/status_macros.h"

namespace selaras::suite {
namespace {

constexpr const char* kRoles[] = {"analyst", "operator", "approver",   "secretary",
                                  "auditor", "portal",   "integrator", "service"};

absl::Status WriteOwnerOnly(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0) return absl::UnavailableError(absl::StrCat("cannot write ", path));
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  return close(file) == 0 && written ? absl::OkStatus()
                                     : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

// The token of a role, made if there is none.
absl::StatusOr<std::string> EnsureToken(const std::string& path, IdSource& ids) {
  std::ifstream file(path);
  if (file) {
    std::stringstream text;
    text << file.rdbuf();
    return std::string(absl::StripAsciiWhitespace(text.str()));
  }
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
  std::string lines = "# Made at the first start; docs/formats.md §6.\n";
  for (const char* role : kRoles) {
    SELARAS_ASSIGN_OR_RETURN(const std::string token,
                             EnsureToken(absl::StrCat(folder, "/", role, ".token"), ids));
    const bool service = absl::string_view(role) == "service";
    if (service) accounts.service_token = token;
    absl::StrAppend(&lines, Sha256Hex(token), " local-", role, " ", service ? "*" : tenant, " - ", role,
                    "\n");
  }
  if (!std::filesystem::exists(accounts.tokens_file)) {
    SELARAS_RETURN_IF_ERROR(WriteOwnerOnly(accounts.tokens_file, lines));
  }
  return accounts;
}

}  // namespace selaras::suite
