#ifndef SELARAS_SERVICES_REGISTRY_RPC_CONVERT_H_
#define SELARAS_SERVICES_REGISTRY_RPC_CONVERT_H_

// Records ↔ messages, the small pieces that all conversions share.

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "libs/rpc/proto_time.h"
#include "selaras/registry/v1alpha/provenance.pb.h"
#include "selaras/registry/v1alpha/registry_service.pb.h"
#include "services/registry/app/reads.h"

namespace selaras::registry {

namespace pb = ::selaras::registry::v1alpha;

inline std::string Str(absl::string_view text) {
  return std::string(text.data(), text.size());
}

// The value of an enum from its code in records: ParseCode<pb::Agency::Kind>("KIND_", "PROVINCE",
// pb::Agency::Kind_Parse). Unknown codes give 0, the unspecified one.
template <typename Enum>
Enum ParseCode(absl::string_view prefix, absl::string_view code, bool (*parse)(const std::string&, Enum*)) {
  Enum value = static_cast<Enum>(0);
  if (!code.empty()) parse(absl::StrCat(prefix, code), &value);
  return value;
}
// The code of a value: its name without prefix; "" for the unspecified one.
std::string CodeOf(const std::string& name, absl::string_view prefix);

// "agencies/ID", or "" for "".
inline std::string NameOf(absl::string_view collection, absl::string_view id) {
  return id.empty() ? std::string() : absl::StrCat(collection, "/", id);
}

// Part of fact names: the key where it has the form of a resource id, else a hash of it.
std::string FactId(absl::string_view key);

// Validity, knowledge and confidence; the source where `sources` has it.
void SetProvenance(const Fact& fact, const Sources& sources, pb::Provenance* provenance);
template <typename Message>
void SetExternalIds(const std::vector<ExternalId>& ids, Message* message) {
  for (const ExternalId& id : ids) {
    pb::ExternalId* external = message->add_external_ids();
    external->set_kind(id.kind);
    external->set_value(id.value);
  }
}

// kInvalidArgument: an effective_date that is no date.
absl::StatusOr<AskedAt> FromProto(const pb::ReadAt& at);
void ToProto(const ReadAt& at, pb::ReadAt* message);

// `technical` of a record: `cluster:level|…`.
template <typename Repeated>
void SetLevels(const RecordView& record, int column, Repeated* levels) {
  for (absl::string_view part : record.Parts(column)) {
    const size_t colon = part.rfind(':');
    if (colon == absl::string_view::npos || colon + 2 != part.size()) continue;
    auto* level = levels->Add();
    level->set_cluster(Str(part.substr(0, colon)));
    level->set_level(part[colon + 1] - '0');
  }
}

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_RPC_CONVERT_H_
