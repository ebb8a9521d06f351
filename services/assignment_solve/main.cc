// assignment_solve: least cost of standard assignment files, each with its proof checked.
#include <time.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "libs/assignment/certificate.h"
#include "libs/assignment/solver.h"
#include "services/assignment_solve/problem_file.h"

namespace selaras::assignment {
namespace {

double Now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

struct Answer {
  int64_t cost = 0;
  bool optimal = false;
  double seconds = 0;  // Of solving.
};

absl::StatusOr<Answer> SolveFile(const std::string& path, bool dimacs) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError("the file cannot be read");
  const absl::StatusOr<AssignmentProblem> problem = dimacs ? ReadDimacs(text.str()) : ReadOrlib(text.str());
  if (!problem.ok()) return problem.status();
  const absl::StatusOr<Instance> instance = InstanceOf(*problem);
  if (!instance.ok()) return instance.status();
  const double start = Now();
  const absl::StatusOr<Solution> solution = Solve(*instance);
  if (!solution.ok()) return solution.status();
  Answer answer;
  answer.seconds = Now() - start;
  if (absl::Status status = CheckCertificate(*instance, solution->certificate); !status.ok()) return status;
  answer.cost = -solution->certificate.objective;
  answer.optimal = solution->certificate.optimal();
  return answer;
}

// For JSON; paths are the only text.
std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
  }
  return out + "\"";
}

int Run(int argc, char** argv) {
  CLI::App app("assignment_solve: least cost of assignment problems, proven", "assignment_solve");
  app.footer("Exit status: 0 all solved · 1 a file was not read or has no solution · 2 wrong usage");
  std::string format = "orlib";
  std::vector<std::string> files;
  bool json = false;
  app.add_option("--format", format, "orlib or dimacs-asn")
      ->check(CLI::IsMember({"orlib", "dimacs-asn"}))
      ->capture_default_str();
  app.add_option("files", files, "Files to solve")->required();
  app.add_flag("--json", json, "One JSON object a line");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  bool failed = false;
  for (const std::string& path : files) {
    const absl::StatusOr<Answer> answer = SolveFile(path, format == "dimacs-asn");
    if (!answer.ok()) {
      failed = true;
      const std::string message(answer.status().message());
      if (json) {
        std::cout << "{\"file\":" << Quoted(path) << ",\"error\":" << Quoted(message) << "}\n";
      } else {
        std::cerr << path << ": " << message << "\n";
      }
      continue;
    }
    char line[160];
    const char* const verdict = answer->optimal ? "OPTIMAL" : "WITHIN";
    std::snprintf(
        line, sizeof(line),
        json ? ",\"cost\":%lld,\"verdict\":\"%s\",\"seconds\":%.6f}\n" : "  cost %lld  %s  %.6f s\n",
        static_cast<long long>(answer->cost), verdict, answer->seconds);
    std::cout << (json ? "{\"file\":" + Quoted(path) : path) << line;
  }
  return failed ? 1 : 0;
}

}  // namespace
}  // namespace selaras::assignment

int main(int argc, char** argv) {
  return selaras::assignment::Run(argc, argv);
}
