#include "services/approval/letters/reason_letter.h"

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
using testing::SampleReasonLetter;

// The person reads why, what for, what became of his wishes, what help he gets, and how to answer.
TEST(ReasonLetterTest, TellsEverythingInOrder) {
  const auto pdf = RenderReasonLetter(SampleReasonLetter());
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  EXPECT_EQ(FirstOutOfOrder(absl::StrJoin(pages, " "),
                            {"PEMERINTAH PROVINSI LAMPUNG",
                             "BADAN KEPEGAWAIAN DAERAH",
                             "Nomor : 800/0288/VI.04/2026",
                             "Bandar Lampung, 3 April 2026",
                             "Rahasia pribadi",
                             "Yth. Saudara",
                             "Siti Nurhaliza Ma'ruf",
                             "berdasarkan Keputusan Nomor 821/0147/VI.04/2026 tanggal 2 April 2026",
                             "terhitung mulai tanggal 1 Mei 2026",
                             "1. Alasan",
                             "a. Puskesmas Kota Gajah kekurangan bidan",
                             "2. Manfaat",
                             "a. Kekurangan bidan di Puskesmas Kota Gajah: 3 → 2 orang.",
                             "3. Kegunaan jabatan baru",
                             "4. Minat yang Saudara sampaikan",
                             "1 Bertugas di Kabupaten",
                             "Terpenuhi",
                             "2 Bertugas di rumah sakit",
                             "Belum terpenuhi",
                             "3 Dekat dengan tempat tinggal",
                             "Terpenuhi sebagian",
                             "5. Dukungan bagi Saudara",
                             "Dewi Anggraeni, Bidan Ahli Muda",
                             "Pelayanan Obstetri",
                             "hari ke-30 (31 Mei 2026)",
                             "hari ke-90 (30 Juli 2026)",
                             "hari ke-180 (28 Oktober 2026)",
                             "6. Tanggapan dan keberatan",
                             "melalui menu Tanggapan",
                             "keberatan administratif",
                             "7. Narahubung",
                             "Telepon (0721)",
                             "KEPALA BADAN KEPEGAWAIAN DAERAH,",
                             "Rina Marlina, S.H., M.H."}),
            "");
}

TEST(ReasonLetterTest, BeforeTheDecreeItSpeaksOfAPlanAndNamesTheTerm) {
  ReasonLetter letter = SampleReasonLetter();
  letter.decree_number.clear();
  letter.respond_by = absl::CivilDay(2026, 4, 10);
  const auto pdf = RenderReasonLetter(letter);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  const std::string text = absl::StrJoin(pages, " ");
  EXPECT_EQ(FirstOutOfOrder(
                text, {"Saudara direncanakan bertugas pada jabatan", "paling lambat Jumat, 10 April 2026"}),
            "");
  EXPECT_THAT(text, Not(HasSubstr("berdasarkan Keputusan")));
}

TEST(ReasonLetterTest, PartsWithoutContentAreLeftOutAndTheOthersCountOn) {
  ReasonLetter letter = SampleReasonLetter();
  letter.letterhead = {};
  letter.benefits.clear();
  letter.post_purpose.clear();
  letter.wishes.clear();
  letter.asked_for_wishes = false;
  letter.mentor.clear();
  letter.trainings.clear();
  letter.check_in_days.clear();
  letter.how_to_respond.clear();
  letter.objection.clear();
  letter.contact.clear();
  letter.person_number.clear();
  letter.old_position.clear();
  letter.old_unit.clear();
  const auto pdf = RenderReasonLetter(letter);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  ASSERT_EQ(pages.size(), 1u);
  EXPECT_EQ(FirstOutOfOrder(pages[0], {"1. Alasan", "2. Minat", "belum ada minat yang Saudara sampaikan"}),
            "");
  EXPECT_THAT(pages[0], Not(HasSubstr("3. ")));
}

// Nothing is said of a wish that the caller did not say.
TEST(ReasonLetterTest, WishesWithoutAnOutcomeAreSentences) {
  ReasonLetter letter = SampleReasonLetter();
  letter.wishes = {{.text = "Minat pertama terpenuhi"}, {.text = "Minat kedua tidak ada lowongan"}};
  const auto pdf = RenderReasonLetter(letter);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  const std::string text = absl::StrJoin(pages, " ");
  EXPECT_THAT(text, HasSubstr("a. Minat pertama terpenuhi. b. Minat kedua tidak ada lowongan. 5. Dukungan"));
  EXPECT_THAT(text, Not(HasSubstr("Belum terpenuhi")));
}

TEST(ReasonLetterTest, EveryMissingFieldIsNamedAtOnce) {
  ReasonLetter letter;
  letter.decree_number = "1";
  letter.check_in_days = {0};
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolationsOf(RenderReasonLetter(letter).status())) {
    fields.push_back(violation.field);
  }
  EXPECT_THAT(fields, ElementsAre("number", "place", "name", "new_position", "new_unit", "signatory.office",
                                  "date", "effective_date", "decree_date", "reasons", "check_in_days[0]"));
}

TEST(ReasonLetterTest, EqualLettersAreEqualBytes) {
  EXPECT_TRUE(*RenderReasonLetter(SampleReasonLetter()) == *RenderReasonLetter(SampleReasonLetter()));
}

}  // namespace
}  // namespace selaras::approval::letters
