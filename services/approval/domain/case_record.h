// A case and its parts: what is decided, by whom, and how far it came. Plain values; all ids are the last part of the
// resource name ("7f3k", not "cases/7f3k"). Numbers of the enums are those of the contract (case.proto).
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_CASE_RECORD_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_CASE_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace selaras::approval {

enum class CaseState : uint8_t {
  kDraft = 1,
  kSubmitted,
  kScreened,
  kRecommended,
  kCoordinated,
  kConsented,
  kConsidered,
  kApproved,
  kIssued,
  kApplied,
  kReturned,
  kRejected,
  kWithdrawn,
  kExpired,
  kReconcile,
  kVetoed,
  kIssuing,
  kReplaced,
};

enum class MoveKind : uint8_t { kIntra = 1, kInterKab, kInterProv, kRegCentral, kCentral, kAbroad };
enum class Step : uint8_t { kRecommendation = 1, kMeeting, kConsent, kConsideration };
enum class StepState : uint8_t { kOpen = 1, kClosed, kRefused };
// Who signs: PPK of the agency, the governor, the Minister of Home Affairs, the head of BKN.
enum class Authority : uint8_t { kPpk = 1, kGovernor, kMinister, kBkn };

// Who acts: an account, and the person behind it. Two accounts of one person are one pair of eyes.
struct Actor {
  std::string account;
  std::string person;  // Employee id; the account where it has none.
};

struct MoveStep {
  Step step;
  StepState state = StepState::kOpen;
  std::string reference;  // Letter or minutes.
  std::string account;    // Who closed it,
  std::string person;     // and the person behind the account.
  std::optional<absl::CivilDay> due;
};

struct CaseMove {
  int32_t number;  // From 1 within the case: `cases/{case}/moves/{number}`.
  std::string employee;
  std::string from_post;  // Empty = held none.
  std::string to_post;
  MoveKind kind = MoveKind::kIntra;
  bool self_request = false;
  std::string from_agency, to_agency;
  int64_t appointment_revision = 0;  // Set by Screen.
  std::vector<MoveStep> steps;       // In the order of the route.
  std::string decree;                // Once numbered.
};

struct ChecklistItem {
  std::string code;  // Rule or document: `B08`, `D4`.
  int32_t move;
  std::string text_id;
  bool settled = false;
  std::string settled_by;
  std::string document_reference;
};

struct Approval {
  int32_t slot;  // 1, 2
  Actor actor;
  std::string content_hash;  // Hex.
  absl::Time time;
  bool voided = false;
};

// Why a person may not act on the case.
enum class Bar : uint8_t { kMover = 1, kRelative, kDeclared, kRecused };
struct BarredPerson {
  std::string person;
  Bar bar;
};

enum class VetoState : uint8_t { kAsked = 1, kReady, kConfirmed, kDropped, kFailed };
struct VetoChange {
  std::string employee, was_post, becomes_post;
};
struct Veto {
  VetoState state = VetoState::kAsked;
  int32_t move = 0;
  std::string reason;
  Actor actor;
  CaseState came_from;  // State to which a dropped veto returns.
  std::string child_plan;
  int64_t value_lost = 0, value_lost_alone = 0;  // Points.
  std::vector<VetoChange> changes;
  std::vector<std::string> replaced_cases, new_chain_keys;
  std::string failure_reason;
};

// Where issuing stands; each step is one act of the issue desk and repeats safely.
enum class IssueStep : uint8_t { kNone, kReserve, kNumber, kSign, kApply, kDone };
struct Issue {
  IssueStep step = IssueStep::kNone;
  int32_t attempt = 0;  // Part of the registry's request ids; grows with each Reconcile RETRY.
  std::string signatory;
  bool collective = false;
  std::string reservation;       // Of the registry, once held.
  std::string reconcile_reason;  // Why RECONCILE; empty otherwise.
};

struct CaseRecord {
  std::string id;
  std::string tenant;
  std::string agency;  // Of the first move's target: owns the case.
  CaseState state = CaseState::kDraft;
  int64_t version = 0;  // Grows by one with every act; the etag.
  std::string plan, chain_key;
  std::string letter_number;
  std::string policy_hash;
  Actor proposer;
  absl::CivilDay effective_date;
  std::string content_salt;  // 16 random bytes, from creation.
  std::string content_hash;  // Hex SHA-256 over salt and canonical content (content.h).
  std::vector<CaseMove> moves;
  std::vector<ChecklistItem> checklist;
  std::vector<Approval> approvals;
  std::vector<BarredPerson> barred;
  std::optional<Veto> veto;
  Issue issue;
  std::vector<std::string> decrees;
  std::vector<std::string> defects;  // Why it came back, or was rejected or withdrawn.
  std::string replaced_by;
  std::optional<absl::CivilDay> due;  // Of what the state waits for, where no step has a date of its own.
  absl::Time created, updated;
};

enum class DecreeState : uint8_t { kNumbered = 1, kSigned, kApplied, kRevoked, kVoid };
struct Decree {
  std::string id;
  std::string tenant;
  std::string agency;  // Whose number it bears.
  Authority authority;
  DecreeState state = DecreeState::kNumbered;
  int64_t version = 1;
  int32_t year;
  int64_t sequence;    // Gapless per agency and year, from 1.
  std::string number;  // As printed, by the policy's form.
  std::string case_id;
  std::vector<int32_t> moves;
  std::string signatory;
  bool collective = false;
  absl::CivilDay decree_date, effective_date;
  std::string content_hash;  // Hash of the content leaf, hex.
  std::string pdf_hash;      // Hex SHA-256; empty before kSigned.
  int64_t registry_revision = 0;
};

enum class MeetingVote : uint8_t { kAgree = 1, kRefuse, kPostpone };
struct MeetingDecision {
  std::string case_id;
  int32_t move;
  MeetingVote vote;
  std::vector<std::string> dissenters;
  std::string note;
};
struct Meeting {
  std::string id;
  std::string tenant;
  absl::CivilDay date;
  std::string place, chair, secretary;
  std::vector<std::string> agenda;  // Case ids.
  std::vector<std::string> attendees;
  int32_t quorum = 0;
  std::vector<MeetingDecision> decisions;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_CASE_RECORD_H_
