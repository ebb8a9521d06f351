#include "libs/generator/siasn_names.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace selaras::generator {
namespace {

using Name = std::pair<absl::string_view, absl::string_view>;

constexpr Name kLevels[] = {
    {"05", "Sekolah Dasar"}, {"10", "SLTP"},        {"15", "SLTA"}, {"30", "Diploma III/Sarjana Muda"},
    {"35", "Diploma IV"},    {"40", "S-1/Sarjana"}, {"45", "S-2"},  {"50", "S-3/Doktor"}};
constexpr Name kPrefixes[] = {
    {"30", "D-III "}, {"35", "D-IV "}, {"40", "S-1 "}, {"45", "S-2 "}, {"50", "S-3 "}};
constexpr Name kFunctional[] = {{"JF_PM", "Pemula"},      {"JF_TR", "Terampil"},     {"JF_MH", "Mahir"},
                                {"JF_PY", "Penyelia"},    {"JF_AP", "Ahli Pertama"}, {"JF_AMU", "Ahli Muda"},
                                {"JF_AMD", "Ahli Madya"}, {"JF_AU", "Ahli Utama"}};
constexpr Name kFields[] = {{"EDU_PGSD", "PENDIDIKAN GURU SEKOLAH DASAR"},
                            {"EDU_MATH", "PENDIDIKAN MATEMATIKA"},
                            {"EDU_IPA", "PENDIDIKAN IPA"},
                            {"EDU_IND", "PENDIDIKAN BAHASA INDONESIA"},
                            {"EDU_ENG", "PENDIDIKAN BAHASA INGGRIS"},
                            {"EDU_IPS", "PENDIDIKAN EKONOMI"},
                            {"EDU_CIV", "PENDIDIKAN KEWARGANEGARAAN"},
                            {"EDU_REL", "PENDIDIKAN AGAMA"},
                            {"EDU_PE", "PENDIDIKAN JASMANI"},
                            {"EDU_ART", "PENDIDIKAN SENI"},
                            {"EDU_BK", "BIMBINGAN DAN KONSELING"},
                            {"EDU_VOC", "PENDIDIKAN TEKNIK"},
                            {"EDU_SPEC", "PENDIDIKAN LUAR BIASA"},
                            {"MED", "PENDIDIKAN DOKTER"},
                            {"MED_SP", "DOKTER SPESIALIS"},
                            {"DENT", "KEDOKTERAN GIGI"},
                            {"NURS", "KEPERAWATAN"},
                            {"MIDW", "KEBIDANAN"},
                            {"PHARM", "FARMASI"},
                            {"PUBH", "KESEHATAN MASYARAKAT"},
                            {"NUTR", "GIZI"},
                            {"ENVH", "KESEHATAN LINGKUNGAN"},
                            {"LAB", "ANALIS KESEHATAN"},
                            {"PHYSIO", "FISIOTERAPI"},
                            {"GOV", "ILMU PEMERINTAHAN"},
                            {"LAW", "ILMU HUKUM"},
                            {"ACC", "AKUNTANSI"},
                            {"ECON", "EKONOMI PEMBANGUNAN"},
                            {"MGT", "MANAJEMEN"},
                            {"SOC", "SOSIOLOGI"},
                            {"SOCW", "KESEJAHTERAAN SOSIAL"},
                            {"PSY", "PSIKOLOGI"},
                            {"COMM", "ILMU KOMUNIKASI"},
                            {"INF", "TEKNIK INFORMATIKA"},
                            {"STAT", "STATISTIKA"},
                            {"LIB", "ILMU PERPUSTAKAAN"},
                            {"ARCH", "KEARSIPAN"},
                            {"CIV", "TEKNIK SIPIL"},
                            {"ARC", "ARSITEKTUR"},
                            {"PLAN", "PERENCANAAN WILAYAH DAN KOTA"},
                            {"MECH", "TEKNIK MESIN"},
                            {"ELEC", "TEKNIK ELEKTRO"},
                            {"ENV", "TEKNIK LINGKUNGAN"},
                            {"GEO", "GEOGRAFI"},
                            {"AGR", "PERTANIAN"},
                            {"VET", "KEDOKTERAN HEWAN"},
                            {"FISH", "PERIKANAN"},
                            {"FOR", "KEHUTANAN"},
                            {"TOUR", "PARIWISATA"},
                            {"SPORT", "ILMU KEOLAHRAGAAN"},
                            {"MATHSCI", "MATEMATIKA"},
                            {"HIST", "ILMU SEJARAH"},
                            {"SMA_IPA", "SMA IPA"},
                            {"SMA_IPS", "SMA IPS"},
                            {"SMK_TECH", "SMK TEKNIK"},
                            {"SMK_BIZ", "SMK BISNIS DAN MANAJEMEN"}};

template <size_t kSize>
absl::string_view Find(const Name (&names)[kSize], absl::string_view code) {
  for (const Name& name : names) {
    if (name.first == code) return name.second;
  }
  return "";
}

}  // namespace

std::string EducationLevelName(absl::string_view level) {
  return std::string(Find(kLevels, level));
}

std::string ProgrammeName(absl::string_view level, absl::string_view field) {
  if (field == "GENERAL") return absl::StrCat(level == "05" ? "SEKOLAH DASAR" : "SLTP");
  const absl::string_view name = Find(kFields, field);
  return name.empty() ? std::string(field) : absl::StrCat(Find(kPrefixes, level), name);
}

std::string FunctionalLevelName(absl::string_view level) {
  return std::string(Find(kFunctional, level));
}

}  // namespace selaras::generator
