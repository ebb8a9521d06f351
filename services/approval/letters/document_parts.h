#ifndef SELARAS_SERVICES_APPROVAL_LETTERS_DOCUMENT_PARTS_H_
#define SELARAS_SERVICES_APPROVAL_LETTERS_DOCUMENT_PARTS_H_

// What every official document shares: letterhead, labelled items, signature, receipt, copies. All texts are UTF-8;
// lines breaks inside a field are kept.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/error.h"
#include "services/approval/letters/page_flow.h"

namespace selaras::approval::letters {

// Kop. Empty agency and office: none is drawn, for paper that has one printed.
struct Letterhead {
  std::string agency;  // "Pemerintah Provinsi Lampung"
  std::string office;  // "Badan Kepegawaian Daerah"; empty in a head of region's own letterhead
  std::vector<std::string> address_lines;
  // Bytes of a PNG of at most 2000 pixels a side and 1 MB, drawn 20 mm high at the left; empty = none.
  std::string emblem_png;

  bool empty() const { return agency.empty() && office.empty(); }
};

// Who signs. With `on_behalf_of` the block reads "a.n. GUBERNUR LAMPUNG / SEKRETARIS DAERAH,".
struct Signatory {
  std::string office;        // "Gubernur Lampung"
  std::string on_behalf_of;  // office in whose name he signs; empty = his own
  std::string name;          // empty = room to write
  std::string rank;          // "Pembina Utama Madya"; empty for elected heads
  std::string number;        // NIP; empty for elected heads
  std::string note;          // stands where the hand would sign, such as "Ditandatangani secara elektronik"
};

// Proof of the document's content in the evidence log, drawn as a QR code.
struct Receipt {
  std::string text;          // empty = no QR code; at most 2953 bytes
  std::string short_code;    // for people to read out
  std::string how_to_check;  // one sentence
};

// Body type of all documents.
inline constexpr TextStyle kBody{.size_pt = 10, .align = Align::kJustify};

// INVALID_FIELDS: the emblem is no PNG, or too big.
absl::Status AddLetterhead(PageFlow& flow, const Letterhead& letterhead);

enum class Marker { kNone, kLetters, kNumbers };

// "Label : a. text" over the width from `left_mm` to the right margin; nothing for no items. The label is at most
// 28 mm wide.
std::vector<Row> LabelledItems(const PageFlow& flow, const std::string& label,
                               const std::vector<std::string>& items, Marker marker);

// Where the text of LabelledItems begins without a marker.
inline constexpr double kItemLeftMm = 35;

// Items below each other, from `left_mm`.
std::vector<Row> MarkedItems(const PageFlow& flow, double left_mm, const std::vector<std::string>& items,
                             Marker marker);

// "label : value" lines, the colons below each other; pairs with an empty value are left out.
std::vector<Row> Pairs(const PageFlow& flow, double left_mm, double label_width_mm,
                       const std::vector<std::pair<std::string, std::string>>& pairs);

Row Paragraph(const PageFlow& flow, std::string text, const TextStyle& style = kBody,
              double gap_before_mm = 2);

// Pieces of a signature, `lines_above` first ("Ditetapkan di …").
std::vector<Piece> SignaturePieces(const std::vector<std::string>& lines_above, const Signatory& signatory);

// Signature at the right, receipt at the left, never torn. kInvalidArgument: the receipt does not fit a QR code.
absl::StatusOr<Row> SignatureRow(const PageFlow& flow, const std::vector<std::string>& lines_above,
                                 const Signatory& signatory, const Receipt& receipt);

void AddCopies(PageFlow& flow, const std::vector<std::string>& copies);

// Notes a violation where a required text is empty, or a required date was never set (its default, 1970-01-01).
void RequireText(absl::string_view field, absl::string_view text, std::vector<FieldViolation>& violations);
void RequireDate(absl::string_view field, absl::CivilDay date, std::vector<FieldViolation>& violations);

}  // namespace selaras::approval::letters

#endif  // SELARAS_SERVICES_APPROVAL_LETTERS_DOCUMENT_PARTS_H_
