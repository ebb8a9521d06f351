#include "services/cli/evidence/log_export.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "libs/evidence/checkpoint.h"

namespace selaras::cli {
namespace {

using evidence::SignedCheckpoint;

// SubjectPublicKeyInfo of an Ed25519 key is this and the key.
constexpr absl::string_view kSpkiPrefix("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);

absl::StatusOr<std::vector<SignedCheckpoint>> ReadCheckpoints(const LogSource& source) {
  std::vector<SignedCheckpoint> checkpoints;
  for (int64_t after = 0;; after = checkpoints.back().checkpoint.size) {
    SELARAS_ASSIGN_OR_RETURN(const std::vector<std::string> notes, source.notes(after));
    for (const std::string& note : notes) {
      const auto parsed = evidence::ParseNote(note);
      if (!parsed.ok() || parsed->checkpoint.size <= after)
        return absl::DataLossError("a checkpoint is malformed");
      after = parsed->checkpoint.size;
      checkpoints.push_back(*parsed);
    }
    if (checkpoints.empty()) return absl::FailedPreconditionError("the log has not been signed yet");
    if (notes.empty()) return checkpoints;
  }
}

}  // namespace

absl::StatusOr<std::string> PublicKeyOfPem(absl::string_view pem) {
  pem = absl::StripAsciiWhitespace(pem);
  std::string der;
  if (absl::ConsumePrefix(&pem, "-----BEGIN PUBLIC KEY-----") &&
      absl::ConsumeSuffix(&pem, "-----END PUBLIC KEY-----") &&
      absl::Base64Unescape(absl::StrReplaceAll(pem, {{"\n", ""}, {"\r", ""}}), &der) && der.size() == 44 &&
      absl::StartsWith(der, kSpkiPrefix)) {
    return der.substr(kSpkiPrefix.size());
  }
  return absl::InvalidArgumentError("not the PEM of an Ed25519 public key");
}

absl::StatusOr<LogExport> WriteLogExport(const LogSource& source,
                                         absl::FunctionRef<absl::Status(absl::string_view text)> write,
                                         absl::FunctionRef<void(int64_t leaves, int64_t all)> progress) {
  SELARAS_ASSIGN_OR_RETURN(const std::string key, PublicKeyOfPem(source.public_key_pem));
  SELARAS_ASSIGN_OR_RETURN(const std::vector<SignedCheckpoint> checkpoints, ReadCheckpoints(source));
  const LogExport result = {checkpoints.back().checkpoint.origin, checkpoints.back().checkpoint.size,
                            static_cast<int64_t>(checkpoints.size())};
  std::string text = absl::StrCat("selaras-log 1\norigin ", result.origin, "\nkey ", absl::Base64Escape(key),
                                  "\nleaves ", result.leaves, "\ncheckpoints ", result.checkpoints, "\n");
  int64_t written = 0;
  std::vector<std::string> page;  // Leaves from `written` on are those from `at` on.
  size_t at = 0;
  for (const SignedCheckpoint& one : checkpoints) {
    if (one.key_id != evidence::KeyId(result.origin, key)) {
      return absl::FailedPreconditionError(
          "checkpoints were signed by more keys than the service tells; export beside its database");
    }
    for (; written < one.checkpoint.size; ++written, ++at) {
      if (at == page.size()) {
        SELARAS_ASSIGN_OR_RETURN(page, source.leaves(written));
        at = 0;
        if (page.empty()) return absl::DataLossError("leaves are missing under a checkpoint");
        SELARAS_RETURN_IF_ERROR(write(text));
        text.clear();
        progress(written, result.leaves);
      }
      absl::StrAppend(&text, "l ", absl::Base64Escape(page[at]), "\n");
    }
    absl::StrAppend(&text, "c\n", evidence::FormatNote(one));
  }
  SELARAS_RETURN_IF_ERROR(write(absl::StrCat(text, "end\n")));
  return result;
}

}  // namespace selaras::cli
