// Who may go where: the rule pack asked about a province.
#ifndef SELARAS_LIBS_PROVINCE_LAWFULNESS_H_
#define SELARAS_LIBS_PROVINCE_LAWFULNESS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "libs/province/province_index.h"
#include "libs/rules/evaluator.h"
#include "libs/rules/rule_pack.h"
#include "libs/rules/target_masks.h"

namespace selaras::province {

// Posts that all rules treat alike: one position in one agency with the same demands of the post.
struct Cell {
  std::string id;  // `nurse-x@dki`, with `:head`, `:certificate`, `:grade` where the posts ask more.
  int32_t position, agency;
  bool head_of_unit;
  std::string certificate;
  int32_t min_grade;
};

// Facts of the plan scope when nobody has decided anything yet: no ministerial approval is there.
rules::Facts UndecidedPlan();

// Safe to use from several threads. Rules are those of `stage` that are valid on the province's effective date;
// `plan` holds the facts of plan scope, such as approvals that a case already has. A province may be small: the
// people of one case with their posts, units, positions and agencies, and whoever is kin to them.
class Lawfulness {
 public:
  Lawfulness(std::shared_ptr<const ProvinceIndex> province, std::shared_ptr<const rules::RulePack> pack,
             rules::Stage stage = rules::Stage::kPlan, rules::Facts plan = UndecidedPlan());

  const std::vector<Cell>& cells() const { return cells_; }  // Ascending by id.
  int32_t CellOf(int32_t post) const { return cell_of_[post]; }

  // False if a rule of person scope bars every move.
  bool MayMove(int32_t person) const;
  // Bit c: cell c is lawful for the person, kin and person scope aside. Remembers answers per class of
  // people.
  void LawfulCells(int32_t person, std::vector<uint64_t>* cells) const;
  // Posts barred to the person by facts of the pair alone (kin in line), ascending.
  std::vector<int32_t> BarredPosts(int32_t person) const;

  // Every rule about the pair, of all four scopes, by scope and code. The truth that the functions above must
  // equal.
  std::vector<rules::Outcome> OutcomesOf(int32_t person, int32_t post) const;
  // Rules about a post of `cell`, which no post needs to have yet; `kin_in_line`: a relative would be in line with it.
  std::vector<rules::Outcome> OutcomesAt(int32_t person, const Cell& cell, bool kin_in_line) const;
  // For each cell, bit i: no rule of person, agency, position or post bars person i from a post of it, kin aside. Rules
  // are asked once per class of people, so many cells cost little more than one: about 5 µs a person. Others are let in
  // between. Empty: `cancelled` said so.
  std::vector<std::vector<uint64_t>> LawfulPersons(absl::Span<const Cell> cells,
                                                   const std::function<bool()>& cancelled = nullptr) const;
  // Posts in direct line with one in `unit` that heads it or not: superiors or subordinates.
  std::vector<int32_t> PostsInLine(int32_t unit, bool head) const;
  // Rules of person scope alone.
  std::vector<rules::Outcome> OutcomesOf(int32_t person) const;

  // What rules read of a pair, and one rule about facts so read and perhaps changed: what would another fact change?
  struct PairFacts {
    rules::Facts person, target;
  };
  PairFacts FactsOf(int32_t person, int32_t post) const;
  rules::Verdict Ask(const rules::Rule& rule, const PairFacts& facts) const;

  // Distinct classes of people met, for measurements.
  int64_t combinations() const;

 private:
  rules::Facts PersonFacts(int32_t person) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddPresent(int32_t person, rules::Facts& facts) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddCareer(const Person& person, rules::Facts& facts) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddSets(const Person& person, rules::Facts& facts) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  rules::Facts CellFacts(const Cell& cell) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<rules::Outcome> EvaluateAll(int32_t person, const rules::Facts& target) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void MakeCells();
  const ElectionCalendar* ElectionOf(int32_t agency) const;

  std::shared_ptr<const ProvinceIndex> province_;
  std::shared_ptr<const rules::RulePack> pack_;
  rules::Evaluator evaluator_;
  bool pair_rules_;
  std::vector<Cell> cells_;
  std::vector<int32_t> cell_of_;
  mutable absl::Mutex mutex_;
  mutable rules::Symbols symbols_ ABSL_GUARDED_BY(mutex_);
  std::vector<rules::Facts> cell_facts_;
  mutable std::unique_ptr<rules::TargetMasks> masks_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace selaras::province

#endif  // SELARAS_LIBS_PROVINCE_LAWFULNESS_H_
