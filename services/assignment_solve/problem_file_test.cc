#include "services/assignment_solve/problem_file.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/assignment/certificate.h"
#include "libs/assignment/solver.h"

namespace selaras::assignment {
namespace {

int64_t LeastCost(const absl::StatusOr<AssignmentProblem>& problem) {
  EXPECT_TRUE(problem.ok()) << problem.status();
  const auto instance = InstanceOf(*problem);
  EXPECT_TRUE(instance.ok()) << instance.status();
  const auto solution = Solve(*instance);
  EXPECT_TRUE(solution.ok()) << solution.status();
  EXPECT_EQ(CheckCertificate(*instance, solution->certificate), absl::OkStatus());
  EXPECT_TRUE(solution->certificate.optimal());
  return -solution->certificate.objective;
}

TEST(ProblemFile, BothFormatsGiveTheSameLeastCost) {
  EXPECT_EQ(LeastCost(ReadOrlib(" 3\n4 1 3\n2 0 5\n 3 2\n2\n")), 5);
  EXPECT_EQ(
      LeastCost(ReadDimacs("c three\np asn 6 9\nn 1\nn 2\nn 3\na 1 4 4\na 1 5 1\na 1 6 3\na 2 4 2\na 2 5 0\n"
                           "a 2 6 5\na 3 4 3\na 3 5 2\na 3 6 2\n")),
      5);
  EXPECT_EQ(LeastCost(ReadOrlib("1\n-7")), -7);
}

TEST(ProblemFile, FaultsNameLineAndCure) {
  const auto says = [](const absl::Status& status, absl::string_view part) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_TRUE(absl::StrContains(status.message(), part)) << status;
  };
  says(ReadOrlib("").status(), "empty");
  says(ReadOrlib("x").status(), "line 1: 'x'");
  says(ReadOrlib("2\n1 2\n3").status(), "line 3: the file ends after 3 of 4");
  says(ReadOrlib("2\n1 2\n3 4\n5").status(), "line 4: more than");
  says(ReadOrlib("1\n1.5").status(), "line 2: '1.5' is no cost");
  says(ReadOrlib("99999999").status(), "number of people");
  says(ReadDimacs("a 1 2 3\n").status(), "line 1: the line 'p asn");
  says(ReadDimacs("p asn 2 1\nn 3\n").status(), "line 2: write 'n ID'");
  says(ReadDimacs("p asn 2 1\nn 1\na 2 1 4\n").status(), "line 3: an arc leads from a person");
  says(ReadDimacs("p asn 2 2\nn 1\na 1 2 4\n").status(), "1 arcs, its 'p' line says 2");
  says(ReadDimacs("p asn 2 1\nn 1\na 1 2 4\nn 2\n").status(), "line 4: an 'n' line after an arc");
  says(ReadDimacs("p asn 2 1\nq\n").status(), "line 2: 'q' begins no line");
  says(InstanceOf({2, 2, {{0, 0, 1}}}).status(), "person 2 has no arc");
  EXPECT_FALSE(InstanceOf({1, 1, {{0, 0, 1}, {0, 0, 2}}}).ok());
}

TEST(ProblemFile, PublishedOptimum) {
  const char* const folder = std::getenv("SELARAS_DATA_DIR");
  if (folder == nullptr) GTEST_SKIP() << "SELARAS_DATA_DIR is not set";
  std::ifstream file(absl::StrCat(folder, "/benchmarks/assignment/assign100.txt"));
  if (!file) GTEST_SKIP() << "assign100.txt is not there";
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(LeastCost(ReadOrlib(text.str())), 305);  // OR-Library, assignment problems.
}

}  // namespace
}  // namespace selaras::assignment
