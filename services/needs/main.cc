// selaras-needs: the needs service as a process of its own.
#include "libs/rpc/service_main.h"
#include "services/needs/needs_parts.h"

int main(int argc, char** argv) {
  using namespace selaras::needs;  // NOLINT: a main
  return selaras::rpc::ServiceMain<NeedsParts, NeedsOptions>(argc, argv, "needs", kDefaultPort,
                                                             kDefaultAdminPort);
}
