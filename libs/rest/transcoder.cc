#include "libs/rest/transcoder.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wire_format_lite.h>

#include <nlohmann/json.hpp>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::rest {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::EnumDescriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using Chain = std::vector<const FieldDescriptor*>;

// Messages that JSON writes as one string, so that a query can hold them.
bool IsTextMessage(const Descriptor& type) {
  static const auto& kNames = *new absl::flat_hash_set<std::string>{
      "google.protobuf.Timestamp",   "google.protobuf.Duration",    "google.protobuf.FieldMask",
      "google.protobuf.StringValue", "google.protobuf.Int64Value",  "google.protobuf.Int32Value",
      "google.protobuf.BoolValue",   "google.protobuf.DoubleValue",
  };
  return kNames.contains(type.full_name());
}

std::string EnumNames(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) names.push_back(type.value(i)->name());
  return absl::StrJoin(names, ", ");
}

// What a caller may write for a field.
std::string ShapeOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_UINT32:
      return "a 32-bit integer";
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      return "a 64-bit integer";
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return "a number";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return absl::StrCat("one of ", EnumNames(*field.enum_type()));
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? "bytes in base64" : "text";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return absl::StrCat("a ", field.message_type()->full_name());
  }
  return "another value";
}

// A name that the caller chose is repeated only if it looks like a field: a number in its place may be anybody's.
std::string SafeName(absl::string_view name) {
  if (name.size() > 128 || name.empty() || absl::ascii_isdigit(static_cast<unsigned char>(name[0])))
    return "?";
  for (const char c : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && !absl::StrContains("_.[]", c)) return "?";
  }
  return std::string(name);
}

absl::Status UnknownField(absl::string_view name, const Descriptor& type) {
  return InvalidField(SafeName(name), absl::StrCat(type.full_name(), " has no such field"));
}

// `json` merged into `message`, or false.
absl::Status Merge(const Schema& schema, absl::string_view json, Message& message) {
  std::string bytes;
  const auto status = google::protobuf::util::JsonToBinaryString(
      schema.resolver(), Schema::TypeUrl(*message.GetDescriptor()),
      google::protobuf::StringPiece(json.data(), json.size()), &bytes);
  if (!status.ok()) return absl::InvalidArgumentError(status.ToString());
  return message.MergeFromString(bytes) ? absl::OkStatus() : absl::InvalidArgumentError("");
}

// What the library says of a bad body, without the value: "INVALID_ARGUMENT:(spec) foo: Cannot find field." or
// "INVALID_ARGUMENT:spec.seed: invalid value "x" for type TYPE_INT64".
absl::Status BodyError(absl::string_view text, const Descriptor& type, absl::string_view prefix) {
  absl::ConsumePrefix(&text, "INVALID_ARGUMENT:");
  const size_t unknown = text.find(": Cannot find field");
  if (unknown != absl::string_view::npos) {
    absl::string_view name = text.substr(0, unknown);
    std::string place(prefix);
    if (absl::ConsumePrefix(&name, "(")) {
      absl::StrAppend(&place, name.substr(0, name.find(") ")), ".");
      name.remove_prefix(std::min(name.find(") ") + 2, name.size()));
    }
    return UnknownField(absl::StrCat(place, name), type);
  }
  const size_t value = text.find(": invalid value ");
  if (value != absl::string_view::npos) {
    absl::string_view path = text.substr(0, value);
    absl::ConsumePrefix(&path, "(");
    absl::ConsumeSuffix(&path, ")");
    std::string plain;  // without [index], to find the field
    bool index = false;
    for (const char c : path) {
      index = c == '[' || (index && c != ']');
      if (!index && c != ']') plain.push_back(c);
    }
    Chain chain;
    const FieldDescriptor* last = nullptr;
    const Descriptor* now = &type;
    for (absl::string_view name : absl::StrSplit(plain, '.')) {
      last = now == nullptr ? nullptr : FindField(*now, name, &chain);
      now = last != nullptr && last->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ? last->message_type()
                                                                                    : nullptr;
    }
    return InvalidField(SafeName(absl::StrCat(prefix, path)), last == nullptr
                                                                  ? "has a value of the wrong type"
                                                                  : absl::StrCat("must be ", ShapeOf(*last)));
  }
  return Error(absl::StatusCode::kInvalidArgument, "HTTP_BODY_MALFORMED", {{"byte", "0"}});
}

absl::Status MergeBody(const Schema& schema, const Route& route, const std::string& body, Message& request) {
  if (body.empty()) return absl::OkStatus();
  if (!route.takes_body()) return Error(absl::StatusCode::kInvalidArgument, "HTTP_BODY_UNEXPECTED");
  Message* target = &request;
  std::string prefix;
  if (route.body != "*") {
    const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(route.body);
    target = request.GetReflection()->MutableMessage(&request, field);
    prefix = absl::StrCat(route.body, ".");
  }
  const absl::Status merged = IsUtf8(body) ? Merge(schema, body, *target) : absl::InvalidArgumentError("");
  if (merged.ok()) return absl::OkStatus();
  // Looked at a second time only to say where it is wrong.
  size_t place = 0;
  try {
    const auto parsed = nlohmann::json::parse(body);
    if (!parsed.is_object()) {
      return Error(absl::StatusCode::kInvalidArgument, "HTTP_BODY_MALFORMED", {{"byte", "1"}});
    }
  } catch (const nlohmann::json::parse_error& error) {
    place = error.byte;
  }
  if (place != 0) {
    return Error(absl::StatusCode::kInvalidArgument, "HTTP_BODY_MALFORMED", {{"byte", absl::StrCat(place)}});
  }
  return BodyError(merged.message(), *target->GetDescriptor(), prefix);
}

// {"a":{"b":VALUE}} for the chain a, b.
std::string Nested(const Chain& chain, const nlohmann::json& value) {
  nlohmann::json json = value;
  for (auto field = chain.rbegin(); field != chain.rend(); ++field) {
    json = nlohmann::json{{(*field)->json_name(), std::move(json)}};
  }
  return json.dump();
}

// Text of a path or query as the JSON value that the field takes.
absl::StatusOr<nlohmann::json> ValueOf(const FieldDescriptor& field, const std::string& text) {
  const auto wrong = [&] { return absl::InvalidArgumentError(ShapeOf(field)); };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      if (text != "true" && text != "false") return wrong();
      return nlohmann::json(text == "true");
    case FieldDescriptor::CPPTYPE_ENUM:
      if (field.enum_type()->FindValueByName(text) == nullptr) return wrong();
      return nlohmann::json(text);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (!IsTextMessage(*field.message_type())) return wrong();
      return nlohmann::json(text);
    default:
      return nlohmann::json(text);
  }
}

absl::Status MergeText(const Schema& schema, const Chain& chain, absl::string_view name,
                       const std::string& text, Message& request) {
  const FieldDescriptor& field = *chain.back();
  const auto wrong = [&] { return InvalidField(SafeName(name), absl::StrCat("must be ", ShapeOf(field))); };
  if (field.is_map()) return InvalidField(SafeName(name), "a map cannot stand in a query");
  auto value = ValueOf(field, text);
  if (!value.ok()) return wrong();
  const std::string json =
      Nested(chain, field.is_repeated() ? nlohmann::json::array({*std::move(value)}) : *std::move(value));
  return Merge(schema, json, request).ok() ? absl::OkStatus() : wrong();
}

// True if path or body fill the field, so that a query must not.
bool IsTaken(const Route& route, const Chain& chain) {
  if (route.body == chain.front()->name()) return true;
  for (const PathTemplate::Variable& variable : route.path.variables()) {
    Chain filled;
    FindField(*route.method->input_type(), variable.field, &filled);
    if (filled == chain) return true;
  }
  return false;
}

absl::Status MergeQuery(const Schema& schema, const Route& route, const QueryParameters& query,
                        Message& request) {
  absl::flat_hash_set<std::string> seen;
  for (const auto& [name, text] : query) {
    Chain chain;
    if (route.body == "*") return InvalidField(SafeName(name), "this method takes its fields from the body");
    if (FindField(*request.GetDescriptor(), name, &chain) == nullptr) {
      return UnknownField(name, *request.GetDescriptor());
    }
    if (IsTaken(route, chain)) return InvalidField(SafeName(name), "the path or the body says it already");
    const std::string path =
        absl::StrJoin(chain, ".", [](std::string* out, const FieldDescriptor* f) { out->append(f->name()); });
    if (!seen.insert(path).second && !chain.back()->is_repeated()) {
      return InvalidField(SafeName(name), "must be given once");
    }
    SELARAS_RETURN_IF_ERROR(MergeText(schema, chain, name, text, request));
  }
  return absl::OkStatus();
}

void FillEtag(absl::string_view if_match, Message& request) {
  const FieldDescriptor* etag = request.GetDescriptor()->FindFieldByName("etag");
  if (if_match.empty() || etag == nullptr || etag->type() != FieldDescriptor::TYPE_STRING ||
      etag->is_repeated())
    return;
  if (!request.GetReflection()->GetString(request, etag).empty()) return;
  if (absl::ConsumePrefix(&if_match, "\"")) absl::ConsumeSuffix(&if_match, "\"");
  if (IsUtf8(if_match)) request.GetReflection()->SetString(&request, etag, std::string(if_match));
}

}  // namespace

absl::StatusOr<std::string> RequestBytes(const Schema& schema, const Route& route, const CallText& call) {
  const auto request = schema.New(*route.method->input_type());
  SELARAS_RETURN_IF_ERROR(MergeBody(schema, route, call.body, *request));
  SELARAS_RETURN_IF_ERROR(MergeQuery(schema, route, call.query, *request));
  for (const auto& [name, text] : call.path) {
    Chain chain;
    FindField(*request->GetDescriptor(), name, &chain);
    SELARAS_RETURN_IF_ERROR(MergeText(schema, chain, name, text, *request));
  }
  FillEtag(call.if_match, *request);
  return request->SerializeAsString();
}

absl::StatusOr<std::string> ResponseJson(const Schema& schema, const Descriptor& type,
                                         const std::string& bytes) {
  // The printer takes a broken message for a short one.
  if (!schema.New(type)->ParseFromString(bytes)) {
    return absl::InternalError(absl::StrCat("answer is no ", type.full_name()));
  }
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status = google::protobuf::util::BinaryToJsonString(schema.resolver(), Schema::TypeUrl(type),
                                                                 bytes, &json, options);
  if (!status.ok()) return absl::InternalError(absl::StrCat("answer is no ", type.full_name()));
  return json;
}

std::optional<std::string> TopString(const Descriptor& type, absl::string_view name,
                                     const std::string& bytes) {
  using google::protobuf::internal::WireFormatLite;
  const FieldDescriptor* field = type.FindFieldByName(std::string(name));
  if (field == nullptr || field->type() != FieldDescriptor::TYPE_STRING || field->is_repeated())
    return std::nullopt;
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                                            static_cast<int>(bytes.size()));
  std::string found;
  while (const uint32_t tag = in.ReadTag()) {
    const bool wanted = WireFormatLite::GetTagFieldNumber(tag) == field->number() &&
                        WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    if (wanted ? !WireFormatLite::ReadBytes(&in, &found) : !WireFormatLite::SkipField(&in, tag))
      return std::nullopt;
  }
  if (found.empty()) return std::nullopt;
  return found;
}

}  // namespace selaras::rest
