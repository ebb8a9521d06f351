#ifndef SELARAS_SERVICES_APPROVAL_LETTERS_TESTING_SAMPLE_LETTERS_H_
#define SELARAS_SERVICES_APPROVAL_LETTERS_TESTING_SAMPLE_LETTERS_H_

// Complete documents for tests, the benchmark and looking at. Every person and number is made up.

#include "services/approval/letters/decree.h"
#include "services/approval/letters/letter_policy.h"
#include "services/approval/letters/minutes.h"
#include "services/approval/letters/reason_letter.h"

namespace selaras::approval::letters::testing {

// Texts of `policy`, or short ones of its own where it is empty. `count` >= 1 movers.
Decree SampleDecree(MoveKind kind, int count, const LetterPolicy& policy = {});
ReasonLetter SampleReasonLetter(const LetterPolicy& policy = {});
// `count` decisions.
Minutes SampleMinutes(int count);

}  // namespace selaras::approval::letters::testing

#endif  // SELARAS_SERVICES_APPROVAL_LETTERS_TESTING_SAMPLE_LETTERS_H_
