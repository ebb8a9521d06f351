#ifndef SELARAS_SERVICES_NEEDS_DOMAIN_RECORD_H_
#define SELARAS_SERVICES_NEEDS_DOMAIN_RECORD_H_

// What the service is told about work: five kinds of rows (docs/formats.md §3) as one table of columns, which
// import, storage and analysis follow.
//
// A record is stored as the code of its unit, a key (which tells records of one unit and kind apart) and a
// content, both the canonical values of their columns separated by tabs. Equal records have equal text. Empty
// = unknown.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/needs/domain/workload.h"

namespace selaras::needs {

// Stored: do not renumber.
enum class RecordKind : int { kWorkload = 1, kSchoolClass = 2, kStandard = 3, kIndicator = 4, kSurvey = 5 };

enum class CellType {
  kToken,    // a code of an open list: letters, digits, `_ - . / +` and blanks, at most 64
  kText,     // at most 200 bytes of UTF-8
  kWord,     // one of `words`
  kMonth,    // YYYY-MM
  kInt,      // min ≤ n ≤ max
  kDecimal,  // min ≤ x ≤ max, kept to six places
};

struct RecordColumn {
  absl::string_view name;
  CellType type;
  bool key = false;  // part of the key; required
  bool required = false;
  absl::string_view words = {};  // kWord: separated by blanks
  int64_t min = 0;
  int64_t max = 0;
};

struct RecordSchema {
  RecordKind kind;
  absl::string_view file;
  bool has_unit = true;  // column unit_code stands before `columns`
  absl::Span<const RecordColumn> columns;
};

absl::Span<const RecordSchema> RecordSchemas();
// Null: no such file.
const RecordSchema* FindRecordSchema(absl::string_view file);
// Null: no such file or column; also for unit_code, which is not among the columns.
const RecordColumn* FindRecordColumn(absl::string_view file, absl::string_view column);

struct Record {
  RecordKind kind = RecordKind::kWorkload;
  std::string unit_code;  // empty for standards
  std::string key;
  std::string content;

  friend bool operator==(const Record&, const Record&) = default;
};

// A cell that breaks its column's rule.
struct CellFault {
  std::string column;
  std::string value_shape;
  absl::string_view reason;  // of the catalogue
};

// Reads a row: `cells[i]` is the cell of unit_code (if the schema has it) and then of each column; a column
// that the file lacks is empty. Returns the record, or puts every fault into `faults` and returns nullopt.
std::optional<Record> ReadRecord(const RecordSchema& schema, absl::Span<const absl::string_view> cells,
                                 std::vector<CellFault>* faults);

// `empty`, `18 digits`, `text of 7`.
std::string ShapeOf(absl::string_view text);

// "-12.5" style text of six places at most, and back. nullopt: not a decimal, or more than twelve
// digits before the mark.
std::optional<Micro> ParseDecimal(absl::string_view text);
std::string FormatDecimal(Micro value);

// --- Decoded records. REQUIRES: text written by ReadRecord.

struct WorkloadRecord {
  std::string position_code;
  int year = 0;
  Task task;  // effective_minutes 0 = by method
};
WorkloadRecord DecodeWorkload(const Record& record);

struct SchoolClassRecord {
  int year = 0;
  int grade = 0;
  std::optional<int64_t> pupils;
  std::optional<int64_t> classes;
};
SchoolClassRecord DecodeSchoolClass(const Record& record);

// Stored as words.
enum class StandardKind { kFixed, kLessonHours, kClassTeacher, kPupilsPer, kOnePerUnit };
struct StandardRecord {
  StandardKind kind = StandardKind::kFixed;
  std::string unit_kind;
  std::string size_class;  // `*` = every
  std::string position_code;
  int grade = 0;
  std::optional<Micro> value;
};
StandardRecord DecodeStandard(const Record& record);

// Months count from year 0: 2026-04 = 2026 · 12 + 3.
struct IndicatorRecord {
  int month = 0;
  std::string indicator;
  Micro value = 0;
};
IndicatorRecord DecodeIndicator(const Record& record);

struct SurveyRecord {
  int month = 0;
  std::string question;
  int64_t respondents = 0;
  Micro mean_score = 0;
};
SurveyRecord DecodeSurvey(const Record& record);

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_DOMAIN_RECORD_H_
