#include "services/approval/simulation/outside.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::approval::simulation {
namespace {

absl::Status Lost() {
  return absl::UnavailableError("the answer is lost");
}

absl::Status Refusal(absl::string_view reason) {
  return Error(absl::StatusCode::kFailedPrecondition, reason);
}

}  // namespace

PolicyModel::PolicyModel() {
  CasePolicy policy;
  policy.hash = "policy";
  policy.terms.policy_hash = "policy";
  for (const Step step : {Step::kRecommendation, Step::kMeeting, Step::kConsent, Step::kConsideration}) {
    policy.terms.step_days[step] = 10;
  }
  policy_ = std::make_shared<const CasePolicy>(std::move(policy));
}

// --- Registry

RegistryModel::RegistryModel(Dice& dice, Weather& weather, int employees, int vacancies)
    : dice_(dice), weather_(weather) {
  for (int i = 1; i <= employees + vacancies; ++i) {
    const std::string post = absl::StrCat("p", i);
    seats_[post] = 1 + (dice.Chance(20) ? 1 : 0);
    agency_of_[post] = dice.Chance(70) ? "prov" : "regency";
    if (dice.Chance(1)) agency_of_[post] = "elsewhere";
    if (i <= employees) holders_[absl::StrCat("e", i)] = {post, i};
  }
}

bool RegistryModel::AreRelated(const std::string& person, const std::string& employee) const {
  return relatives_.contains({person, employee});
}

absl::StatusOr<RegistryPort::Issuer> RegistryModel::IssuerOf(const CallScope&, Authority authority,
                                                             const CaseMove& move) {
  const std::string agency = authority == Authority::kGovernor ? "prov" : move.to_agency;
  return Issuer{agency, agency};
}

absl::Status RegistryModel::Classify(const CallScope&, std::vector<CaseMove>& moves) {
  for (CaseMove& move : moves) {
    if (move.from_post.empty()) {
      const auto holder = holders_.find(move.employee);
      if (holder != holders_.end()) move.from_post = holder->second.post;
    }
    const auto from = agency_of_.find(move.from_post), to = agency_of_.find(move.to_post);
    if (from == agency_of_.end() || to == agency_of_.end()) {
      return Error(absl::StatusCode::kNotFound, "POST_NOT_FOUND");
    }
    move.from_agency = from->second;
    move.to_agency = to->second;
    move.kind = move.from_agency == move.to_agency ? MoveKind::kIntra : MoveKind::kInterKab;
    if (move.kind == MoveKind::kInterKab &&
        (move.from_agency == "elsewhere" || move.to_agency == "elsewhere")) {
      move.kind = MoveKind::kInterProv;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Screen> RegistryModel::ScreenMoves(const CallScope&, const CaseRecord& record) {
  Screen found;
  for (const CaseMove& move : record.moves) {
    const auto holder = holders_.find(move.employee);
    if (holder == holders_.end() || holder->second.post != move.from_post) {
      found.findings.push_back({move.number, "B00", "jabatan berubah", true});
      continue;
    }
    found.appointment_revisions.emplace_back(move.number, holder->second.revision);
    if (!weather_.calm() && dice_.Chance(3)) found.findings.push_back({move.number, "B09", "kinerja", true});
    if (dice_.Chance(15)) found.findings.push_back({move.number, "B08", "temuan", false});
    if (dice_.Chance(30)) found.without_consideration.push_back(move.number);
    for (const auto& [person, employee] : relatives_) {
      if (employee == move.employee) found.relatives.push_back(person);
    }
  }
  return found;
}

// Most holders of `post` that may come of it: any of the reservations may be carried out, and any may not.
int RegistryModel::MostHolders(const std::string& post, const std::vector<CaseMove>& also) const {
  int most = 0;
  for (const auto& [employee, holder] : holders_) most += holder.post == post;
  const auto add = [&](const std::vector<CaseMove>& moves) {
    int net = 0;
    for (const CaseMove& move : moves) {
      net += move.to_post == post;
      net -= holders_.at(move.employee).post == post;
    }
    most += std::max(net, 0);
  };
  add(also);
  for (const auto& [id, reservation] : reservations_) {
    if (reservation.state == Reservation::State::kHeld) add(reservation.moves);
  }
  return most;
}

absl::Status RegistryModel::CheckMoves(const std::vector<CaseMove>& moves, const std::string& own) const {
  for (const CaseMove& move : moves) {
    const auto holder = holders_.find(move.employee);
    if (holder == holders_.end() || holder->second.post != move.from_post ||
        holder->second.revision != move.appointment_revision) {
      return Refusal("SEAT_APPOINTMENT_CHANGED");
    }
    for (const auto& [id, reservation] : reservations_) {
      if (id == own || reservation.state != Reservation::State::kHeld) continue;
      for (const CaseMove& other : reservation.moves) {
        if (other.employee == move.employee) return Refusal("SEAT_EMPLOYEE_RESERVED");
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> RegistryModel::ReserveOnce(const CaseRecord& record,
                                                       const std::string& request_id) {
  SELARAS_RETURN_IF_ERROR(CheckMoves(record.moves, ""));
  for (const CaseMove& move : record.moves) {
    if (MostHolders(move.to_post, record.moves) > seats_.at(move.to_post)) return Refusal("SEAT_TAKEN");
  }
  reservations_[request_id] = {record.id, record.moves, Reservation::State::kHeld};
  return request_id;
}

absl::StatusOr<std::string> RegistryModel::Reserve(const CallScope&, const CaseRecord& record,
                                                   absl::string_view request_id) {
  const Weather::Fate fate = weather_.Next();
  if (fate == Weather::Fate::kLostBefore) return Lost();
  const std::string key(request_id);
  auto answer = answers_.find(key);
  if (answer == answers_.end()) answer = answers_.emplace(key, ReserveOnce(record, key)).first;
  if (fate == Weather::Fate::kLostAfter) return Lost();
  return answer->second;
}

absl::Status RegistryModel::Release(const CallScope&, absl::string_view reservation, absl::string_view) {
  const Weather::Fate fate = weather_.Next();
  if (fate == Weather::Fate::kLostBefore) return Lost();
  const auto held = reservations_.find(std::string(reservation));
  if (held == reservations_.end()) return Error(absl::StatusCode::kNotFound, "SEAT_RESERVATION_NOT_FOUND");
  if (held->second.state == Reservation::State::kApplied) return Refusal("RESERVATION_APPLIED");
  held->second.state = Reservation::State::kReleased;
  if (fate == Weather::Fate::kLostAfter) return Lost();
  return absl::OkStatus();
}

absl::StatusOr<std::string> RegistryModel::ApplyOnce(const CaseRecord& record,
                                                     const std::vector<Decree>& decrees) {
  const auto held = reservations_.find(record.issue.reservation);
  if (held == reservations_.end() || held->second.state != Reservation::State::kHeld) {
    return Refusal("RESERVATION_GONE");
  }
  SELARAS_RETURN_IF_ERROR(CheckMoves(held->second.moves, held->first));
  ++revision_;
  for (const CaseMove& move : held->second.moves) holders_[move.employee] = {move.to_post, revision_ * 1000};
  for (const Decree& decree : decrees) ++applied_[decree.id];
  held->second.state = Reservation::State::kApplied;
  return absl::StrCat(revision_);
}

absl::StatusOr<int64_t> RegistryModel::Apply(const CallScope&, const CaseRecord& record,
                                             const std::vector<Decree>& decrees,
                                             absl::string_view request_id) {
  const Weather::Fate fate = weather_.Next();
  if (fate == Weather::Fate::kLostBefore) return Lost();
  const std::string key(request_id);
  auto answer = answers_.find(key);
  if (answer == answers_.end()) answer = answers_.emplace(key, ApplyOnce(record, decrees)).first;
  if (fate == Weather::Fate::kLostAfter) return Lost();
  SELARAS_ASSIGN_OR_RETURN(const std::string revision, answer->second);
  return std::stoll(revision);
}

void RegistryModel::ChangeByAnotherHand() {
  auto who = holders_.begin();
  std::advance(who, dice_.Below(static_cast<int>(holders_.size())));
  for (const auto& [id, reservation] : reservations_) {
    // Rather somebody whose seat is reserved: there it hurts.
    if (reservation.state != Reservation::State::kHeld || !dice_.Chance(70)) continue;
    who = holders_.find(dice_.Pick(reservation.moves).employee);
  }
  who->second = {"outside", ++revision_ * 1000};
}

std::string RegistryModel::WrongSeats() const {
  for (const auto& [post, seats] : seats_) {
    if (MostHolders(post, {}) > seats)
      return absl::StrCat(post, " is held or promised more often than it has seats");
  }
  return "";
}

// --- Plans

void PlanModel::MakeParent(const RegistryModel& registry, absl::CivilDay effective_date) {
  Plan plan;
  plan.head = {.id = "plan1",
               .policy_hash = "policy",
               .effective_date = effective_date,
               .ended = true,
               .usable = true};
  std::vector<std::pair<std::string, std::string>> people;  // Employee, post.
  std::set<std::string> vacant;
  for (const auto& [post, seats] : registry.seats()) vacant.insert(post);
  for (const auto& [employee, holder] : registry.holders()) {
    people.emplace_back(employee, holder.post);
    vacant.erase(holder.post);
  }
  size_t next = 0;
  while (next < people.size()) {
    const size_t size = std::min<size_t>(people.size() - next, 1 + static_cast<size_t>(dice_.Below(4)));
    PlanChain chain;
    for (size_t i = 0; i < size; ++i) {
      CaseMove move;
      move.employee = people[next + i].first;
      move.from_post = people[next + i].second;
      move.to_post = people[next + (i + 1) % size].second;
      chain.moves.push_back(std::move(move));
    }
    next += size;
    // A single person, and some rotations, end in a vacancy instead.
    if (size == 1 || dice_.Chance(30)) {
      if (vacant.empty()) continue;
      chain.moves.back().to_post = *vacant.begin();
      vacant.erase(vacant.begin());
    }
    chain.key = absl::StrCat("plan1/", chain.moves.front().employee);
    plan.chains.push_back(std::move(chain));
  }
  plans_["plan1"] = std::move(plan);
}

std::vector<std::pair<std::string, std::string>> PlanModel::AllChains() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& [id, plan] : plans_) {
    if (!plan.head.usable) continue;
    for (const PlanChain& chain : plan.chains) all.emplace_back(id, chain.key);
  }
  return all;
}

absl::StatusOr<PlanHead> PlanModel::GetPlan(const CallScope&, absl::string_view plan) {
  if (weather_.Next() == Weather::Fate::kLostBefore) return Lost();
  const auto found = plans_.find(std::string(plan));
  if (found == plans_.end()) return Error(absl::StatusCode::kNotFound, "PLAN_NOT_FOUND");
  PlanHead head = found->second.head;
  if (found->second.polls_left > 0) {
    --found->second.polls_left;
    head.ended = head.usable = false;
  }
  return head;
}

absl::StatusOr<std::vector<PlanChain>> PlanModel::ListChains(const CallScope&, absl::string_view plan) {
  if (weather_.Next() == Weather::Fate::kLostBefore) return Lost();
  return plans_.at(std::string(plan)).chains;
}

std::string PlanModel::MakeChild(const std::string& parent, const CaseMove& banned,
                                 const std::set<std::string>& settled) {
  Plan child = plans_.at(parent);
  child.head.id = absl::StrCat("plan", plans_.size() + 1);
  child.head.parent = parent;
  child.head.usable = !dice_.Chance(15);
  child.head.failure_reason = child.head.usable ? "" : "PLAN_INFEASIBLE";
  child.polls_left = weather_.calm() ? 0 : dice_.Below(3);
  std::vector<PlanChain> chains;
  for (PlanChain chain : child.chains) {
    const auto has = [&](const auto& wanted) {
      return std::any_of(chain.moves.begin(), chain.moves.end(), wanted);
    };
    const bool kept = has([&](const CaseMove& move) { return settled.contains(move.employee); });
    const bool hit = has([&](const CaseMove& move) { return move.employee == banned.employee; });
    if (kept || (!hit && !dice_.Chance(10))) {
      chains.push_back(std::move(chain));
      continue;
    }
    // The others of the chain rotate among themselves; one alone stays.
    std::erase_if(chain.moves,
                  [&](const CaseMove& move) { return hit ? move.employee == banned.employee : false; });
    if (!hit) chain.moves.pop_back();
    if (chain.moves.size() < 2) continue;
    for (size_t i = 0; i < chain.moves.size(); ++i) {
      chain.moves[i].to_post = chain.moves[(i + 1) % chain.moves.size()].from_post;
    }
    chain.key = absl::StrCat(child.head.id, "/", chain.moves.front().employee);
    chains.push_back(std::move(chain));
  }
  child.chains = std::move(chains);
  const std::string id = child.head.id;
  plans_[id] = std::move(child);
  return id;
}

absl::StatusOr<std::string> PlanModel::Replan(const CallScope&, absl::string_view plan,
                                              const CaseMove& banned, const std::vector<CaseMove>& settled,
                                              absl::string_view, absl::string_view request_id) {
  const Weather::Fate fate = weather_.Next();
  if (fate == Weather::Fate::kLostBefore) return Lost();
  const std::string key(request_id);
  auto answer = answers_.find(key);
  if (answer == answers_.end()) {
    std::set<std::string> people;
    for (const CaseMove& move : settled) people.insert(move.employee);
    answer = answers_.emplace(key, MakeChild(std::string(plan), banned, people)).first;
  }
  if (fate == Weather::Fate::kLostAfter) return Lost();
  return answer->second;
}

// --- Consideration

absl::StatusOr<std::optional<ConsiderationPort::Answer>> ConsiderationModel::Ask(
    const CallScope&, const CaseRecord&, int32_t, absl::string_view reference_key) {
  const Weather::Fate fate = weather_.Next();
  if (fate == Weather::Fate::kLostBefore) return Lost();
  const std::string key(reference_key);
  auto asked = asked_.find(key);
  if (asked == asked_.end()) asked = asked_.emplace(key, std::pair(dice_.Below(3), !dice_.Chance(5))).first;
  if (fate == Weather::Fate::kLostAfter) return Lost();
  if (asked->second.first > 0 && !weather_.calm()) {
    --asked->second.first;
    return std::optional<Answer>();
  }
  return std::optional<Answer>(Answer{asked->second.second, absl::StrCat("PERTEK ", key)});
}

}  // namespace selaras::approval::simulation
