#include "services/approval/letters/decree.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "services/approval/letters/indonesian_text.h"

namespace selaras::approval::letters {
namespace {

constexpr TextStyle kCentred{.size_pt = 11, .bold = true, .align = Align::kCentre};

std::string Subject(const Decree& decree) {
  return decree.subject.empty() ? DecreeSubject(decree) : decree.subject;
}

absl::Status Check(const Decree& decree) {
  std::vector<FieldViolation> wrong;
  RequireText("authority", decree.authority, wrong);
  RequireText("number", decree.number, wrong);
  RequireText("place", decree.place, wrong);
  RequireText("signatory.office", decree.signatory.office, wrong);
  RequireDate("date", decree.date, wrong);
  RequireDate("effective_date", decree.effective_date, wrong);
  if (decree.considerations.empty()) wrong.push_back({"considerations", "is empty"});
  if (decree.legal_grounds.empty()) wrong.push_back({"legal_grounds", "is empty"});
  if (decree.movers.empty()) wrong.push_back({"movers", "is empty"});
  for (size_t i = 0; i < decree.movers.size(); ++i) {
    const Mover& mover = decree.movers[i];
    const std::string path = absl::StrCat("movers[", i, "].");
    RequireText(path + "name", mover.name, wrong);
    RequireText(path + "number", mover.number, wrong);
    RequireText(path + "new_position", mover.new_position, wrong);
    RequireText(path + "new_unit", mover.new_unit, wrong);
    if (decree.kind != MoveKind::kIntra)
      RequireText(path + "receiving_authority", mover.receiving_authority, wrong);
  }
  return wrong.empty() ? absl::OkStatus() : InvalidFields(std::move(wrong));
}

void AddTitle(PageFlow& flow, const Decree& decree) {
  flow.Add(Paragraph(flow, absl::StrCat("KEPUTUSAN ", Uppercase(decree.authority)), kCentred, 5));
  flow.Add(Paragraph(flow, absl::StrCat("NOMOR ", decree.number), kCentred, 0.5));
  flow.Add(Paragraph(flow, "TENTANG", kCentred, 3));
  flow.Add(Paragraph(flow, Uppercase(Subject(decree)), kCentred, 3));
  flow.Add(Paragraph(flow, absl::StrCat(Uppercase(decree.authority), ","), kCentred, 4));
}

std::vector<std::string> Ended(const std::vector<std::string>& items) {
  std::vector<std::string> ended;
  for (const std::string& item : items) ended.push_back(EndedWith(item, ";"));
  return ended;
}

// The closing consideration refers to all before it by their letters.
std::vector<std::string> Considerations(const Decree& decree) {
  std::vector<std::string> items = Ended(decree.considerations), letters;
  for (size_t i = 0; i < items.size(); ++i) {
    letters.push_back(absl::StrCat("huruf ", LetterMarker(static_cast<int>(i))));
  }
  items.push_back(absl::StrCat("bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam ",
                               JoinWithDan(letters), ", perlu menetapkan Keputusan ", decree.authority,
                               " tentang ", Subject(decree), ";"));
  return items;
}

std::string RankAndGrade(const Mover& mover, absl::string_view separator) {
  return mover.rank.empty() || mover.grade.empty() ? absl::StrCat(mover.rank, mover.grade)
                                                   : absl::StrCat(mover.rank, separator, mover.grade);
}

std::string NumberLabel(const Mover& mover) {
  return mover.is_contract ? "NI PPPK" : "NIP";
}

std::vector<Row> MoverGrid(const PageFlow& flow, const Decree& decree) {
  const Mover& mover = decree.movers.front();
  const bool inside = decree.kind == MoveKind::kIntra;
  return Pairs(flow, kItemLeftMm, 47,
               {{"Nama", mover.name},
                {NumberLabel(mover), GroupedNip(mover.number)},
                {mover.is_contract ? "Golongan" : "Pangkat/Golongan Ruang", RankAndGrade(mover, ", ")},
                {"Jabatan lama", mover.old_position},
                {"Unit kerja lama", mover.old_unit},
                {"Instansi asal", inside ? "" : mover.old_agency},
                {"Jabatan baru", mover.new_position},
                {"Unit kerja baru", mover.new_unit},
                {"Instansi penerima", inside ? "" : mover.new_agency}});
}

Row DictumRow(const PageFlow& flow, const std::string& name, const std::string& text) {
  return LabelledItems(flow, name, {text}, Marker::kNone).front();
}

// Dictums, then place, date and signature on the page of the last of them.
absl::Status AddDictums(PageFlow& flow, const Decree& decree) {
  std::vector<Row> opening = {Paragraph(flow, "MEMUTUSKAN:", kCentred, 5)};
  opening.push_back(DictumRow(
      flow, "Menetapkan",
      absl::StrCat("KEPUTUSAN ", Uppercase(decree.authority), " TENTANG ", Uppercase(Subject(decree)), ".")));
  flow.AddTogether(opening);
  const std::vector<std::string> dictums = DecreeDictums(decree);
  std::vector<Row> move = {DictumRow(flow, DictumName(1), dictums[0])};
  if (decree.movers.size() == 1) {
    std::vector<Row> grid = MoverGrid(flow, decree);
    std::move(grid.begin(), grid.end(), std::back_inserter(move));
  }
  flow.AddTogether(move);
  for (size_t i = 1; i + 1 < dictums.size(); ++i) {
    flow.Add(DictumRow(flow, DictumName(static_cast<int>(i) + 1), dictums[i]));
  }
  std::vector<Row> closing = {DictumRow(flow, DictumName(static_cast<int>(dictums.size())), dictums.back())};
  SELARAS_ASSIGN_OR_RETURN(Row signature, SignatureRow(flow,
                                                       {absl::StrCat("Ditetapkan di ", decree.place),
                                                        absl::StrCat("pada tanggal ", LongDate(decree.date))},
                                                       decree.signatory, decree.receipt));
  closing.push_back(std::move(signature));
  flow.AddTogether(closing);
  return absl::OkStatus();
}

// The parts that are not empty, below each other; a dash where all are.
std::string Lines(std::vector<std::string> parts) {
  parts.erase(std::remove(parts.begin(), parts.end(), ""), parts.end());
  return parts.empty() ? "-" : absl::StrJoin(parts, "\n");
}

Table MoverTable(const Decree& decree, double width_mm) {
  const bool inside = decree.kind == MoveKind::kIntra;
  constexpr double kNumber = 11, kName = 58, kGrade = 45;
  const double post = (width_mm - kNumber - kName - kGrade) / 2;
  Table table{
      .columns = {{"No.", kNumber, Align::kCentre},
                  {"Nama dan NIP", kName},
                  {"Pangkat, Golongan Ruang", kGrade},
                  {inside ? "Jabatan dan Unit Kerja Lama" : "Jabatan, Unit Kerja, dan Instansi Asal", post},
                  {inside ? "Jabatan dan Unit Kerja Baru" : "Jabatan, Unit Kerja, dan Instansi Penerima",
                   post}},
      .size_pt = 8.5,
      .numbered_columns = true,
      .gap_before_mm = 3};
  for (const Mover& mover : decree.movers) {
    table.rows.push_back(
        {absl::StrCat(table.rows.size() + 1, "."),
         Lines({mover.name, absl::StrCat(NumberLabel(mover), " ", GroupedNip(mover.number))}),
         RankAndGrade(mover, ",\n"),
         Lines({mover.old_position, mover.old_unit, inside ? "" : mover.old_agency}),
         Lines({mover.new_position, mover.new_unit, inside ? "" : mover.new_agency})});
  }
  return table;
}

void AddAnnex(PageFlow& flow, const Decree& decree) {
  flow.NewPage(Orientation::kLandscape);
  const TextStyle style{.size_pt = 9};
  constexpr double kHeadWidth = 110;
  const double left = flow.width_mm() - kHeadWidth;
  flow.Add({.cells = {TextCell(left, kHeadWidth,
                               absl::StrCat("LAMPIRAN KEPUTUSAN ", Uppercase(decree.authority)), style)}});
  const std::vector<std::pair<std::string, std::string>> facts = {
      {"NOMOR", decree.number},
      {"TANGGAL", Uppercase(LongDate(decree.date))},
      {"TENTANG", Uppercase(Subject(decree))}};
  for (const auto& [label, value] : facts) {
    flow.Add({.cells = {TextCell(left, 19, label, style), TextCell(left + 19, 3, ":", style),
                        TextCell(left + 22, kHeadWidth - 22, value, style)}});
  }
  flow.Add(Paragraph(flow, "DAFTAR PEGAWAI YANG DIPINDAHKAN", kCentred, 6));
  const Cell signature{flow.width_mm() - 80, 80, SignaturePieces({}, decree.signatory)};
  flow.AddTable(MoverTable(decree, flow.width_mm()), {},
                {{.cells = {signature}, .gap_before_mm = 7, .whole = true}});
}

}  // namespace

absl::StatusOr<std::string> RenderDecree(const Decree& decree) {
  SELARAS_RETURN_IF_ERROR(Check(decree));
  const std::string code =
      decree.receipt.short_code.empty() ? "" : absl::StrCat("  ·  Kode ", decree.receipt.short_code);
  PageFlow flow({.footer = absl::StrCat("Keputusan ", decree.authority, " Nomor ", decree.number, code)});
  SELARAS_RETURN_IF_ERROR(AddLetterhead(flow, decree.letterhead));
  AddTitle(flow, decree);
  for (const auto& [label, items, marker] :
       {std::tuple("Menimbang", Considerations(decree), Marker::kLetters),
        std::tuple("Mengingat", Ended(decree.legal_grounds), Marker::kNumbers),
        std::tuple("Memperhatikan", Ended(decree.noted), Marker::kNumbers)}) {
    for (const Row& row : LabelledItems(flow, label, items, marker)) flow.Add(row);
  }
  SELARAS_RETURN_IF_ERROR(AddDictums(flow, decree));
  AddCopies(flow, decree.copies);
  if (decree.movers.size() > 1) AddAnnex(flow, decree);
  return flow.Finish({absl::StrCat("Keputusan ", decree.authority, " Nomor ", decree.number),
                      decree.signatory.office, decree.date});
}

}  // namespace selaras::approval::letters
