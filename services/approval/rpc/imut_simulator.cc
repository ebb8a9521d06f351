#include "services/approval/rpc/imut_simulator.h"

#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"

namespace selaras::approval {

absl::StatusOr<std::optional<ConsiderationPort::Answer>> ImutSimulator::Ask(const CallScope&,
                                                                            const CaseRecord&, int32_t,
                                                                            absl::string_view reference_key) {
  const Sha256Digest digest = Sha256(reference_key);
  const int32_t draw = (digest[0] * 256 + digest[1]) % 1000;
  const std::string code = HexEncode(absl::MakeConstSpan(digest).subspan(0, 4));
  return Answer{draw >= refused_permille_, absl::StrCat("SIMULATOR-IMUT-", code)};
}

}  // namespace selaras::approval
