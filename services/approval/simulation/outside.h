// Models of what approval asks: the registry's seats, matching's plans, the technical consideration, letters, the policy.
// Each keeps the promises of its port (ports.h): equal request ids, equal answers; what arrives twice counts once.
#ifndef SELARAS_SERVICES_APPROVAL_SIMULATION_OUTSIDE_H_
#define SELARAS_SERVICES_APPROVAL_SIMULATION_OUTSIDE_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "services/approval/app/policy_source.h"
#include "services/approval/app/ports.h"
#include "services/approval/simulation/dice.h"

namespace selaras::approval::simulation {

struct Holder {
  std::string post;
  int64_t revision = 1;
};
struct Reservation {
  std::string case_id;
  std::vector<CaseMove> moves;
  enum class State { kHeld, kReleased, kApplied } state = State::kHeld;
};

// Posts `p1` … with one or two seats, employees `e1` … who hold one each, relatives among them and the staff of the
// agency. A call may be lost before or after it took effect, or arrive twice.
class RegistryModel final : public RegistryPort {
 public:
  RegistryModel(Dice& dice, Weather& weather, int employees, int vacancies);

  absl::StatusOr<Issuer> IssuerOf(const CallScope& scope, Authority authority, const CaseMove& move) override;
  // Its letters always say where people stand.
  absl::Status FillPresentPosts(const CallScope&, std::vector<CaseMove>&) override {
    return absl::OkStatus();
  }
  absl::Status Classify(const CallScope& scope, std::vector<CaseMove>& moves) override;
  absl::StatusOr<Screen> ScreenMoves(const CallScope& scope, const CaseRecord& record) override;
  absl::StatusOr<std::string> Reserve(const CallScope& scope, const CaseRecord& record,
                                      absl::string_view request_id) override;
  absl::Status Release(const CallScope& scope, absl::string_view reservation,
                       absl::string_view request_id) override;
  absl::StatusOr<int64_t> Apply(const CallScope& scope, const CaseRecord& record,
                                const std::vector<Decree>& decrees, absl::string_view request_id) override;

  // Somebody's appointment changes by another hand: he leaves his post for one outside.
  void ChangeByAnotherHand();
  // What is wrong with the seats; empty = nothing: more holders or promises than seats.
  std::string WrongSeats() const;

  const std::map<std::string, int>& seats() const { return seats_; }
  const std::map<std::string, Holder>& holders() const { return holders_; }
  const std::map<std::string, Reservation>& reservations() const { return reservations_; }
  // How often each decree was applied.
  const std::map<std::string, int>& applied() const { return applied_; }
  // The truth that screening finds.
  bool AreRelated(const std::string& person, const std::string& employee) const;
  void Relate(const std::string& person, const std::string& employee) {
    relatives_.insert({person, employee});
  }

 private:
  absl::StatusOr<std::string> ReserveOnce(const CaseRecord& record, const std::string& request_id);
  absl::StatusOr<std::string> ApplyOnce(const CaseRecord& record, const std::vector<Decree>& decrees);
  absl::Status CheckMoves(const std::vector<CaseMove>& moves, const std::string& own_reservation) const;
  int MostHolders(const std::string& post, const std::vector<CaseMove>& also) const;

  Dice& dice_;
  Weather& weather_;
  std::map<std::string, int> seats_;
  std::map<std::string, std::string> agency_of_;
  std::map<std::string, Holder> holders_;
  std::map<std::string, Reservation> reservations_;
  std::map<std::string, absl::StatusOr<std::string>> answers_;  // By request id.
  std::map<std::string, int> applied_;
  std::set<std::pair<std::string, std::string>> relatives_;
  int64_t revision_ = 1;
};

// A parent plan of rotations and of chains into vacancies; a child lacks the banned move, keeps what is settled, and may
// break another chain up.
class PlanModel final : public PlanPort {
 public:
  PlanModel(Dice& dice, Weather& weather) : dice_(dice), weather_(weather) {}
  void MakeParent(const RegistryModel& registry, absl::CivilDay effective_date);

  absl::StatusOr<PlanHead> GetPlan(const CallScope& scope, absl::string_view plan) override;
  absl::StatusOr<std::vector<PlanChain>> ListChains(const CallScope& scope, absl::string_view plan) override;
  absl::StatusOr<std::string> Replan(const CallScope& scope, absl::string_view plan, const CaseMove& banned,
                                     const std::vector<CaseMove>& settled, absl::string_view reason,
                                     absl::string_view request_id) override;
  absl::StatusOr<Why> Explain(const CallScope&, absl::string_view, absl::string_view) override {
    return Why{};
  }

  std::vector<std::pair<std::string, std::string>> AllChains() const;  // (plan, key)

 private:
  struct Plan {
    PlanHead head;
    std::vector<PlanChain> chains;
    int polls_left = 0;
  };
  std::string MakeChild(const std::string& plan, const CaseMove& banned,
                        const std::set<std::string>& settled);

  Dice& dice_;
  Weather& weather_;
  std::map<std::string, Plan> plans_;
  std::map<std::string, std::string> answers_;
};

class ConsiderationModel final : public ConsiderationPort {
 public:
  ConsiderationModel(Dice& dice, Weather& weather) : dice_(dice), weather_(weather) {}
  absl::StatusOr<std::optional<Answer>> Ask(const CallScope& scope, const CaseRecord& record, int32_t move,
                                            absl::string_view reference_key) override;

 private:
  Dice& dice_;
  Weather& weather_;
  std::map<std::string, std::pair<int, bool>> asked_;  // Rounds left, in favour.
};

class LetterModel final : public LetterPort {
 public:
  absl::StatusOr<std::string> RenderDecree(const CallScope&, const CaseRecord&,
                                           const Decree& decree) override {
    return "PDF " + decree.number;
  }
  absl::StatusOr<std::string> RenderReason(const CallScope&, const CaseRecord&, const CaseMove&) override {
    return std::string();
  }
  absl::StatusOr<std::string> RenderMinutes(const CallScope&, const Meeting&,
                                            const std::vector<CaseRecord>&) override {
    return std::string();
  }
  absl::StatusOr<std::string> EventOf(const CallScope&, const CaseRecord&, const Decree& decree) override {
    return decree.id;
  }
};

class PolicyModel final : public PolicySource {
 public:
  PolicyModel();
  absl::StatusOr<std::shared_ptr<const CasePolicy>> Get(const CallScope&, absl::string_view) override {
    return policy_;
  }
  const Terms& terms() const { return policy_->terms; }

 private:
  std::shared_ptr<const CasePolicy> policy_;
};

}  // namespace selaras::approval::simulation

#endif  // SELARAS_SERVICES_APPROVAL_SIMULATION_OUTSIDE_H_
