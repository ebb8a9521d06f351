// A simulator of BKN's I-MUT, for trials and tests: it answers every move at once, in favour but for a share chosen by the
// hash of the question, and says in each reference that it is a simulator. No real consideration comes from here.
#ifndef SELARAS_SERVICES_APPROVAL_RPC_IMUT_SIMULATOR_H_
#define SELARAS_SERVICES_APPROVAL_RPC_IMUT_SIMULATOR_H_

#include <cstdint>

#include "services/approval/app/ports.h"

namespace selaras::approval {

class ImutSimulator final : public ConsiderationPort {
 public:
  // `refused_permille` of the moves are refused, the same ones every time.
  explicit ImutSimulator(int32_t refused_permille) : refused_permille_(refused_permille) {}

  absl::StatusOr<std::optional<Answer>> Ask(const CallScope& scope, const CaseRecord& record, int32_t move,
                                            absl::string_view reference_key) override;

 private:
  const int32_t refused_permille_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_RPC_IMUT_SIMULATOR_H_
