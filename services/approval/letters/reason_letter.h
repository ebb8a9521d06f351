#ifndef SELARAS_SERVICES_APPROVAL_LETTERS_REASON_LETTER_H_
#define SELARAS_SERVICES_APPROVAL_LETTERS_REASON_LETTER_H_

// The letter (surat penjelasan) that tells one person why he is moved, what it is good for, how far his wishes were
// met, what help follows and how he may answer or object. A part whose fields are empty is left out.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/approval/letters/document_parts.h"

namespace selaras::approval::letters {

// A number of the public's interest before and after: "Kekurangan bidan di Puskesmas Kota Gajah", 3, 2, "orang".
struct Benefit {
  std::string measure;
  int before = 0;
  int after = 0;
  std::string unit;
};

struct Wish {
  enum class Outcome { kUnstated, kMet, kPartlyMet, kNotMet };
  std::string text;  // in the order the person gave them
  Outcome outcome = Outcome::kUnstated;
  std::string explanation;
};

struct ReasonLetter {
  Letterhead letterhead;
  std::string number;
  std::string place;
  absl::CivilDay date;

  std::string name;           // of the person
  std::string person_number;  // NIP
  bool is_contract = false;   // PPPK
  std::string old_position, old_unit;
  std::string new_position, new_unit;
  absl::CivilDay effective_date;
  std::string decree_number;  // empty: the letter goes out before the decree
  absl::CivilDay decree_date;

  std::vector<std::string> reasons;  // whole sentences; at least one
  std::vector<Benefit> benefits;
  std::string post_purpose;  // what the post is for
  std::vector<Wish> wishes;
  bool asked_for_wishes = true;  // false, and no wishes: says that none are recorded

  std::string mentor;  // "Siti Aminah, Bidan Penyelia"; empty = named later
  std::vector<std::string> trainings;
  std::vector<int> check_in_days;  // after effective_date, ascending; 1 to 3650

  std::optional<absl::CivilDay> respond_by;  // last day for a response before the decree
  std::string how_to_respond;                // "melalui menu Tanggapan pada portal kepegawaian"
  std::string objection;                     // right to object, as the policy words it
  std::vector<std::string> contact;          // lines: office, telephone, address
  Signatory signatory;
};

// INVALID_FIELDS naming every missing or bad field (number, place, date, name, new_position, new_unit,
// effective_date, reasons, signatory.office, decree_date with a decree_number, check_in_days); errors of
// PageFlow::Finish.
absl::StatusOr<std::string> RenderReasonLetter(const ReasonLetter& letter);

}  // namespace selaras::approval::letters

#endif  // SELARAS_SERVICES_APPROVAL_LETTERS_REASON_LETTER_H_
