#ifndef SELARAS_LIBS_RPC_STATIC_TOKENS_H_
#define SELARAS_LIBS_RPC_STATIC_TOKENS_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "libs/rpc/authenticator.h"

namespace selaras::rpc {

// Principals by the SHA-256 of their token, read from a file (docs/formats.md, "Token file"): the
// file gives nobody a token.
class StaticTokens final : public Authenticator {
 public:
  // Text of a token file. kInvalidArgument: the first bad line with its number, what is
  // wrong and how to write it.
  static absl::StatusOr<StaticTokens> Parse(absl::string_view text);
  // kInvalidArgument also if the file cannot be read.
  static absl::StatusOr<StaticTokens> Load(const std::string& path);

  // For tests and the all-in-one on loopback. REQUIRES: token not empty.
  void Add(absl::string_view token, Principal principal);

  absl::StatusOr<Principal> Authenticate(absl::string_view token) const override;

  size_t size() const { return principals_.size(); }

 private:
  absl::flat_hash_map<std::string, Principal> principals_;  // by lower-case hex of the token's hash
};

}  // namespace selaras::rpc

#endif  // SELARAS_LIBS_RPC_STATIC_TOKENS_H_
