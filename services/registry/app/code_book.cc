#include "services/registry/app/code_book.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace selaras::registry {
namespace {

constexpr RecordKind kThings[] = {RecordKind::kAgency,   RecordKind::kDistrict, RecordKind::kOrgUnit,
                                  RecordKind::kPosition, RecordKind::kPost,     RecordKind::kCalendar,
                                  RecordKind::kProfile};

// What present contents say about a thing beside its id.
struct Detail {
  std::string agency, position, unit, title;
};

absl::StatusOr<absl::flat_hash_map<std::string, Detail>> ReadDetails(FactStore& store,
                                                                     absl::string_view tenant,
                                                                     RecordKind kind) {
  absl::flat_hash_map<std::string, Detail> details;
  SELARAS_RETURN_IF_ERROR(store.ReadKind(tenant, kind, "", "", [&](const FactView& fact) {
    if (fact.known_to != 0 || fact.valid_to != kForEver) return absl::OkStatus();
    Detail& detail = details[std::string(fact.subject)];
    detail.agency = std::string(fact.agency);
    const RecordView record(fact.content);
    if (kind == RecordKind::kPost) {
      detail.position = std::string(record.Text(post_field::kPosition));
      detail.unit = std::string(record.Text(post_field::kOrgUnit));
    } else if (kind == RecordKind::kPosition) {
      detail.title = std::string(record.Text(position_field::kTitle));
    }
    return absl::OkStatus();
  }));
  return details;
}

}  // namespace

absl::string_view CodeKindOf(RecordKind kind) {
  switch (kind) {
    case RecordKind::kAgency:
      return kAgencyCode;
    case RecordKind::kOrgUnit:
      return kUnitCode;
    case RecordKind::kPosition:
      return kPositionCode;
    case RecordKind::kPost:
      return kPostCode;
    case RecordKind::kProfile:
      return kNipId;
    default:
      return "";
  }
}

absl::StatusOr<CodeBook> CodeBook::Load(FactStore& store, absl::string_view tenant) {
  CodeBook book;
  for (const RecordKind kind : kThings) {
    SELARAS_ASSIGN_OR_RETURN(const auto details, ReadDetails(store, tenant, kind));
    const absl::string_view code_kind = CodeKindOf(kind);
    if (code_kind.empty()) {
      for (const auto& [id, detail] : details) book.Put(kind, id, {id, detail.agency});
      continue;
    }
    SELARAS_RETURN_IF_ERROR(store.ReadExternalIds(tenant, kind, [&](const ExternalId& id) {
      if (id.kind != code_kind) {
        book.Claim(id.kind, id.value);
        return absl::OkStatus();
      }
      const auto found = details.find(id.subject);
      if (found == details.end()) return absl::OkStatus();
      const Detail& detail = found->second;
      book.Put(kind, id.value, {id.subject, detail.agency, detail.position, detail.unit});
      if (kind == RecordKind::kPosition) book.NoteTitle(detail.title, id.value);
      return absl::OkStatus();
    }));
  }
  return book;
}

const CodeBook::Thing* CodeBook::Find(RecordKind kind, absl::string_view code) const {
  const auto codes = codes_.find(kind);
  if (codes == codes_.end()) return nullptr;
  const auto thing = codes->second.find(code);
  return thing == codes->second.end() ? nullptr : &thing->second;
}

const CodeBook::Thing* CodeBook::FindById(absl::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : Find(found->second.first, found->second.second);
}

void CodeBook::Put(RecordKind kind, absl::string_view code, Thing thing) {
  if (kind == RecordKind::kPost) posts_at_[{thing.unit, thing.position}] = std::string(code);
  if (kind == RecordKind::kPost || kind == RecordKind::kOrgUnit || kind == RecordKind::kAgency) {
    by_id_[thing.id] = {kind, std::string(code)};
  }
  codes_[kind].insert_or_assign(std::string(code), std::move(thing));
}

absl::string_view CodeBook::CodeOf(absl::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? absl::string_view() : absl::string_view(found->second.second);
}

absl::string_view CodeBook::PositionCodeByTitle(absl::string_view title) const {
  const auto found = titles_.find(absl::AsciiStrToLower(title));
  return found == titles_.end() ? absl::string_view() : absl::string_view(found->second);
}

absl::string_view CodeBook::PostCodeAt(absl::string_view unit_id, absl::string_view position_id) const {
  const auto found = posts_at_.find(std::make_pair(std::string(unit_id), std::string(position_id)));
  return found == posts_at_.end() ? absl::string_view() : absl::string_view(found->second);
}

absl::string_view CodeBook::OnlyCode(RecordKind kind) const {
  const auto codes = codes_.find(kind);
  return codes == codes_.end() || codes->second.size() != 1 ? absl::string_view()
                                                            : absl::string_view(codes->second.begin()->first);
}

void CodeBook::NoteTitle(absl::string_view title, absl::string_view position_code) {
  const auto [entry, fresh] = titles_.try_emplace(absl::AsciiStrToLower(title), std::string(position_code));
  if (!fresh && entry->second != position_code) entry->second.clear();
}

bool CodeBook::Claim(absl::string_view id_kind, absl::string_view value) {
  return claimed_.insert(absl::StrCat(id_kind, ":", value)).second;
}

}  // namespace selaras::registry
