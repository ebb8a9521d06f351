#ifndef SELARAS_LIBS_REST_TEXT_H_
#define SELARAS_LIBS_REST_TEXT_H_

// Text as it comes over HTTP, before anything is known of it.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/catalogue.h"

namespace selaras::rest {

// True for well-formed UTF-8 (RFC 3629): no overlong forms, surrogates or values beyond U+10FFFF. Protobuf lets bad
// strings through with a log line, and the server behind then answers UNIMPLEMENTED; so it is asked here.
bool IsUtf8(absl::string_view text);

// Undoes %XX, and `+` as a blank if `plus_is_blank` (queries, not paths). nullopt: a broken escape, a result that is
// not UTF-8 or holds a control character.
std::optional<std::string> PercentDecode(absl::string_view text, bool plus_is_blank);

// Name and value in order of appearance.
using QueryParameters = std::vector<std::pair<std::string, std::string>>;

// The part behind `?`, decoded. kInvalidArgument (INVALID_FIELDS): a broken escape, a parameter without a name, more than
// 256 of them. Never repeats a value.
absl::StatusOr<QueryParameters> ParseQuery(absl::string_view query);

// The language that an Accept-Language header prefers; Indonesian unless English is asked for more.
Language PreferredLanguage(absl::string_view accept_language);

// A media type without parameters, lower case, and its charset ("" if none), of a Content-Type header.
struct MediaType {
  std::string type;
  std::string charset;
  std::string boundary;
};
MediaType ParseMediaType(absl::string_view content_type);

}  // namespace selaras::rest

#endif  // SELARAS_LIBS_REST_TEXT_H_
