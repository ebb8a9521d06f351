#include "services/verify/testing/check.h"

#include <sstream>

#include "services/verify/verify.h"
#include "services/verify/wrong.h"

namespace selaras::verify {

std::string Check(const std::string& instance, const std::string& certificate) {
  std::istringstream instance_stream(instance), certificate_stream(certificate);
  try {
    return Verify(instance_stream, certificate_stream).Verdict();
  } catch (const Wrong& wrong) {
    return "WRONG at line " + std::to_string(wrong.line) + " of " +
           (wrong.file == File::kInstance ? "instance" : "certificate") + ": " + wrong.reason;
  }
}

}  // namespace selaras::verify
