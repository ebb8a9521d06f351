#ifndef SELARAS_SERVICES_REGISTRY_TESTING_SMALL_PROVINCE_H_
#define SELARAS_SERVICES_REGISTRY_TESTING_SMALL_PROVINCE_H_

// A province small enough to know by heart: one agency, two districts, three units, three posts, four people.
// Every number is synthetic.

#include <map>
#include <string>

namespace selaras::registry::testing {

inline constexpr char kAni[] = "198609262010052001";    // teacher at SD 1
inline constexpr char kBudi[] = "197004112000031009";   // nurse, kin of Ani
inline constexpr char kCitra[] = "199001152015042002";  // holds no post
inline constexpr char kDedi[] = "199203132020121003";   // teacher at SD 1

using Folder = std::map<std::string, std::string>;

inline Folder SmallProvince() {
  const std::string ani = kAni, budi = kBudi, citra = kCitra, dedi = kDedi;
  return {
      {"agencies.csv",
       "agency_code,name,kind,region_code,time_zone\n99,Provinsi Contoh,PROVINCE,99,Asia/Jakarta\n"},
      {"districts.csv",
       "district_code,name,regency_code,regency_name,lat,lon,population,area_km2,growth_percent,mean_"
       "schooling_years,"
       "island\n990101,Utara,9901,Kota Contoh,-6.1,106.8,1000,10,1.5,8.5,0\n990102,Selatan,9901,Kota "
       "Contoh,-6.2,106.9,,,,,1\n"},
      // The child stands before its parent.
      {"org_units.csv",
       "unit_code,agency_code,parent_code,name,kind,field,district_code,lat,lon,npsn,size_class\n"
       "SD1,99,DISDIK,SD Negeri 1,SCHOOL,education,990101,-6.1,106.8,10100001,SD\n"
       "DISDIK,99,,Dinas Pendidikan,DEPARTMENT,education,990101,,,,\n"
       "PKM,99,,Puskesmas Contoh,PUSKESMAS,health,990102,,,,URBAN\n"},
      {"positions.csv",
       "position_code,title,family,group,level,job_class,strategic_class,purpose_id,purpose_en,min_education,"
       "education_fields,certificate,min_grade,max_grade,M1,M2,M3,M4,M5,M6,M7,M8,S1,technical\n"
       "GURU,Guru Kelas "
       "SD,TEACHER,JF_EXPERT,4,8,1,Mendidik,Teaches,40,EDU_PGSD,EDUCATOR,31,43,2,2,2,2,2,2,2,2,2,ped:3\n"
       "PERAWAT,Perawat Ahli "
       "Pertama,HEALTH,JF_EXPERT,4,8,0,Merawat,Nurses,40,NURS,STR,31,43,2,2,2,2,2,2,2,2,2,\n"},
      {"posts.csv",
       "post_code,unit_code,position_code,ceiling,head_of_unit,certificate,min_grade\n"
       "SD1.GURU,SD1,GURU,2,0,,\nPKM.PERAWAT,PKM,PERAWAT,3,0,,\nPKM.GURU,PKM,GURU,1,0,,\n"},
      {"calendar.csv",
       "region_code,determination_date,term_end,inauguration_date\n99,2024-09-22,2025-02-20,2025-02-20\n"},
      {"employees.csv",
       "nip,name,birth_date,sex,employment,appointed_date,grade,grade_date,functional_level,agency_code,"
       "home_district_code,state,bonded_until,audit_finding,court_process,retirement_age\n" +
           ani + ",Ani Contoh,1986-09-26,F,PNS,2010-05-01,33,2022-04-01,JF_AMU,99,990101,ACTIVE,,0,0,\n" +  //
           budi + ",Budi Contoh,1970-04-11,M,PNS,2000-03-01,41,2020-04-01,JF_AMD,99,990102,ACTIVE,,,,\n" +  //
           citra + ",Citra Contoh,,F,PNS,2015-04-01,31,,,99,,ACTIVE,,,,\n" +                                //
           dedi + ",Dedi Contoh,1992-03-13,M,PNS,2020-12-01,31,2020-12-01,JF_AP,99,990101,ACTIVE,,0,0,\n"},
      {"appointments.csv", "nip,start_date,post_code,position_code,end_date\n" + ani +
                               ",2010-05-01,PKM.GURU,GURU,2015-12-31\n" + ani +
                               ",2016-01-01,SD1.GURU,GURU,\n" + budi + ",2005-01-01,PKM.PERAWAT,PERAWAT,\n" +
                               dedi + ",2021-01-01,SD1.GURU,,\n"},
      {"educations.csv",
       "nip,level,field,graduated_year\n" + ani + ",40,EDU_PGSD,2009\n" + budi + ",40,NURS,1999\n"},
      {"assessments.csv", "nip,assessed_date,M1,M2,M3,M4,M5,M6,M7,M8,S1,technical,potential\n" + ani +
                              ",2023-06-01,3,3,3,3,3,3,3,3,3,ped:3,70\n" + ani +
                              ",2025-06-15,4,,,,,,,,,ped:4|kur:2,80\n"},
      {"appraisals.csv", "nip,year,results,behaviour,predicate\n" + ani + ",2024,ABOVE,ABOVE,SANGAT_BAIK\n" +
                             budi + ",2024,AS,AS,BAIK\n"},
      {"peer_reviews.csv", "nip,year,rater_group,rater_count,mean_score\n" + ani + ",2024,SUPERIOR,1,88.5\n" +
                               ani + ",2024,PEER,5,82.25\n" + ani + ",2024,SUBORDINATE,2,40\n"},
      {"preferences.csv", "nip,rank,target_kind,target_code,submitted_date\n" + ani +
                              ",1,POST,PKM.GURU,2025-01-10\n" + ani + ",2,DISTRICT,990102,2025-01-10\n"},
      {"relations.csv", "nip,kind,other_nip\n" + budi + ",SPOUSE," + ani + "\n"},
  };
}

}  // namespace selaras::registry::testing

#endif  // SELARAS_SERVICES_REGISTRY_TESTING_SMALL_PROVINCE_H_
