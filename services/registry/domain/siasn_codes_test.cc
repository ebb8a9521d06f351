#include "services/registry/domain/siasn_codes.h"

#include <gtest/gtest.h>

namespace selaras::registry {
namespace {

TEST(SiasnCodesTest, GradesByIdOrName) {
  EXPECT_EQ(SiasnGrade("43", "IV/c", false), 43);
  EXPECT_EQ(SiasnGrade("", "III/a", false), 31);
  EXPECT_EQ(SiasnGrade("", "IV/E", false), 45);
  EXPECT_EQ(SiasnGrade("", "IX", true), 9);
  EXPECT_EQ(SiasnGrade("", "V/a", false), 0);
  EXPECT_EQ(SiasnGrade("99", "", false), 0);
}

TEST(SiasnCodesTest, EmploymentByKindStatusAndNumber) {
  EXPECT_EQ(SiasnEmployment("PNS Daerah", "P", false), "PNS");
  EXPECT_EQ(SiasnEmployment("PNS Daerah", "C", false), "CPNS");
  EXPECT_EQ(SiasnEmployment("", "", true), "PPPK");
  EXPECT_EQ(SiasnEmployment("PPPK Guru", "", false), "PPPK");
}

TEST(SiasnCodesTest, WordsBecomeCodes) {
  EXPECT_EQ(SiasnState("Aktif"), "ACTIVE");
  EXPECT_EQ(SiasnState("Cuti Diluar Tanggungan Negara"), "UNPAID_LEAVE");
  EXPECT_EQ(SiasnState("Tidak Aktif"), "");
  EXPECT_EQ(SiasnFunctionalLevel("PERAWAT AHLI MUDA"), "JF_AMU");
  EXPECT_EQ(SiasnFunctionalLevel("Kepala Dinas"), "");
  EXPECT_EQ(SiasnEducationLevel("40", ""), "40");
  EXPECT_EQ(SiasnEducationLevel("", "S-1/Sarjana"), "40");
  EXPECT_EQ(SiasnEducationLevel("", "Diploma III/Sarjana Muda"), "30");
  EXPECT_EQ(SiasnEducationField("S-1 PENDIDIKAN GURU SEKOLAH DASAR"), "EDU_PGSD");
  EXPECT_EQ(SiasnEducationField("D-III KEPERAWATAN"), "NURS");
  EXPECT_EQ(SiasnEducationField("S-1 ASTRONOMI"), "");
}

TEST(SiasnCodesTest, KnowsTheColumnsOfTheExport) {
  EXPECT_TRUE(IsSiasnColumn("KEDUDUKAN HUKUM NAMA"));
  EXPECT_FALSE(IsSiasnColumn("GAJI"));
}

}  // namespace
}  // namespace selaras::registry
