#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/generator/catalogue.h"

namespace selaras::generator {
namespace {

struct Subject {
  const char* code;
  const char* title;
  const char* aim_id;
  const char* aim_en;
  const char* fields;
  const char* levels;
};

constexpr Subject kSubjects[] = {
    {"AGAMA", "Pendidikan Agama", "iman, akhlak dan sikap saling menghormati",
     "faith, character and mutual respect", "EDU_REL", "SD SMP SMA SMK"},
    {"PJOK", "Pendidikan Jasmani", "kebugaran, sportivitas dan kebiasaan hidup sehat",
     "fitness, fair play and healthy habits", "EDU_PE|SPORT", "SD SMP SMA SMK"},
    {"PPKN", "Pendidikan Pancasila", "pengertian akan hak, kewajiban dan hidup bernegara",
     "understanding of rights, duties and citizenship", "EDU_CIV", "SMP SMA SMK"},
    {"INDO", "Bahasa Indonesia", "kemampuan membaca, menulis dan berbicara", "reading, writing and speaking",
     "EDU_IND", "SMP SMA SMK"},
    {"MTK", "Matematika", "kemampuan berhitung dan bernalar", "numeracy and reasoning", "EDU_MATH|MATHSCI",
     "SMP SMA SMK"},
    {"ING", "Bahasa Inggris", "kemampuan berbahasa Inggris", "command of English", "EDU_ENG", "SMP SMA SMK"},
    {"IPA", "Ilmu Pengetahuan Alam", "pengertian tentang alam melalui percobaan",
     "understanding of nature by experiment", "EDU_IPA", "SMP SMK"},
    {"IPS", "Ilmu Pengetahuan Sosial", "pengertian tentang masyarakat, ruang dan waktu",
     "understanding of society, place and time", "EDU_IPS", "SMP SMK"},
    {"SENI", "Seni Budaya", "kepekaan rasa dan karya budaya", "artistic sense and cultural work", "EDU_ART",
     "SMP SMA SMK"},
    {"TIK", "Informatika", "kecakapan digital dan berpikir komputasional",
     "digital skill and computational thinking", "INF", "SMP SMA SMK"},
    {"PRKY", "Prakarya", "keterampilan membuat dan berwirausaha", "making things and running a small trade",
     "EDU_VOC", "SMP"},
    {"FIS", "Fisika", "penguasaan hukum alam dan pengukuran", "command of physical laws and measurement",
     "EDU_IPA|MATHSCI", "SMA"},
    {"KIM", "Kimia", "penguasaan zat, reaksi dan kerja laboratorium",
     "command of matter, reactions and laboratory work", "EDU_IPA", "SMA"},
    {"BIO", "Biologi", "penguasaan ilmu hayat dan kesehatan lingkungan",
     "command of life science and environmental health", "EDU_IPA", "SMA"},
    {"EKO", "Ekonomi", "pengertian tentang ekonomi dan keuangan pribadi",
     "understanding of economy and own finance", "EDU_IPS|ECON", "SMA"},
    {"GEO", "Geografi", "pengertian tentang ruang, peta dan bencana",
     "understanding of space, maps and hazards", "EDU_IPS|GEO", "SMA"},
    {"SEJ", "Sejarah", "pengertian tentang perjalanan bangsa", "understanding of the nation's past",
     "EDU_IPS|HIST", "SMA SMK"},
    {"SOS", "Sosiologi", "pengertian tentang kehidupan bermasyarakat", "understanding of social life",
     "EDU_IPS|SOC", "SMA"},
    {"KTEK", "Kejuruan Teknik", "keahlian teknik yang diakui dunia kerja",
     "technical skill that employers recognise", "EDU_VOC|MECH|ELEC", "SMK"},
    {"KBIS", "Kejuruan Bisnis", "keahlian perkantoran, akuntansi dan pemasaran",
     "skill in office work, accounting and marketing", "EDU_VOC|ACC|MGT", "SMK"},
};

Position Teacher(const std::string& code, const std::string& title, const std::string& fields) {
  Position position;
  position.code = code;
  position.title = title;
  position.family = Family::kTeacher;
  position.group = Group::kExpert;
  position.level = 4;
  position.job_class = 8;
  position.min_education = "35";
  position.education_fields = fields;
  position.certificate = "EDUCATOR";
  position.min_grade = 31;
  position.max_grade = 43;
  position.required = RequiredLevels(2, true);
  position.technical = "PEDAGOGY:3|CURRICULUM:2|DIGITAL_OFFICE:1";
  return position;
}

}  // namespace

void AppendTeachers(std::vector<Position>* out) {
  Position classroom = Teacher("GURU-KELAS-SD", "Guru Kelas SD", "EDU_PGSD");
  classroom.purpose_id =
      "Mendidik satu kelas sekolah dasar agar setiap anak bisa membaca, berhitung dan tumbuh percaya diri.";
  classroom.purpose_en =
      "Teaches one primary class so that every child can read, count and grow in confidence.";
  classroom.strategic = 1;
  out->push_back(classroom);
  for (const Subject& subject : kSubjects) {
    for (absl::string_view level : absl::StrSplit(subject.levels, ' ')) {
      Position position = Teacher(absl::StrCat("GURU-", subject.code, "-", level),
                                  absl::StrCat("Guru ", subject.title, " ", level), subject.fields);
      position.purpose_id =
          absl::StrCat("Mengajar murid ", level, " untuk menumbuhkan ", subject.aim_id, ".");
      position.purpose_en = absl::StrCat("Teaches ", level, " pupils to build ", subject.aim_en, ".");
      if (absl::string_view(subject.code) == "MTK" || absl::string_view(subject.code) == "IPA")
        position.strategic = 1;
      out->push_back(position);
    }
  }
  for (absl::string_view level : {"SMP", "SMA", "SMK"}) {
    Position position = Teacher(absl::StrCat("GURU-BK-", level),
                                absl::StrCat("Guru Bimbingan Konseling ", level), "EDU_BK|PSY");
    position.purpose_id = "Mendampingi murid dalam masalah pribadi, belajar dan pilihan karier.";
    position.purpose_en = "Counsels pupils in personal matters, learning and the choice of a career.";
    position.technical = "COUNSELLING:3|PEDAGOGY:2|DIGITAL_OFFICE:1";
    out->push_back(position);
  }
  Position special = Teacher("GURU-LUAR-BIASA", "Guru Pendidikan Luar Biasa", "EDU_SPEC");
  special.purpose_id = "Mendidik anak berkebutuhan khusus agar mandiri sesuai kemampuannya.";
  special.purpose_en = "Teaches children with special needs so that they live as independently as they can.";
  special.technical = "SPECIAL_EDUCATION:3|PEDAGOGY:3|DIGITAL_OFFICE:1";
  special.strategic = 1;
  out->push_back(special);
  Position supervisor = Teacher("PENGAWAS-SEKOLAH", "Pengawas Sekolah", "");
  supervisor.purpose_id = "Membina kepala sekolah dan guru agar mutu pembelajaran naik dan merata.";
  supervisor.purpose_en = "Coaches principals and teachers so that the quality of teaching rises everywhere.";
  supervisor.min_grade = 33;
  supervisor.max_grade = 45;
  supervisor.job_class = 10;
  supervisor.strategic = 2;
  supervisor.required = RequiredLevels(3, true);
  supervisor.employers = "DISDIK";
  out->push_back(supervisor);
}

}  // namespace selaras::generator
