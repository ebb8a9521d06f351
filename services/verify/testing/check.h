#ifndef SELARAS_SERVICES_VERIFY_TESTING_CHECK_H_
#define SELARAS_SERVICES_VERIFY_TESTING_CHECK_H_

#include <string>

namespace selaras::verify {

// What selaras-verify says about two texts, with the files called `instance` and `certificate`:
// "OPTIMAL", "WITHIN x" or "WRONG at line N of FILE: reason".
std::string Check(const std::string& instance, const std::string& certificate);

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_TESTING_CHECK_H_
