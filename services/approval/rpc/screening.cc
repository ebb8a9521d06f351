#include "services/approval/rpc/screening.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/btree_set.h"
#include "libs/base/status_macros.h"
#include "libs/province/lawfulness.h"
#include "libs/province/province_index.h"
#include "libs/province/registry/registry_facts.h"
#include "libs/resource/resource_name.h"

namespace selaras::approval {
namespace {

namespace pb = registry::v1alpha;

// Only what the rules can reach from the case.
province::Province SmallProvince(const CaseRecord& record, const ScreeningFacts& facts,
                                 const Organisation& organisation) {
  province::Province small;
  small.tenant = record.tenant;
  small.effective_date = record.effective_date;
  small.elections = organisation.elections;
  for (const auto& [id, agency] : organisation.agencies) small.agencies.push_back(agency);
  absl::btree_set<std::string> units, positions, districts;
  for (const pb::Post& post : facts.posts) {
    small.posts.push_back(province::FactOf(post));
    positions.insert(small.posts.back().position);
    for (const province::OrgUnit* unit : organisation.Line(small.posts.back().org_unit))
      units.insert(unit->id);
  }
  for (const auto* people : {&facts.movers, &facts.kin}) {
    for (const pb::Profile& profile : *people) {
      small.persons.push_back(province::FactOf(profile));
      for (const province::HeldPost& held : small.persons.back().history) positions.insert(held.position);
      districts.insert(small.persons.back().home_district);
    }
  }
  for (const std::string& id : units) {
    small.org_units.push_back(organisation.units.at(id));
    districts.insert(small.org_units.back().district);
  }
  for (const std::string& id : positions) {
    if (const auto found = organisation.positions.find(id); found != organisation.positions.end()) {
      small.positions.push_back(found->second);
    }
  }
  for (const std::string& id : districts) {
    if (const auto found = organisation.districts.find(id); found != organisation.districts.end()) {
      small.districts.push_back(found->second);
    }
  }
  return small;
}

// As policies write it.
absl::string_view GroupWord(province::Group group) {
  switch (group) {
    case province::Group::kJptU:
      return "JPT_U";
    case province::Group::kJptM:
      return "JPT_M";
    case province::Group::kJptP:
      return "JPT_P";
    case province::Group::kAdm:
      return "ADM";
    case province::Group::kPgw:
      return "PGW";
    case province::Group::kJfExpert:
      return "JF_EXPERT";
    case province::Group::kJfSkilled:
      return "JF_SKILLED";
    case province::Group::kPlk:
      return "PLK";
    case province::Group::kUnknown:
      break;
  }
  return "";
}

const pb::Profile* FindMover(const ScreeningFacts& facts, const std::string& employee) {
  for (const pb::Profile& profile : facts.movers) {
    if (LastPart(profile.employee_id()) == employee) return &profile;
  }
  return nullptr;
}

const province::Post* FindPost(const province::Province& province, const std::string& id) {
  for (const province::Post& post : province.posts) {
    if (post.id == id) return &post;
  }
  return nullptr;
}

void AddOutcomes(const std::vector<rules::Outcome>& outcomes, int32_t move, Screen& screen) {
  for (const rules::Outcome& outcome : outcomes) {
    if (!outcome.Bars() && !outcome.Checklist()) continue;
    screen.findings.push_back({move, outcome.rule->code, outcome.rule->title_id, outcome.Bars()});
  }
}

}  // namespace

absl::StatusOr<Screen> ScreenCase(const CaseRecord& record, const ScreeningFacts& facts,
                                  const Organisation& organisation, const CasePolicy& policy) {
  SELARAS_ASSIGN_OR_RETURN(province::ProvinceIndex made,
                           province::ProvinceIndex::Make(SmallProvince(record, facts, organisation)));
  const auto index = std::make_shared<const province::ProvinceIndex>(std::move(made));
  const province::Lawfulness lawfulness(index, policy.rules, rules::Stage::kCase);
  Screen screen;
  absl::btree_set<std::string> relatives;
  for (const CaseMove& move : record.moves) {
    const pb::Profile* mover = FindMover(facts, move.employee);
    const province::Post* target = FindPost(index->facts(), move.to_post);
    if (mover == nullptr || target == nullptr) {
      screen.findings.push_back({move.number, mover == nullptr ? "EMPLOYEE_GONE" : "POST_GONE",
                                 "Pegawai atau jabatan tidak ada lagi di data kepegawaian.", true});
      continue;
    }
    if (LastPart(mover->post()) != move.from_post) {
      screen.findings.push_back(
          {move.number, "POST_CHANGED", "Pegawai sudah tidak menduduki jabatan asal pada usulan ini.", true});
    }
    screen.appointment_revisions.emplace_back(move.number, mover->post_revision());
    for (const std::string& id : mover->related_employee_ids()) relatives.insert(LastPart(id));
    AddOutcomes(lawfulness.OutcomesOf(index->FindPerson(move.employee), index->FindPost(move.to_post)),
                move.number, screen);
    const auto position = organisation.positions.find(target->position);
    const bool considered = position == organisation.positions.end() ||
                            policy.terms.consideration_groups.contains(GroupWord(position->second.group));
    if (!considered && move.kind == MoveKind::kIntra) screen.without_consideration.push_back(move.number);
  }
  screen.relatives.assign(relatives.begin(), relatives.end());
  return screen;
}

}  // namespace selaras::approval
