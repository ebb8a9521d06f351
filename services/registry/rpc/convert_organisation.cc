#include "services/registry/rpc/convert_organisation.h"

namespace selaras::registry {
namespace {

template <typename Message>
void SetHead(const char* collection, const Organisation::Thing& thing, const Sources& sources,
             Message* message) {
  message->set_name(NameOf(collection, thing.fact.subject));
  message->set_etag(absl::StrCat(thing.fact.known_from));
  SetExternalIds(thing.external_ids, message);
  SetProvenance(thing.fact, sources, message->mutable_provenance());
}

int SmallInt(const RecordView& record, int column) {
  return static_cast<int>(record.Int(column).value_or(0));
}

}  // namespace

void ToProto(const Organisation::Thing& thing, const Sources& sources, pb::Agency* agency) {
  const RecordView record(thing.fact.content);
  SetHead("agencies", thing, sources, agency);
  agency->set_display_name(Str(record.Text(agency_field::kDisplayName)));
  agency->set_kind(ParseCode("KIND_", record.Text(agency_field::kKind), pb::Agency::Kind_Parse));
  agency->set_region_code(Str(record.Text(agency_field::kRegionCode)));
  agency->set_time_zone(Str(record.Text(agency_field::kTimeZone)));
}

void ToProto(const Organisation::Thing& thing, pb::District* district) {
  using namespace district_field;
  const RecordView record(thing.fact.content);
  district->set_name(NameOf("districts", thing.fact.subject));
  district->set_display_name(Str(record.Text(kDisplayName)));
  district->set_regency_code(Str(record.Text(kRegencyCode)));
  district->set_regency_display_name(Str(record.Text(kRegencyName)));
  district->set_latitude(record.Real(kLat).value_or(0));
  district->set_longitude(record.Real(kLon).value_or(0));
  if (const auto population = record.Int(kPopulation)) district->set_population(*population);
  if (const auto area = record.Real(kAreaKm2)) district->set_area_km2(*area);
  if (const auto growth = record.Real(kGrowthPercent)) district->set_growth_percent(*growth);
  if (const auto years = record.Real(kMeanSchoolingYears)) district->set_mean_schooling_years(*years);
  district->set_island(record.Flag(kIsland).value_or(false));
}

void ToProto(const Organisation::Thing& thing, const Sources& sources, pb::OrgUnit* unit) {
  using namespace unit_field;
  const RecordView record(thing.fact.content);
  SetHead("orgUnits", thing, sources, unit);
  unit->set_display_name(Str(record.Text(kDisplayName)));
  unit->set_agency(NameOf("agencies", record.Text(kAgency)));
  unit->set_parent(NameOf("orgUnits", record.Text(kParent)));
  unit->set_kind(ParseCode("KIND_", record.Text(kKind), pb::OrgUnit::Kind_Parse));
  unit->set_field(Str(record.Text(kField)));
  unit->set_district(NameOf("districts", record.Text(kDistrict)));
  unit->set_latitude(record.Real(kLat).value_or(0));
  unit->set_longitude(record.Real(kLon).value_or(0));
  unit->set_size_class(Str(record.Text(kSizeClass)));
}

void ToProto(const Organisation::Thing& thing, const Sources& sources, pb::Position* position) {
  using namespace position_field;
  const RecordView record(thing.fact.content);
  SetHead("positions", thing, sources, position);
  position->set_display_name(Str(record.Text(kTitle)));
  position->set_family(ParseCode("FAMILY_", record.Text(kFamily), pb::Position::Family_Parse));
  position->set_group(ParseCode("GROUP_", record.Text(kGroup), pb::Position::Group_Parse));
  position->set_level(SmallInt(record, kLevel));
  position->set_job_class(SmallInt(record, kJobClass));
  position->set_strategic_class(SmallInt(record, kStrategicClass));
  position->set_purpose_id(Str(record.Text(kPurposeId)));
  position->set_purpose_en(Str(record.Text(kPurposeEn)));
  position->set_min_education(Str(record.Text(kMinEducation)));
  for (absl::string_view field : record.Parts(kEducationFields)) position->add_education_fields(Str(field));
  position->set_certificate(Str(record.Text(kCertificate)));
  position->set_min_grade(SmallInt(record, kMinGrade));
  position->set_max_grade(SmallInt(record, kMaxGrade));
  pb::CompetencyStandard* standard = position->mutable_standard();
  for (int i = 0; i < kCoreCompetencies; ++i) standard->add_core(SmallInt(record, kCore + i));
  SetLevels(record, kTechnical, standard->mutable_technical());
}

void ToProto(const Organisation::Thing& thing, const Organisation& organisation, const Sources& sources,
             pb::Post* post) {
  using namespace post_field;
  const RecordView record(thing.fact.content);
  SetHead("posts", thing, sources, post);
  post->set_org_unit(NameOf("orgUnits", record.Text(kOrgUnit)));
  post->set_position(NameOf("positions", record.Text(kPosition)));
  post->set_agency(NameOf("agencies", thing.fact.agency));
  post->set_ceiling(SmallInt(record, kCeiling));
  post->set_head_of_unit(record.Flag(kHeadOfUnit).value_or(false));
  post->set_certificate(Str(record.Text(kCertificate)));
  post->set_min_grade(SmallInt(record, kMinGrade));
  post->set_district(NameOf("districts", organisation.DistrictOf(record.Text(kOrgUnit))));
  post->set_incumbents(thing.incumbents);
}

void ToProto(const Organisation::Thing& thing, pb::ElectionCalendar* calendar) {
  using namespace calendar_field;
  const RecordView record(thing.fact.content);
  calendar->set_region_code(thing.fact.subject);
  if (const auto day = record.Date(kDeterminationDate)) SetDate(*day, calendar->mutable_determination_date());
  if (const auto day = record.Date(kTermEnd)) SetDate(*day, calendar->mutable_term_end());
  if (const auto day = record.Date(kInaugurationDate)) SetDate(*day, calendar->mutable_inauguration_date());
}

}  // namespace selaras::registry
