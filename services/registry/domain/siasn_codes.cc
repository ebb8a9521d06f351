#include "services/registry/domain/siasn_codes.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "services/registry/domain/cell.h"

namespace selaras::registry {
namespace {

constexpr absl::string_view kColumns[] = {
    "PNS ID",
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
    "FLAG IKD",
};

struct Rule {
  absl::string_view word;  // part of the upper-case name
  absl::string_view code;
};

// The first rule whose word occurs wins, so narrow words come first.
template <size_t kSize>
absl::string_view FirstOf(const Rule (&rules)[kSize], absl::string_view text) {
  const std::string upper = absl::AsciiStrToUpper(text);
  for (const Rule& rule : rules) {
    if (absl::StrContains(upper, rule.word)) return rule.code;
  }
  return "";
}

constexpr Rule kStates[] = {{"TIDAK AKTIF", ""},
                            {"PENSIUN", "RETIRED"},
                            {"CLTN", "UNPAID_LEAVE"},
                            {"CUTI DILUAR", "UNPAID_LEAVE"},
                            {"CUTI DI LUAR", "UNPAID_LEAVE"},
                            {"TUGAS BELAJAR", "STUDY"},
                            {"SAKIT", "LONG_SICK"},
                            {"PEMBERHENTIAN SEMENTARA", "SUSPENDED"},
                            {"DIBERHENTIKAN SEMENTARA", "SUSPENDED"},
                            {"SKORSING", "SUSPENDED"},
                            {"AKTIF", "ACTIVE"}};

constexpr Rule kLevels[] = {{"AHLI UTAMA", "JF_AU"},   {"AHLI MADYA", "JF_AMD"}, {"AHLI MUDA", "JF_AMU"},
                            {"AHLI PERTAMA", "JF_AP"}, {"PENYELIA", "JF_PY"},    {"MAHIR", "JF_MH"},
                            {"TERAMPIL", "JF_TR"},     {"PEMULA", "JF_PM"}};

constexpr absl::string_view kEducationLevels[] = {"05", "10", "15", "17", "20", "25",
                                                  "30", "35", "40", "45", "50"};
// Diplomas before degrees: "Diploma III/Sarjana Muda" holds both words. "DIPLOMA IV" and "III" before "II"
// and "I".
constexpr Rule kEducationNames[] = {
    {"S-3", "50"},  {"DOKTOR", "50"},      {"S-2", "45"},      {"MAGISTER", "45"},      {"DIPLOMA IV", "35"},
    {"D-IV", "35"}, {"DIPLOMA III", "30"}, {"D-III", "30"},    {"DIPLOMA II", "25"},    {"DIPLOMA I", "20"},
    {"S-1", "40"},  {"SARJANA", "40"},     {"KEGURUAN", "17"}, {"SLTA", "15"},          {"SMK", "15"},
    {"SMA", "15"},  {"SLTP", "10"},        {"SMP", "10"},      {"SEKOLAH DASAR", "05"}, {"SD", "05"}};

constexpr Rule kFields[] = {{"GURU SEKOLAH DASAR", "EDU_PGSD"},
                            {"PGSD", "EDU_PGSD"},
                            {"ANAK USIA DINI", "EDU_PAUD"},
                            {"PAUD", "EDU_PAUD"},
                            {"PENDIDIKAN MATEMATIKA", "EDU_MATH"},
                            {"PENDIDIKAN FISIKA", "EDU_IPA"},
                            {"PENDIDIKAN KIMIA", "EDU_IPA"},
                            {"PENDIDIKAN BIOLOGI", "EDU_IPA"},
                            {"PENDIDIKAN IPA", "EDU_IPA"},
                            {"BAHASA INDONESIA", "EDU_IND"},
                            {"BAHASA INGGRIS", "EDU_ENG"},
                            {"KEWARGANEGARAAN", "EDU_CIV"},
                            {"PPKN", "EDU_CIV"},
                            {"PENDIDIKAN AGAMA", "EDU_REL"},
                            {"JASMANI", "EDU_PE"},
                            {"OLAHRAGA", "EDU_PE"},
                            {"PENDIDIKAN SENI", "EDU_ART"},
                            {"BIMBINGAN", "EDU_BK"},
                            {"LUAR BIASA", "EDU_SPEC"},
                            {"PENDIDIKAN TEKNIK", "EDU_VOC"},
                            {"PENDIDIKAN EKONOMI", "EDU_IPS"},
                            {"PENDIDIKAN SEJARAH", "EDU_IPS"},
                            {"PENDIDIKAN GEOGRAFI", "EDU_IPS"},
                            {"SPESIALIS", "MED_SP"},
                            {"GIGI", "DENT"},
                            {"DOKTER HEWAN", "VET"},
                            {"DOKTER", "MED"},
                            {"KEDOKTERAN", "MED"},
                            {"KEPERAWATAN", "NURS"},
                            {"NERS", "NURS"},
                            {"PERAWAT", "NURS"},
                            {"KEBIDANAN", "MIDW"},
                            {"BIDAN", "MIDW"},
                            {"FARMASI", "PHARM"},
                            {"APOTEKER", "PHARM"},
                            {"KESEHATAN MASYARAKAT", "PUBH"},
                            {"GIZI", "NUTR"},
                            {"SANITASI", "ENVH"},
                            {"KESEHATAN LINGKUNGAN", "ENVH"},
                            {"ANALIS KESEHATAN", "LAB"},
                            {"LABORATORIUM", "LAB"},
                            {"FISIOTERAPI", "PHYSIO"},
                            {"PEMERINTAHAN", "GOV"},
                            {"ADMINISTRASI NEGARA", "GOV"},
                            {"ADMINISTRASI PUBLIK", "GOV"},
                            {"HUKUM", "LAW"},
                            {"AKUNTANSI", "ACC"},
                            {"MANAJEMEN", "MGT"},
                            {"EKONOMI", "ECON"},
                            {"KESEJAHTERAAN SOSIAL", "SOCW"},
                            {"SOSIOLOGI", "SOC"},
                            {"PSIKOLOGI", "PSY"},
                            {"KOMUNIKASI", "COMM"},
                            {"INFORMATIKA", "INF"},
                            {"KOMPUTER", "INF"},
                            {"SISTEM INFORMASI", "INF"},
                            {"STATISTIK", "STAT"},
                            {"PERPUSTAKAAN", "LIB"},
                            {"KEARSIPAN", "ARCH"},
                            {"TEKNIK SIPIL", "CIV"},
                            {"ARSITEKTUR", "ARC"},
                            {"PERENCANAAN WILAYAH", "PLAN"},
                            {"PLANOLOGI", "PLAN"},
                            {"TEKNIK MESIN", "MECH"},
                            {"TEKNIK ELEKTRO", "ELEC"},
                            {"TEKNIK LINGKUNGAN", "ENV"},
                            {"GEOLOGI", "GEO"},
                            {"GEOGRAFI", "GEO"},
                            {"PERTANIAN", "AGR"},
                            {"AGRONOMI", "AGR"},
                            {"PETERNAKAN", "VET"},
                            {"PERIKANAN", "FISH"},
                            {"KEHUTANAN", "FOR"},
                            {"PARIWISATA", "TOUR"},
                            {"KEOLAHRAGAAN", "SPORT"},
                            {"MATEMATIKA", "MATHSCI"},
                            {"SEJARAH", "HIST"},
                            {"SMA IPA", "SMA_IPA"},
                            {"SMA IPS", "SMA_IPS"},
                            {"SMK", "SMK_TECH"},
                            {"SLTA", "GENERAL"},
                            {"SMA", "GENERAL"},
                            {"SMP", "GENERAL"},
                            {"SLTP", "GENERAL"},
                            {"SEKOLAH DASAR", "GENERAL"}};

constexpr absl::string_view kRoman[] = {"I", "II", "III", "IV",   "V",   "VI", "VII", "VIII", "IX",
                                        "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"};

int FromRoman(absl::string_view text) {
  const auto found = std::find(std::begin(kRoman), std::end(kRoman), text);
  return found == std::end(kRoman) ? 0 : static_cast<int>(found - std::begin(kRoman)) + 1;
}

}  // namespace

bool IsSiasnColumn(absl::string_view upper_name) {
  return std::find(std::begin(kColumns), std::end(kColumns), upper_name) != std::end(kColumns);
}

absl::string_view SiasnEmployment(absl::string_view kind_name, absl::string_view status, bool nip_is_pppk) {
  const std::string kind = absl::AsciiStrToUpper(kind_name), state = absl::AsciiStrToUpper(status);
  if (nip_is_pppk || absl::StrContains(kind, "PPPK") || absl::StrContains(kind, "PERJANJIAN KERJA"))
    return "PPPK";
  return state == "C" || state == "CPNS" ? "CPNS" : "PNS";
}

int SiasnGrade(absl::string_view id, absl::string_view name, bool pppk) {
  int value = 0;
  const std::string upper = absl::AsciiStrToUpper(name);
  if (pppk) {
    if (const int roman = FromRoman(upper); roman > 0) return roman;
    return absl::SimpleAtoi(id, &value) && value >= 1 && value <= 17 ? value : 0;
  }
  if (absl::SimpleAtoi(id, &value) && GradeOrder(value) > 0) return value;
  const size_t slash = upper.find('/');
  if (slash == std::string::npos || slash + 2 != upper.size()) return 0;
  value = FromRoman(upper.substr(0, slash)) * 10 + (upper[slash + 1] - 'A' + 1);
  return GradeOrder(value) > 0 ? value : 0;
}

absl::string_view SiasnState(absl::string_view name) {
  return FirstOf(kStates, name);
}

absl::string_view SiasnFunctionalLevel(absl::string_view position_title) {
  return FirstOf(kLevels, position_title);
}

absl::string_view SiasnEducationLevel(absl::string_view id, absl::string_view name) {
  for (absl::string_view level : kEducationLevels) {
    if (id == level || (id == "5" && level == "05")) return level;
  }
  return FirstOf(kEducationNames, name);
}

absl::string_view SiasnEducationField(absl::string_view programme) {
  return FirstOf(kFields, programme);
}

}  // namespace selaras::registry
