#ifndef SELARAS_LIBS_REST_TRANSCODER_H_
#define SELARAS_LIBS_REST_TRANSCODER_H_

// HTTP to protobuf and back, after google.api.http: what path, query and body say becomes one request message.
//
// Errors are kInvalidArgument, name the field and the shape that it wants, and never repeat a value: values may be a
// person's data.

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/rest/routes.h"
#include "libs/rest/schema.h"
#include "libs/rest/text.h"

namespace selaras::rest {

struct CallText {
  PathBindings path;
  QueryParameters query;
  std::string body;  // JSON in UTF-8; empty is {}
  // Of an If-Match header: fills an `etag` of the request that nothing else fills. Quotes are dropped.
  std::string if_match = {};
};

// The serialized request of `route`. The path wins over the body. Query parameters name fields that neither path nor body
// fill, nested ones with dots, repeated ones by repetition; names are those of the proto or of its JSON. Reasons:
// INVALID_FIELDS, HTTP_BODY_MALFORMED (metadata: byte), HTTP_BODY_UNEXPECTED.
absl::StatusOr<std::string> RequestBytes(const Schema& schema, const Route& route, const CallText& call);

// A serialized answer of `type` as JSON: fields without presence are written even when zero, 64-bit integers as strings,
// enums by name. kInternal: `bytes` are no such message.
absl::StatusOr<std::string> ResponseJson(const Schema& schema, const google::protobuf::Descriptor& type,
                                         const std::string& bytes);

// The string field `name` at the top of a serialized message; nullopt if the type has none or it is empty.
std::optional<std::string> TopString(const google::protobuf::Descriptor& type, absl::string_view name,
                                     const std::string& bytes);

}  // namespace selaras::rest

#endif  // SELARAS_LIBS_REST_TRANSCODER_H_
