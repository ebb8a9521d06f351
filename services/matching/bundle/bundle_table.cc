#include "services/matching/bundle/bundle_table.h"

#include <algorithm>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace selaras::matching {
namespace {

using registry::CellType;
using registry::Column;
using registry::Reference;

struct Layout {
  absl::string_view file;
  bool required;
  absl::string_view columns;  // `!` = must be there and hold a value.
};

constexpr Layout kLayouts[] = {
    {"agencies.csv", true, "agency_code! name kind region_code"},
    {"districts.csv", false, "district_code! name lat lon island"},
    {"org_units.csv", true, "unit_code! agency_code! parent_code name district_code"},
    {"positions.csv", true,
     "position_code! title family! group! level! job_class strategic_class purpose_id purpose_en "
     "min_education "
     "education_fields certificate min_grade max_grade M1 M2 M3 M4 M5 M6 M7 M8 S1 technical"},
    {"posts.csv", true, "post_code! unit_code! position_code! ceiling! head_of_unit certificate min_grade"},
    {"calendar.csv", false, "region_code! determination_date! term_end! inauguration_date"},
    {"needs.csv", false, "post_code! critical target! urgencies assumed"},
    {"employees.csv", true,
     "employee_code! employment appointed_date grade functional_level agency_code! home_district_code state "
     "bonded_until audit_finding court_process retirement_date post_code post_since"},
    {"appointments.csv", false, "employee_code! start_date! post_code position_code end_date"},
    {"educations.csv", false, "employee_code! level! field! graduated_year"},
    {"certificates.csv", false, "employee_code! certificate! field valid_until"},
    {"assessments.csv", false,
     "employee_code! assessed_date! M1 M2 M3 M4 M5 M6 M7 M8 S1 technical potential"},
    {"appraisals.csv", false, "employee_code! year! results behaviour predicate doubtful"},
    {"peer_reviews.csv", false, "employee_code! year! rater_group! rater_count! mean_score!"},
    {"preferences.csv", false, "employee_code! rank! target_kind! target_code! submitted_date"},
    {"developments.csv", false, "employee_code! position_code! agreed_date"},
    {"relations.csv", false, "employee_code! other_employee_code!"},
    {"disciplinary_actions.csv", false, "employee_code! start_date! severity! served_until in_process"},
};

// Columns that only bundles have.
constexpr Column kOwn[] = {
    {.name = "retirement_date", .type = CellType::kDate},
    {.name = "post_since", .type = CellType::kDate},
    {.name = "critical", .type = CellType::kInt, .min = 0, .max = 100000},
    {.name = "target", .type = CellType::kInt, .min = 0, .max = 100000},
    {.name = "urgencies", .type = CellType::kText, .max = 400000},
    {.name = "assumed", .type = CellType::kFlag},
    {.name = "doubtful", .type = CellType::kFlag},
};

bool IsOwnCode(absl::string_view name) {
  static constexpr absl::string_view kCodes[] = {
      "agency_code",   "district_code", "unit_code",          "parent_code",   "post_code",
      "position_code", "target_code",   "home_district_code", "employee_code", "other_employee_code"};
  return std::find(std::begin(kCodes), std::end(kCodes), name) != std::end(kCodes);
}

// Codes that refer to a thing; the first column of a file of things names the thing itself.
Reference ReferenceOf(absl::string_view name) {
  if (name == "agency_code") return Reference::kAgency;
  if (name == "district_code" || name == "home_district_code") return Reference::kDistrict;
  if (name == "unit_code" || name == "parent_code") return Reference::kOrgUnit;
  if (name == "position_code") return Reference::kPosition;
  if (name == "post_code") return Reference::kPost;
  if (name == "target_code") return Reference::kTarget;
  if (name == "employee_code" || name == "other_employee_code") return Reference::kEmployee;
  return Reference::kNone;
}

BundleColumn ColumnOf(const registry::RecordSchema* schema, absl::string_view name, bool first) {
  BundleColumn column;
  const bool required = absl::ConsumeSuffix(&name, "!");
  for (const Column& own : kOwn) {
    if (own.name == name) column.cell = own;
  }
  if (schema != nullptr) {
    const absl::string_view of_folder = name == "other_employee_code" ? "other_nip" : name;
    for (const Column& known : schema->columns) {
      if (known.name == of_folder) column.cell = known;
    }
    column.stored = registry::StoredIndex(*schema, of_folder);
  }
  if (IsOwnCode(name)) {
    column.is_id = true;
    column.is_person = name == "employee_code" || name == "other_employee_code";
    column.alias = name == "employee_code" ? "nip" : name == "other_employee_code" ? "other_nip" : "";
    column.cell.type = CellType::kToken;
  }
  column.cell.name = name;
  column.cell.required = required;
  const bool names_itself = first && (schema == nullptr ? false
                                                        : !registry::IsAboutEmployee(schema->kind) ||
                                                              schema->kind == registry::RecordKind::kProfile);
  column.cell.reference = names_itself ? Reference::kNone : ReferenceOf(name);
  return column;
}

std::vector<BundleTable> MakeTables() {
  std::vector<BundleTable> tables;
  for (const Layout& layout : kLayouts) {
    BundleTable& table = tables.emplace_back();
    table.file = layout.file;
    table.required = layout.required;
    table.schema = registry::FindSchemaOfFile(layout.file);
    for (const absl::string_view name : absl::StrSplit(layout.columns, ' ')) {
      table.columns.push_back(ColumnOf(table.schema, name, table.columns.empty()));
    }
  }
  return tables;
}

}  // namespace

int BundleTable::Index(absl::string_view column) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].cell.name == column) return static_cast<int>(i);
  }
  return -1;
}

absl::Span<const BundleTable> BundleTables() {
  static const auto& tables = *new std::vector<BundleTable>(MakeTables());
  return tables;
}

const BundleTable* FindBundleTable(absl::string_view file) {
  for (const BundleTable& table : BundleTables()) {
    if (table.file == file) return &table;
  }
  return nullptr;
}

bool IsUnusedFile(absl::string_view file) {
  static constexpr absl::string_view kUnused[] = {"province.json",  "duties.csv",         "trainings.csv",
                                                  "workloads.csv",  "school_classes.csv", "standards.csv",
                                                  "indicators.csv", "surveys.csv"};
  return std::find(std::begin(kUnused), std::end(kUnused), file) != std::end(kUnused);
}

}  // namespace selaras::matching
