#include "libs/generator/departments.h"

namespace selaras::generator {

const std::vector<DepartmentFact>& Departments() {
  static const auto* const kDepartments = new std::vector<DepartmentFact>{
      {"DISDIK", "Dinas Pendidikan", "education", "EDU", "", 1.2, true},
      {"DINKES", "Dinas Kesehatan", "health", "HEALTH", "", 1.2, true},
      {"BKD", "Badan Kepegawaian Daerah", "personnel", "GOV", "KEPALA-BADAN", 0.9, false},
      {"BPKAD", "Badan Pengelola Keuangan dan Aset Daerah", "finance", "ECO", "KEPALA-BADAN", 1.1, false},
      {"SETDA", "Sekretariat Daerah", "coordination", "GOV", "SEKDA", 1.8, false},
      {"INSP", "Inspektorat Daerah", "audit", "GOV", "INSPEKTUR", 0.9, false},
      {"DUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil", "registry", "GOV", "", 1.0, true},
      {"DSOS", "Dinas Sosial", "social", "SOC", "", 1.0, true},
      {"DPUPR", "Dinas Bina Marga dan Pekerjaan Umum", "roads", "ENG", "", 1.2, true},
      {"DISHUB", "Dinas Perhubungan", "transport", "ENG", "", 2.0, true},
      {"SATPP", "Satuan Polisi Pamong Praja", "public_order", "SOC", "", 2.2, true},
      {"DLH", "Dinas Lingkungan Hidup", "environment", "ENG", "", 1.3, true},
      {"BAPPEDA", "Badan Perencanaan Pembangunan Daerah", "planning", "GOV", "KEPALA-BADAN", 0.9, false},
      {"DISKOMINFO", "Dinas Komunikasi, Informatika dan Statistik", "ict", "GOV", "", 0.9, false},
      {"BAPENDA", "Badan Pendapatan Daerah", "revenue", "ECO", "KEPALA-BADAN", 1.3, true},
      {"DPMPTSP", "Dinas Penanaman Modal dan PTSP", "licensing", "ECO", "", 1.2, true},
      {"DNAKER", "Dinas Tenaga Kerja dan Transmigrasi", "labour", "SOC", "", 0.9, true},
      {"DAMKAR", "Dinas Penanggulangan Kebakaran dan Penyelamatan", "fire", "SOC", "", 2.4, true},
      {"DPPPA", "Dinas Pemberdayaan Perempuan, Anak dan KB", "women_family", "SOC", "", 0.7, false},
      {"DPRKP", "Dinas Perumahan dan Kawasan Permukiman", "housing", "ENG", "", 0.9, true},
      {"DKUKM", "Dinas Koperasi dan UKM", "small_business", "ECO", "", 0.8, false},
      {"DTANI", "Dinas Ketahanan Pangan dan Pertanian", "agriculture", "AGRI", "", 1.0, true},
      {"SETWAN", "Sekretariat DPRD", "council", "GOV", "SEKWAN", 0.8, false},
      {"BPBD", "Badan Penanggulangan Bencana Daerah", "disaster", "SOC", "KEPALA-BADAN", 0.7, false},
      {"DPUSIP", "Dinas Perpustakaan dan Kearsipan", "library", "GOV", "", 0.7, false},
      {"DPAR", "Dinas Pariwisata dan Ekonomi Kreatif", "tourism", "ECO", "", 0.8, false},
      {"DCKTR", "Dinas Cipta Karya dan Tata Ruang", "spatial", "ENG", "", 1.0, true},
      {"DSDA", "Dinas Sumber Daya Air", "water", "ENG", "", 1.1, true},
      {"DPERINDAG", "Dinas Perindustrian dan Perdagangan", "trade", "ECO", "", 0.8, false},
      {"DPORA", "Dinas Pemuda dan Olahraga", "youth", "SOC", "", 0.6, false},
      {"DKP", "Dinas Kelautan dan Perikanan", "fishery", "AGRI", "", 0.7, false},
      {"BPSDM", "Badan Pengembangan SDM", "training", "GOV", "KEPALA-BADAN", 0.6, false},
      {"DNAK", "Dinas Peternakan dan Kesehatan Hewan", "livestock", "AGRI", "", 0.7, false},
      {"DPMD", "Dinas Pemberdayaan Masyarakat dan Desa", "village", "SOC", "", 0.6, false},
      {"DESDM", "Dinas Energi dan Sumber Daya Mineral", "energy", "ENG", "", 0.6, false},
      {"DHUT", "Dinas Kehutanan", "forestry", "AGRI", "", 0.7, false},
      {"DBUN", "Dinas Perkebunan", "plantation", "AGRI", "", 0.6, false},
      {"BALITBANG", "Badan Riset dan Inovasi Daerah", "research", "GOV", "KEPALA-BADAN", 0.5, false},
  };
  return *kDepartments;
}

}  // namespace selaras::generator
