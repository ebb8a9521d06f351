#include "services/approval/letters/testing/sample_letters.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace selaras::approval::letters::testing {
namespace {

constexpr absl::string_view kNames[] = {"Siti Nurhaliza Ma'ruf, A.Md.Keb.", "Drs. Bambang Sutrisno, M.Si.",
                                        "I Gusti Ngurah Adnyana, S.Kep., Ns.", "Yosephine Tambunan, S.Pd.",
                                        "Muhammad Nur'aini Zulkifli, S.K.M., M.Kes."};
constexpr absl::string_view kPlaces[] = {"Puskesmas Kota Gajah", "Puskesmas Rawat Inap Gunung Sugih",
                                         "Rumah Sakit Umum Daerah Demang Sepulau Raya",
                                         "Puskesmas Bandar Jaya"};

Letterhead Office() {
  return {"Pemerintah Provinsi Lampung",
          "Badan Kepegawaian Daerah",
          {"Jalan Wolter Monginsidi Nomor 69, Teluk Betung, Bandar Lampung 35215",
           "Telepon (0721) 000000, pos-el bkd@lampungprov.example"}};
}

Signatory Secretary() {
  return {.office = "Sekretaris Daerah",
          .on_behalf_of = "Gubernur Lampung",
          .name = "Dr. Ir. Hasan Basri, M.M.",
          .rank = "Pembina Utama Madya",
          .number = "196804111993031009"};
}

Mover SampleMover(MoveKind kind, int i) {
  Mover mover{
      .name = std::string(kNames[i % std::size(kNames)]),
      .number = absl::StrFormat("1986%02d%02d201505%d%03d", i % 12 + 1, i % 28 + 1, i % 2 + 1, i % 999 + 1),
      .rank = "Penata Muda Tingkat I",
      .grade = "III/b",
      .old_position = "Bidan Ahli Pertama",
      .old_unit = std::string(kPlaces[i % std::size(kPlaces)]),
      .old_agency = "Pemerintah Kota Metro",
      .new_position = "Bidan Ahli Pertama",
      .new_unit = std::string(kPlaces[(i + 1) % std::size(kPlaces)]),
      .new_agency = "Pemerintah Kabupaten Lampung Tengah",
      .receiving_authority = "Bupati Lampung Tengah"};
  if (kind == MoveKind::kIntra) mover.old_agency = mover.new_agency = "Pemerintah Provinsi Lampung";
  return mover;
}

}  // namespace

Decree SampleDecree(MoveKind kind, int count, const LetterPolicy& policy) {
  Decree decree;
  decree.kind = kind;
  decree.letterhead = {
      "Gubernur Lampung", "", {"Jalan Wolter Monginsidi Nomor 69, Teluk Betung, Bandar Lampung 35215"}};
  decree.authority = "Gubernur Lampung";
  decree.number = "821/0147/VI.04/2026";
  decree.considerations = policy.ConsiderationsOf(kind);
  if (decree.considerations.empty()) decree.considerations = {"bahwa kebutuhan pegawai perlu dipenuhi"};
  decree.legal_grounds = policy.LegalGroundsOf(kind);
  if (decree.legal_grounds.empty())
    decree.legal_grounds = {"Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara"};
  decree.noted = {"Berita Acara Rapat Koordinasi Nomor 800/0021/VI.04/2026 tanggal 12 Maret 2026"};
  if (kind != MoveKind::kIntra) {
    decree.noted.push_back("Surat Persetujuan Wali Kota Metro Nomor 824/0312/B-3/2026 tanggal 16 Maret 2026");
  }
  decree.noted.push_back(
      "Pertimbangan teknis Kepala Kantor Regional V Badan Kepegawaian Negara melalui I-MUT Nomor "
      "MUT-2026-00412 tanggal 26 Maret 2026");
  for (int i = 0; i < count; ++i) decree.movers.push_back(SampleMover(kind, i));
  decree.effective_date = absl::CivilDay(2026, 5, 1);
  decree.place = "Bandar Lampung";
  decree.date = absl::CivilDay(2026, 4, 2);
  decree.signatory = Secretary();
  decree.copies = {"Kepala Badan Kepegawaian Negara di Jakarta",
                   "Kepala Kantor Regional V Badan Kepegawaian Negara di Jakarta",
                   "Inspektur Provinsi Lampung di Bandar Lampung", "Yang bersangkutan"};
  decree.receipt = {
      "selaras-receipt 1\nlog lampung\nleaf 10482\nhash "
      "7f3a9c0d5be14827a6d1c99e02b34f58e1d07a6642bb8c1d3f9e5a7044c2d816\n",
      "7F3A-9C0D-5BE1", policy.receipt_check};
  return decree;
}

ReasonLetter SampleReasonLetter(const LetterPolicy& policy) {
  ReasonLetter letter;
  letter.letterhead = Office();
  letter.number = "800/0288/VI.04/2026";
  letter.place = "Bandar Lampung";
  letter.date = absl::CivilDay(2026, 4, 3);
  const Mover mover = SampleMover(MoveKind::kInterKab, 0);
  letter.name = mover.name;
  letter.person_number = mover.number;
  letter.old_position = mover.old_position;
  letter.old_unit = "Puskesmas Iring Mulyo, Kota Metro";
  letter.new_position = mover.new_position;
  letter.new_unit = "Puskesmas Kota Gajah, Kabupaten Lampung Tengah";
  letter.effective_date = absl::CivilDay(2026, 5, 1);
  letter.decree_number = "821/0147/VI.04/2026";
  letter.decree_date = absl::CivilDay(2026, 4, 2);
  letter.reasons = {
      "Puskesmas Kota Gajah kekurangan bidan, sedangkan jumlah bidan di Puskesmas Iring Mulyo melebihi "
      "kebutuhan menurut "
      "analisis beban kerja.",
      "Kompetensi, pendidikan, dan pengalaman Saudara dalam pelayanan persalinan paling sesuai dengan "
      "persyaratan jabatan "
      "tersebut."};
  letter.benefits = {{"Kekurangan bidan di Puskesmas Kota Gajah", 3, 2, "orang"},
                     {"Rata-rata ibu hamil yang dilayani tiap bidan setiap bulan", 94, 78, "orang"}};
  letter.post_purpose =
      "Jabatan ini menyelenggarakan pelayanan kesehatan ibu dan anak di puskesmas serta pembinaan bidan desa "
      "pada tujuh desa";
  letter.wishes = {{"Bertugas di Kabupaten Lampung Tengah", Wish::Outcome::kMet,
                    "Puskesmas Kota Gajah berada di Kabupaten Lampung Tengah."},
                   {"Bertugas di rumah sakit", Wish::Outcome::kNotMet,
                    "Tidak ada lowongan bidan ahli pertama pada rumah sakit dalam periode ini."},
                   {"Dekat dengan tempat tinggal", Wish::Outcome::kPartlyMet,
                    "Jarak dari tempat tinggal 14 km; semula 9 km."}};
  letter.mentor = "Dewi Anggraeni, Bidan Ahli Muda";
  letter.trainings = {"Pelayanan Obstetri Neonatal Emergensi Dasar (3 hari)",
                      "Sistem Informasi Puskesmas (1 hari)"};
  letter.check_in_days = policy.check_in_days.empty() ? std::vector<int>{30, 90, 180} : policy.check_in_days;
  letter.how_to_respond =
      "melalui menu Tanggapan pada portal kepegawaian atau secara tertulis kepada Badan Kepegawaian Daerah";
  letter.objection = policy.objection_text.empty() ? "Saudara berhak mengajukan keberatan administratif"
                                                   : policy.objection_text;
  letter.contact = {"Bidang Mutasi dan Promosi, Badan Kepegawaian Daerah Provinsi Lampung",
                    "Telepon (0721) 000000, hari kerja pukul 08.00–15.30 WIB"};
  letter.signatory = {.office = "Kepala Badan Kepegawaian Daerah",
                      .name = "Rina Marlina, S.H., M.H.",
                      .rank = "Pembina Utama Muda",
                      .number = "197205141998032004"};
  return letter;
}

Minutes SampleMinutes(int count) {
  Minutes minutes;
  minutes.letterhead = Office();
  minutes.number = "800/0021/VI.04/2026";
  minutes.subject = "Rapat Koordinasi Mutasi Pegawai Tahap I Tahun 2026";
  minutes.place = "Ruang Rapat Sakai Sambayan, Kantor Gubernur Lampung";
  minutes.date = absl::CivilDay(2026, 3, 12);
  minutes.start_time = "09.00 WIB";
  minutes.end_time = "12.15 WIB";
  minutes.agenda = {"Pembahasan usulan mutasi tenaga kesehatan antarkabupaten/kota",
                    "Penetapan jadwal serah terima tugas"};
  minutes.attendees = {
      {"Dr. Ir. Hasan Basri, M.M.", "Sekretaris Daerah Provinsi Lampung", "Ketua", true, ""},
      {"Rina Marlina, S.H., M.H.", "Kepala Badan Kepegawaian Daerah", "Sekretaris", true, ""},
      {"dr. Edwin Rusli, M.K.M.", "Kepala Dinas Kesehatan Provinsi Lampung", "Anggota", true,
       "diwakili Sekretaris Dinas"},
      {"Fredy Simanjuntak, S.H.", "Inspektur Provinsi Lampung", "Anggota", false, "berhalangan"}};
  minutes.quorum = 3;
  for (int i = 0; i < count; ++i) {
    const Mover mover = SampleMover(MoveKind::kInterKab, i);
    MeetingDecision decision{.name = mover.name,
                             .number = mover.number,
                             .from = absl::StrCat(mover.old_position, ", ", mover.old_unit),
                             .to = absl::StrCat(mover.new_position, ", ", mover.new_unit)};
    if (i % 5 == 1) decision.dissents = {"Kepala Dinas Kesehatan: beban puskesmas asal masih tinggi"};
    if (i % 7 == 3) decision.outcome = MeetingDecision::Outcome::kRejected;
    if (i % 7 == 5) decision.outcome = MeetingDecision::Outcome::kDeferred;
    if (i % 7 == 5) decision.note = "menunggu surat bebas temuan";
    minutes.decisions.push_back(decision);
  }
  minutes.notes = {"Serah terima tugas dilaksanakan paling lambat tanggal 30 April 2026."};
  minutes.signatories = {
      {.office = "Ketua", .name = "Dr. Ir. Hasan Basri, M.M.", .number = "196804111993031009"},
      {.office = "Sekretaris", .name = "Rina Marlina, S.H., M.H.", .number = "197205141998032004"},
      {.office = "Anggota", .name = "dr. Edwin Rusli, M.K.M."},
      {.office = "Anggota", .name = "Fredy Simanjuntak, S.H."}};
  return minutes;
}

}  // namespace selaras::approval::letters::testing
