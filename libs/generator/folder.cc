#include "libs/generator/folder.h"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/generator/csv_writer.h"
#include "libs/generator/dirt.h"
#include "libs/generator/siasn.h"

namespace selaras::generator {
namespace {

class FolderWriter {
 public:
  FolderWriter(const GeneratorOptions& options, const Province& province, std::string dir,
               const Progress& progress)
      : province_(province), dir_(std::move(dir)), progress_(progress), dirt_(options.dirty) {}

  absl::Status Run() {
    Organisation();
    People();
    Records();
    Ties();
    Demand();
    Months();
    if (status_.ok()) status_ = Json();
    return status_;
  }

 private:
  // One table: `fields` adds the fields of row i. Tables about persons get their share of bad rows.
  template <typename Rows, typename Fields>
  void Table(const char* name, const char* header, const Rows& rows, bool personal, const Fields& fields) {
    if (!status_.ok()) return;
    CsvWriter out(absl::StrCat(dir_, "/", name, ".csv"), header);
    if (personal) dirt_.Begin(name, header, static_cast<int64_t>(rows.size()));
    for (const auto& row : rows) {
      fields(out, row);
      out.EndRow();
      if (personal) dirt_.After(&out);
    }
    status_ = out.Close();
    counts_[name] = static_cast<int64_t>(rows.size());
    progress_("files", ++files_, 24);
  }

  const std::string& Nip(int person) const { return province_.people[person].nip; }
  const std::string& UnitCode(int unit) const { return province_.units[unit].code; }
  const std::string& PositionCode(int position) const { return province_.positions[position].code; }

  void Organisation() {
    const Province& p = province_;
    Table("agencies", "agency_code,name,kind,region_code,time_zone", p.agencies, false,
          [](CsvWriter& out, const Agency& a) {
            out.Add(a.code).Add(a.name).Add(a.kind).Add(a.region_code).Add(a.time_zone);
          });
    Table("districts",
          "district_code,name,regency_code,regency_name,lat,lon,population,area_km2,growth_percent,mean_"
          "schooling_years,island",
          p.districts, false, [](CsvWriter& out, const District& d) {
            out.Add(d.code)
                .Add(d.name)
                .Add(d.regency_code)
                .Add(d.regency_name)
                .AddDecimal(d.lat, 6)
                .AddDecimal(d.lon, 6);
            out.Add(d.population).AddDecimal(d.area_km2, 2).AddDecimal(d.growth_percent, 2);
            out.AddDecimal(d.schooling_years, 2).Add(d.island);
          });
    Table("org_units",
          "unit_code,agency_code,parent_code,name,kind,field,district_code,lat,lon,npsn,size_class", p.units,
          false, [&](CsvWriter& out, const Unit& u) {
            out.Add(u.code)
                .Add(p.agencies[u.agency].code)
                .Add(u.parent < 0 ? std::string() : UnitCode(u.parent))
                .Add(u.name);
            out.Add(UnitKindName(u.kind)).Add(u.field).Add(p.districts[u.district].code);
            out.AddDecimal(u.lat, 6).AddDecimal(u.lon, 6).Add(u.npsn).Add(u.size_class);
          });
    Table("positions",
          "position_code,title,family,group,level,job_class,strategic_class,purpose_id,purpose_en,min_"
          "education,"
          "education_fields,certificate,min_grade,max_grade,M1,M2,M3,M4,M5,M6,M7,M8,S1,technical",
          p.positions, false, [](CsvWriter& out, const Position& x) {
            out.Add(x.code)
                .Add(x.title)
                .Add(FamilyName(x.family))
                .Add(GroupName(x.group))
                .Add(x.level)
                .Add(x.job_class);
            out.Add(x.strategic)
                .Add(x.purpose_id)
                .Add(x.purpose_en)
                .Add(x.min_education)
                .Add(x.education_fields);
            out.Add(x.certificate).Add(x.min_grade).Add(x.max_grade);
            for (int level : x.required) out.Add(level);
            out.Add(x.technical);
          });
    Table("posts", "post_code,unit_code,position_code,ceiling,head_of_unit,certificate,min_grade", p.posts,
          false, [&](CsvWriter& out, const Post& x) {
            out.Add(absl::StrCat(UnitCode(x.unit), ".", PositionCode(x.position))).Add(UnitCode(x.unit));
            out.Add(PositionCode(x.position)).Add(x.ceiling).Add(x.head).Add(x.certificate);
            out.Add(x.min_grade == 0 ? std::string() : absl::StrCat(x.min_grade));
          });
  }

  void People() {
    const Province& p = province_;
    Table(
        "employees",
        "nip,name,birth_date,sex,employment,appointed_date,grade,grade_date,functional_level,agency_code,"
        "home_district_code,state,bonded_until,audit_finding,court_process,retirement_age",
        p.people, true, [&](CsvWriter& out, const Person& x) {
          out.Add(x.nip).Add(x.name).Add(x.birth).Add(x.female ? "F" : "M").Add(EmploymentName(x.employment));
          out.Add(x.appointed)
              .Add(absl::StrCat(x.employment == Employment::kPppk ? "P" : "", x.grade))
              .Add(x.grade_date);
          out.Add(x.functional_level)
              .Add(p.agencies[x.agency].code)
              .Add(p.districts[x.home].code)
              .Add(StateName(x.state));
          out.Add(x.bonded_until).Add(x.audit_finding).Add(x.court_process).Add(x.retirement_age);
        });
    Table("appointments", "nip,start_date,post_code,position_code,end_date", p.appointments, true,
          [&](CsvWriter& out, const Appointment& x) {
            out.Add(Nip(x.person))
                .Add(x.start)
                .Add(p.PostCode(x.post))
                .Add(PositionCode(p.posts[x.post].position))
                .Add(x.end);
          });
    Table("duties", "nip,kind,start_date,unit_code,end_date", p.duties, true,
          [&](CsvWriter& out, const Duty& x) {
            out.Add(Nip(x.person)).Add(x.kind).Add(x.start).Add(UnitCode(x.unit)).Add(x.end);
          });
    Table("educations", "nip,level,field,graduated_year", p.educations, true,
          [&](CsvWriter& out, const Education& x) {
            out.Add(Nip(x.person)).Add(x.level).Add(x.field).Add(x.year);
          });
    Table("certificates", "nip,certificate,field,valid_until", p.certificates, true,
          [&](CsvWriter& out, const Certificate& x) {
            out.Add(Nip(x.person)).Add(x.certificate).Add(x.field).Add(x.valid_until);
          });
  }

  void Records() {
    const Province& p = province_;
    Table("assessments", "nip,assessed_date,M1,M2,M3,M4,M5,M6,M7,M8,S1,technical,potential", p.assessments,
          true, [&](CsvWriter& out, const Assessment& x) {
            out.Add(Nip(x.person)).Add(x.date);
            for (int level : x.levels) out.Add(level);
            out.Add(x.technical).Add(x.potential);
          });
    Table("appraisals", "nip,year,results,behaviour,predicate", p.appraisals, true,
          [&](CsvWriter& out, const Appraisal& x) {
            out.Add(Nip(x.person)).Add(x.year).Add(x.results).Add(x.behaviour).Add(x.predicate);
          });
    Table("peer_reviews", "nip,year,rater_group,rater_count,mean_score", p.peer_reviews, true,
          [&](CsvWriter& out, const PeerReview& x) {
            out.Add(Nip(x.person)).Add(x.year).Add(x.group).Add(x.raters).AddDecimal(x.score, 1);
          });
    Table("disciplinary_actions", "nip,start_date,severity,served_until,in_process", p.disciplines, true,
          [&](CsvWriter& out, const Discipline& x) {
            out.Add(Nip(x.person)).Add(x.start).Add(x.severity).Add(x.served_until).Add(x.in_process);
          });
    Table("trainings", "nip,training_code,completed_date,title", p.trainings, true,
          [&](CsvWriter& out, const Training& x) {
            out.Add(Nip(x.person)).Add(x.code).Add(x.completed).Add(x.title);
          });
  }

  void Ties() {
    const Province& p = province_;
    Table("preferences", "nip,rank,target_kind,target_code,submitted_date", p.preferences, true,
          [&](CsvWriter& out, const Preference& x) {
            out.Add(Nip(x.person)).Add(x.rank).Add(x.target_kind).Add(x.target_code).Add(x.submitted);
          });
    Table("developments", "nip,position_code,agreed_date", p.developments, true,
          [&](CsvWriter& out, const Development& x) {
            out.Add(Nip(x.person)).Add(PositionCode(x.position)).Add(x.agreed);
          });
    Table("relations", "nip,kind,other_nip", p.relations, true,
          [&](CsvWriter& out, const Relation& x) { out.Add(Nip(x.person)).Add(x.kind).Add(Nip(x.other)); });
  }

  void Demand() {
    const Province& p = province_;
    Table("workloads",
          "unit_code,position_code,year,task,task_kind,method,volume,norm_minutes,effective_minutes",
          p.workloads, false, [&](CsvWriter& out, const Workload& x) {
            out.Add(UnitCode(x.unit))
                .Add(PositionCode(x.position))
                .Add(x.year)
                .Add(x.task)
                .Add(x.task_kind)
                .Add(x.method);
            out.AddDecimal(x.volume, 0).AddDecimal(x.norm_minutes, 0).Add("");
          });
    Table("school_classes", "unit_code,year,grade,pupils,classes", p.school_classes, false,
          [&](CsvWriter& out, const SchoolClass& x) {
            out.Add(UnitCode(x.unit)).Add(x.year).Add(x.grade).Add(x.pupils);
            out.Add(x.classes == 0 ? std::string() : absl::StrCat(x.classes));
          });
    Table("standards", "kind,unit_kind,size_class,position_code,grade,value", p.standards, false,
          [&](CsvWriter& out, const Standard& x) {
            out.Add(x.kind)
                .Add(x.unit_kind)
                .Add(x.size_class)
                .Add(PositionCode(x.position))
                .Add(x.grade)
                .AddDecimal(x.value, 0);
          });
  }

  void Months() {
    const Province& p = province_;
    Table("indicators", "unit_code,month,indicator,value", p.indicators, false,
          [&](CsvWriter& out, const Indicator& x) {
            out.Add(UnitCode(x.unit)).Add(x.month).Add(x.name).AddDecimal(x.value, 1);
          });
    Table("surveys", "unit_code,month,question,respondents,mean_score", p.surveys, false,
          [&](CsvWriter& out, const Survey& x) {
            out.Add(UnitCode(x.unit)).Add(x.month).Add(x.question).Add(x.respondents).AddDecimal(x.mean, 2);
          });
    Table("calendar", "region_code,determination_date,term_end,inauguration_date", p.elections, false,
          [](CsvWriter& out, const Election& x) {
            out.Add(x.region_code).Add(x.determination).Add(x.term_end).Add(x.inauguration);
          });
  }

  absl::Status Json() {
    nlohmann::ordered_json json;
    json["format"] = 1;
    json["tenant"] = province_.tenant;
    json["name"] = province_.name;
    json["preset"] = province_.preset;
    json["scenario"] = province_.scenario;
    json["seed"] = province_.seed;
    json["base_date"] = absl::FormatCivilTime(province_.base_date);
    json["assumptions"] = province_.assumptions;
    nlohmann::ordered_json planted = province_.planted;
    planted["dirty_rows"] = dirt_.ByKind();
    // Every cell of these rows is well formed; they contradict something, so that an importer may land them
    // in doubt.
    planted["contradicting_kinds"] = {"birth_date_not_of_nip", "grade_date_before_appointment",
                                      "predicate_contradicts_ratings"};
    planted["dirty_rows_by_table"] = dirt_.ByTable();
    planted["good_rows"] = counts_;
    json["planted"] = planted;
    std::ofstream out(absl::StrCat(dir_, "/province.json"), std::ios::binary | std::ios::trunc);
    out << json.dump(2) << "\n";
    out.close();
    if (!out) return absl::UnknownError(absl::StrCat("cannot write ", dir_, "/province.json"));
    return absl::OkStatus();
  }

  const Province& province_;
  const std::string dir_;
  const Progress& progress_;
  Dirt dirt_;
  absl::Status status_;
  int64_t files_ = 0;
  nlohmann::ordered_json counts_ = nlohmann::ordered_json::object();
};

}  // namespace

absl::Status WriteFolder(const GeneratorOptions& options, const Province& province,
                         const std::string& out_dir, const Progress& progress) {
  std::error_code error;
  std::filesystem::create_directories(out_dir, error);
  if (error) return absl::UnknownError(absl::StrCat("cannot create ", out_dir, ": ", error.message()));
  absl::Status status = FolderWriter(options, province, out_dir, progress).Run();
  if (status.ok() && options.siasn) status = WriteSiasnProfile(province, out_dir, options.siasn_bom);
  return status;
}

}  // namespace selaras::generator
