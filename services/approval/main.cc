// selaras-approval: the approval service as a process of its own.
#include "libs/rpc/service_main.h"
#include "services/approval/approval_parts.h"

int main(int argc, char** argv) {
  using namespace selaras::approval;  // NOLINT: a main
  return selaras::rpc::ServiceMain<ApprovalParts, ApprovalOptions>(argc, argv, "approval", kDefaultPort,
                                                                   kDefaultAdminPort);
}
