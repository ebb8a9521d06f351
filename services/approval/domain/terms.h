// What a policy says about deciding: terms in working days, slots, quorum, forms of numbers (approval.yaml of the bundle).
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_TERMS_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_TERMS_H_

#include <cstdint>
#include <string>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/time/civil_time.h"
#include "services/approval/domain/case_record.h"

namespace selaras::approval {

struct Terms {
  std::string policy_hash;
  absl::btree_map<Step, int32_t> step_days;  // Working days.
  int32_t screen_days = 5;
  int32_t approval_days = 10;
  int32_t issue_days = 10;
  int32_t response_days = 5;
  int32_t objection_days = 21;
  int32_t expiry_days = 120;    // Calendar days without any act: EXPIRED.
  int32_t approval_slots = 2;   // Different persons.
  int32_t quorum_percent = 51;  // Of the committee's members, rounded up.
  int32_t committee_members = 5;
  // Groups of positions (JPT_P, ADM …) whose moves BKN considers; moves of others close that step by themselves.
  absl::btree_set<std::string> consideration_groups;
  absl::btree_set<absl::CivilDay> holidays;
  // `{sequence}`, `{agency}`, `{year}`, `{month_roman}` are filled in.
  std::string number_form = "800.1.3/{sequence}/{agency}/{year}";
};

// The `days`-th working day after `from`: Monday to Friday without holidays. O(days).
absl::CivilDay AddWorkingDays(absl::CivilDay from, int32_t days,
                              const absl::btree_set<absl::CivilDay>& holidays);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_TERMS_H_
