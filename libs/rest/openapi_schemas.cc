#include "libs/rest/openapi_schemas.h"

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "selaras/access/v1/access.pb.h"

namespace selaras::rest {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::EnumDescriptor;
using ::google::protobuf::FieldDescriptor;

Json Ref(const std::string& name) {
  return {{"$ref", absl::StrCat("#/components/schemas/", name)}};
}

// Well-known types, as protobuf's JSON writes them.
const absl::flat_hash_map<std::string, Json>& WellKnown() {
  static const auto& types = *new absl::flat_hash_map<std::string, Json>{
      {"google.protobuf.Timestamp", {{"type", "string"}, {"format", "date-time"}}},
      {"google.protobuf.Duration", {{"type", "string"}, {"pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$"}}},
      {"google.protobuf.FieldMask", {{"type", "string"}}},
      {"google.protobuf.StringValue", {{"type", "string"}}},
      {"google.protobuf.Int64Value", {{"type", "string"}, {"format", "int64"}}},
      {"google.protobuf.Int32Value", {{"type", "integer"}, {"format", "int32"}}},
      {"google.protobuf.BoolValue", {{"type", "boolean"}}},
      {"google.protobuf.DoubleValue", {{"type", "number"}, {"format", "double"}}},
      {"google.protobuf.Empty", {{"type", "object"}}},
      {"google.protobuf.Struct", {{"type", "object"}}},
      {"google.protobuf.Any", {{"type", "object"}}},
  };
  return types;
}

template <typename Declaration>
std::string Comment(const Declaration& declaration) {
  google::protobuf::SourceLocation location;
  return declaration.GetSourceLocation(&location) ? Paragraphs(location) : "";
}

// "CAREER" of DATA_CLASS_CAREER; "" where the class says nothing that the type does not.
std::string DataClassOf(const FieldDescriptor& field) {
  const auto data = field.options().GetExtension(access::v1::data);
  if (data == access::v1::DATA_CLASS_UNSPECIFIED || data == access::v1::DATA_CLASS_NESTED) return "";
  return access::v1::DataClass_Name(data).substr(sizeof("DATA_CLASS_") - 1);
}

}  // namespace

std::string Paragraphs(const google::protobuf::SourceLocation& location) {
  std::string out;
  bool begin = true;
  for (absl::string_view line :
       absl::StrSplit(absl::StrCat(location.leading_comments, "\n", location.trailing_comments), '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty()) {
      begin = true;
      continue;
    }
    // Lists keep their lines.
    const bool item = absl::StartsWith(line, "- ");
    if (!out.empty()) out.append(begin || item ? "\n" : " ");
    out.append(line.data(), line.size());
    begin = false;
  }
  return out;
}

bool IsWrittenAsText(const Descriptor& type) {
  const auto found = WellKnown().find(type.full_name());
  return found != WellKnown().end() && found->second["type"] != "object";
}

Json OpenApiSchemas::Enum(const EnumDescriptor& type) {
  if (!schemas_.contains(type.full_name())) {
    Json names = Json::array();
    std::string text = Comment(type);
    for (int i = 0; i < type.value_count(); ++i) {
      names.push_back(type.value(i)->name());
      const std::string comment = Comment(*type.value(i));
      if (!comment.empty())
        absl::StrAppend(&text, text.empty() ? "" : "\n", "- ", type.value(i)->name(), ": ", comment);
    }
    Json schema = {{"type", "string"}, {"enum", std::move(names)}};
    if (!text.empty()) schema["description"] = std::move(text);
    schemas_[type.full_name()] = std::move(schema);
  }
  return Ref(type.full_name());
}

Json OpenApiSchemas::Value(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return {{"type", "integer"}, {"format", "int32"}};
    case FieldDescriptor::CPPTYPE_UINT32:
      return {{"type", "integer"}, {"format", "int64"}, {"minimum", 0}};
    // JavaScript's numbers end at 2^53, so protobuf writes these as text.
    case FieldDescriptor::CPPTYPE_INT64:
      return {{"type", "string"}, {"format", "int64"}};
    case FieldDescriptor::CPPTYPE_UINT64:
      return {{"type", "string"}, {"format", "uint64"}};
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return {{"type", "number"}, {"format", "double"}};
    case FieldDescriptor::CPPTYPE_FLOAT:
      return {{"type", "number"}, {"format", "float"}};
    case FieldDescriptor::CPPTYPE_BOOL:
      return {{"type", "boolean"}};
    case FieldDescriptor::CPPTYPE_ENUM:
      return Enum(*field.enum_type());
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.type() == FieldDescriptor::TYPE_BYTES)
        return {{"type", "string"}, {"contentEncoding", "base64"}};
      return {{"type", "string"}};
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Message(*field.message_type());
  }
  return Json::object();
}

Json OpenApiSchemas::Field(const FieldDescriptor& field) {
  Json schema;
  if (field.is_map()) {
    schema = {{"type", "object"}, {"additionalProperties", Value(*field.message_type()->map_value())}};
  } else if (field.is_repeated()) {
    schema = {{"type", "array"}, {"items", Value(field)}};
  } else {
    schema = Value(field);
  }
  std::string text = Comment(field);
  if (const auto* choice = field.real_containing_oneof(); choice != nullptr) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", "At most one of the fields of `", choice->name(),
                    "` is set.");
  }
  if (!text.empty()) schema["description"] = std::move(text);
  if (const std::string data = DataClassOf(field); !data.empty()) schema["x-selaras-data-class"] = data;
  if (field.options().deprecated()) schema["deprecated"] = true;
  return schema;
}

Json OpenApiSchemas::Object(const Descriptor& type, const std::set<std::string>& without) {
  Json schema = {{"type", "object"}};
  if (std::string text = Comment(type); !text.empty()) schema["description"] = std::move(text);
  Json properties = Json::object();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!without.contains(field.name())) properties[field.json_name()] = Field(field);
  }
  schema["properties"] = std::move(properties);
  return schema;
}

Json OpenApiSchemas::Message(const Descriptor& type) {
  if (const auto found = WellKnown().find(type.full_name()); found != WellKnown().end()) return found->second;
  if (!schemas_.contains(type.full_name())) {
    schemas_[type.full_name()] = Json::object();  // a message may hold itself
    schemas_[type.full_name()] = Object(type, {});
  }
  return Ref(type.full_name());
}

Json OpenApiSchemas::All() const {
  Json all = Json::object();
  for (const auto& [name, schema] : schemas_) all[name] = schema;
  return all;
}

}  // namespace selaras::rest
