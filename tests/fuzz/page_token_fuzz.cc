// Bytes as a token that a stranger sends, and as a cursor of our own: the first never passes, the second
// comes back.

#include <cstdint>
#include <cstdlib>

#include "libs/resource/page_token.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  static const auto& codec = *new selaras::PageTokenCodec("fuzz key");
  const std::string text(reinterpret_cast<const char*>(bytes), size);

  // Nobody makes a token without the key. An empty one is the first page.
  if (codec.Decode("query", text).ok() != text.empty()) std::abort();

  selaras::PageCursor cursor;
  for (size_t at = 0; at < text.size(); at += 7) cursor.push_back(text.substr(at, 7));
  const std::string token = codec.Encode("query", cursor);
  const auto decoded = codec.Decode("query", token);
  if (!decoded.ok() || *decoded != cursor) std::abort();
  if (codec.Decode("other query", token).ok()) std::abort();
  return 0;
}
