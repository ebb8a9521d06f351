// The residual network of a proven plan: who could make room for whom, and what each step costs.
//
// One node per post and one for seats; two kinds of nodes between, so that a hundred million pairs are some
// million arcs (as in the solver's network):
//
//   post p → slot (cell, home) → group (cell, district) → post q      an occupant of p goes to q
//   post p → post q                                                   the same by an exception
//   post p → seats, seats → post q                                    p opens its next seat, q closes its last
//
// A way from post X to post Y is how one person too many in X becomes one too few in Y. Arcs cost reduced
// costs over the certificate's denominator: ≥ 0 where the certificate proves the plan (`sound`), and their sum
// along a way is what the plan loses by it, the end points aside. A person's lower-valued exception hides the
// way by the factors: such a person is *guarded* in that cell and reaches its posts one by one.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_DISPLACEMENT_GRAPH_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_DISPLACEMENT_GRAPH_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "libs/assignment/certificate.h"
#include "libs/assignment/instance.h"

namespace selaras::matching {

// Holds references to both arguments. Immutable; safe to read from several threads. Memory: about 16 bytes per
// lawful (person, cell) beside the instance.
class DisplacementGraph {
 public:
  // O(lawful cells of all persons + posts + slots × districts).
  DisplacementGraph(const assignment::Instance& instance, const assignment::Certificate& certificate);

  // No arc costs less than nothing: the certificate proves the plan at these prices. False where caps have a
  // price, where groups or tiers decided, or the placement is no optimum of the relaxation.
  bool sound() const { return sound_; }

  int32_t node_count() const { return static_cast<int32_t>(slot_begin_ + slots_.size()); }
  int32_t seats_node() const { return instance_.post_count(); }
  bool IsPost(int32_t node) const { return node < instance_.post_count(); }

  // visit(node, cost, person): an arc from (to) `node`, of that person's, or -1 of nobody.
  using Visit = absl::FunctionRef<void(int32_t node, int64_t cost, assignment::PersonIndex person)>;
  void ForEachOut(int32_t node, Visit visit) const;
  void ForEachIn(int32_t node, Visit visit) const;

  // Arcs into a slot, in one row: most arcs of the graph are of this kind.
  struct Member {
    assignment::PostIndex from;
    assignment::PersonIndex person;
    int64_t cost;
  };
  bool IsSlot(int32_t node) const { return node >= slot_begin_; }
  absl::Span<const Member> MembersOf(int32_t slot_node) const {
    const int32_t s = slot_node - slot_begin_;
    return absl::MakeConstSpan(members_.data() + member_begin_[s], member_begin_[s + 1] - member_begin_[s]);
  }

  // u_i over the denominator, from the place that he has.
  int64_t Profit(assignment::PersonIndex i) const { return profit_[i]; }
  // What going to `j` costs beside the best of his: u_i − (s_ij − p_j − λ·[j ≠ reference]) ≥ 0. nullopt =
  // unlawful.
  std::optional<int64_t> Regret(assignment::PersonIndex i, assignment::PostIndex j) const;

  absl::Span<const assignment::PersonIndex> OccupantsOf(assignment::PostIndex j) const;
  int32_t PeopleIn(assignment::PostIndex j) const { return occupant_begin_[j + 1] - occupant_begin_[j]; }
  int64_t moved() const { return moved_; }
  const assignment::Instance& instance() const { return instance_; }
  const assignment::Certificate& certificate() const { return certificate_; }
  // g_j(k), k from 1 to the number of seats.
  int32_t SeatPoints(assignment::PostIndex j, int32_t k) const;

 private:
  struct Group {
    assignment::CellIndex cell;
    assignment::DistrictIndex district;
    int32_t begin, end;  // Into grouped_posts_.
    int64_t least_price;
  };
  struct Slot {
    assignment::CellIndex cell;
    assignment::DistrictIndex home;
    int64_t best;  // min over the groups of distance + least price.
  };
  struct Guarded {
    assignment::PersonIndex person;
    int32_t points;
  };
  struct Lover {  // By post: one who reaches it by an exception.
    assignment::PersonIndex person;
    int32_t points;
  };

  void IndexPosts();
  void IndexPersons();
  void IndexMembers();
  bool CheckSeats() const;
  int32_t SlotOf(assignment::CellIndex cell, assignment::DistrictIndex home) const {
    return slot_of_[static_cast<size_t>(cell) * instance_.district_count() + home];
  }
  // Notes where an exception is worth less than the way by the factors.
  void NoteHidden(assignment::PersonIndex i, const assignment::Exception& exception);
  bool HasException(assignment::PersonIndex i, assignment::PostIndex j) const;
  bool IsHidden(assignment::PersonIndex i, int32_t group) const {
    return is_hidden_.contains(int64_t{i} * static_cast<int64_t>(groups_.size()) + group);
  }
  int64_t Toll(assignment::PersonIndex i, assignment::PostIndex j) const {
    return j == instance_.persons[i].reference_post ? 0 : certificate_.lambda;
  }
  int64_t Price(assignment::PostIndex j) const { return certificate_.prices[j]; }
  int64_t ToGroup(int32_t home, const Group& group) const {
    return int64_t{instance_.Distance(home, group.district)} * q_ + group.least_price;
  }
  // From the occupants' best to a slot's best.
  int64_t ToSlot(assignment::PersonIndex i, int32_t points, int64_t best) const {
    return profit_[i] - (int64_t{points} * q_ - certificate_.lambda - best);
  }
  void OutOfPerson(assignment::PersonIndex i, assignment::PostIndex from, Visit visit) const;
  void GuardedOut(assignment::PersonIndex i, assignment::PostIndex from, assignment::CellScore cell,
                  Visit visit) const;
  void InOfPost(assignment::PostIndex j, Visit visit) const;
  void InOfGroup(int32_t g, Visit visit) const;
  std::optional<int64_t> OpenCost(assignment::PostIndex j) const;
  std::optional<int64_t> CloseCost(assignment::PostIndex j) const;

  const assignment::Instance& instance_;
  const assignment::Certificate& certificate_;
  const int64_t q_;
  bool sound_ = false;
  int64_t moved_ = 0;
  std::vector<int32_t> occupant_begin_;
  std::vector<assignment::PersonIndex> occupants_;
  std::vector<int64_t> profit_;
  std::vector<int32_t> seats_;
  std::vector<assignment::PostIndex> grouped_posts_;
  std::vector<Group> groups_;                  // By cell, then district.
  std::vector<int32_t> cell_begin_;            // cells + 1, into groups_.
  std::vector<int32_t> group_of_;              // By post.
  std::vector<Slot> slots_;                    // Those that somebody uses.
  std::vector<int32_t> slot_of_;               // cells × districts, -1 = unused.
  int32_t group_begin_ = 0, slot_begin_ = 0;   // First nodes of their kind.
  std::vector<int64_t> member_begin_;          // slots + 1.
  std::vector<Member> members_;                // Unguarded.
  std::vector<bool> is_guarded_;               // Beside instance_.cell_scores.
  std::vector<std::vector<Guarded>> guarded_;  // By cell.
  // Of the guarded, those with a hidden post in the group, by group; and the same as pairs person × groups + group.
  std::vector<std::vector<Guarded>> hidden_;
  absl::flat_hash_set<int64_t> is_hidden_;
  std::vector<int32_t> lover_begin_;  // posts + 1.
  std::vector<Lover> lovers_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_DISPLACEMENT_GRAPH_H_
