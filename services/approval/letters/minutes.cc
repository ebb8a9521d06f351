#include "services/approval/letters/minutes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "services/approval/letters/indonesian_text.h"

namespace selaras::approval::letters {
namespace {

constexpr TextStyle kCentred{.size_pt = 11, .bold = true, .align = Align::kCentre};

absl::Status Check(const Minutes& minutes) {
  std::vector<FieldViolation> wrong;
  RequireText("number", minutes.number, wrong);
  RequireText("subject", minutes.subject, wrong);
  RequireText("place", minutes.place, wrong);
  RequireDate("date", minutes.date, wrong);
  if (minutes.attendees.empty()) wrong.push_back({"attendees", "is empty"});
  if (minutes.signatories.empty()) wrong.push_back({"signatories", "is empty"});
  for (size_t i = 0; i < minutes.attendees.size(); ++i) {
    RequireText(absl::StrCat("attendees[", i, "].name"), minutes.attendees[i].name, wrong);
  }
  for (size_t i = 0; i < minutes.decisions.size(); ++i) {
    RequireText(absl::StrCat("decisions[", i, "].name"), minutes.decisions[i].name, wrong);
    RequireText(absl::StrCat("decisions[", i, "].to"), minutes.decisions[i].to, wrong);
  }
  for (size_t i = 0; i < minutes.signatories.size(); ++i) {
    RequireText(absl::StrCat("signatories[", i, "].office"), minutes.signatories[i].office, wrong);
  }
  return wrong.empty() ? absl::OkStatus() : InvalidFields(std::move(wrong));
}

void AddTitle(PageFlow& flow, const Minutes& minutes) {
  flow.Add(Paragraph(flow, "BERITA ACARA", kCentred, 5));
  flow.Add(Paragraph(flow, Uppercase(minutes.subject), kCentred, 0.5));
  flow.Add(Paragraph(flow, absl::StrCat("NOMOR ", minutes.number), kCentred, 0.5));
  std::string time;
  if (!minutes.start_time.empty()) time = absl::StrCat(", mulai pukul ", minutes.start_time);
  if (!minutes.start_time.empty() && !minutes.end_time.empty())
    absl::StrAppend(&time, " sampai dengan pukul ", minutes.end_time);
  flow.Add(Paragraph(
      flow,
      absl::StrCat("Pada hari ini ", DateInWords(minutes.date), ", bertempat di ", minutes.place, time,
                   ", telah diselenggarakan ", minutes.subject, " dengan hasil sebagai berikut."),
      kBody, 5));
}

Row Heading(const PageFlow& flow, const std::string& title) {
  return Paragraph(flow, title, {.size_pt = kBody.size_pt, .bold = true}, 4);
}

void AddSection(PageFlow& flow, const std::string& title, const std::vector<Row>& rows) {
  if (rows.empty()) return;
  flow.AddTogether({Heading(flow, title), rows[0]});
  for (size_t i = 1; i < rows.size(); ++i) flow.Add(rows[i]);
}

std::string QuorumSentence(const Minutes& minutes) {
  const auto present =
      static_cast<int>(std::count_if(minutes.attendees.begin(), minutes.attendees.end(),
                                     [](const Attendee& attendee) { return attendee.is_present; }));
  const std::string count =
      absl::StrCat("Hadir ", present, " (", NumberWords(present), ") dari ", minutes.attendees.size(), " (",
                   NumberWords(static_cast<int>(minutes.attendees.size())), ") orang yang diundang");
  if (minutes.quorum <= 0) return absl::StrCat(count, ".");
  return absl::StrCat(count, "; kuorum ", minutes.quorum, " (", NumberWords(minutes.quorum), ") orang ",
                      present >= minutes.quorum ? "terpenuhi." : "tidak terpenuhi.");
}

Table Attendance(const Minutes& minutes, double width_mm) {
  const double rest = width_mm - 10 - 24 - 38;
  Table table{.columns = {{"No.", 10, Align::kCentre},
                          {"Nama", rest * 0.45},
                          {"Jabatan", rest * 0.55},
                          {"Kedudukan", 24},
                          {"Kehadiran", 38}}};
  for (const Attendee& attendee : minutes.attendees) {
    table.rows.push_back({absl::StrCat(table.rows.size() + 1), attendee.name, attendee.office, attendee.role,
                          absl::StrCat(attendee.is_present ? "Hadir" : "Tidak hadir",
                                       attendee.note.empty() ? "" : absl::StrCat(", ", attendee.note))});
  }
  return table;
}

std::string OutcomeWord(MeetingDecision::Outcome outcome) {
  switch (outcome) {
    case MeetingDecision::Outcome::kApproved:
      return "Disetujui";
    case MeetingDecision::Outcome::kRejected:
      return "Ditolak";
    case MeetingDecision::Outcome::kDeferred:
      break;
  }
  return "Ditunda";
}

Table Decisions(const Minutes& minutes, double width_mm) {
  const double rest = width_mm - 10 - 21;
  Table table{.columns = {{"No.", 10, Align::kCentre},
                          {"Nama dan NIP", rest * 0.29},
                          {"Dari", rest * 0.24},
                          {"Ke", rest * 0.24},
                          {"Putusan", 21},
                          {"Beda pendapat dan catatan", rest * 0.23}},
              .size_pt = 8};
  for (const MeetingDecision& decision : minutes.decisions) {
    std::vector<std::string> remarks;
    for (const std::string& dissent : decision.dissents)
      remarks.push_back(absl::StrCat("Beda pendapat: ", EndedWith(dissent, ".")));
    if (!decision.note.empty()) remarks.push_back(EndedWith(decision.note, "."));
    table.rows.push_back(
        {absl::StrCat(table.rows.size() + 1),
         decision.number.empty() ? decision.name
                                 : absl::StrCat(decision.name, "\n", GroupedNip(decision.number)),
         decision.from, decision.to, OutcomeWord(decision.outcome), absl::StrJoin(remarks, "\n")});
  }
  return table;
}

std::string DecisionCount(const Minutes& minutes) {
  const auto count = [&](MeetingDecision::Outcome outcome) {
    return std::count_if(minutes.decisions.begin(), minutes.decisions.end(),
                         [&](const MeetingDecision& decision) { return decision.outcome == outcome; });
  };
  return absl::StrCat("Dari ", minutes.decisions.size(), " nama yang dibahas, ",
                      count(MeetingDecision::Outcome::kApproved), " disetujui, ",
                      count(MeetingDecision::Outcome::kRejected), " ditolak, dan ",
                      count(MeetingDecision::Outcome::kDeferred), " ditunda.");
}

// The closing sentence stands with the signatures; the receipt takes the place beside the chair.
absl::Status AddSignatures(PageFlow& flow, const Minutes& minutes) {
  const std::vector<Signatory>& all = minutes.signatories;
  std::vector<Row> rows = {Paragraph(
      flow, "Demikian Berita Acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
      kBody, 5)};
  size_t next = 0;
  if (!minutes.receipt.text.empty() || all.size() == 1) {
    SELARAS_ASSIGN_OR_RETURN(Row row, SignatureRow(flow, {}, all[next++], minutes.receipt));
    rows.push_back(std::move(row));
  }
  const double right = flow.width_mm() - 80;
  for (; next < all.size(); next += 2) {
    Row row{.cells = {{0, right - 4, SignaturePieces({}, all[next])}}, .gap_before_mm = 7, .whole = true};
    if (next + 1 < all.size()) row.cells.push_back({right, 80, SignaturePieces({}, all[next + 1])});
    rows.push_back(std::move(row));
  }
  flow.AddTogether(rows);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> RenderMinutes(const Minutes& minutes) {
  SELARAS_RETURN_IF_ERROR(Check(minutes));
  PageFlow flow({.footer = absl::StrCat("Berita Acara Nomor ", minutes.number)});
  SELARAS_RETURN_IF_ERROR(AddLetterhead(flow, minutes.letterhead));
  AddTitle(flow, minutes);
  AddSection(flow, "A.  Acara", MarkedItems(flow, 0, minutes.agenda, Marker::kNumbers));
  flow.AddTable(Attendance(minutes, flow.width_mm()),
                {Heading(flow, "B.  Kehadiran"), Paragraph(flow, QuorumSentence(minutes), kBody, 1)});
  if (!minutes.decisions.empty()) {
    flow.AddTable(Decisions(minutes, flow.width_mm()),
                  {Heading(flow, "C.  Putusan"), Paragraph(flow, DecisionCount(minutes), kBody, 1)});
  }
  AddSection(flow, minutes.decisions.empty() ? "C.  Catatan" : "D.  Catatan",
             MarkedItems(flow, 0, minutes.notes, Marker::kNumbers));
  SELARAS_RETURN_IF_ERROR(AddSignatures(flow, minutes));
  return flow.Finish(
      {absl::StrCat("Berita Acara Nomor ", minutes.number), minutes.signatories[0].office, minutes.date});
}

}  // namespace selaras::approval::letters
