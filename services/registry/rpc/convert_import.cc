#include "services/registry/rpc/convert_import.h"

#include "absl/strings/str_replace.h"
#include "libs/base/catalogue.h"

namespace selaras::registry {
namespace {

Metadata RuleOf(const StoredFault& fault) {
  Metadata metadata{{"column", fault.column}, {"file", fault.file}};
  const RecordSchema* schema = FindSchemaOfFile(fault.file);
  if (schema == nullptr) return metadata;
  for (const Column& column : schema->columns) {
    if (column.name != fault.column) continue;
    metadata["allowed"] = absl::StrReplaceAll(column.allowed, {{" ", ", "}});
    metadata["min"] = absl::StrCat(column.min);
    metadata["max"] = absl::StrCat(column.max);
  }
  return metadata;
}

}  // namespace

void ToProto(const Import& import, pb::Import* message) {
  message->set_name(NameOf("imports", import.id));
  message->set_etag(absl::StrCat(import.version));
  message->set_state(static_cast<pb::Import::State>(import.state));
  message->set_layout(static_cast<pb::Import::Layout>(import.layout));
  for (const ImportFile& file : import.files) {
    pb::ImportFile* out = message->add_files();
    out->set_file(file.file);
    out->set_received_bytes(file.received_bytes);
    out->set_complete(file.complete);
    out->set_rows(file.total);
    out->set_done(file.done);
    out->set_landed(file.landed);
    out->set_unchanged(file.unchanged);
    out->set_refused(file.refused);
    out->set_warned(file.warned);
  }
  message->set_revision(import.revision);
  SetTime(import.create_time, message->mutable_create_time());
  if (import.end_time != absl::InfinitePast()) SetTime(import.end_time, message->mutable_end_time());
  message->set_failure_reason(import.failure_reason);
  message->set_employees(import.employees);
  message->set_posts(import.posts);
}

void ToProto(const StoredFault& fault, pb::ImportFault* message) {
  const Metadata metadata = RuleOf(fault);
  message->set_file(fault.file);
  message->set_line(fault.line);
  message->set_column(fault.column);
  message->set_value_shape(fault.value_shape);
  message->set_reason(fault.reason);
  message->set_cure_id(Explain(fault.reason, Language::kIndonesian, metadata));
  message->set_cure_en(Explain(fault.reason, Language::kEnglish, metadata));
  message->set_severity(fault.warning ? pb::ImportFault::SEVERITY_WARNING : pb::ImportFault::SEVERITY_ERROR);
}

}  // namespace selaras::registry
