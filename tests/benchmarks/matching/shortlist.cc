#include "tests/benchmarks/matching/shortlist.h"

#include <algorithm>
#include <utility>

namespace selaras::bench {
namespace {

using assignment::Instance;
using assignment::PersonIndex;
using assignment::PostIndex;

// Keeps the `size` greatest candidates of one person.
class Best {
 public:
  struct Candidate {
    int64_t worth;
    PostIndex post;
    int32_t points;
    bool operator<(const Candidate& other) const {
      return worth != other.worth ? worth > other.worth : post < other.post;
    }
  };

  explicit Best(size_t size) : size_(size) { heap_.reserve(size + 1); }
  void Offer(const Candidate& candidate) {
    if (heap_.size() == size_ && !(candidate < heap_.front())) return;
    heap_.push_back(candidate);
    std::push_heap(heap_.begin(), heap_.end());  // The front is the least good one.
    if (heap_.size() <= size_) return;
    std::pop_heap(heap_.begin(), heap_.end());
    heap_.pop_back();
  }
  const std::vector<Candidate>& candidates() const { return heap_; }
  void Clear() { heap_.clear(); }

 private:
  const size_t size_;
  std::vector<Candidate> heap_;
};

std::vector<std::vector<PostIndex>> PostsByCell(const Instance& instance) {
  std::vector<std::vector<PostIndex>> posts(instance.cell_count());
  for (PostIndex j = 0; j < instance.post_count(); ++j) {
    if (instance.SeatsOf(j).empty()) continue;
    posts[instance.posts[j].cell].push_back(j);
  }
  return posts;
}

}  // namespace

PeerProblem BuildShortlist(const Instance& instance, int best) {
  PeerProblem problem;
  problem.persons = instance.person_count();
  problem.posts = instance.post_count();
  for (PostIndex j = 0; j < instance.post_count(); ++j) {
    for (const auto& run : instance.SeatsOf(j)) problem.seats.push_back({j, run.count, run.points});
  }
  const std::vector<std::vector<PostIndex>> posts = PostsByCell(instance);
  std::vector<PersonIndex> excepted(instance.post_count(),
                                    -1);  // By post: the last person it is an exception of.
  Best shortlist(static_cast<size_t>(best));
  for (PersonIndex i = 0; i < instance.person_count(); ++i) {
    shortlist.Clear();
    for (const auto& exception : instance.ExceptionsOf(i)) {
      excepted[exception.post] = i;
      if (exception.points == assignment::kForbidden || instance.SeatsOf(exception.post).empty()) continue;
      problem.edges.push_back({i, exception.post, exception.points});
    }
    // The reference post is lawful and must be reachable even where it is no exception.
    const PostIndex reference = instance.persons[i].reference_post;
    if (excepted[reference] != i) {
      excepted[reference] = i;
      problem.edges.push_back({i, reference, *instance.Score(i, reference)});
    }
    const int32_t home = instance.persons[i].home;
    for (const auto& cell : instance.CellsOf(i)) {
      for (const PostIndex j : posts[cell.cell]) {
        if (excepted[j] == i) continue;
        const int32_t points = cell.points - instance.Distance(home, instance.posts[j].district);
        shortlist.Offer({int64_t{points} + instance.SeatsOf(j).front().points, j, points});
      }
    }
    for (const Best::Candidate& candidate : shortlist.candidates()) {
      problem.edges.push_back({i, candidate.post, candidate.points});
    }
  }
  return problem;
}

}  // namespace selaras::bench
