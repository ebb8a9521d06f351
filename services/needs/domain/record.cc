#include "services/needs/domain/record.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace selaras::needs {
namespace {

constexpr size_t kMaxToken = 64;
constexpr size_t kMaxText = 200;
constexpr int64_t kMaxVolume = 1'000'000'000;
constexpr int64_t kMaxMinutes = 1'000'000;

constexpr RecordColumn kWorkloadColumns[] = {
    {"position_code", CellType::kToken, true},
    {"year", CellType::kInt, true, false, {}, 2000, 2100},
    {"task", CellType::kText, true},
    {"task_kind", CellType::kWord, false, true, "MAIN SUPPORT"},
    {"method", CellType::kWord, false, true, "TASK HEALTH"},
    {"volume", CellType::kDecimal, false, true, {}, 0, kMaxVolume},
    {"norm_minutes", CellType::kDecimal, false, true, {}, 0, kMaxMinutes},
    {"effective_minutes", CellType::kInt, false, false, {}, 60, 525'600},
};
constexpr RecordColumn kSchoolClassColumns[] = {
    {"year", CellType::kInt, true, false, {}, 2000, 2100},
    {"grade", CellType::kInt, true, false, {}, 0, 13},
    {"pupils", CellType::kInt, false, false, {}, 0, 100'000},
    {"classes", CellType::kInt, false, false, {}, 0, 1'000},
};
constexpr RecordColumn kStandardColumns[] = {
    {"kind", CellType::kWord, true, false, "FIXED LESSON_HOURS PUPILS_PER CLASS_TEACHER ONE_PER_UNIT"},
    {"unit_kind", CellType::kWord, true, false,
     "DEPARTMENT SECRETARIAT DIVISION SECTION OFFICE SCHOOL PUSKESMAS HOSPITAL DISTRICT_OFFICE "
     "VILLAGE_OFFICE"},
    {"size_class", CellType::kText, true},
    {"position_code", CellType::kToken, true},
    {"grade", CellType::kInt, true, false, {}, 0, 13},
    {"value", CellType::kDecimal, false, false, {}, 0, 100'000},
};
constexpr RecordColumn kIndicatorColumns[] = {
    {"month", CellType::kMonth, true},
    {"indicator", CellType::kWord, true, false,
     "COMPLAINTS SERVICES BACKLOG LEAD_TIME_DAYS VISITS PUPILS SATISFACTION POPULATION"},
    {"value", CellType::kDecimal, false, true, {}, 0, kMaxVolume},
};
constexpr RecordColumn kSurveyColumns[] = {
    {"month", CellType::kMonth, true},
    {"question", CellType::kWord, true, false, "WORKLOAD CLARITY SUPPORT WELLBEING"},
    {"respondents", CellType::kInt, false, true, {}, 5, 1'000'000},
    {"mean_score", CellType::kDecimal, false, true, {}, 1, 5},
};

constexpr RecordSchema kSchemas[] = {
    {RecordKind::kWorkload, "workloads.csv", true, kWorkloadColumns},
    {RecordKind::kSchoolClass, "school_classes.csv", true, kSchoolClassColumns},
    {RecordKind::kStandard, "standards.csv", false, kStandardColumns},
    {RecordKind::kIndicator, "indicators.csv", true, kIndicatorColumns},
    {RecordKind::kSurvey, "surveys.csv", true, kSurveyColumns},
};
constexpr RecordColumn kUnitColumn = {"unit_code", CellType::kToken, true};

bool IsUnknown(absl::string_view text) {
  return text.empty() || text == "-" || text == "NULL";
}

bool IsToken(absl::string_view text) {
  return text.size() <= kMaxToken && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(c) || absl::StrContains("_-./+ ", absl::string_view(&c, 1));
         });
}

// Continuation bytes are counted, overlong forms let pass: the database refuses what is not UTF-8 at all, so
// here only what it would refuse must be found.
bool IsUtf8(absl::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const unsigned char c = text[i];
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return false;
    const size_t length = c < 0x80                ? 1
                          : c >= 0xC2 && c < 0xE0 ? 2
                          : c >= 0xE0 && c < 0xF0 ? 3
                          : c >= 0xF0 && c < 0xF5 ? 4
                                                  : 0;
    if (length == 0 || i + length > text.size()) return false;
    for (size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    }
    const unsigned char next = length > 1 ? text[i + 1] : 0x80;
    if ((c == 0xE0 && next < 0xA0) || (c == 0xED && next >= 0xA0) || (c == 0xF0 && next < 0x90) ||
        (c == 0xF4 && next >= 0x90)) {
      return false;
    }
    i += length;
  }
  return true;
}

absl::string_view ReadText(absl::string_view text, std::string* out) {
  if (!IsUtf8(text)) return "IMPORT_TEXT_NOT_UTF8";
  if (text.size() > kMaxText) return "IMPORT_TEXT_TOO_LONG";
  *out = std::string(text);
  std::replace_if(
      out->begin(), out->end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return "";
}

absl::string_view ReadWord(absl::string_view words, absl::string_view text, std::string* out) {
  const std::string upper = absl::AsciiStrToUpper(text);
  for (absl::string_view word : absl::StrSplit(words, ' ')) {
    if (word == upper) {
      *out = upper;
      return "";
    }
  }
  return "IMPORT_CODE_UNKNOWN";
}

absl::string_view ReadMonth(absl::string_view text, std::string* out) {
  int year = 0, month = 0;
  if (text.size() != 7 || text[4] != '-' || !absl::SimpleAtoi(text.substr(0, 4), &year) ||
      !absl::SimpleAtoi(text.substr(5), &month) || year < 2000 || year > 2100 || month < 1 || month > 12) {
    return "IMPORT_MONTH_MALFORMED";
  }
  *out = std::string(text);
  return "";
}

absl::string_view ReadInt(const RecordColumn& column, absl::string_view text, std::string* out) {
  const std::optional<Micro> value = ParseDecimal(text);  // spreadsheets write 12.0
  if (!value || *value % kMicro != 0) return "IMPORT_NUMBER_MALFORMED";
  if (*value / kMicro < column.min || *value / kMicro > column.max) return "IMPORT_NUMBER_RANGE";
  *out = absl::StrCat(*value / kMicro);
  return "";
}

absl::string_view ReadDecimal(const RecordColumn& column, absl::string_view text, std::string* out) {
  const std::optional<Micro> value = ParseDecimal(text);
  if (!value) return "IMPORT_NUMBER_MALFORMED";
  if (*value < column.min * kMicro || *value > column.max * kMicro) return "IMPORT_NUMBER_RANGE";
  *out = FormatDecimal(*value);
  return "";
}

absl::string_view ReadCell(const RecordColumn& column, absl::string_view text, std::string* out) {
  if (IsUnknown(text)) return column.key || column.required ? "IMPORT_CELL_REQUIRED" : "";
  switch (column.type) {
    case CellType::kToken:
      *out = std::string(text);
      return IsToken(text) ? "" : "IMPORT_TOKEN_MALFORMED";
    case CellType::kText:
      return ReadText(text, out);
    case CellType::kWord:
      return ReadWord(column.words, text, out);
    case CellType::kMonth:
      return ReadMonth(text, out);
    case CellType::kInt:
      return ReadInt(column, text, out);
    case CellType::kDecimal:
      return ReadDecimal(column, text, out);
  }
  return "IMPORT_TOKEN_MALFORMED";
}

std::vector<absl::string_view> Parts(absl::string_view text) {
  return absl::StrSplit(text, '\t');
}

int64_t Int(absl::string_view text) {
  int64_t value = 0;
  return absl::SimpleAtoi(text, &value) ? value : 0;
}

std::optional<int64_t> OptionalInt(absl::string_view text) {
  return text.empty() ? std::nullopt : std::make_optional(Int(text));
}

int MonthNumber(absl::string_view text) {
  return static_cast<int>(Int(text.substr(0, 4)) * 12 + Int(text.substr(5)) - 1);
}

}  // namespace

absl::Span<const RecordSchema> RecordSchemas() {
  return kSchemas;
}

const RecordSchema* FindRecordSchema(absl::string_view file) {
  for (const RecordSchema& schema : kSchemas) {
    if (schema.file == file) return &schema;
  }
  return nullptr;
}

const RecordColumn* FindRecordColumn(absl::string_view file, absl::string_view column) {
  const RecordSchema* schema = FindRecordSchema(file);
  if (schema == nullptr) return nullptr;
  for (const RecordColumn& candidate : schema->columns) {
    if (candidate.name == column) return &candidate;
  }
  return nullptr;
}

std::optional<Record> ReadRecord(const RecordSchema& schema, absl::Span<const absl::string_view> cells,
                                 std::vector<CellFault>* faults) {
  Record record;
  record.kind = schema.kind;
  std::vector<std::string> key, content;
  bool sound = true;
  const auto read = [&](const RecordColumn& column, absl::string_view cell) {
    const absl::string_view text = absl::StripAsciiWhitespace(cell);
    std::string value;
    const absl::string_view reason = ReadCell(column, text, &value);
    if (!reason.empty()) {
      faults->push_back({std::string(column.name), ShapeOf(text), reason});
      sound = false;
    }
    return value;
  };
  size_t at = 0;
  if (schema.has_unit) record.unit_code = read(kUnitColumn, cells[at++]);
  for (const RecordColumn& column : schema.columns) {
    absl::string_view cell = cells[at++];
    // A standard that is not by grade holds for every grade.
    if (schema.kind == RecordKind::kStandard && column.name == "grade" &&
        IsUnknown(absl::StripAsciiWhitespace(cell))) {
      cell = "0";
    }
    (column.key ? key : content).push_back(read(column, cell));
  }
  if (!sound) return std::nullopt;
  record.key = absl::StrJoin(key, "\t");
  record.content = absl::StrJoin(content, "\t");
  return record;
}

std::string ShapeOf(absl::string_view text) {
  if (text.empty()) return "empty";
  const auto digits = std::count_if(text.begin(), text.end(), absl::ascii_isdigit);
  if (digits == static_cast<int64_t>(text.size())) return absl::StrCat(text.size(), " digits");
  if (text.find_first_not_of("0123456789.,+-") == absl::string_view::npos) {
    return absl::StrCat("number or date of ", text.size());
  }
  return IsUtf8(text) ? absl::StrCat("text of ", text.size())
                      : absl::StrCat(text.size(), " bytes, not UTF-8");
}

std::optional<Micro> ParseDecimal(absl::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  size_t mark = text.find('.');
  if (mark == absl::string_view::npos) mark = text.find(',');  // the Indonesian mark
  const absl::string_view whole = text.substr(0, mark);
  std::string places(mark == absl::string_view::npos ? "" : text.substr(mark + 1));
  const auto is_digits = [](absl::string_view part) {
    return std::all_of(part.begin(), part.end(), absl::ascii_isdigit);
  };
  if (whole.empty() || whole.size() > 12 || !is_digits(whole) || !is_digits(places)) return std::nullopt;
  if (mark != absl::string_view::npos && places.empty()) return std::nullopt;
  const bool round_up = places.size() > 6 && places[6] >= '5';
  places.resize(6, '0');
  const Micro value = Int(whole) * kMicro + Int(places) + (round_up ? 1 : 0);
  return negative ? -value : value;
}

std::string FormatDecimal(Micro value) {
  const uint64_t size = value < 0 ? static_cast<uint64_t>(-value) : static_cast<uint64_t>(value);
  std::string text = absl::StrCat(value < 0 ? "-" : "", size / kMicro);
  const uint64_t rest = size % kMicro;
  if (rest == 0) return text;
  std::string places = absl::StrCat(rest + kMicro).substr(1);
  while (places.back() == '0') places.pop_back();
  return absl::StrCat(text, ".", places);
}

WorkloadRecord DecodeWorkload(const Record& record) {
  const auto key = Parts(record.key);
  const auto content = Parts(record.content);
  WorkloadRecord workload;
  workload.position_code = std::string(key[0]);
  workload.year = static_cast<int>(Int(key[1]));
  workload.task.kind = content[0] == "SUPPORT" ? TaskKind::kSupport : TaskKind::kMain;
  workload.task.method = content[1] == "HEALTH" ? WorkMethod::kHealth : WorkMethod::kTask;
  workload.task.volume = ParseDecimal(content[2]).value_or(0);
  workload.task.norm_minutes = ParseDecimal(content[3]).value_or(0);
  workload.task.effective_minutes = Int(content[4]);
  return workload;
}

SchoolClassRecord DecodeSchoolClass(const Record& record) {
  const auto key = Parts(record.key);
  const auto content = Parts(record.content);
  return {static_cast<int>(Int(key[0])), static_cast<int>(Int(key[1])), OptionalInt(content[0]),
          OptionalInt(content[1])};
}

StandardRecord DecodeStandard(const Record& record) {
  const auto key = Parts(record.key);
  StandardRecord standard;
  standard.kind = key[0] == "LESSON_HOURS"    ? StandardKind::kLessonHours
                  : key[0] == "CLASS_TEACHER" ? StandardKind::kClassTeacher
                  : key[0] == "PUPILS_PER"    ? StandardKind::kPupilsPer
                  : key[0] == "ONE_PER_UNIT"  ? StandardKind::kOnePerUnit
                                              : StandardKind::kFixed;
  standard.unit_kind = std::string(key[1]);
  standard.size_class = std::string(key[2]);
  standard.position_code = std::string(key[3]);
  standard.grade = static_cast<int>(Int(key[4]));
  if (!record.content.empty()) standard.value = ParseDecimal(record.content);
  return standard;
}

IndicatorRecord DecodeIndicator(const Record& record) {
  const auto key = Parts(record.key);
  return {MonthNumber(key[0]), std::string(key[1]), ParseDecimal(record.content).value_or(0)};
}

SurveyRecord DecodeSurvey(const Record& record) {
  const auto key = Parts(record.key);
  const auto content = Parts(record.content);
  return {MonthNumber(key[0]), std::string(key[1]), Int(content[0]), ParseDecimal(content[1]).value_or(0)};
}

}  // namespace selaras::needs
