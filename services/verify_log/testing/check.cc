#include "services/verify_log/testing/check.h"

#include <map>
#include <sstream>

#include "services/verify_log/testing/tiny_log.h"
#include "services/verify_log/verify.h"
#include "services/verify_log/wrong.h"

namespace selaras::verify_log {
namespace {

// Made once: tests check one log under one key many thousand times.
const PublicKey& KeyOf(const std::string& secret) {
  static std::map<std::string, PublicKey> keys;
  const auto at = keys.find(secret);
  if (at != keys.end()) return at->second;
  return keys.emplace(secret, PublicKey::FromBytes(PublicKeyOf(secret)).value()).first->second;
}

}  // namespace

std::string Check(const std::string& log, const std::vector<std::string>& secrets,
                  const std::string& contents) {
  std::vector<PublicKey> keys;
  for (const std::string& secret : secrets) keys.push_back(KeyOf(secret));
  std::istringstream in(log);
  std::istringstream contents_in(contents);
  try {
    Contents wanted = contents.empty() ? Contents() : Contents(contents_in, "contents");
    Verify(in, "log", keys, wanted);
    return "OK";
  } catch (const Wrong& wrong) {
    return (wrong.part == Part::kLeaf ? "leaf " : "content ") + std::to_string(wrong.number) + ": " +
           wrong.reason;
  }
}

}  // namespace selaras::verify_log
