#include "services/registry/app/organisation.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace selaras::registry {
namespace {

constexpr RecordKind kKinds[] = {RecordKind::kAgency,   RecordKind::kDistrict, RecordKind::kOrgUnit,
                                 RecordKind::kPosition, RecordKind::kPost,     RecordKind::kCalendar};
constexpr int kMaxDepth = 10;  // real trees have 5; a cycle must not hang a reader

std::string IndexKey(RecordKind kind, absl::string_view id) {
  return absl::StrCat(static_cast<int>(kind), ":", id);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Organisation>> Organisation::Load(FactStore& store,
                                                                       absl::string_view tenant,
                                                                       const ReadAt& at) {
  auto organisation = std::make_shared<Organisation>();
  for (const RecordKind kind : kKinds) {
    SELARAS_RETURN_IF_ERROR(organisation->LoadKind(store, tenant, at, kind));
  }
  SELARAS_RETURN_IF_ERROR(organisation->CountIncumbents(store, tenant, at));
  return std::shared_ptr<const Organisation>(std::move(organisation));
}

absl::Status Organisation::LoadKind(FactStore& store, absl::string_view tenant, const ReadAt& at,
                                    RecordKind kind) {
  std::vector<Thing>& things = things_[kind];
  SELARAS_RETURN_IF_ERROR(store.ReadKind(tenant, kind, "", "", [&](const FactView& fact) {
    if (fact.IsKnownAt(at.revision) && fact.IsOnRecordAt(at.day)) things.push_back({Keep(fact)});
    return absl::OkStatus();
  }));
  for (size_t i = 0; i < things.size(); ++i) {
    index_[IndexKey(kind, things[i].fact.subject)] = {kind, static_cast<int>(i)};
    if (kind == RecordKind::kPost) {
      seats_ += RecordView(things[i].fact.content).Int(post_field::kCeiling).value_or(0);
    }
  }
  if (kind == RecordKind::kDistrict || kind == RecordKind::kCalendar) return absl::OkStatus();
  return store.ReadExternalIds(tenant, kind, [&](const ExternalId& id) {
    const auto found = index_.find(IndexKey(kind, id.subject));
    if (found != index_.end()) things[found->second.second].external_ids.push_back(id);
    return absl::OkStatus();
  });
}

absl::Status Organisation::CountIncumbents(FactStore& store, absl::string_view tenant, const ReadAt& at) {
  std::vector<Thing>& posts = things_[RecordKind::kPost];
  PresentPost present(at);
  std::string employee;
  const auto count = [&] {
    const auto found = index_.find(IndexKey(RecordKind::kPost, present.post()));
    if (found == index_.end()) return;
    ++posts[found->second.second].incumbents;
    ++placed_;
  };
  SELARAS_RETURN_IF_ERROR(store.ReadKind(tenant, RecordKind::kAppointment, "", "", [&](const FactView& fact) {
    if (fact.subject != employee) {
      count();
      present.Clear();
      employee = std::string(fact.subject);
    }
    present.Add(fact);
    return absl::OkStatus();
  }));
  count();
  return absl::OkStatus();
}

absl::Status Organisation::LoadIds(FactStore& store, absl::string_view tenant, const ReadAt& at,
                                   absl::Span<const std::string> ids) {
  return store.ReadSubjects(tenant, ids, [&](const FactView& fact) {
    if (IsAboutEmployee(fact.kind) || !fact.IsKnownAt(at.revision) || !fact.IsOnRecordAt(at.day)) {
      return absl::OkStatus();
    }
    std::vector<Thing>& things = things_[fact.kind];
    if (index_.try_emplace(IndexKey(fact.kind, fact.subject), fact.kind, static_cast<int>(things.size()))
            .second) {
      things.push_back({Keep(fact)});
    }
    return absl::OkStatus();
  });
}

absl::Status Organisation::CountHolders(FactStore& store, absl::string_view tenant, const ReadAt& at,
                                        Thing& post) {
  PresentPost present(at);
  std::string employee;
  const auto count = [&] { post.incumbents += present.post() == post.fact.subject ? 1 : 0; };
  SELARAS_RETURN_IF_ERROR(store.ReadHolders(tenant, post.fact.subject, at, [&](const FactView& fact) {
    if (fact.subject != employee) {
      count();
      present.Clear();
      employee = std::string(fact.subject);
    }
    present.Add(fact);
    return absl::OkStatus();
  }));
  count();
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const Organisation>> Organisation::LoadNamed(FactStore& store,
                                                                            absl::string_view tenant,
                                                                            const ReadAt& at,
                                                                            std::vector<std::string> ids) {
  auto organisation = std::make_shared<Organisation>();
  SELARAS_RETURN_IF_ERROR(organisation->LoadIds(store, tenant, at, ids));
  for (auto& [kind, things] : organisation->things_) {
    for (Thing& thing : things) {
      SELARAS_ASSIGN_OR_RETURN(thing.external_ids, store.ExternalIdsOf(tenant, thing.fact.subject));
    }
  }
  ids.clear();
  for (const Thing& unit : organisation->things_[RecordKind::kOrgUnit]) ids.push_back(unit.fact.subject);
  for (Thing& post : organisation->things_[RecordKind::kPost]) {
    const RecordView record(post.fact.content);
    ids.emplace_back(record.Text(post_field::kOrgUnit));
    ids.emplace_back(record.Text(post_field::kPosition));
    SELARAS_RETURN_IF_ERROR(organisation->CountHolders(store, tenant, at, post));
  }
  for (int depth = 0; depth < kMaxDepth && !ids.empty(); ++depth) {
    SELARAS_RETURN_IF_ERROR(organisation->LoadIds(store, tenant, at, ids));
    std::vector<std::string> above;
    for (const std::string& id : ids) {
      const Thing* unit = organisation->Find(RecordKind::kOrgUnit, id);
      const absl::string_view parent =
          unit == nullptr ? "" : RecordView(unit->fact.content).Text(unit_field::kParent);
      if (!parent.empty() && organisation->Find(RecordKind::kOrgUnit, parent) == nullptr) {
        above.emplace_back(parent);
      }
    }
    ids = std::move(above);
  }
  return std::shared_ptr<const Organisation>(std::move(organisation));
}

absl::Span<const Organisation::Thing> Organisation::All(RecordKind kind) const {
  const auto found = things_.find(kind);
  return found == things_.end() ? absl::Span<const Thing>() : absl::MakeConstSpan(found->second);
}

const Organisation::Thing* Organisation::Find(RecordKind kind, absl::string_view id) const {
  const auto found = index_.find(IndexKey(kind, id));
  return found == index_.end() ? nullptr : &things_.at(kind)[found->second.second];
}

absl::string_view Organisation::DistrictOf(absl::string_view unit_id) const {
  for (int depth = 0; depth < kMaxDepth; ++depth) {
    const Thing* unit = Find(RecordKind::kOrgUnit, unit_id);
    if (unit == nullptr) return "";
    const RecordView record(unit->fact.content);
    if (record.Has(unit_field::kDistrict)) return record.Text(unit_field::kDistrict);
    unit_id = record.Text(unit_field::kParent);
  }
  return "";
}

bool Organisation::IsBelow(absl::string_view unit_id, absl::string_view root) const {
  for (int depth = 0; depth < kMaxDepth && !unit_id.empty(); ++depth) {
    if (unit_id == root) return true;
    const Thing* unit = Find(RecordKind::kOrgUnit, unit_id);
    if (unit == nullptr) return false;
    unit_id = RecordView(unit->fact.content).Text(unit_field::kParent);
  }
  return false;
}

absl::string_view Organisation::FamilyOf(absl::string_view position_id) const {
  const Thing* position = Find(RecordKind::kPosition, position_id);
  return position == nullptr ? "" : RecordView(position->fact.content).Text(position_field::kFamily);
}

absl::string_view Organisation::GroupOf(absl::string_view position_id) const {
  const Thing* position = Find(RecordKind::kPosition, position_id);
  return position == nullptr ? "" : RecordView(position->fact.content).Text(position_field::kGroup);
}

void PresentPost::Add(const FactView& fact) {
  if (!fact.IsKnownAt(at_.revision) || fact.valid_from > at_.day || fact.valid_to <= at_.day) return;
  if (held_ && fact.valid_from < since_) return;
  const RecordView record(fact.content);
  held_ = true;
  since_ = fact.valid_from;
  revision_ = fact.known_from;
  post_ = std::string(record.Text(appointment_field::kPost));
  position_ = std::string(record.Text(appointment_field::kPosition));
}

void PresentPost::Clear() {
  held_ = false;
  post_.clear();
  position_.clear();
  since_ = 0;
}

std::shared_ptr<const Organisation> OrganisationCache::Peek(const std::string& tenant, const ReadAt& at) {
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : entries_) {
    if (entry.tenant == tenant && entry.at == at) return entry.organisation;
  }
  return nullptr;
}

absl::StatusOr<std::shared_ptr<const Organisation>> OrganisationCache::Get(const std::string& tenant,
                                                                           const ReadAt& at) {
  if (auto found = Peek(tenant, at)) return found;
  const std::lock_guard loading(loading_);
  if (auto found = Peek(tenant, at)) return found;
  SELARAS_ASSIGN_OR_RETURN(auto organisation, Organisation::Load(store_, tenant, at));
  const std::lock_guard lock(mutex_);
  if (entries_.size() == kEntries) entries_.erase(entries_.begin());
  entries_.push_back({tenant, at, organisation});
  return organisation;
}

}  // namespace selaras::registry
