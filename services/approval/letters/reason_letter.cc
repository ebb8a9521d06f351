#include "services/approval/letters/reason_letter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/approval/letters/indonesian_text.h"

namespace selaras::approval::letters {
namespace {

absl::Status Check(const ReasonLetter& letter) {
  std::vector<FieldViolation> wrong;
  RequireText("number", letter.number, wrong);
  RequireText("place", letter.place, wrong);
  RequireText("name", letter.name, wrong);
  RequireText("new_position", letter.new_position, wrong);
  RequireText("new_unit", letter.new_unit, wrong);
  RequireText("signatory.office", letter.signatory.office, wrong);
  RequireDate("date", letter.date, wrong);
  RequireDate("effective_date", letter.effective_date, wrong);
  if (!letter.decree_number.empty()) RequireDate("decree_date", letter.decree_date, wrong);
  if (letter.reasons.empty()) wrong.push_back({"reasons", "is empty"});
  for (size_t i = 0; i < letter.check_in_days.size(); ++i) {
    const int days = letter.check_in_days[i];
    if (days < 1 || days > 3650)
      wrong.push_back({absl::StrCat("check_in_days[", i, "]"), "must be from 1 to 3650"});
  }
  return wrong.empty() ? absl::OkStatus() : InvalidFields(std::move(wrong));
}

// The opening of an official letter: number and matter at the left, place and date at the right, then the addressee.
void AddOpening(PageFlow& flow, const ReasonLetter& letter) {
  const TextStyle style{.size_pt = kBody.size_pt};
  constexpr double kLabel = 20, kDateWidth = 65;
  const double date_left = flow.width_mm() - kDateWidth;
  TextStyle right = style;
  right.align = Align::kRight;
  const std::pair<std::string, std::string> facts[] = {
      {"Nomor", letter.number}, {"Sifat", "Rahasia pribadi"}, {"Hal", "Penjelasan atas mutasi Saudara"}};
  for (const auto& [label, value] : facts) {
    const bool first = label == "Nomor";
    Row row{.cells = {TextCell(0, kLabel, label, style), TextCell(kLabel, 3, ":", style),
                      TextCell(kLabel + 3, date_left - kLabel - 3, value, style)},
            .gap_before_mm = first ? 5.0 : 0.3};
    if (first) {
      row.cells.push_back(
          TextCell(date_left, kDateWidth, absl::StrCat(letter.place, ", ", LongDate(letter.date)), right));
    }
    flow.Add(row);
  }
  flow.Add(Paragraph(flow, "Yth. Saudara", style, 6));
  flow.Add(Paragraph(flow, letter.name, {.size_pt = style.size_pt, .bold = true}, 0.3));
  if (!letter.person_number.empty()) {
    flow.Add(Paragraph(
        flow, absl::StrCat(letter.is_contract ? "NI PPPK " : "NIP ", GroupedNip(letter.person_number)), style,
        0.3));
  }
  if (!letter.old_position.empty()) flow.Add(Paragraph(flow, letter.old_position, style, 0.3));
  if (!letter.old_unit.empty()) flow.Add(Paragraph(flow, letter.old_unit, style, 0.3));
}

std::string OpeningSentence(const ReasonLetter& letter) {
  const std::string post = absl::StrCat("pada jabatan ", letter.new_position, " di ", letter.new_unit,
                                        " terhitung mulai tanggal ", LongDate(letter.effective_date));
  if (letter.decree_number.empty()) {
    return absl::StrCat(
        "Dengan hormat, bersama ini kami sampaikan bahwa Saudara direncanakan bertugas ", post,
        ". Surat ini menjelaskan alasan rencana tersebut, manfaatnya, dukungan yang akan Saudara terima, "
        "serta cara Saudara menanggapinya.");
  }
  return absl::StrCat(
      "Dengan hormat, berdasarkan Keputusan Nomor ", letter.decree_number, " tanggal ",
      LongDate(letter.decree_date), ", Saudara ditugaskan ", post,
      ". Surat ini menjelaskan alasan keputusan tersebut, manfaatnya, dukungan yang akan Saudara terima, "
      "serta cara Saudara menanggapinya.");
}

// Numbers the parts as they are added, for a part without content is left out.
class Parts {
 public:
  explicit Parts(PageFlow& flow) : flow_(flow) {}

  // The title never stands without the first of its rows.
  void Add(absl::string_view title, std::vector<Row> rows) {
    if (rows.empty()) return;
    rows.insert(rows.begin(), Heading(title));
    flow_.AddTogether({rows[0], rows[1]});
    for (size_t i = 2; i < rows.size(); ++i) flow_.Add(rows[i]);
  }

  void AddTable(absl::string_view title, const Table& table) { flow_.AddTable(table, {Heading(title)}); }

 private:
  Row Heading(absl::string_view title) {
    return Paragraph(flow_, absl::StrCat(++count_, ".  ", title), {.size_pt = kBody.size_pt, .bold = true},
                     4);
  }

  PageFlow& flow_;
  int count_ = 0;
};

std::vector<Row> Texts(const PageFlow& flow, const std::vector<std::string>& texts) {
  if (texts.size() == 1) return {Paragraph(flow, texts[0], kBody, 1)};
  return MarkedItems(flow, 0, texts, Marker::kLetters);
}

std::vector<std::string> BenefitTexts(const ReasonLetter& letter) {
  std::vector<std::string> texts;
  for (const Benefit& benefit : letter.benefits) {
    texts.push_back(absl::StrCat(benefit.measure, ": ", benefit.before, " → ", benefit.after,
                                 benefit.unit.empty() ? "" : absl::StrCat(" ", benefit.unit), "."));
  }
  return texts;
}

std::string OutcomeWord(Wish::Outcome outcome) {
  switch (outcome) {
    case Wish::Outcome::kMet:
      return "Terpenuhi";
    case Wish::Outcome::kPartlyMet:
      return "Terpenuhi sebagian";
    case Wish::Outcome::kNotMet:
      return "Belum terpenuhi";
    case Wish::Outcome::kUnstated:
      break;
  }
  return "";
}

void AddWishes(PageFlow& flow, Parts& parts, const ReasonLetter& letter) {
  constexpr absl::string_view kTitle = "Minat yang Saudara sampaikan";
  if (letter.wishes.empty()) {
    if (letter.asked_for_wishes) return;
    parts.Add(
        kTitle,
        {Paragraph(flow,
                   "Pada data kami belum ada minat yang Saudara sampaikan, sehingga minat tidak menjadi "
                   "bahan pertimbangan.",
                   kBody, 1)});
    return;
  }
  // Sentences that say themselves what became of a wish need no table.
  if (std::all_of(letter.wishes.begin(), letter.wishes.end(), [](const Wish& wish) {
        return wish.outcome == Wish::Outcome::kUnstated && wish.explanation.empty();
      })) {
    std::vector<std::string> texts;
    for (const Wish& wish : letter.wishes) texts.push_back(EndedWith(wish.text, "."));
    parts.Add(kTitle, Texts(flow, texts));
    return;
  }
  const double rest = flow.width_mm() - 10 - 33;
  Table table{.columns = {{"No.", 10, Align::kCentre},
                          {"Minat", rest * 0.45},
                          {"Hasil", 33},
                          {"Keterangan", rest * 0.55}},
              .gap_before_mm = 1.5};
  for (const Wish& wish : letter.wishes) {
    table.rows.push_back(
        {absl::StrCat(table.rows.size() + 1), wish.text, OutcomeWord(wish.outcome), wish.explanation});
  }
  parts.AddTable(kTitle, table);
}

std::vector<Row> Support(const PageFlow& flow, const ReasonLetter& letter) {
  std::vector<std::string> texts;
  if (!letter.mentor.empty())
    texts.push_back(absl::StrCat("Pendamping Saudara pada unit kerja baru: ", letter.mentor, "."));
  if (!letter.trainings.empty()) {
    texts.push_back(absl::StrCat("Pelatihan yang disiapkan: ", JoinWithDan(letter.trainings), "."));
  }
  std::vector<std::string> dates;
  for (const int days : letter.check_in_days) {
    dates.push_back(absl::StrCat("hari ke-", days, " (", LongDate(letter.effective_date + days), ")"));
  }
  if (!dates.empty()) {
    texts.push_back(
        absl::StrCat("Pertemuan untuk menanyakan keadaan dan kesulitan Saudara: ", JoinWithDan(dates), "."));
  }
  return Texts(flow, texts);
}

std::vector<Row> Answers(const PageFlow& flow, const ReasonLetter& letter) {
  std::vector<std::string> texts;
  const std::string how =
      letter.how_to_respond.empty() ? "" : absl::StrCat(" ", EndedWith(letter.how_to_respond, ""));
  if (letter.respond_by) {
    texts.push_back(
        absl::StrCat("Saudara dapat menyampaikan tanggapan atas rencana ini", how, " paling lambat ",
                     DayName(*letter.respond_by), ", ", LongDate(*letter.respond_by),
                     ". Apabila sampai dengan tanggal tersebut tidak ada tanggapan, proses dilanjutkan."));
  } else if (!how.empty()) {
    texts.push_back(absl::StrCat("Saudara dapat menyampaikan tanggapan", how, "."));
  }
  if (!letter.objection.empty()) texts.push_back(EndedWith(letter.objection, "."));
  return Texts(flow, texts);
}

std::vector<Row> Contact(const PageFlow& flow, const ReasonLetter& letter) {
  std::vector<Row> rows;
  for (const std::string& line : letter.contact) {
    rows.push_back(Paragraph(flow, line, {.size_pt = kBody.size_pt}, rows.empty() ? 1 : 0.2));
  }
  return rows;
}

}  // namespace

absl::StatusOr<std::string> RenderReasonLetter(const ReasonLetter& letter) {
  SELARAS_RETURN_IF_ERROR(Check(letter));
  PageFlow flow({.footer = absl::StrCat("Surat Nomor ", letter.number)});
  SELARAS_RETURN_IF_ERROR(AddLetterhead(flow, letter.letterhead));
  AddOpening(flow, letter);
  flow.Add(Paragraph(flow, OpeningSentence(letter), kBody, 5));
  Parts parts(flow);
  parts.Add("Alasan", Texts(flow, letter.reasons));
  parts.Add("Manfaat bagi masyarakat dan unit kerja", Texts(flow, BenefitTexts(letter)));
  if (!letter.post_purpose.empty()) {
    parts.Add("Kegunaan jabatan baru Saudara",
              {Paragraph(flow, EndedWith(letter.post_purpose, "."), kBody, 1)});
  }
  AddWishes(flow, parts, letter);
  parts.Add("Dukungan bagi Saudara", Support(flow, letter));
  parts.Add("Tanggapan dan keberatan", Answers(flow, letter));
  parts.Add("Narahubung", Contact(flow, letter));
  SELARAS_ASSIGN_OR_RETURN(Row signature, SignatureRow(flow, {}, letter.signatory, {}));
  flow.AddTogether(
      {Paragraph(flow,
                 "Demikian penjelasan ini kami sampaikan. Atas perhatian dan pengabdian Saudara, kami "
                 "ucapkan terima kasih.",
                 kBody, 4),
       std::move(signature)});
  return flow.Finish(
      {absl::StrCat("Penjelasan atas mutasi, Nomor ", letter.number), letter.signatory.office, letter.date});
}

}  // namespace selaras::approval::letters
