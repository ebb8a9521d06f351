#ifndef SELARAS_SERVICES_APPROVAL_LETTERS_MINUTES_H_
#define SELARAS_SERVICES_APPROVAL_LETTERS_MINUTES_H_

// Minutes (berita acara) of a coordination meeting as PDF: attendance and quorum, a decision per name with dissent
// and notes, signatures.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/approval/letters/document_parts.h"

namespace selaras::approval::letters {

struct Attendee {
  std::string name;
  std::string office;  // "Kepala Dinas Kesehatan Provinsi Lampung"
  std::string role;    // "Ketua", "Sekretaris", "Anggota"
  bool is_present = true;
  std::string note;  // "diwakili Sekretaris Dinas", "berhalangan"
};

struct MeetingDecision {
  enum class Outcome { kApproved, kRejected, kDeferred };
  std::string name;      // of the person
  std::string number;    // NIP
  std::string from, to;  // post and unit
  Outcome outcome = Outcome::kApproved;
  std::vector<std::string> dissents;  // "Kepala Dinas Kesehatan: beban puskesmas asal masih tinggi"
  std::string note;
};

struct Minutes {
  Letterhead letterhead;
  std::string number;
  std::string subject;  // "Rapat Koordinasi Mutasi Pegawai Tahap I Tahun 2026"
  std::string place;
  absl::CivilDay date;
  std::string start_time, end_time;  // "09.00 WIB"; may be empty
  std::vector<std::string> agenda;
  std::vector<Attendee> attendees;
  int quorum = 0;  // people who must be present; 0 = none is set
  std::vector<MeetingDecision> decisions;
  std::vector<std::string> notes;      // of the meeting as a whole
  std::vector<Signatory> signatories;  // chair first; two side by side
  Receipt receipt;
};

// INVALID_FIELDS naming every missing field (number, subject, place, date, attendees with name, decisions with name
// and to, signatories); errors of PageFlow::Finish and QrCode::Encode. Whether the quorum was met is printed, not
// judged: that belongs to the meeting's rules.
absl::StatusOr<std::string> RenderMinutes(const Minutes& minutes);

}  // namespace selaras::approval::letters

#endif  // SELARAS_SERVICES_APPROVAL_LETTERS_MINUTES_H_
