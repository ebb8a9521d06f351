#include "services/approval/letters/minutes.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/letters/testing/pdf_text.h"
#include "services/approval/letters/testing/sample_letters.h"

namespace selaras::approval::letters {
namespace {

using ::testing::ElementsAre;
using testing::FirstOutOfOrder;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::SampleMinutes;

TEST(MinutesTest, MeetingQuorumDecisionsAndSignaturesInOrder) {
  const auto pdf = RenderMinutes(SampleMinutes(6));
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  EXPECT_EQ(FirstOutOfOrder(absl::StrJoin(pages, " "),
                            {"BERITA ACARA",
                             "RAPAT KOORDINASI MUTASI PEGAWAI TAHAP I TAHUN 2026",
                             "NOMOR 800/0021/VI.04/2026",
                             "Pada hari ini Kamis tanggal dua belas bulan Maret tahun dua ribu "
                             "dua puluh enam, bertempat di Ruang Rapat Sakai Sambayan",
                             "mulai pukul 09.00 WIB sampai dengan pukul 12.15 WIB",
                             "A. Acara",
                             "1. Pembahasan usulan",
                             "B. Kehadiran",
                             "Hadir 3 (tiga) dari 4 (empat) orang yang diundang; kuorum 3 (tiga) orang "
                             "terpenuhi.",
                             "1 Dr. Ir. Hasan Basri, M.M.",
                             "Tidak hadir, berhalangan",
                             "C. Putusan",
                             "Dari 6 nama yang dibahas, 4 disetujui, 1 ditolak, dan 1 ditunda.",
                             "Siti Nurhaliza",
                             "Disetujui",
                             "Beda pendapat: Kepala Dinas Kesehatan: beban puskesmas asal masih tinggi.",
                             "Ditolak",
                             "Ditunda",
                             "menunggu surat bebas temuan.",
                             "D. Catatan",
                             "Demikian Berita Acara",
                             "KETUA,",
                             "SEKRETARIS,",
                             "ANGGOTA,"}),
            "");
}

TEST(MinutesTest, AMissedQuorumIsSaid) {
  Minutes minutes = SampleMinutes(1);
  minutes.quorum = 4;
  const auto pdf = RenderMinutes(minutes);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  EXPECT_THAT(absl::StrJoin(pages, " "), HasSubstr("kuorum 4 (empat) orang tidak terpenuhi."));
}

TEST(MinutesTest, FortyNamesGoOverPagesEachOnce) {
  const Minutes minutes = SampleMinutes(40);
  const auto pdf = RenderMinutes(minutes);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  EXPECT_GE(pages.size(), 4u);
  std::vector<std::string> rows;
  for (const MeetingDecision& decision : minutes.decisions) {
    const std::string& number = decision.number;
    rows.push_back(absl::StrCat(number.substr(0, 8), " ", number.substr(8, 6), " ", number.substr(14, 1), " ",
                                number.substr(15)));
  }
  EXPECT_EQ(FirstOutOfOrder(absl::StrJoin(pages, " "), rows), "");
}

TEST(MinutesTest, WithoutDecisionsNotesAndAgendaOnlyTheRestStands) {
  Minutes minutes = SampleMinutes(0);
  minutes.agenda.clear();
  minutes.notes.clear();
  minutes.quorum = 0;
  minutes.signatories.resize(1);
  minutes.receipt = {"bukti", "AB-12", "Pindai."};
  const auto pdf = RenderMinutes(minutes);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  ASSERT_EQ(pages.size(), 1u);
  EXPECT_EQ(FirstOutOfOrder(pages[0], {"orang yang diundang.", "Demikian Berita Acara", "KETUA,",
                                       "Kode: AB-12", "Pindai."}),
            "");
  for (const char* part : {"A. Acara", "Putusan", "Catatan", "kuorum"})
    EXPECT_THAT(pages[0], Not(HasSubstr(part)));
}

TEST(MinutesTest, EveryMissingFieldIsNamedAtOnce) {
  Minutes minutes;
  minutes.decisions.resize(1);
  minutes.signatories.resize(1);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolationsOf(RenderMinutes(minutes).status()))
    fields.push_back(violation.field);
  EXPECT_THAT(fields, ElementsAre("number", "subject", "place", "date", "attendees", "decisions[0].name",
                                  "decisions[0].to", "signatories[0].office"));
}

TEST(MinutesTest, EqualMinutesAreEqualBytes) {
  EXPECT_TRUE(*RenderMinutes(SampleMinutes(9)) == *RenderMinutes(SampleMinutes(9)));
}

}  // namespace
}  // namespace selaras::approval::letters
