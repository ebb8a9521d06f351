#include "libs/generator/catalogue.h"

namespace selaras::generator {
namespace {

struct Clerk {
  const char* code;
  const char* title;
  const char* purpose_id;
  const char* purpose_en;
  int level;
  int job_class;
  const char* min_education;
  int min_grade, max_grade;
  const char* fields;
  const char* technical;
  const char* employers;
};

constexpr Clerk kClerks[] = {
    {"PENELAAH-TEKNIS", "Penelaah Teknis Kebijakan",
     "Menelaah bahan kebijakan dan menyiapkan laporan pimpinan.",
     "Reviews policy material and prepares reports for superiors.", 4, 7, "35", 31, 34, "",
     "POLICY:2|ADMINISTRATION:2|DIGITAL_OFFICE:2", "*"},
    {"PENATA-LAYANAN", "Penata Layanan Operasional",
     "Menata layanan sehari-hari agar warga terlayani tepat waktu.",
     "Orders daily services so that residents are served in time.", 4, 7, "35", 31, 34, "",
     "ADMINISTRATION:3|DIGITAL_OFFICE:2", "*"},
    {"PENATA-KEUANGAN", "Penata Laporan Keuangan", "Menyusun pembukuan dan laporan keuangan unit.",
     "Keeps the unit's books and financial reports.", 4, 7, "35", 31, 34, "ACC|ECON|MGT",
     "FINANCE:2|DIGITAL_OFFICE:2", "*"},
    {"PENGOLAH-DATA", "Pengolah Data dan Informasi",
     "Mengumpulkan dan mengolah data agar keputusan berdasar fakta.",
     "Collects and processes data so that decisions rest on facts.", 3, 6, "30", 23, 33, "",
     "DIGITAL_OFFICE:3|STATISTICS:1", "*"},
    {"PENGELOLA-LAYANAN", "Pengelola Layanan Operasional", "Menyiapkan berkas dan sarana layanan.",
     "Prepares files and means of the service.", 3, 6, "30", 23, 33, "", "ADMINISTRATION:2|DIGITAL_OFFICE:2",
     "*"},
    {"PENGELOLA-KESEHATAN", "Pengelola Layanan Kesehatan", "Mengelola pendaftaran dan jaminan pasien.",
     "Runs registration and insurance of patients.", 3, 6, "30", 23, 33, "PUBH|NURS|MIDW|PHARM",
     "ADMINISTRATION:2|PUBLIC_HEALTH:1", ""},
    {"ADMIN-KANTOR", "Pengadministrasi Perkantoran", "Mencatat, menyimpan dan mengirim surat dan berkas.",
     "Records, keeps and sends letters and files.", 2, 5, "15", 21, 32, "",
     "ADMINISTRATION:2|DIGITAL_OFFICE:1", "*"},
    {"OPERATOR-LAYANAN", "Operator Layanan Operasional", "Menjalankan layanan loket dan lapangan.",
     "Runs counter and field services.", 2, 5, "15", 21, 32, "", "ADMINISTRATION:1|DIGITAL_OFFICE:1", "*"},
    {"TEKNISI-SARANA", "Teknisi Sarana dan Prasarana", "Merawat gedung, peralatan dan jaringan.",
     "Maintains buildings, equipment and networks.", 2, 5, "15", 21, 32, "", "ENGINEERING:1",
     "DPUPR DSDA DLH DISHUB DISKOMINFO DPRKP SETDA"},
    {"PENGEMUDI", "Pengemudi", "Mengantar orang dan barang dengan selamat.",
     "Drives people and goods safely.", 1, 3, "10", 13, 24, "", "TRANSPORT:1",
     "SETDA DAMKAR DLH DINKES DISHUB"},
    {"PENGELOLA-UMUM", "Pengelola Umum Operasional", "Menjaga kebersihan dan kesiapan tempat kerja.",
     "Keeps the workplace clean and ready.", 1, 3, "05", 11, 24, "", "ADMINISTRATION:1", "*"},
    {"PENJAGA", "Penjaga Keamanan", "Menjaga keamanan kantor dan sekolah.", "Guards offices and schools.", 1,
     3, "10", 13, 24, "", "PUBLIC_ORDER:1", ""},
};

}  // namespace

void AppendStaff(std::vector<Position>* out) {
  for (const Clerk& clerk : kClerks) {
    Position position;
    position.code = clerk.code;
    position.title = clerk.title;
    position.family = Family::kStaff;
    position.group = Group::kPlk;
    position.level = clerk.level;
    position.job_class = clerk.job_class;
    position.purpose_id = clerk.purpose_id;
    position.purpose_en = clerk.purpose_en;
    position.min_education = clerk.min_education;
    position.education_fields = clerk.fields;
    position.min_grade = clerk.min_grade;
    position.max_grade = clerk.max_grade;
    position.required = RequiredLevels(1, false);
    position.technical = clerk.technical;
    position.employers = clerk.employers;
    out->push_back(position);
  }
}

}  // namespace selaras::generator
