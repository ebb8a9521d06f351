// Bytes as a token file: it is read or refused, and no token is made up.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "libs/rpc/static_tokens.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  const auto tokens =
      selaras::rpc::StaticTokens::Parse(std::string(reinterpret_cast<const char*>(bytes), size));
  if (tokens.ok() && tokens->Authenticate("a token that nobody hashed").ok()) std::abort();
  return 0;
}
