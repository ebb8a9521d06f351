// Cases in memory, with transactions that may be lost before or after they are committed, or run twice: what a crash
// between two steps of a desk looks like from outside. For simulations; not thread-safe.
#ifndef SELARAS_SERVICES_APPROVAL_SIMULATION_MEMORY_CASE_STORE_H_
#define SELARAS_SERVICES_APPROVAL_SIMULATION_MEMORY_CASE_STORE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/approval/app/case_store.h"
#include "services/approval/simulation/dice.h"

namespace selaras::approval::simulation {

struct FeedEvent {
  std::string kind;
  std::string decree;
};

struct Rows {
  std::map<std::string, CaseRecord> cases;
  std::map<std::string, Decree> decrees;
  std::map<std::pair<std::string, int32_t>, int64_t> numbers;  // Last of (agency, year).
  std::map<std::string, Meeting> meetings;
  std::map<std::string, std::string> answers;  // By request id.
  int other = 0;                               // Responses, objections, declarations, delegations.
};

class MemoryCaseStore final : public CaseStore {
 public:
  MemoryCaseStore(Dice& dice, Weather& weather) : dice_(dice), weather_(weather) {}

  absl::StatusOr<std::string> Run(
      const CallScope& scope, const ActKey& key,
      absl::FunctionRef<absl::StatusOr<std::string>(CaseUnit& unit)> work) override;
  absl::Status Read(const CallScope& scope, absl::FunctionRef<absl::Status(CaseReads& reads)> work) override;
  absl::StatusOr<CasePage> ListCases(const CallScope& scope, const CaseFilter& filter) override;
  absl::StatusOr<DecreePage> ListDecrees(const CallScope& scope, absl::string_view case_id,
                                         absl::string_view after, int32_t limit) override;
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> Waiting(CaseState state,
                                                                           IssueStep issue_step,
                                                                           int32_t limit) override;
  absl::StatusOr<absl::btree_map<CaseState, int64_t>> CountByState() override;

  const Rows& rows() const { return rows_; }
  // In the order of their commits; the position of an event is its index + 1.
  const std::vector<FeedEvent>& events() const { return events_; }

 private:
  friend class MemoryUnit;

  Dice& dice_;
  Weather& weather_;
  Rows rows_;
  std::vector<FeedEvent> events_;
  int64_t last_id_ = 0;
};

}  // namespace selaras::approval::simulation

#endif  // SELARAS_SERVICES_APPROVAL_SIMULATION_MEMORY_CASE_STORE_H_
