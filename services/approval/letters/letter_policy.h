#ifndef SELARAS_SERVICES_APPROVAL_LETTERS_LETTER_POLICY_H_
#define SELARAS_SERVICES_APPROVAL_LETTERS_LETTER_POLICY_H_

// What a province decides about its letters: the file letters.yaml of a policy (docs/formats.md §7). Texts of the
// law stand there, not in the code, each with its source and how sure that source is.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "libs/policy/bundle.h"
#include "services/approval/letters/decree.h"

namespace selaras::approval::letters {

// A text for decrees of some kinds.
struct LegalText {
  std::string text;
  std::vector<MoveKind> kinds;  // ascending, at least one
  std::string legal_basis;      // where it is from; empty = none
  char mark = 'A';              // confidence: C, S, U, A or X
};

struct LetterPolicy {
  std::vector<LegalText> considerations;  // Menimbang
  std::vector<LegalText> legal_grounds;   // Mengingat
  std::string receipt_check;              // one sentence below the QR code
  std::string objection_text;             // the right to object, its term in working days filled in
  std::vector<int> check_in_days;         // ascending, 1 to 3650

  std::vector<std::string> ConsiderationsOf(MoveKind kind) const;
  std::vector<std::string> LegalGroundsOf(MoveKind kind) const;
};

// The letters.yaml in force on `date`; texts whose valid_from or valid_to excludes it are left out. The term of an
// objection is the one by which approval counts: terms_working_days.objection of approval.yaml.
// kInvalidArgument, reason POLICY_INVALID: every mistake, each with its line; a kind of mutasi without any
// consideration or legal ground is one.
absl::StatusOr<LetterPolicy> ReadLetterPolicy(const policy::Bundle& bundle, absl::CivilDay date);

}  // namespace selaras::approval::letters

#endif  // SELARAS_SERVICES_APPROVAL_LETTERS_LETTER_POLICY_H_
