// Any bytes as an assignment file: read or refused with a line, and what is read is an instance or refused.
#include <cstdint>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/assignment_solve/problem_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  namespace assignment = selaras::assignment;
  const absl::string_view text(reinterpret_cast<const char*>(bytes), size);
  for (const auto& problem : {assignment::ReadOrlib(text), assignment::ReadDimacs(text)}) {
    if (!problem.ok()) {
      if (!absl::StartsWith(problem.status().message(), "line ")) std::abort();
      continue;
    }
    if (const auto instance = assignment::InstanceOf(*problem); instance.ok()) {
      if (instance->person_count() != problem->people || !assignment::Validate(*instance).ok()) std::abort();
    }
  }
  return 0;
}
