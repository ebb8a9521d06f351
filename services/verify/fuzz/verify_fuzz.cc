// Reads bytes as an instance and a certificate, parted by a line "---", and verifies. A hash line "instance
// HASH" in the certificate is made right first, as no fuzzer finds a hash. Nothing may crash, and a verdict
// must hold under a plain second reading whenever the instance is small enough to try every placement.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "services/verify/testing/check.h"
#include "services/verify/testing/tiny_certificate.h"

namespace selaras::verify {
namespace {

constexpr char kParting[] = "---\n";
constexpr char kHash[] = "instance HASH\n";

bool SmallEnough(const TinyInstance& instance) {
  double placements = 1;
  for (size_t i = 0; i < instance.persons.size(); ++i)
    placements *= static_cast<double>(instance.posts.size());
  int64_t seats = 0;
  for (const auto& post : instance.posts) {
    for (const auto& [count, points] : post.runs) seats += count;
  }
  return placements <= 1000 && seats <= 1000;
}

Placement PlacementIn(const std::string& certificate) {
  Placement placement;
  for (size_t at = certificate.find("\nx "); at != std::string::npos; at = certificate.find("\nx ", at + 1)) {
    placement.push_back(std::atoi(certificate.c_str() + at + 3));
  }
  return placement;
}

void RequireTrue(const std::string& verdict, const std::string& instance_text,
                 const std::string& certificate) {
  const std::optional<TinyInstance> instance = ReadTiny(instance_text);
  if (!instance || !SmallEnough(*instance)) return;
  const Placement placement = PlacementIn(certificate);
  if (!instance->Value(placement) || !Holds(verdict, *instance, placement)) std::abort();
}

}  // namespace
}  // namespace selaras::verify

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace selaras::verify;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const size_t parting = text.find(kParting);
  if (parting == std::string::npos) return 0;
  const std::string instance = text.substr(0, parting);
  std::string certificate = text.substr(parting + sizeof kParting - 1);
  if (const size_t at = certificate.find(kHash); at != std::string::npos) {
    certificate.replace(at, sizeof kHash - 1, "instance " + Sha256(instance) + "\n");
  }
  const std::string verdict = Check(instance, certificate);
  if (verdict.rfind("WRONG", 0) != 0) RequireTrue(verdict, instance, certificate);
  return 0;
}
