#include "absl/strings/str_cat.h"
#include "libs/generator/catalogue.h"

namespace selaras::generator {
namespace {

struct Sector {
  const char* code;
  const char* title;
  const char* title_en;
  const char* fields;
  const char* cluster;
};

constexpr Sector kSectors[] = {
    {"EDU", "pendidikan dan kebudayaan", "education and culture", "EDU_PGSD|EDU_MATH|EDU_IND|EDU_IPS|MGT|GOV",
     "PEDAGOGY"},
    {"HEALTH", "kesehatan", "health", "MED|DENT|PUBH|NURS|MIDW|PHARM|MGT", "PUBLIC_HEALTH"},
    {"ENG", "prasarana dan lingkungan", "infrastructure and environment", "CIV|ARC|PLAN|ENV|MECH",
     "ENGINEERING"},
    {"SOC", "kesejahteraan dan ketertiban", "welfare and order", "SOC|SOCW|GOV|LAW|COMM|SPORT",
     "SOCIAL_WORK"},
    {"AGRI", "pertanian, perikanan dan kehutanan", "agriculture, fishery and forestry", "AGR|VET|FISH|FOR",
     "AGRICULTURE"},
    {"ECO", "ekonomi dan keuangan", "economy and finance", "ECON|ACC|MGT|TOUR", "FINANCE"},
    {"GOV", "pemerintahan dan perencanaan", "government and planning", "GOV|LAW|MGT|PLAN|ECON|INF|STAT",
     "GOVERNANCE"},
};

struct Chair {
  const char* code;
  const char* title;
  const char* purpose_id;
  const char* purpose_en;
  Group group;
  int job_class;
  int strategic;
  const char* fields;
};

constexpr Chair kChairs[] = {
    {"SEKDA", "Sekretaris Daerah", "Membantu kepala daerah menyatukan kerja seluruh perangkat daerah.",
     "Helps the head of the region to join the work of all departments.", Group::kJptM, 16, 3, ""},
    {"ASISTEN-SEKDA", "Asisten Sekretaris Daerah",
     "Mengoordinasikan perangkat daerah dalam satu rumpun urusan.",
     "Coordinates the departments of one group of affairs.", Group::kJptP, 15, 3, ""},
    {"STAF-AHLI", "Staf Ahli Kepala Daerah", "Memberi telaah mandiri kepada kepala daerah.",
     "Gives the head of the region independent advice.", Group::kJptP, 14, 2, ""},
    {"KEPALA-BIRO", "Kepala Biro", "Menata kebijakan dan layanan staf sekretariat daerah.",
     "Orders policy and staff services of the regional secretariat.", Group::kJptP, 14, 2, "GOV|LAW|MGT"},
    {"INSPEKTUR", "Inspektur Daerah", "Memimpin pengawasan agar pemerintahan bersih.",
     "Leads supervision so that government stays clean.", Group::kJptP, 15, 3, "ACC|LAW|GOV"},
    {"SEKWAN", "Sekretaris DPRD", "Mendukung dewan menjalankan tugasnya.",
     "Supports the council in its work.", Group::kJptP, 14, 2, "GOV|LAW"},
    {"KEPALA-BADAN", "Kepala Badan", "Memimpin badan penunjang agar urusan bersama berjalan.",
     "Leads a supporting agency so that common affairs run.", Group::kJptP, 14, 3, "GOV|MGT|ECON|ACC|PLAN"},
    {"DIREKTUR-RSUD", "Direktur RSUD", "Memimpin rumah sakit daerah yang aman dan terjangkau.",
     "Leads a public hospital that is safe and affordable.", Group::kAdm, 12, 3, "MED|DENT|PUBH|MED_SP"},
    {"SEKRETARIS-DINAS", "Sekretaris Dinas/Badan",
     "Menata anggaran, pegawai dan ketatausahaan perangkat daerah.",
     "Orders budget, staff and administration of a department.", Group::kAdm, 12, 2, "GOV|MGT|LAW|ECON"},
    {"KEPALA-BAGIAN", "Kepala Bagian", "Memimpin satu bagian sekretariat.",
     "Leads one part of a secretariat.", Group::kAdm, 11, 1, "GOV|LAW|MGT|ECON"},
    {"IRBAN", "Inspektur Pembantu", "Memimpin pengawasan satu wilayah atau bidang.",
     "Leads supervision of one area or field.", Group::kAdm, 11, 2, "ACC|LAW|GOV"},
    {"CAMAT", "Camat", "Memimpin layanan dan ketertiban di satu kecamatan.",
     "Leads services and order in one district.", Group::kAdm, 12, 2, "GOV|LAW|SOC"},
    {"SEKRETARIS-CAMAT", "Sekretaris Kecamatan", "Menata ketatausahaan dan layanan kecamatan.",
     "Orders administration and services of a district office.", Group::kAdm, 11, 1, "GOV|LAW|SOC|MGT"},
    {"LURAH", "Lurah", "Memimpin layanan terdekat bagi warga satu kelurahan.",
     "Leads the services nearest to residents.", Group::kPgw, 9, 1, "GOV|SOC"},
    {"SEKRETARIS-LURAH", "Sekretaris Kelurahan", "Menata ketatausahaan kelurahan.",
     "Orders administration of a village office.", Group::kPgw, 9, 0, "GOV|SOC|MGT"},
    {"KASUBBAG-UMUM", "Kepala Subbagian Umum dan Kepegawaian",
     "Menata persuratan, aset dan kepegawaian unit.", "Orders letters, assets and personnel of the unit.",
     Group::kPgw, 9, 0, "MGT|GOV"},
    {"KASUBBAG-KEUANGAN", "Kepala Subbagian Keuangan", "Menjaga keuangan unit tertib.",
     "Keeps the unit's finance in order.", Group::kPgw, 9, 1, "ACC|ECON"},
    {"KASUBBAG-PROGRAM", "Kepala Subbagian Program", "Menyusun program dan laporan unit.",
     "Draws up the unit's programmes and reports.", Group::kPgw, 9, 1, "PLAN|ECON|GOV|STAT"},
    {"KASUBBAG-TU", "Kepala Subbagian Tata Usaha", "Menata ketatausahaan fasilitas pelayanan.",
     "Orders administration of a service facility.", Group::kPgw, 9, 0, "MGT|GOV|PUBH"},
    {"KASI-KECAMATAN", "Kepala Seksi Kecamatan", "Menjalankan satu urusan layanan kecamatan.",
     "Runs one service of a district office.", Group::kPgw, 9, 0, "GOV|SOC|LAW"},
    {"KASI-KELURAHAN", "Kepala Seksi Kelurahan", "Menjalankan satu urusan layanan kelurahan.",
     "Runs one service of a village office.", Group::kPgw, 9, 0, "GOV|SOC"},
    {"KEPALA-UPT", "Kepala UPT", "Memimpin unit teknis yang melayani langsung.",
     "Leads a technical unit that serves directly.", Group::kPgw, 9, 1, ""},
};

void Fill(Group group, int job_class, Position* position) {
  position->family = Family::kStructural;
  position->group = group;
  position->job_class = job_class;
  switch (group) {
    case Group::kJptM:
      position->level = 8, position->min_grade = 43, position->max_grade = 45, position->min_education = "35";
      position->required = RequiredLevels(5, false);
      position->technical = "LEADERSHIP:5|GOVERNANCE:5";
      break;
    case Group::kJptP:
      position->level = 7, position->min_grade = 42, position->max_grade = 44, position->min_education = "35";
      position->required = RequiredLevels(4, false);
      position->technical = "LEADERSHIP:4|GOVERNANCE:4";
      break;
    case Group::kAdm:
      position->level = 6, position->min_grade = 34, position->max_grade = 42, position->min_education = "35";
      position->required = RequiredLevels(3, true);
      position->technical = "LEADERSHIP:3|GOVERNANCE:3";
      break;
    default:
      position->level = 5, position->min_grade = 32, position->max_grade = 34, position->min_education = "30";
      position->required = RequiredLevels(2, true);
      position->technical = "LEADERSHIP:2|GOVERNANCE:2";
  }
}

Position SectorChair(const Sector& sector, const char* prefix, const char* title, Group group, int job_class,
                     int strategic) {
  Position position;
  Fill(group, job_class, &position);
  position.code = absl::StrCat(prefix, "-", sector.code);
  position.title = absl::StrCat(title, " (", sector.title, ")");
  position.strategic = strategic;
  position.education_fields = sector.fields;
  absl::StrAppend(&position.technical, "|", sector.cluster, ":", position.level - 3);
  return position;
}

}  // namespace

void AppendStructural(std::vector<Position>* out) {
  for (const Chair& chair : kChairs) {
    Position position;
    Fill(chair.group, chair.job_class, &position);
    position.code = chair.code;
    position.title = chair.title;
    position.purpose_id = chair.purpose_id;
    position.purpose_en = chair.purpose_en;
    position.strategic = chair.strategic;
    position.education_fields = chair.fields;
    out->push_back(position);
  }
  for (const Sector& sector : kSectors) {
    Position head = SectorChair(sector, "KADIS", "Kepala Dinas", Group::kJptP, 14, 3);
    head.purpose_id = absl::StrCat("Memimpin dinas urusan ", sector.title, " agar hasilnya dirasakan warga.");
    head.purpose_en =
        absl::StrCat("Leads the department of ", sector.title_en, " so that residents feel the result.");
    out->push_back(head);
    Position division = SectorChair(sector, "KABID", "Kepala Bidang", Group::kAdm, 11, 2);
    division.purpose_id = absl::StrCat("Mengarahkan program satu bidang urusan ", sector.title, ".");
    division.purpose_en = absl::StrCat("Directs the programmes of one division of ", sector.title_en, ".");
    out->push_back(division);
    Position section = SectorChair(sector, "KASI", "Kepala Seksi", Group::kPgw, 9, 1);
    section.purpose_id = absl::StrCat("Menjalankan kegiatan satu seksi urusan ", sector.title, ".");
    section.purpose_en = absl::StrCat("Runs the activities of one section of ", sector.title_en, ".");
    out->push_back(section);
  }
}

}  // namespace selaras::generator
