// selaras-matching: the matching service as a process of its own.
#include "libs/rpc/service_main.h"
#include "services/matching/matching_parts.h"

int main(int argc, char** argv) {
  using namespace selaras::matching;  // NOLINT: a main
  return selaras::rpc::ServiceMain<MatchingParts, MatchingOptions>(argc, argv, "matching", kDefaultPort,
                                                                   kDefaultAdminPort);
}
