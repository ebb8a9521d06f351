// Which tight pairs of an optimum can take part in another optimum at all. Two optima differ by cycles: somebody leaves his
// post for a tight one, somebody there for the next, …, where a seat that may stay empty counts as a way to any seat that may be
// given up. So a pair that is not held now can be used exactly if the two posts lie in one strong component of "somebody here
// finds that post tight"; all other pairs are as good as absent, and whoever keeps one pair alone stays where he is.
#ifndef SELARAS_LIBS_ASSIGNMENT_FIXED_PAIRS_H_
#define SELARAS_LIBS_ASSIGNMENT_FIXED_PAIRS_H_

#include <cstdint>
#include <vector>

namespace selaras::assignment {

struct TightPairs {
  std::vector<int64_t> begin;  // Persons + 1, into posts.
  std::vector<int32_t> posts;
};

// How many people an optimum has in a post, at least and at most.
struct Occupancy {
  int32_t least;
  int32_t most;
};

// Takes out of `pairs` what no optimum but the present one could use and the present one does not. REQUIRES that everybody has
// a post in `placement` and finds it tight. O(pairs + persons + posts).
void DropUnusable(const std::vector<int32_t>& placement, const std::vector<Occupancy>& occupancy,
                  TightPairs& pairs);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_FIXED_PAIRS_H_
