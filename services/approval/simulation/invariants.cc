#include "services/approval/simulation/invariants.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "services/approval/domain/tasks.h"

namespace selaras::approval::simulation {
namespace {

bool Stands(const Decree& decree) {
  return decree.state <= DecreeState::kApplied;
}

bool InIssue(CaseState state) {
  return state == CaseState::kIssuing || state == CaseState::kIssued || state == CaseState::kReconcile;
}

}  // namespace

// The approvals of a decree are counted when it appears.
std::string Invariants::CheckNewDecrees() {
  for (const auto& [id, decree] : store_.rows().decrees) {
    if (!seen_.insert(id).second) continue;
    const CaseRecord& record = store_.rows().cases.at(decree.case_id);
    std::set<std::string> persons;
    for (const Approval& approval : record.approvals) {
      if (approval.voided || approval.content_hash != record.content_hash) continue;
      const std::string& person = approval.actor.person;
      if (person == record.proposer.person) return absl::StrCat(id, " was approved by its proposer");
      for (const CaseMove& move : record.moves) {
        if (person == move.employee || registry_.AreRelated(person, move.employee)) {
          return absl::StrCat(id, " was approved by somebody concerned");
        }
        for (const MoveStep& step : move.steps) {
          if (step.person == person) return absl::StrCat(id, " was approved by who took a step of its route");
        }
      }
      for (const BarredPerson& barred : record.barred) {
        if (barred.person == person) return absl::StrCat(id, " was approved by somebody barred");
      }
      persons.insert(person);
    }
    if (persons.size() < 2) return absl::StrCat(id, " has the approvals of ", persons.size(), " persons");
  }
  return "";
}

std::string Invariants::CheckDecrees() const {
  std::map<std::pair<std::string, int32_t>, std::string> of_move;
  std::map<std::pair<std::string, int32_t>, std::set<int64_t>> numbers;
  for (const auto& [id, decree] : store_.rows().decrees) {
    if (!numbers[{decree.agency, decree.year}].insert(decree.sequence).second) {
      return absl::StrCat(id, " has a number that was given before");
    }
    if (!Stands(decree)) continue;
    for (const int32_t move : decree.moves) {
      const auto [other, fresh] = of_move.insert({{decree.case_id, move}, id});
      if (!fresh) return absl::StrCat("one move stands in ", id, " and ", other->second);
    }
  }
  for (const auto& [key, given] : numbers) {
    if (*given.begin() != 1 || *given.rbegin() != static_cast<int64_t>(given.size())) {
      return absl::StrCat("numbers of ", key.first, " in ", key.second, " have a gap");
    }
  }
  for (const auto& [id, times] : registry_.applied()) {
    if (times != 1) return absl::StrCat(id, " was applied ", times, " times");
    if (store_.rows().decrees.at(id).state == DecreeState::kVoid)
      return absl::StrCat(id, " is void and applied");
  }
  return "";
}

std::string Invariants::CheckCases(absl::CivilDay today) const {
  std::set<std::string> running;
  for (const auto& [id, record] : store_.rows().cases) {
    if (IsEnd(record.state)) continue;
    if (TasksOf(record, today).empty())
      return absl::StrCat(id, " waits in ", StateName(record.state), " for nobody");
    if (!record.chain_key.empty() && !running.insert(record.chain_key).second) {
      return absl::StrCat("the chain of ", id, " has two running cases");
    }
  }
  for (const auto& [id, reservation] : registry_.reservations()) {
    if (reservation.state != Reservation::State::kHeld) continue;
    const CaseState state = store_.rows().cases.at(reservation.case_id).state;
    if (!InIssue(state)) return absl::StrCat("seats are held for a case that is ", StateName(state));
  }
  return "";
}

std::string Invariants::Check(absl::CivilDay today) {
  for (std::string wrong : {CheckNewDecrees(), CheckDecrees(), CheckCases(today), registry_.WrongSeats()}) {
    if (!wrong.empty()) return wrong;
  }
  for (const auto& [event, times] : bus_.taken()) {
    if (times != 1) return absl::StrCat(event.first, " of ", event.second, " was taken ", times, " times");
  }
  return bus_.out_of_order().empty() ? ""
                                     : absl::StrCat(bus_.out_of_order(), " was applied before it was issued");
}

std::string Invariants::CheckEnd() const {
  for (const auto& [id, record] : store_.rows().cases) {
    if (!IsEnd(record.state)) return absl::StrCat(id, " has not ended but is ", StateName(record.state));
  }
  if (bus_.position() != store_.events().size()) return "the consumer did not catch up";
  for (const auto& [id, decree] : store_.rows().decrees) {
    const bool applied = registry_.applied().contains(id);
    if (decree.state != DecreeState::kApplied && decree.state != DecreeState::kVoid) {
      return absl::StrCat(id, " is neither applied nor void");
    }
    if (applied != (decree.state == DecreeState::kApplied))
      return absl::StrCat(id, " differs from the registry");
    if (applied != bus_.taken().contains({"DecreeApplied", id})) return absl::StrCat(id, " was not told");
  }
  for (const auto& [id, reservation] : registry_.reservations()) {
    if (reservation.state == Reservation::State::kHeld) return absl::StrCat(id, " holds seats for ever");
  }
  return "";
}

}  // namespace selaras::approval::simulation
