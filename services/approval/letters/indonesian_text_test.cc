#include "services/approval/letters/indonesian_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace selaras::approval::letters {
namespace {

TEST(IndonesianTextTest, DatesAreWrittenAsOfficialLettersDo) {
  const absl::CivilDay day(2026, 4, 2);
  EXPECT_EQ(LongDate(day), "2 April 2026");
  EXPECT_EQ(DateInWords(day), "Kamis tanggal dua bulan April tahun dua ribu dua puluh enam");
  EXPECT_EQ(DayName(absl::CivilDay(2026, 4, 5)), "Minggu");
}

TEST(IndonesianTextTest, NumbersAreSpeltOut) {
  const std::pair<int, std::string> cases[] = {{0, "nol"},
                                               {10, "sepuluh"},
                                               {11, "sebelas"},
                                               {12, "dua belas"},
                                               {20, "dua puluh"},
                                               {100, "seratus"},
                                               {111, "seratus sebelas"},
                                               {999, "sembilan ratus sembilan puluh sembilan"},
                                               {1000, "seribu"},
                                               {1999, "seribu sembilan ratus sembilan puluh sembilan"},
                                               {21'500, "dua puluh satu ribu lima ratus"}};
  for (const auto& [number, words] : cases) EXPECT_EQ(NumberWords(number), words);
}

TEST(IndonesianTextTest, DictumsAreNamedByTheirOrdinal) {
  EXPECT_EQ(DictumName(1), "KESATU");
  EXPECT_EQ(DictumName(5), "KELIMA");
  EXPECT_EQ(DictumName(10), "KESEPULUH");
  EXPECT_EQ(DictumName(12), "KEDUA BELAS");
}

TEST(IndonesianTextTest, NumberOfACivilServantNeverBreaks) {
  EXPECT_EQ(GroupedNip("198609262015051001"), "19860926\u00A0201505\u00A01\u00A0001");
  EXPECT_EQ(GroupedNip("belum ada"), "belum ada");
  EXPECT_EQ(GroupedNip(""), "");
}

TEST(IndonesianTextTest, ListsMarkersAndEndings) {
  EXPECT_EQ(JoinWithDan({"a"}), "a");
  EXPECT_EQ(JoinWithDan({"a", "b"}), "a dan b");
  EXPECT_EQ(JoinWithDan({"a", "b", "c"}), "a, b, dan c");
  EXPECT_EQ(LetterMarker(0), "a");
  EXPECT_EQ(LetterMarker(25), "z");
  EXPECT_EQ(LetterMarker(27), "ab");
  EXPECT_EQ(EndedWith("bahwa benar. ; ", ";"), "bahwa benar;");
  EXPECT_EQ(EndedWith("", "."), ".");
  EXPECT_EQ(LowerFirst("Bahwa"), "bahwa");
}

TEST(IndonesianTextTest, UpperCaseReachesLettersBeyondAscii) {
  EXPECT_EQ(Uppercase("Gubernur Nusa Éndé i"), "GUBERNUR NUSA ÉNDÉ I");
  EXPECT_EQ(Uppercase("\xff"), "\xff");
}

}  // namespace
}  // namespace selaras::approval::letters
