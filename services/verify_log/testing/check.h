#ifndef SELARAS_SERVICES_VERIFY_LOG_TESTING_CHECK_H_
#define SELARAS_SERVICES_VERIFY_LOG_TESTING_CHECK_H_

#include <string>
#include <vector>

namespace selaras::verify_log {

// "OK", or "leaf N: reason", "content N: reason". `secrets` stand for the trusted keys; `contents` is a file's text,
// "" for none.
std::string Check(const std::string& log, const std::vector<std::string>& secrets = {},
                  const std::string& contents = "");

}  // namespace selaras::verify_log

#endif  // SELARAS_SERVICES_VERIFY_LOG_TESTING_CHECK_H_
