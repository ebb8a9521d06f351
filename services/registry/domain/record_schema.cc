#include "services/registry/domain/record_schema.h"

namespace selaras::registry {
namespace {

constexpr absl::string_view kEducationLevels = "05 10 15 17 20 25 30 35 40 45 50";
constexpr absl::string_view kFunctionalLevels = "JF_PM JF_TR JF_MH JF_PY JF_AP JF_AMU JF_AMD JF_AU";
constexpr double kMaxPeople = 1e6;

constexpr Column Subject(absl::string_view name) {
  return {.name = name, .type = CellType::kToken, .subject = true, .required = true};
}
constexpr Column Nip(absl::string_view name = "nip") {
  return {.name = name, .type = CellType::kNip, .subject = true, .required = true, .personal = true};
}
constexpr Column Text(absl::string_view name, double max = 200) {
  return {.name = name, .max = max};
}
constexpr Column Code(absl::string_view name, absl::string_view allowed) {
  return {.name = name, .type = CellType::kCode, .allowed = allowed};
}
constexpr Column Token(absl::string_view name) {
  return {.name = name, .type = CellType::kToken};
}
constexpr Column Date(absl::string_view name) {
  return {.name = name, .type = CellType::kDate};
}
constexpr Column Int(absl::string_view name, double min, double max) {
  return {.name = name, .type = CellType::kInt, .min = min, .max = max};
}
constexpr Column Real(absl::string_view name, double min, double max) {
  return {.name = name, .type = CellType::kReal, .min = min, .max = max};
}
constexpr Column Flag(absl::string_view name) {
  return {.name = name, .type = CellType::kFlag};
}
constexpr Column To(absl::string_view name, Reference reference) {
  return {.name = name,
          .type = reference == Reference::kEmployee ? CellType::kNip : CellType::kToken,
          .personal = reference == Reference::kEmployee,
          .reference = reference};
}
constexpr Column Required(Column column) {
  column.required = true;
  return column;
}
constexpr Column Key(Column column) {
  column.key = true;
  column.required = true;
  return column;
}
constexpr Column Personal(Column column) {
  column.personal = true;
  return column;
}

constexpr Column kAgencyColumns[] = {Subject("agency_code"), Required(Text("name")),
                                     Required(Code("kind", "PROVINCE REGENCY CITY MINISTRY")),
                                     Token("region_code"), Token("time_zone")};
constexpr Column kDistrictColumns[] = {Subject("district_code"),
                                       Required(Text("name")),
                                       Token("regency_code"),
                                       Text("regency_name"),
                                       Real("lat", -90, 90),
                                       Real("lon", -180, 180),
                                       Int("population", 0, 1e8),
                                       Real("area_km2", 0, 1e6),
                                       Real("growth_percent", -50, 50),
                                       Real("mean_schooling_years", 0, 30),
                                       Flag("island")};
constexpr Column kUnitColumns[] = {
    Subject("unit_code"),
    Required(To("agency_code", Reference::kAgency)),
    To("parent_code", Reference::kOrgUnit),
    Required(Text("name")),
    Required(Code("kind",
                  "DEPARTMENT SECRETARIAT DIVISION SECTION OFFICE SCHOOL PUSKESMAS HOSPITAL DISTRICT_OFFICE "
                  "VILLAGE_OFFICE")),
    Token("field"),
    To("district_code", Reference::kDistrict),
    Real("lat", -90, 90),
    Real("lon", -180, 180),
    Token("npsn"),
    Token("size_class")};
constexpr Column kPositionColumns[] = {
    Subject("position_code"),
    Required(Text("title")),
    Required(Code("family", "TEACHER HEALTH FUNCTIONAL STRUCTURAL STAFF")),
    Required(Code("group", "JPT_U JPT_M JPT_P ADM PGW JF_EXPERT JF_SKILLED PLK")),
    Required(Int("level", 1, 9)),
    Int("job_class", 1, 17),
    Int("strategic_class", 0, 3),
    Text("purpose_id", 1000),
    Text("purpose_en", 1000),
    Code("min_education", kEducationLevels),
    {.name = "education_fields", .type = CellType::kTokens},
    Token("certificate"),
    Int("min_grade", 11, 45),
    Int("max_grade", 11, 45),
    Int("M1", 0, 5),
    Int("M2", 0, 5),
    Int("M3", 0, 5),
    Int("M4", 0, 5),
    Int("M5", 0, 5),
    Int("M6", 0, 5),
    Int("M7", 0, 5),
    Int("M8", 0, 5),
    Int("S1", 0, 5),
    {.name = "technical", .type = CellType::kLevels}};
constexpr Column kPostColumns[] = {Subject("post_code"),
                                   Required(To("unit_code", Reference::kOrgUnit)),
                                   Required(To("position_code", Reference::kPosition)),
                                   Required(Int("ceiling", 0, 100000)),
                                   Flag("head_of_unit"),
                                   Token("certificate"),
                                   Int("min_grade", 11, 45)};
constexpr Column kCalendarColumns[] = {Subject("region_code"), Key(Date("determination_date")),
                                       Required(Date("term_end")), Date("inauguration_date")};
constexpr Column kProfileColumns[] = {Nip(),
                                      Personal(Text("name")),
                                      Personal(Date("birth_date")),
                                      Personal(Code("sex", "M F")),
                                      Required(Code("employment", "PNS CPNS PPPK")),
                                      Date("appointed_date"),
                                      {.name = "grade", .type = CellType::kGrade},
                                      Date("grade_date"),
                                      Code("functional_level", kFunctionalLevels),
                                      Required(To("agency_code", Reference::kAgency)),
                                      Personal(To("home_district_code", Reference::kDistrict)),
                                      Code("state", "ACTIVE STUDY UNPAID_LEAVE LONG_SICK SUSPENDED RETIRED"),
                                      Date("bonded_until"),
                                      Flag("audit_finding"),
                                      Personal(Flag("court_process")),
                                      Int("retirement_age", 50, 75)};
// `decree` is not in the province folder: it is set when a decree is applied.
constexpr Column kAppointmentColumns[] = {Nip(),
                                          Key(Date("start_date")),
                                          To("post_code", Reference::kPost),
                                          To("position_code", Reference::kPosition),
                                          Date("end_date"),
                                          Token("decree")};
constexpr Column kDutyColumns[] = {
    Nip(), Key(Code("kind", "PRINCIPAL HEAD_OF_PUSKESMAS SUBGROUP_LEAD ACTING SURGE")),
    Key(Date("start_date")), To("unit_code", Reference::kOrgUnit), Date("end_date")};
constexpr Column kEducationColumns[] = {Nip(), Key(Code("level", kEducationLevels)), Key(Token("field")),
                                        Int("graduated_year", 1940, 2100)};
constexpr Column kCertificateColumns[] = {Nip(), Key(Token("certificate")), Token("field"),
                                          Date("valid_until")};
constexpr Column kAssessmentColumns[] = {Nip(),
                                         Key(Date("assessed_date")),
                                         Int("M1", 0, 5),
                                         Int("M2", 0, 5),
                                         Int("M3", 0, 5),
                                         Int("M4", 0, 5),
                                         Int("M5", 0, 5),
                                         Int("M6", 0, 5),
                                         Int("M7", 0, 5),
                                         Int("M8", 0, 5),
                                         Int("S1", 0, 5),
                                         {.name = "technical", .type = CellType::kLevels},
                                         Int("potential", 0, 100)};
constexpr Column kAppraisalColumns[] = {
    Nip(), Key(Int("year", 1990, 2100)), Code("results", "BELOW AS ABOVE"),
    Code("behaviour", "BELOW AS ABOVE"),
    Required(Code("predicate", "SANGAT_BAIK BAIK BUTUH_PERBAIKAN KURANG SANGAT_KURANG"))};
constexpr Column kPeerReviewColumns[] = {
    Nip(), Key(Int("year", 1990, 2100)), Key(Code("rater_group", "SUPERIOR PEER SUBORDINATE")),
    Required(Int("rater_count", 1, 1000)), Required(Real("mean_score", 0, 100))};
constexpr Column kPreferenceColumns[] = {
    Nip(), Key(Int("rank", 1, 5)), Required(Code("target_kind", "POST UNIT DISTRICT")),
    Required(To("target_code", Reference::kTarget)), Date("submitted_date")};
constexpr Column kDevelopmentColumns[] = {Nip(), Key(To("position_code", Reference::kPosition)),
                                          Date("agreed_date")};
constexpr Column kRelationColumns[] = {Nip(), Key(Code("kind", "SPOUSE PARENT CHILD SIBLING IN_LAW PARTNER")),
                                       Key(To("other_nip", Reference::kEmployee))};
constexpr Column kDisciplineColumns[] = {Nip(), Key(Date("start_date")),
                                         Required(Code("severity", "LIGHT MEDIUM HEAVY")),
                                         Date("served_until"), Flag("in_process")};
constexpr Column kTrainingColumns[] = {Nip(), Key(Token("training_code")), Key(Date("completed_date")),
                                       Text("title")};

constexpr RecordSchema kSchemas[] = {
    {RecordKind::kAgency, "agency", "agencies.csv", Validity::kState, kAgencyColumns},
    {RecordKind::kDistrict, "district", "districts.csv", Validity::kState, kDistrictColumns},
    {RecordKind::kOrgUnit, "orgUnit", "org_units.csv", Validity::kState, kUnitColumns},
    {RecordKind::kPosition, "position", "positions.csv", Validity::kState, kPositionColumns},
    {RecordKind::kPost, "post", "posts.csv", Validity::kState, kPostColumns},
    {RecordKind::kCalendar, "electionCalendar", "calendar.csv", Validity::kState, kCalendarColumns},
    {RecordKind::kProfile, "profile", "employees.csv", Validity::kState, kProfileColumns},
    {RecordKind::kAppointment, "appointments", "appointments.csv", Validity::kEvent, kAppointmentColumns,
     appointment_field::kStartDate, appointment_field::kEndDate},
    {RecordKind::kDuty, "duties", "duties.csv", Validity::kEvent, kDutyColumns, duty_field::kStartDate,
     duty_field::kEndDate},
    {RecordKind::kEducation, "educations", "educations.csv", Validity::kEvent, kEducationColumns,
     education_field::kGraduatedYear},
    {RecordKind::kCertificate, "certificates", "certificates.csv", Validity::kEvent, kCertificateColumns, -1,
     certificate_field::kValidUntil},
    {RecordKind::kAssessment, "assessments", "assessments.csv", Validity::kEvent, kAssessmentColumns,
     assessment_field::kAssessedDate},
    {RecordKind::kAppraisal, "appraisals", "appraisals.csv", Validity::kEvent, kAppraisalColumns,
     appraisal_field::kYear},
    {RecordKind::kPeerReview, "peerReviews", "peer_reviews.csv", Validity::kEvent, kPeerReviewColumns,
     peer_review_field::kYear},
    {RecordKind::kPreference, "preferences", "preferences.csv", Validity::kWish, kPreferenceColumns,
     preference_field::kSubmittedDate},
    {RecordKind::kDevelopment, "developments", "developments.csv", Validity::kWish, kDevelopmentColumns,
     development_field::kAgreedDate},
    {RecordKind::kRelation, "relations", "relations.csv", Validity::kForever, kRelationColumns},
    {RecordKind::kDisciplinaryAction, "disciplinaryActions", "disciplinary_actions.csv", Validity::kEvent,
     kDisciplineColumns, discipline_field::kStartDate, discipline_field::kServedUntil},
    {RecordKind::kTraining, "trainings", "trainings.csv", Validity::kEvent, kTrainingColumns,
     training_field::kCompletedDate},
};

template <typename Match>
const RecordSchema* Find(Match match) {
  for (const RecordSchema& schema : kSchemas) {
    if (match(schema)) return &schema;
  }
  return nullptr;
}

}  // namespace

absl::Span<const RecordSchema> RecordSchemas() {
  return kSchemas;
}

const RecordSchema* FindSchema(RecordKind kind) {
  return Find([&](const RecordSchema& schema) { return schema.kind == kind; });
}

const RecordSchema* FindSchemaOfFile(absl::string_view file) {
  return Find([&](const RecordSchema& schema) { return schema.file == file; });
}

const RecordSchema* FindSchemaOfName(absl::string_view name) {
  return Find([&](const RecordSchema& schema) { return schema.name == name; });
}

int StoredIndex(const RecordSchema& schema, absl::string_view column) {
  int index = 0;
  for (const Column& candidate : schema.columns) {
    if (candidate.subject) continue;
    if (candidate.name == column) return index;
    ++index;
  }
  return -1;
}

int StoredSize(const RecordSchema& schema) {
  int size = 0;
  for (const Column& column : schema.columns) size += column.subject ? 0 : 1;
  return size;
}

RecordKind KindReferredTo(Reference reference, absl::string_view target_kind) {
  switch (reference) {
    case Reference::kAgency:
      return RecordKind::kAgency;
    case Reference::kDistrict:
      return RecordKind::kDistrict;
    case Reference::kOrgUnit:
      return RecordKind::kOrgUnit;
    case Reference::kPosition:
      return RecordKind::kPosition;
    case Reference::kPost:
      return RecordKind::kPost;
    case Reference::kTarget:
      return target_kind == "POST"   ? RecordKind::kPost
             : target_kind == "UNIT" ? RecordKind::kOrgUnit
                                     : RecordKind::kDistrict;
    default:
      return RecordKind::kProfile;
  }
}

}  // namespace selaras::registry
