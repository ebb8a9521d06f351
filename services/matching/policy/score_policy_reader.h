// Reads weights.yaml and scoring.yaml of a policy bundle into the domain's ScorePolicy.
#ifndef SELARAS_SERVICES_MATCHING_POLICY_SCORE_POLICY_READER_H_
#define SELARAS_SERVICES_MATCHING_POLICY_SCORE_POLICY_READER_H_

#include "libs/policy/reader.h"
#include "services/matching/domain/score_policy.h"

namespace selaras::matching {

// As in force on the reader's date. Mistakes, keys that nobody reads included, are noted in `reader`: look at
// reader.status() before the result is used, then at Validate().
ScorePolicy ReadScorePolicy(policy::Reader& reader);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_POLICY_SCORE_POLICY_READER_H_
