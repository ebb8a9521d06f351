#ifndef SELARAS_SERVICES_APPROVAL_LETTERS_DECREE_H_
#define SELARAS_SERVICES_APPROVAL_LETTERS_DECREE_H_

// Decrees (surat keputusan, SK) of transfers as PDF: of one person, or of many with an annex (Lampiran).
//
//   letters::Decree decree{.kind = MoveKind::kIntra, .authority = "Gubernur Lampung", .number = "821/1/2026", …};
//   SELARAS_ASSIGN_OR_RETURN(const std::string pdf, letters::RenderDecree(decree));
//
// Parts in the order of Indonesian drafting practice: letterhead, title, Menimbang, Mengingat, Memperhatikan,
// MEMUTUSKAN, Menetapkan, dictums KESATU …, place and date, signature, Tembusan, annex. What the law says comes in
// as text (letter_policy.h); the dictums are ours, by kind of mutasi (domain.md §4.2).

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/approval/letters/document_parts.h"

namespace selaras::approval::letters {

// Whose decree it is and what follows differ: within one agency the decree itself appoints; in all other kinds the
// receiving appointing authority does, after it.
enum class MoveKind { kIntra, kInterKab, kInterProv, kRegCentral, kCentral };

struct Mover {
  std::string name;
  std::string number;                              // NIP or NI PPPK, 18 digits
  bool is_contract = false;                        // PPPK
  std::string rank;                                // "Penata Muda"; empty for PPPK
  std::string grade;                               // "III/a"
  std::string old_position, old_unit, old_agency;  // empty for who holds no post
  std::string new_position, new_unit, new_agency;
  std::string receiving_authority;  // "Bupati Lampung Tengah"; REQUIRED unless kIntra
};

struct Decree {
  MoveKind kind = MoveKind::kIntra;
  Letterhead letterhead;
  std::string authority;                     // who decrees: "Gubernur Lampung", "Bupati Way Kanan"
  std::string number;                        // as numbering gave it
  std::string subject;                       // after "tentang"; empty = DecreeSubject
  std::vector<std::string> considerations;   // Menimbang, without the closing one, which is ours
  std::vector<std::string> legal_grounds;    // Mengingat
  std::vector<std::string> noted;            // Memperhatikan: minutes, consent, pertek or I-MUT; may be empty
  std::vector<Mover> movers;                 // one: named in the first dictum; more: an annex, in this order
  bool inauguration = false;                 // the posts demand one (pelantikan)
  absl::CivilDay effective_date;             // TMT
  std::vector<std::string> further_dictums;  // before the closing one
  std::string place;
  absl::CivilDay date;
  Signatory signatory;
  std::vector<std::string> copies;  // Tembusan
  Receipt receipt;
};

// "Pemindahan Pegawai Negeri Sipil …", by kind, agencies and number of movers. REQUIRES: a mover.
std::string DecreeSubject(const Decree& decree);

// Dictums without their ordinals, in order; the grid of a single mover's facts is not part of them. REQUIRES: a mover.
std::vector<std::string> DecreeDictums(const Decree& decree);

// Errors: INVALID_FIELDS naming every missing field (authority, number, considerations, legal_grounds, movers with
// name, number, new position and unit, effective_date, place, date, signatory.office); those of PageFlow::Finish and
// QrCode::Encode. No error repeats a name or a NIP. Linear in the number of movers.
absl::StatusOr<std::string> RenderDecree(const Decree& decree);

}  // namespace selaras::approval::letters

#endif  // SELARAS_SERVICES_APPROVAL_LETTERS_DECREE_H_
