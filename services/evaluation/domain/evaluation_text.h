#ifndef SELARAS_SERVICES_EVALUATION_DOMAIN_EVALUATION_TEXT_H_
#define SELARAS_SERVICES_EVALUATION_DOMAIN_EVALUATION_TEXT_H_

#include <string>

#include "services/evaluation/domain/effect.h"
#include "services/evaluation/domain/indicator.h"

namespace selaras::evaluation {

// Same numbers as selaras.evaluation.v1alpha.MoveSide. Stored: do not renumber.
enum class MoveSide { kReceiving = 1, kSending = 2 };

absl::string_view SideName(MoveSide side);                 // "RECEIVING"
absl::string_view VerdictName(Verdict verdict);            // "NO_CLEAR_CHANGE"
absl::string_view VerdictTextId(Verdict verdict);          // "Tidak ada perubahan jelas"
absl::string_view ReasonTextId(absl::string_view reason);  // of Effect::reasons

// The canonical text of an evaluation: lines `kind,item,move_month,month,value`, first what was asked (kind `asked`) and
// by which rules (`rule`), then what came out (`result`), then every measured value (`treated`, `control`; item = the
// unit). Its SHA-256 is the evaluation's content hash; format in docs/evaluation.md.
std::string EvaluationText(const Indicator& indicator, MoveSide side, absl::string_view plan,
                           int64_t needs_revision, const EffectRules& rules, const Effect& effect);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_DOMAIN_EVALUATION_TEXT_H_
