#ifndef SELARAS_LIBS_REST_OPENAPI_SCHEMAS_H_
#define SELARAS_LIBS_REST_OPENAPI_SCHEMAS_H_

// Messages and enums as JSON schemas, as protobuf's JSON writes them. Part of openapi.cc.

#include <google/protobuf/descriptor.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace selaras::rest {

using Json = nlohmann::ordered_json;

class OpenApiSchemas {
 public:
  // {"$ref": …} of a message, or what JSON writes in its place (a timestamp is text). Whatever it needs comes along.
  Json Message(const google::protobuf::Descriptor& type);
  // A field with its description and data class; a list or map if it is one.
  Json Field(const google::protobuf::FieldDescriptor& field);
  // The message's object in place, without the fields named; for bodies whose other fields are in the path.
  Json Object(const google::protobuf::Descriptor& type, const std::set<std::string>& without);

  // Everything referred to so far, by name.
  Json All() const;

 private:
  Json Value(const google::protobuf::FieldDescriptor& field);
  Json Enum(const google::protobuf::EnumDescriptor& type);

  std::map<std::string, Json> schemas_;
};

// True for a message that JSON writes as text, and what it looks like then.
bool IsWrittenAsText(const google::protobuf::Descriptor& type);

std::string Paragraphs(const google::protobuf::SourceLocation& location);

}  // namespace selaras::rest

#endif  // SELARAS_LIBS_REST_OPENAPI_SCHEMAS_H_
