#include "services/registry/rpc/convert.h"

#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/ids.h"
#include "libs/resource/resource_name.h"

namespace selaras::registry {
namespace {

constexpr int kHashedBytes = 10;

}  // namespace

std::string CodeOf(const std::string& name, absl::string_view prefix) {
  const std::string code = name.substr(prefix.size());
  return code == "UNSPECIFIED" ? std::string() : code;
}

std::string FactId(absl::string_view key) {
  if (key.empty()) return "self";
  if (IsResourceId(key)) return Str(key);
  const Sha256Digest digest = Sha256(key);
  return EncodeBase32(absl::MakeConstSpan(digest).first(kHashedBytes));
}

void SetProvenance(const Fact& fact, const Sources& sources, pb::Provenance* provenance) {
  if (fact.valid_from != kSinceEver) SetDate(FromDay(fact.valid_from), provenance->mutable_valid_from());
  if (fact.valid_to != kForEver) SetDate(FromDay(fact.valid_to), provenance->mutable_valid_to());
  provenance->set_known_from_revision(fact.known_from);
  provenance->set_known_to_revision(fact.known_to);
  provenance->set_confidence(fact.confidence);
  if (!fact.decree.empty()) {
    provenance->set_source(
        absl::StrCat("decree:", RecordView(fact.content).Text(appointment_field::kDecree)));
  } else if (const auto source = sources.find(fact.known_from); source != sources.end()) {
    provenance->set_source(source->second);
  }
}

absl::StatusOr<AskedAt> FromProto(const pb::ReadAt& at) {
  AskedAt asked;
  asked.revision = at.read_revision();
  if (at.has_effective_date()) {
    const auto day = DayOf(at.effective_date());
    if (!day.has_value()) return InvalidField("at.effective_date", "must be a day of the calendar");
    asked.day = ToDay(*day);
  }
  return asked;
}

void ToProto(const ReadAt& at, pb::ReadAt* message) {
  message->set_read_revision(at.revision);
  SetDate(FromDay(at.day), message->mutable_effective_date());
}

}  // namespace selaras::registry
