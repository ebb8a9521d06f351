#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/csv/heading.h"
#include "services/registry/app/row_reader.h"
#include "services/registry/domain/cell.h"
#include "services/registry/domain/nip.h"
#include "services/registry/domain/siasn_codes.h"

namespace selaras::registry {
namespace {

// What the planner needs of the 67 columns; the rest (religion, marriage, telephone, address …) is never
// read.
constexpr absl::string_view kRead[] = {"PNS ID",
                                       "NIP BARU",
                                       "NAMA",
                                       "TANGGAL LAHIR",
                                       "JENIS KELAMIN",
                                       "JENIS PEGAWAI NAMA",
                                       "KEDUDUKAN HUKUM NAMA",
                                       "STATUS CPNS PNS",
                                       "TMT CPNS",
                                       "TMT PNS",
                                       "GOL AKHIR ID",
                                       "GOL AKHIR NAMA",
                                       "TMT GOLONGAN",
                                       "JABATAN ID",
                                       "JABATAN NAMA",
                                       "TMT JABATAN",
                                       "TINGKAT PENDIDIKAN ID",
                                       "TINGKAT PENDIDIKAN NAMA",
                                       "PENDIDIKAN NAMA",
                                       "TAHUN LULUS",
                                       "UNOR ID",
                                       "INSTANSI KERJA ID",
                                       "INSTANSI INDUK ID"};
constexpr absl::string_view kNeeded[] = {"NIP BARU"};

class SiasnReader final : public RowReader {
 public:
  explicit SiasnReader(const CodeBook& book) : book_(book) {}

  std::vector<RecordKind> kinds() const override {
    return {RecordKind::kProfile, RecordKind::kAppointment, RecordKind::kEducation};
  }
  bool Bind(const std::vector<std::string>& header, std::vector<CellFault>& faults) override;
  bool Read(const std::vector<absl::string_view>& cells, std::vector<IncomingRecord>& records,
            std::vector<CellFault>& faults) override;
  std::string ShapeOfColumn(absl::string_view column) const override;

 private:
  absl::string_view Cell(absl::string_view column) const;
  // Reads one cell by the rule of a column of the province folder. A bad optional cell is a warning and reads
  // as unknown.
  std::string Value(RecordKind kind, absl::string_view column, absl::string_view source,
                    absl::string_view text, std::vector<CellFault>& faults) const;
  IncomingRecord Profile(const Nip& nip, std::vector<CellFault>& faults) const;
  void AddAppointment(const std::string& nip, std::vector<IncomingRecord>& records,
                      std::vector<CellFault>& faults) const;
  void AddEducation(const std::string& nip, std::vector<IncomingRecord>& records,
                    std::vector<CellFault>& faults) const;
  absl::string_view AgencyCode() const;
  void Warn(absl::string_view column, absl::string_view reason, std::vector<CellFault>& faults) const {
    faults.push_back({{column, reason, true}, "", ShapeOf(Cell(column))});
  }

  const CodeBook& book_;
  absl::flat_hash_map<std::string, int> cell_of_;
  size_t width_ = 0;
  const std::vector<absl::string_view>* row_ = nullptr;
};

bool SiasnReader::Bind(const std::vector<std::string>& header, std::vector<CellFault>& faults) {
  width_ = header.size();
  std::vector<size_t> unknown;
  for (size_t i = 0; i < header.size(); ++i) {
    std::string name = absl::AsciiStrToUpper(header[i]);
    std::replace(name.begin(), name.end(), '_', ' ');
    const auto known = std::find(std::begin(kRead), std::end(kRead), name);
    if (known != std::end(kRead)) {
      cell_of_[std::string(*known)] = static_cast<int>(i);
    } else if (!IsSiasnColumn(name)) {
      unknown.push_back(i);
    }
  }
  const bool any_known = unknown.size() < header.size();
  for (const size_t i : unknown) {
    faults.push_back(
        {{"", "IMPORT_COLUMN_UNKNOWN", true}, csv::ReportedHeading(header[i], i, any_known), "column"});
  }
  for (absl::string_view column : kNeeded) {
    if (cell_of_.contains(column)) continue;
    faults.push_back({{column, "IMPORT_COLUMN_MISSING"}, "", "column"});
    return false;
  }
  return true;
}

absl::string_view SiasnReader::Cell(absl::string_view column) const {
  const auto found = cell_of_.find(column);
  if (found == cell_of_.end() || row_ == nullptr) return "";
  const absl::string_view text = absl::StripAsciiWhitespace((*row_)[found->second]);
  return IsUnknown(text) ? absl::string_view() : text;
}

std::string SiasnReader::ShapeOfColumn(absl::string_view column) const {
  // Faults of records name columns of the province folder.
  constexpr std::pair<absl::string_view, absl::string_view> kSame[] = {
      {"nip", "NIP BARU"},           {"birth_date", "TANGGAL LAHIR"},      {"sex", "JENIS KELAMIN"},
      {"grade", "GOL AKHIR ID"},     {"agency_code", "INSTANSI KERJA ID"}, {"start_date", "TMT JABATAN"},
      {"post_code", "JABATAN NAMA"}, {"position_code", "JABATAN NAMA"}};
  for (const auto& [ours, theirs] : kSame) {
    if (ours == column) return ShapeOf(Cell(theirs));
  }
  return ShapeOf(Cell(column));
}

std::string SiasnReader::Value(RecordKind kind, absl::string_view column, absl::string_view source,
                               absl::string_view text, std::vector<CellFault>& faults) const {
  const RecordSchema& schema = *FindSchema(kind);
  std::string value;
  for (const Column& candidate : schema.columns) {
    if (candidate.name != column) continue;
    Column optional = candidate;
    optional.required = false;
    if (const absl::string_view reason = ReadCell(optional, text, &value); !reason.empty()) {
      Warn(source, reason, faults);
      value.clear();
    }
  }
  return value;
}

absl::string_view SiasnReader::AgencyCode() const {
  const CodeBook::Thing* unit = book_.Find(RecordKind::kOrgUnit, Cell("UNOR ID"));
  if (unit != nullptr) return book_.CodeOf(unit->agency);
  for (absl::string_view column : {"INSTANSI KERJA ID", "INSTANSI INDUK ID"}) {
    if (book_.Find(RecordKind::kAgency, Cell(column)) != nullptr) return Cell(column);
  }
  return book_.OnlyCode(RecordKind::kAgency);
}

IncomingRecord SiasnReader::Profile(const Nip& nip, std::vector<CellFault>& faults) const {
  using namespace profile_field;
  const RecordKind kind = RecordKind::kProfile;
  IncomingRecord record;
  record.schema = FindSchema(kind);
  record.subject_code = nip.digits;
  record.partial = true;
  record.more_ids.push_back({kPnsId, std::string(Cell("PNS ID"))});
  std::vector<std::string>& values = record.values;
  values.resize(StoredSize(*record.schema));
  values[kDisplayName] = Value(kind, "name", "NAMA", Cell("NAMA"), faults);
  values[kBirthDate] = Value(kind, "birth_date", "TANGGAL LAHIR", Cell("TANGGAL LAHIR"), faults);
  const absl::string_view sex = Cell("JENIS KELAMIN");
  values[kSex] = Value(kind, "sex", "JENIS KELAMIN", sex == "L" ? "M" : sex == "P" ? "F" : sex, faults);
  values[kEmployment] =
      std::string(SiasnEmployment(Cell("JENIS PEGAWAI NAMA"), Cell("STATUS CPNS PNS"), nip.pppk));
  const absl::string_view entered = Cell("TMT CPNS").empty() ? "TMT PNS" : "TMT CPNS";
  values[kAppointedDate] = Value(kind, "appointed_date", entered, Cell(entered), faults);
  const int grade = SiasnGrade(Cell("GOL AKHIR ID"), Cell("GOL AKHIR NAMA"), values[kEmployment] == "PPPK");
  if (grade > 0) {
    values[kGrade] = absl::StrCat(grade);
  } else if (!Cell("GOL AKHIR ID").empty() || !Cell("GOL AKHIR NAMA").empty()) {
    Warn("GOL AKHIR NAMA", "IMPORT_GRADE_UNKNOWN", faults);
  }
  values[kGradeDate] = Value(kind, "grade_date", "TMT GOLONGAN", Cell("TMT GOLONGAN"), faults);
  values[kFunctionalLevel] = std::string(SiasnFunctionalLevel(Cell("JABATAN NAMA")));
  values[kAgency] = std::string(AgencyCode());
  const absl::string_view state = SiasnState(Cell("KEDUDUKAN HUKUM NAMA"));
  if (state.empty() && !Cell("KEDUDUKAN HUKUM NAMA").empty()) {
    Warn("KEDUDUKAN HUKUM NAMA", "IMPORT_CODE_UNKNOWN", faults);
  }
  values[kState] = std::string(state);
  return record;
}

void SiasnReader::AddAppointment(const std::string& nip, std::vector<IncomingRecord>& records,
                                 std::vector<CellFault>& faults) const {
  const RecordKind kind = RecordKind::kAppointment;
  if (Cell("JABATAN NAMA").empty() && Cell("JABATAN ID").empty()) return;
  absl::string_view position = Cell("JABATAN ID");
  const CodeBook::Thing* found = book_.Find(RecordKind::kPosition, position);
  if (found == nullptr) {
    position = book_.PositionCodeByTitle(Cell("JABATAN NAMA"));
    found = book_.Find(RecordKind::kPosition, position);
  }
  if (found == nullptr) return Warn("JABATAN NAMA", "IMPORT_POSITION_UNRESOLVED", faults);
  const CodeBook::Thing* unit = book_.Find(RecordKind::kOrgUnit, Cell("UNOR ID"));
  const absl::string_view post =
      unit == nullptr ? absl::string_view() : book_.PostCodeAt(unit->id, found->id);
  if (post.empty()) Warn("UNOR ID", "IMPORT_POST_UNRESOLVED", faults);
  const std::string start = Value(kind, "start_date", "TMT JABATAN", Cell("TMT JABATAN"), faults);
  if (start.empty()) return Warn("TMT JABATAN", "IMPORT_START_UNKNOWN", faults);
  IncomingRecord record;
  record.schema = FindSchema(kind);
  record.subject_code = nip;
  record.values = {start, std::string(post), std::string(position), "", ""};
  record.partial = true;
  records.push_back(std::move(record));
}

void SiasnReader::AddEducation(const std::string& nip, std::vector<IncomingRecord>& records,
                               std::vector<CellFault>& faults) const {
  const RecordKind kind = RecordKind::kEducation;
  std::string level =
      std::string(SiasnEducationLevel(Cell("TINGKAT PENDIDIKAN ID"), Cell("TINGKAT PENDIDIKAN NAMA")));
  if (level.empty()) return;
  absl::string_view field = SiasnEducationField(Cell("PENDIDIKAN NAMA"));
  if (field.empty()) {
    Warn("PENDIDIKAN NAMA", "IMPORT_FIELD_UNRESOLVED", faults);
    field = "GENERAL";
  }
  IncomingRecord record;
  record.schema = FindSchema(kind);
  record.subject_code = nip;
  record.values = {std::move(level), std::string(field),
                   Value(kind, "graduated_year", "TAHUN LULUS", Cell("TAHUN LULUS"), faults)};
  record.partial = true;
  records.push_back(std::move(record));
}

bool SiasnReader::Read(const std::vector<absl::string_view>& cells, std::vector<IncomingRecord>& records,
                       std::vector<CellFault>& faults) {
  row_ = &cells;
  if (cells.size() < width_) {
    row_ = nullptr;
    faults.push_back({{"", "IMPORT_CELLS_MISCOUNTED"}, "", absl::StrCat(cells.size(), " cells of ", width_)});
    return false;
  }
  std::string digits;
  const Column column{.name = "NIP BARU", .type = CellType::kNip, .required = true, .personal = true};
  if (const absl::string_view reason = ReadCell(column, Cell("NIP BARU"), &digits); !reason.empty()) {
    faults.push_back({{"NIP BARU", reason}, "", ShapeOf(Cell("NIP BARU"))});
    return false;
  }
  IncomingRecord profile = Profile(*ParseNip(digits), faults);
  if (profile.values[profile_field::kAgency].empty()) {
    faults.push_back(
        {{"INSTANSI KERJA ID", "IMPORT_REFERENCE_UNKNOWN"}, "", ShapeOf(Cell("INSTANSI KERJA ID"))});
    return false;
  }
  records.push_back(std::move(profile));
  AddAppointment(digits, records, faults);
  AddEducation(digits, records, faults);
  return true;
}

}  // namespace

std::unique_ptr<RowReader> MakeSiasnReader(const CodeBook& book) {
  return std::make_unique<SiasnReader>(book);
}

}  // namespace selaras::registry
