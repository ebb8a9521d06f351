#ifndef SELARAS_TESTS_BENCHMARKS_MATCHING_SHORTLIST_H_
#define SELARAS_TESTS_BENCHMARKS_MATCHING_SHORTLIST_H_

#include "libs/assignment/instance.h"
#include "tests/benchmarks/matching/peer.h"

namespace selaras::bench {

// The pairs that a peer is given: of each person the `best` lawful posts with the greatest s(i, j) + g_j(1)
// (what the pair is worth to a plan if nobody else is in the post; ties by post index), and all his lawful
// exceptions, so that everybody can stay where he is. Limits on moves are left out. O(lawful pairs) time.
PeerProblem BuildShortlist(const assignment::Instance& instance, int best);

}  // namespace selaras::bench

#endif  // SELARAS_TESTS_BENCHMARKS_MATCHING_SHORTLIST_H_
