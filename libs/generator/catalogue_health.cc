#include "libs/generator/catalogue.h"

namespace selaras::generator {
namespace {

constexpr Profession kHealth[] = {
    {"DOKTER", "Dokter", "memeriksa, mengobati dan merujuk pasien tepat waktu",
     "examine, treat and refer patients in time", "MED", "STR", "CLINICAL", false, true, "", 2},
    {"DOKTER-GIGI", "Dokter Gigi", "menjaga kesehatan gigi dan mulut warga",
     "keep residents' teeth and mouths healthy", "DENT", "STR", "CLINICAL", false, true, "", 1},
    {"DOKTER-SPESIALIS", "Dokter Spesialis", "menangani kasus yang butuh keahlian spesialis di rumah sakit",
     "treat cases that need a specialist in hospital", "MED_SP", "STR", "CLINICAL", false, true, "", 3},
    {"PERAWAT", "Perawat", "memberi asuhan keperawatan yang aman bagi pasien",
     "give patients safe nursing care", "NURS", "STR", "NURSING", true, true, "", 1},
    {"BIDAN", "Bidan", "menyelamatkan ibu dan bayi sejak hamil sampai nifas",
     "keep mothers and babies safe from pregnancy to after birth", "MIDW", "STR", "MIDWIFERY", true, true, "",
     2},
    {"APOTEKER", "Apoteker", "menjamin obat yang tepat, aman dan tersedia",
     "make sure that medicines are right, safe and at hand", "PHARM", "STR", "PHARMACY", false, true, "", 1},
    {"ASISTEN-APOTEKER", "Asisten Apoteker", "menyiapkan dan menyerahkan obat dengan benar",
     "prepare and hand out medicines correctly", "PHARM", "STR", "PHARMACY", true, false, "", 0},
    {"NUTRISIONIS", "Nutrisionis", "mencegah tengkes dan memperbaiki gizi keluarga",
     "prevent stunting and improve family nutrition", "NUTR", "STR", "NUTRITION", true, true, "", 1},
    {"SANITARIAN", "Sanitarian", "menjaga air, makanan dan lingkungan bebas penyakit",
     "keep water, food and surroundings free of disease", "ENVH", "STR", "ENVIRONMENTAL_HEALTH", true, true,
     "", 0},
    {"LAB-KESEHATAN", "Pranata Laboratorium Kesehatan",
     "memastikan hasil pemeriksaan laboratorium yang benar", "deliver correct laboratory results", "LAB",
     "STR", "LABORATORY", true, true, "", 0},
    {"RADIOGRAFER", "Radiografer", "menghasilkan gambar diagnosis dengan aman",
     "produce diagnostic images safely", "LAB", "STR", "LABORATORY", true, false, "", 0},
    {"FISIOTERAPIS", "Fisioterapis", "memulihkan gerak dan fungsi tubuh pasien",
     "restore patients' movement and function", "PHYSIO", "STR", "PHYSIOTHERAPY", true, true, "", 0},
    {"EPIDEMIOLOG", "Epidemiolog Kesehatan", "menemukan dan memutus penularan penyakit",
     "find and stop the spread of disease", "PUBH", "", "PUBLIC_HEALTH", false, true, "DINKES", 2},
    {"ADMINKES", "Administrator Kesehatan", "menata program dan anggaran layanan kesehatan",
     "order programmes and budgets of health services", "PUBH", "", "PUBLIC_HEALTH", false, true, "DINKES",
     0},
    {"PROMKES", "Penyuluh Kesehatan Masyarakat", "mengajak warga hidup sehat dan mencegah penyakit",
     "lead residents to healthy lives and prevention", "PUBH", "", "PUBLIC_HEALTH", false, true, "DINKES", 1},
    {"PEREKAM-MEDIS", "Perekam Medis", "menjaga rekam medis lengkap, benar dan rahasia",
     "keep medical records complete, correct and confidential", "PUBH", "STR", "ARCHIVES", true, false, "",
     0},
};

}  // namespace

void AppendHealthProfessions(std::vector<Position>* out) {
  for (const Profession& profession : kHealth) AppendProfession(profession, Family::kHealth, out);
  for (Position& position : *out) {
    if (position.code == "DOKTER-X" || position.code == "DOKTER-GIGI-X" || position.code == "APOTEKER-X") {
      position.min_grade = 32;
    }
    if (position.code == "DOKTER-SPESIALIS-X") {
      position.min_grade = 33;
      position.min_education = "45";
      position.job_class = 10;
    }
  }
}

}  // namespace selaras::generator
