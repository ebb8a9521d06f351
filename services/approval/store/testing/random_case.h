// Random cases and random lawful changes of them, all fields in use. Equal seeds, equal cases.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_TESTING_RANDOM_CASE_H_
#define SELARAS_SERVICES_APPROVAL_STORE_TESTING_RANDOM_CASE_H_

#include <cstdint>
#include <random>
#include <string>

#include "services/approval/domain/decide.h"

namespace selaras::approval {

class RandomCases {
 public:
  explicit RandomCases(uint64_t seed) : random_(seed) {}

  CaseRecord Draft(const std::string& id, const std::string& tenant, absl::Time now);
  // Any of what acts do between DRAFT and CONSIDERED, and back: parts come, change and go, approvals are given and
  // voided, vetoes asked and answered.
  Decision Change(const CaseRecord& record);

 private:
  int Below(int bound) { return static_cast<int>(random_() % static_cast<uint64_t>(bound)); }
  bool Chance(int percent) { return Below(100) < percent; }
  std::string Text(const char* prefix);
  std::optional<absl::CivilDay> MaybeDay();
  CaseMove Move(int32_t number);
  MoveStep RandomStep();
  void ChangeMoves(CaseRecord& next);
  void ChangeSteps(CaseRecord& next);
  void ChangeChecklist(CaseRecord& next);
  void ChangeBars(CaseRecord& next);
  void ChangeVeto(CaseRecord& next);
  void ChangeApprovals(CaseRecord& next);
  void ChangeState(CaseRecord& next);

  std::mt19937_64 random_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_TESTING_RANDOM_CASE_H_
