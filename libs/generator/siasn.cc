#include "libs/generator/siasn.h"

#include <algorithm>
#include <array>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "libs/generator/csv_writer.h"
#include "libs/generator/siasn_names.h"

namespace selaras::generator {
namespace {

constexpr std::array<const char*, 67> kColumns = {"PNS ID",
                                                  "NIP BARU",
                                                  "NIP LAMA",
                                                  "NAMA",
                                                  "GELAR DEPAN",
                                                  "GELAR BELAKANG",
                                                  "TEMPAT LAHIR ID",
                                                  "TEMPAT LAHIR NAMA",
                                                  "TANGGAL LAHIR",
                                                  "JENIS KELAMIN",
                                                  "AGAMA ID",
                                                  "AGAMA NAMA",
                                                  "JENIS KAWIN ID",
                                                  "JENIS KAWIN NAMA",
                                                  "NIK",
                                                  "NOMOR HP",
                                                  "EMAIL",
                                                  "EMAIL GOV",
                                                  "ALAMAT",
                                                  "NPWP NOMOR",
                                                  "BPJS",
                                                  "JENIS PEGAWAI ID",
                                                  "JENIS PEGAWAI NAMA",
                                                  "KEDUDUKAN HUKUM ID",
                                                  "KEDUDUKAN HUKUM NAMA",
                                                  "STATUS CPNS PNS",
                                                  "KARTU ASN VIRTUAL",
                                                  "NOMOR SK CPNS",
                                                  "TANGGAL SK CPNS",
                                                  "TMT CPNS",
                                                  "NOMOR SK PNS",
                                                  "TANGGAL SK PNS",
                                                  "TMT PNS",
                                                  "GOL AWAL ID",
                                                  "GOL AWAL NAMA",
                                                  "GOL AKHIR ID",
                                                  "GOL AKHIR NAMA",
                                                  "TMT GOLONGAN",
                                                  "MK TAHUN",
                                                  "MK BULAN",
                                                  "JENIS JABATAN ID",
                                                  "JENIS JABATAN NAMA",
                                                  "JABATAN ID",
                                                  "JABATAN NAMA",
                                                  "TMT JABATAN",
                                                  "TINGKAT PENDIDIKAN ID",
                                                  "TINGKAT PENDIDIKAN NAMA",
                                                  "PENDIDIKAN ID",
                                                  "PENDIDIKAN NAMA",
                                                  "TAHUN LULUS",
                                                  "KPKN ID",
                                                  "KPKN NAMA",
                                                  "LOKASI KERJA ID",
                                                  "LOKASI KERJA NAMA",
                                                  "UNOR ID",
                                                  "UNOR NAMA",
                                                  "INSTANSI INDUK ID",
                                                  "INSTANSI INDUK NAMA",
                                                  "INSTANSI KERJA ID",
                                                  "INSTANSI KERJA NAMA",
                                                  "SATUAN KERJA INDUK ID",
                                                  "SATUAN KERJA INDUK NAMA",
                                                  "SATUAN KERJA KERJA ID",
                                                  "SATUAN KERJA KERJA NAMA",
                                                  "IS VALID NIK",
                                                  "NAMA SEKOLAH",
                                                  "FLAG IKD"};

std::string Dashed(absl::CivilDay day) {
  return absl::StrFormat("%02d-%02d-%04d", day.day(), day.month(), day.year());
}

std::string GradeName(const Person& person) {
  static constexpr const char* kRoman[] = {"",   "I", "II", "III", "IV",   "V",   "VI", "VII", "VIII",
                                           "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"};
  if (person.employment == Employment::kPppk) return kRoman[std::clamp(person.grade, 1, 17)];
  return absl::StrCat(kRoman[person.grade / 10], "/",
                      std::string(1, static_cast<char>('a' + person.grade % 10 - 1)));
}

const char* StandingName(State state) {
  static constexpr const char* kNames[] = {"Aktif", "Tugas Belajar", "CLTN", "Cuti Sakit",
                                           "Pemberhentian Sementara"};
  return kNames[static_cast<int>(state)];
}

// An identifier in the form of a UUID; invented, a function of the row.
std::string Identifier(uint64_t seed, size_t row) {
  const uint64_t a = (seed + 1) * 0x9E3779B97F4A7C15u ^ row * 0xD1342543DE82EF95u;
  const uint64_t b = (a ^ (a >> 29)) * 0x94D049BB133111EBu;
  return absl::StrFormat("%08x-%04x-4%03x-8%03x-%012x", a >> 32, (a >> 16) & 0xFFFF, a & 0xFFF, b >> 52,
                         b & 0xFFFFFFFFFFFF);
}

class ProfileWriter {
 public:
  ProfileWriter(const Province& province, CsvWriter* out) : province_(province), out_(*out) {
    for (const Education& row : province.educations) graduated_[row.person] = row.year;
    for (const Appointment& row : province.appointments) last_[row.person] = &row;
  }

  void Row(int index) {
    const Person& person = province_.people[index];
    const bool contract = person.employment == Employment::kPppk;
    out_.Add(Identifier(province_.seed, static_cast<size_t>(index))).Add(person.nip).Add("").Add(person.name);
    Blanks(4);
    out_.Add(Dashed(person.birth)).Add(person.female ? "F" : "M");
    Blanks(11);
    out_.Add(contract ? "15" : "01").Add(contract ? "PPPK" : "PNS Daerah");
    out_.Add(person.state == State::kActive ? "01" : "02").Add(StandingName(person.state));
    out_.Add(person.employment == Employment::kCpns ? "C" : "P");
    Blanks(2);
    out_.Add(Dashed(person.appointed)).Add(Dashed(person.appointed));
    Blanks(2);
    out_.Add(person.employment == Employment::kCpns ? std::string() : Dashed(person.appointed + 365));
    Blanks(2);
    out_.Add(person.grade).Add(GradeName(person)).Add(Dashed(person.grade_date));
    const int64_t months = absl::CivilMonth(province_.base_date) - absl::CivilMonth(person.appointed);
    out_.Add(months / 12).Add(months % 12);
    Post(person, *last_.at(index), index);
  }

 private:
  void Blanks(int count) {
    for (int i = 0; i < count; ++i) out_.Add("");
  }

  void Post(const Person& person, const Appointment& last, int index) {
    const Position& position = province_.positions[person.position];
    const bool structural = IsStructural(position.group);
    const bool staff = position.group == Group::kPlk;
    std::string title = position.title;
    if (!person.functional_level.empty())
      absl::StrAppend(&title, " ", FunctionalLevelName(person.functional_level));
    out_.Add(structural ? "1"
             : staff    ? "4"
                        : "2")
        .Add(structural ? "STRUKTURAL"
             : staff    ? "PELAKSANA"
                        : "FUNGSIONAL");
    out_.Add(position.code).Add(title).Add(Dashed(last.start));
    out_.Add(person.education_level)
        .Add(EducationLevelName(person.education_level))
        .Add(person.education_field);
    out_.Add(ProgrammeName(person.education_level, person.education_field)).Add(graduated_[index]);
    Blanks(2);
    const Unit& unit = province_.units[province_.posts[last.post].unit];
    const Agency& agency = province_.agencies[person.agency];
    out_.Add(province_.districts[unit.district].code).Add(province_.districts[unit.district].name);
    // Who holds no post now stands under his agency alone.
    out_.Add(person.post < 0 ? std::string() : unit.code).Add(person.post < 0 ? std::string() : unit.name);
    for (int i = 0; i < 4; ++i) out_.Add(agency.code).Add(agency.name);
    out_.Add("").Add("").Add("");
    out_.EndRow();
  }

  const Province& province_;
  CsvWriter& out_;
  absl::flat_hash_map<int, int> graduated_;
  absl::flat_hash_map<int, const Appointment*> last_;
};

}  // namespace

absl::Status WriteSiasnProfile(const Province& province, const std::string& out_dir, bool bom) {
  CsvWriter out(absl::StrCat(out_dir, "/siasn_profile.csv"), absl::StrJoin(kColumns, ";"), ';', bom);
  ProfileWriter writer(province, &out);
  for (size_t p = 0; p < province.people.size(); ++p) writer.Row(static_cast<int>(p));
  return out.Close();
}

}  // namespace selaras::generator
