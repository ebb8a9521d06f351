#include "services/registry/app/record_lander.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace selaras::registry {
namespace {

constexpr int kImportedConfidence = 80;
// Something about the row contradicts itself: never silently decisive.
constexpr int kDoubtfulConfidence = 50;

std::string IndexKey(RecordKind kind, absl::string_view subject, absl::string_view key) {
  return absl::StrCat(static_cast<int>(kind), ":", subject, ":", key);
}

// A thing has a subject of its own; other records hang on an employee.
bool IsThing(RecordKind kind) {
  return kind <= RecordKind::kProfile;
}

std::string RefOf(RecordKind kind, const std::vector<std::string>& values) {
  switch (kind) {
    case RecordKind::kAppointment:
      return values[appointment_field::kPost];
    case RecordKind::kPost:
      return values[post_field::kOrgUnit];
    case RecordKind::kOrgUnit:
      return values[unit_field::kParent];
    default:
      return "";
  }
}

// First day on which a new state is true.
Day FirstDayOf(const RecordSchema& schema, const RecordView& record) {
  if (schema.kind != RecordKind::kProfile) return kSinceEver;
  const auto appointed = record.Date(profile_field::kAppointedDate);
  return appointed.has_value() ? ToDay(*appointed) : kSinceEver;
}

}  // namespace

absl::Status RecordLander::Begin(absl::Span<const RecordKind> kinds) {
  known_.clear();
  for (const RecordKind kind : kinds) {
    const bool state = FindSchema(kind)->validity == Validity::kState;
    SELARAS_RETURN_IF_ERROR(store_.ReadKind(tenant_, kind, "", "", [&](const FactView& fact) {
      // Of a state, only the open stretch of time can change by an import.
      if (fact.known_to == 0 && (!state || fact.valid_to == kForEver)) {
        known_[IndexKey(kind, fact.subject, fact.key)] = {std::make_unique<const Fact>(Keep(fact)), false};
      }
      return absl::OkStatus();
    }));
  }
  return absl::OkStatus();
}

bool RecordLander::Resolve(IncomingRecord& record, std::vector<Fault>& faults, bool* deferred) const {
  int index = 0;
  bool ok = true;
  const std::string target_kind =
      record.schema->kind == RecordKind::kPreference ? record.values[preference_field::kTargetKind] : "";
  for (const Column& column : record.schema->columns) {
    if (column.subject) continue;
    std::string& value = record.values[index++];
    if (column.reference == Reference::kNone || value.empty()) continue;
    const RecordKind kind = KindReferredTo(column.reference, target_kind);
    const CodeBook::Thing* thing = book_.Find(kind, value);
    if (thing != nullptr) {
      value = thing->id;
      continue;
    }
    if (record.schema->kind == kind) *deferred = true;
    faults.push_back({column.name, "IMPORT_REFERENCE_UNKNOWN"});
    ok = false;
  }
  return ok;
}

std::string RecordLander::KeyOf(const IncomingRecord& record) const {
  std::string key;
  int index = 0;
  for (const Column& column : record.schema->columns) {
    if (column.subject) continue;
    if (column.key) absl::StrAppend(&key, key.empty() ? "" : ":", record.values[index]);
    ++index;
  }
  return key;
}

const CodeBook::Thing* RecordLander::SubjectOf(const IncomingRecord& record, std::vector<Fault>& faults,
                                               CodeBook::Thing& made) {
  const RecordKind kind = record.schema->kind;
  const RecordKind subject_kind = IsThing(kind) ? kind : RecordKind::kProfile;
  if (const CodeBook::Thing* thing = book_.Find(subject_kind, record.subject_code)) return thing;
  if (!IsThing(kind)) {
    faults.push_back({record.schema->columns[0].name, "IMPORT_EMPLOYEE_UNKNOWN"});
    return nullptr;
  }
  made.id = CodeKindOf(kind).empty() ? record.subject_code : ids_.NewId();
  return &made;
}

Landing RecordLander::Land(IncomingRecord record, std::vector<Fault>& faults) {
  const RecordSchema& schema = *record.schema;
  const size_t before = faults.size();
  bool deferred = false;
  if (!Resolve(record, faults, &deferred)) return deferred ? Landing::kDeferred : Landing::kRefused;
  if (schema.kind == RecordKind::kAppointment && record.values[appointment_field::kPosition].empty() &&
      !record.values[appointment_field::kPost].empty()) {
    // Kept beside the post, as former posts may be gone one day.
    const CodeBook::Thing* post = book_.FindById(record.values[appointment_field::kPost]);
    if (post != nullptr) record.values[appointment_field::kPosition] = post->position;
  }
  CodeBook::Thing made;
  const CodeBook::Thing* subject = SubjectOf(record, faults, made);
  if (subject == nullptr) return Landing::kRefused;
  const std::string key = KeyOf(record);
  const auto believed = known_.find(IndexKey(schema.kind, subject->id, key));
  if (record.partial && believed != known_.end() && believed->second.fact != nullptr) {
    const RecordView known(believed->second.fact->content);
    for (size_t i = 0; i < record.values.size(); ++i) {
      if (record.values[i].empty()) record.values[i] = std::string(known.Text(static_cast<int>(i)));
    }
  }
  if (schema.kind == RecordKind::kAppointment && believed != known_.end() &&
      believed->second.fact != nullptr && !believed->second.fact->decree.empty()) {
    // What a decree made stays its work, whatever another system has written down about it.
    record.values[appointment_field::kDecree] =
        std::string(RecordView(believed->second.fact->content).Text(appointment_field::kDecree));
  }
  const std::string content = EncodeRecord(record.values);
  const RecordView view(content);
  const std::vector<Fault> found = CheckRecord(
      schema, view, schema.kind == RecordKind::kProfile ? record.subject_code : "", FromDay(effective_day_));
  faults.insert(faults.end(), found.begin(), found.end());
  if (std::any_of(found.begin(), found.end(), [](const Fault& fault) { return !fault.warning; })) {
    return Landing::kRefused;
  }
  Fact fact;
  fact.kind = schema.kind;
  fact.key = key;
  Known& known = known_[IndexKey(schema.kind, subject->id, fact.key)];
  if (known.seen) {
    faults.push_back({schema.columns[0].name, "IMPORT_KEY_DUPLICATE"});
    return Landing::kRefused;
  }
  known.seen = true;
  if (known.fact != nullptr && known.fact->content == content) return Landing::kUnchanged;
  fact.subject = subject->id;
  fact.content = content;
  fact.ref = RefOf(schema.kind, record.values);
  fact.confidence = faults.size() > before ? kDoubtfulConfidence : kImportedConfidence;
  NoteThing(record, *subject, subject == &made);
  const CodeBook::Thing* noted =
      book_.Find(IsThing(schema.kind) ? schema.kind : RecordKind::kProfile, record.subject_code);
  fact.agency = noted->agency;
  Write(schema, std::move(fact), known.fact != nullptr ? &known : nullptr);
  return Landing::kLanded;
}

void RecordLander::NoteThing(const IncomingRecord& record, const CodeBook::Thing& thing, bool is_new) {
  const RecordKind kind = record.schema->kind;
  if (!IsThing(kind)) return;
  CodeBook::Thing noted{thing.id};
  switch (kind) {
    case RecordKind::kAgency:
      noted.agency = thing.id;
      break;
    case RecordKind::kOrgUnit:
      noted.agency = record.values[unit_field::kAgency];
      break;
    case RecordKind::kPost:
      noted.unit = record.values[post_field::kOrgUnit];
      noted.position = record.values[post_field::kPosition];
      if (const auto* unit = book_.FindById(noted.unit)) noted.agency = unit->agency;
      break;
    case RecordKind::kProfile:
      noted.agency = record.values[profile_field::kAgency];
      break;
    case RecordKind::kPosition:
      book_.NoteTitle(record.values[position_field::kTitle], record.subject_code);
      break;
    default:
      break;
  }
  const absl::string_view code_kind = CodeKindOf(kind);
  if (is_new && !code_kind.empty()) {
    writes_.external_ids.push_back(
        {std::string(code_kind), record.subject_code, kind, noted.id, noted.agency});
  }
  for (const ExternalId& id : record.more_ids) {
    if (!id.value.empty() && book_.Claim(id.kind, id.value)) {
      writes_.external_ids.push_back({id.kind, id.value, kind, noted.id, noted.agency});
    }
  }
  if (kind == RecordKind::kOrgUnit && !record.values[unit_field::kNpsn].empty() &&
      book_.Claim(kNpsn, record.values[unit_field::kNpsn])) {
    writes_.external_ids.push_back({kNpsn, record.values[unit_field::kNpsn], kind, noted.id, noted.agency});
  }
  book_.Put(kind, record.subject_code, std::move(noted));
}

void RecordLander::Write(const RecordSchema& schema, Fact fact, const Known* known) {
  if (schema.validity == Validity::kState) {
    fact.valid_from = known == nullptr ? FirstDayOf(schema, RecordView(fact.content)) : effective_day_;
    fact.valid_to = kForEver;
  } else {
    std::tie(fact.valid_from, fact.valid_to) = ValidityOf(schema, RecordView(fact.content));
  }
  if (known != nullptr) {
    fact.decree = known->fact->decree;
    writes_.closes.push_back(*known->fact);
    if (schema.validity == Validity::kState) {
      if (known->fact->valid_from < effective_day_) {
        Fact earlier = *known->fact;
        earlier.valid_to = effective_day_;
        writes_.inserts.push_back(std::move(earlier));
      } else {
        fact.valid_from = known->fact->valid_from;
      }
    }
  }
  writes_.inserts.push_back(std::move(fact));
}

FactWrites RecordLander::TakeWrites() {
  return std::exchange(writes_, {});
}

}  // namespace selaras::registry
