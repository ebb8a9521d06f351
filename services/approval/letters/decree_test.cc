#include "services/approval/letters/decree.h"

#include <atomic>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/letters/testing/pdf_text.h"
#include "services/approval/letters/testing/sample_letters.h"

namespace selaras::approval::letters {
namespace {

using ::selaras::testing::StatusIs;
using ::testing::ElementsAre;
using testing::FirstOutOfOrder;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::SampleDecree;

// A governor's decree inside the province: every part stands where Indonesian drafting practice puts it.
TEST(DecreeTest, OnePersonInsideTheAgency) {
  const auto pdf = RenderDecree(SampleDecree(MoveKind::kIntra, 1));
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  EXPECT_EQ(
      FirstOutOfOrder(
          absl::StrJoin(pages, " "),
          {"GUBERNUR LAMPUNG",
           "KEPUTUSAN GUBERNUR LAMPUNG",
           "NOMOR 821/0147/VI.04/2026",
           "TENTANG",
           "PEMINDAHAN PEGAWAI NEGERI SIPIL DALAM JABATAN DI LINGKUNGAN PEMERINTAH PROVINSI LAMPUNG",
           "Menimbang : a. bahwa kebutuhan pegawai perlu dipenuhi;",
           "b. bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a, perlu menetapkan Keputusan "
           "Gubernur Lampung tentang Pemindahan Pegawai Negeri Sipil dalam Jabatan",
           "Mengingat : 1. Undang-Undang Nomor 20 Tahun 2023",
           "Memperhatikan : 1. Berita Acara",
           "MEMUTUSKAN:",
           "Menetapkan : KEPUTUSAN GUBERNUR LAMPUNG TENTANG",
           "KESATU : Memindahkan Pegawai Negeri Sipil di bawah ini dari jabatan lama ke jabatan baru, "
           "terhitung "
           "mulai tanggal 1 Mei 2026:",
           "Nama : Siti Nurhaliza Ma'ruf, A.Md.Keb.",
           "NIP : 19860101 201505 1 001",
           "Pangkat/Golongan Ruang : Penata Muda Tingkat I, III/b",
           "Unit kerja lama : Puskesmas Kota Gajah",
           "Unit kerja baru : Puskesmas Rawat Inap Gunung Sugih",
           "KEDUA :",
           "KETIGA :",
           "KEEMPAT :",
           "KELIMA : Keputusan ini mulai berlaku",
           "Ditetapkan di Bandar Lampung",
           "pada tanggal 2 April 2026",
           "a.n. GUBERNUR LAMPUNG",
           "SEKRETARIS DAERAH,",
           "Dr. Ir. Hasan Basri, M.M.",
           "NIP 19680411 199303 1 009",
           "Kode: 7F3A-9C0D-5BE1",
           "Tembusan",
           "4. Yang bersangkutan."}),
      "");
  EXPECT_THAT(pages.front(), HasSubstr(absl::StrCat("Halaman 1 dari ", pages.size())));
  EXPECT_THAT(absl::StrJoin(pages, " "), Not(HasSubstr("Instansi penerima")));
}

// domain.md §4.2: the governor moves between regencies, and the receiving head appoints.
TEST(DecreeTest, BetweenRegenciesTheSecondDictumLeavesTheAppointmentToTheReceivingHead) {
  Decree decree = SampleDecree(MoveKind::kInterKab, 1);
  EXPECT_EQ(
      DecreeSubject(decree),
      "Pemindahan Pegawai Negeri Sipil dari Pemerintah Kota Metro ke Pemerintah Kabupaten Lampung Tengah");
  EXPECT_EQ(DecreeDictums(decree)[1],
            "Bupati Lampung Tengah selaku Pejabat Pembina Kepegawaian instansi penerima mengangkat Pegawai "
            "Negeri Sipil "
            "sebagaimana dimaksud dalam diktum KESATU dalam jabatan baru sebagaimana tercantum dalam diktum "
            "KESATU.");
  EXPECT_THAT(DecreeDictums(decree)[2], HasSubstr("anggaran instansi penerima"));

  decree = SampleDecree(MoveKind::kInterKab, 2);
  decree.movers[1].receiving_authority = "Wali Kota Metro";
  decree.movers[1].new_agency = "Pemerintah Kota Metro";
  EXPECT_EQ(DecreeSubject(decree), "Pemindahan Pegawai Negeri Sipil Antarinstansi dalam Satu Provinsi");
  EXPECT_THAT(DecreeDictums(decree)[1],
              ::testing::StartsWith("Pejabat Pembina Kepegawaian instansi penerima mengangkat"));
}

TEST(DecreeTest, InaugurationAndFurtherDictumsComeBeforeTheClosingOnes) {
  Decree decree = SampleDecree(MoveKind::kIntra, 1);
  decree.inauguration = true;
  decree.further_dictums = {"Tunjangan jabatan dibayarkan sejak pelantikan"};
  const std::vector<std::string> dictums = DecreeDictums(decree);
  ASSERT_EQ(dictums.size(), 6u);
  EXPECT_THAT(dictums[1], HasSubstr("dilantik dalam jabatan baru"));
  EXPECT_EQ(dictums[3], "Tunjangan jabatan dibayarkan sejak pelantikan.");
}

TEST(DecreeTest, AContractEmployeeIsNeitherCalledPnsNorGivenANip) {
  Decree decree = SampleDecree(MoveKind::kIntra, 1);
  decree.movers[0].is_contract = true;
  decree.movers[0].rank = "";
  decree.movers[0].grade = "IX";
  const auto pdf = RenderDecree(decree);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  const std::string text = absl::StrJoin(pages, " ");
  EXPECT_EQ(
      FirstOutOfOrder(text, {"Memindahkan Pegawai Aparatur Sipil Negara", "NI PPPK :", "Golongan : IX"}), "");
  EXPECT_THAT(text, Not(HasSubstr("Pegawai Negeri Sipil")));
}

TEST(DecreeTest, TwoPeopleStandInAnAnnexThatIsSignedToo) {
  const auto pdf = RenderDecree(SampleDecree(MoveKind::kInterKab, 2));
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  const std::string& annex = pages.back();
  EXPECT_EQ(FirstOutOfOrder(
                annex, {"LAMPIRAN KEPUTUSAN GUBERNUR LAMPUNG", "NOMOR : 821/0147/VI.04/2026",
                        "TANGGAL : 2 APRIL 2026", "DAFTAR PEGAWAI YANG DIPINDAHKAN", "No.", "1 2 3 4 5",
                        "1. Siti Nurhaliza Ma'ruf", "NIP 19860101 201505 1 001", "2. Drs. Bambang Sutrisno",
                        "Pemerintah Kabupaten Lampung Tengah", "SEKRETARIS DAERAH,"}),
            "");
  for (size_t i = 0; i + 1 < pages.size(); ++i) EXPECT_THAT(pages[i], Not(HasSubstr("Bambang")));
}

// The table goes over several pages: its head stands on each, and nobody is lost, doubled or torn.
TEST(DecreeTest, FortyPeopleGoOverPagesUnderARepeatedHead) {
  const Decree decree = SampleDecree(MoveKind::kInterKab, 40);
  const auto pdf = RenderDecree(decree);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  std::string tables;
  int table_pages = 0;
  for (const std::string& page : pages) {
    if (!absl::StrContains(page, "Nama dan NIP")) continue;
    ++table_pages;
    EXPECT_THAT(page, HasSubstr("1 2 3 4 5"));
    absl::StrAppend(&tables, page);
  }
  EXPECT_GE(table_pages, 3);
  std::vector<std::string> rows;
  for (size_t i = 0; i < decree.movers.size(); ++i) {
    const std::string& number = decree.movers[i].number;
    rows.push_back(absl::StrCat(i + 1, ". ", decree.movers[i].name.substr(0, 10)));
    rows.push_back(absl::StrCat("NIP ", number.substr(0, 8), " ", number.substr(8, 6), " ",
                                number.substr(14, 1), " ", number.substr(15)));
  }
  EXPECT_EQ(FirstOutOfOrder(tables, rows), "");
}

TEST(DecreeTest, LongNamesApostrophesAndLettersBeyondAsciiAreKept) {
  Decree decree = SampleDecree(MoveKind::kIntra, 2);
  decree.movers[0].name =
      "R. Ayu Nyi Mas Zahrotunnisa' Ōmar-D’Souza Łukasz Sørensen binti H. Muhammad Abdurrahman "
      "Tjokroaminoto Sastrowidjojo, S.Tr.Keb., M.Keb., Ph.D.";
  decree.movers[1].name = "Ğülsüm Ñoño Ðặng";
  const auto pdf = RenderDecree(decree);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  EXPECT_THAT(pages.back(), HasSubstr(decree.movers[0].name));
  EXPECT_THAT(pages.back(), HasSubstr(decree.movers[1].name));
}

TEST(DecreeTest, OptionalPartsThatAreEmptyLeaveNoTrace) {
  Decree decree = SampleDecree(MoveKind::kIntra, 1);
  decree.letterhead = {};
  decree.noted.clear();
  decree.copies.clear();
  decree.receipt = {};
  decree.signatory = {.office = "Bupati Way Kanan"};
  decree.authority = "Bupati Way Kanan";
  decree.movers[0].rank = decree.movers[0].grade = decree.movers[0].old_position = decree.movers[0].old_unit =
      "";
  const auto pdf = RenderDecree(decree);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  const std::string text = absl::StrJoin(pages, " ");
  EXPECT_TRUE(absl::StartsWith(text, "KEPUTUSAN BUPATI WAY KANAN NOMOR")) << text.substr(0, 60);
  for (const char* part : {"Memperhatikan", "Tembusan", "Kode", "Pangkat", "Jabatan lama", "a.n."}) {
    EXPECT_THAT(text, Not(HasSubstr(part)));
  }
  EXPECT_THAT(text, HasSubstr("(......"));
}

// A verifier compares the hash of the file: the same decree is the same bytes, in whichever thread and after
// whatever other document.
TEST(DecreeTest, EqualDecreesAreEqualBytes) {
  const Decree decree = SampleDecree(MoveKind::kInterKab, 3);
  const absl::StatusOr<std::string> first = RenderDecree(decree);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(RenderDecree(SampleDecree(MoveKind::kIntra, 7)).ok());
  absl::StatusOr<std::string> second = std::string();
  std::thread([&] { second = RenderDecree(decree); }).join();
  EXPECT_TRUE(*first == *second);
  EXPECT_TRUE(*first == *RenderDecree(decree));
  EXPECT_TRUE(absl::StrContains(*first, "/CreationDate (D:202604020000Z)"));

  Decree other = decree;
  other.movers[2].grade = "III/c";
  EXPECT_FALSE(*first == *RenderDecree(other));
}

// Fonts belong to a thread, so that an issue of many decrees may use every core.
TEST(DecreeTest, ThreadsRenderAtTheSameTime) {
  std::vector<Decree> decrees;
  std::vector<std::string> alone;
  for (int i = 1; i <= 4; ++i) {
    decrees.push_back(SampleDecree(i % 2 == 0 ? MoveKind::kIntra : MoveKind::kInterKab, 3 * i));
    const absl::StatusOr<std::string> pdf = RenderDecree(decrees.back());
    ASSERT_TRUE(pdf.ok()) << pdf.status();
    alone.push_back(*pdf);
  }
  std::atomic<int> equal = 0;
  std::vector<std::thread> threads;
  for (size_t t = 0; t < decrees.size(); ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = 0; i < 2 * decrees.size(); ++i) {
        const size_t which = (t + i) % decrees.size();
        const absl::StatusOr<std::string> pdf = RenderDecree(decrees[which]);
        if (pdf.ok() && *pdf == alone[which]) ++equal;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(equal, 32);
}

TEST(DecreeTest, EveryMissingFieldIsNamedAtOnce) {
  Decree decree;
  decree.kind = MoveKind::kInterKab;
  decree.movers.resize(1);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolationsOf(RenderDecree(decree).status()))
    fields.push_back(violation.field);
  EXPECT_THAT(fields,
              ElementsAre("authority", "number", "place", "signatory.office", "date", "effective_date",
                          "considerations", "legal_grounds", "movers[0].name", "movers[0].number",
                          "movers[0].new_position", "movers[0].new_unit", "movers[0].receiving_authority"));
}

TEST(DecreeTest, ErrorsNeverRepeatAName) {
  Decree decree = SampleDecree(MoveKind::kIntra, 1);
  decree.movers[0].name = "Budi \u202Eodnawsus";
  EXPECT_THAT(RenderDecree(decree).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("Budi"))));
  decree.movers[0].name = "Budi \xff";
  EXPECT_THAT(RenderDecree(decree).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("Budi"))));
}

TEST(DecreeTest, AReceiptTooLongForACodeIsRefused) {
  Decree decree = SampleDecree(MoveKind::kIntra, 1);
  decree.receipt.text.assign(2954, 'x');
  EXPECT_THAT(RenderDecree(decree).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("QR code")));
}

}  // namespace
}  // namespace selaras::approval::letters
