// selaras-evaluation: the evaluation service as a process of its own.
#include "libs/rpc/service_main.h"
#include "services/evaluation/evaluation_parts.h"

int main(int argc, char** argv) {
  using namespace selaras::evaluation;  // NOLINT: a main
  return selaras::rpc::ServiceMain<EvaluationParts, EvaluationOptions>(argc, argv, "evaluation", kDefaultPort,
                                                                       kDefaultAdminPort);
}
