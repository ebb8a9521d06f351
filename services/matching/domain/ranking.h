// Posts for a person and people for a post, at once, from facts in memory under one policy. Values are exactly those of
// the assignment instance that PlanProblem builds from the same facts.
//
//   SELARAS_ASSIGN_OR_RETURN(auto ranking, Ranking::Make({province, vectors, policy, rules}));
//   RankList posts = ranking->RankPosts(person, scope.posts, nullptr, {.size = 50});      // RankScope scope
//   RankList people = ranking->RankPersons(ranking->TargetOf(post), scope.persons, 0, {.size = 50});
//
// What makes it quick: F of everybody at one position is a column that is kept; who may go to which cell is a bit per
// person; terms and rules are asked for the rows shown only. 100,000 people × 40,000 posts × 200 positions: a request
// below 1 ms, and about 80 MB of columns, 3 MB of masks and 30 MB of scorer per policy.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_RANKING_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_RANKING_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/rules/rule_pack.h"
#include "services/matching/domain/competency_vector.h"
#include "services/matching/domain/factor_columns.h"
#include "services/matching/domain/facts.h"
#include "services/matching/domain/ranking_scope.h"
#include "services/matching/domain/score_policy.h"
#include "services/matching/domain/score_terms.h"
#include "services/matching/domain/scorer.h"
#include "services/matching/domain/top_ranks.h"

namespace selaras::matching {

struct RankingInputs {
  std::shared_ptr<const ProvinceIndex> province;
  std::vector<CompetencyVector> vectors;  // Same order as province->persons().
  ScorePolicy policy;
  std::shared_ptr<const rules::RulePack> rules;
  size_t column_bytes =
      size_t{256} << 20;  // Most that the columns may take; least recently used ones go first.
};

struct RankWindow {
  int32_t size = 50;
  std::optional<Ranked> after;  // Last row of the page before; its score is not read.
  int32_t unlawful_size = 0;
};

struct RankList {
  std::vector<Ranked> lawful;    // By value; those that are not known to be unlawful among them.
  std::vector<Ranked> unlawful;  // The first by score.
  int64_t total = 0;             // Lawful ones in all.
  bool more = false;             // A lawful one follows the last.
};

// Where somebody would go: a stored post, or one that is thought of.
struct RankTarget {
  int32_t post = -1;  // -1: thought of.
  Cell cell;
  int32_t unit, district;  // -1 = unknown.
};

enum class RankVerdict { kLawful, kUnlawful, kUnknown };

// What one rule says of a pair, if it is not plainly lawful.
struct RankRule {
  const rules::Rule* rule;
  enum { kUnlawful, kUnknown, kWarn } result;
};

struct RankJudgement {
  RankVerdict verdict = RankVerdict::kLawful;
  std::vector<RankRule> rules;  // By scope and code. They live as long as the ranking.
};

// Safe to use from several threads. Indices are those of the province.
class Ranking {
 public:
  // kInvalidArgument: the policy is out of range, or vectors are missing. kCancelled: `cancelled` said so. About 10 µs a
  // person.
  static absl::StatusOr<std::shared_ptr<const Ranking>> Make(
      RankingInputs inputs, const std::function<bool()>& cancelled = nullptr);

  // Computes ahead what requests would wait for: columns, as many as may be kept (one that is not there costs its request
  // about 100 ns a person), and who may be named for executive posts.
  void Warm(const std::function<bool()>& cancelled) const;

  const ProvinceIndex& province() const { return *inputs_.province; }
  // Everything and everybody.
  const RankScope& whole() const { return whole_; }

  // The post of that index, or one thought of: its agency and district are the unit's.
  RankTarget TargetOf(int32_t post) const;
  RankTarget ThoughtOf(int32_t position, int32_t unit, bool head, std::string certificate,
                       int32_t min_grade) const;
  // JPT: filled by the appointing authority, so its rules are those of a case, not of a plan.
  bool IsExecutive(const RankTarget& target) const;

  // `posts`: flags of those to rank. `prices`: points by post, null = none.
  RankList RankPosts(int32_t person, const std::vector<bool>& posts, const std::vector<int64_t>* prices,
                     const RankWindow& window) const;
  // `persons`: bits of those to rank.
  RankList RankPersons(const RankTarget& target, const std::vector<uint64_t>& persons, int64_t price,
                       const RankWindow& window) const;

  // Their total is the score. Own-post terms where he holds the post.
  ScoreTerms TermsAt(int32_t person, const RankTarget& target) const;
  // `as_case`: rules of a case, as RankPersons applies them to executive posts.
  RankJudgement Judge(int32_t person, const RankTarget& target, bool as_case) const;
  int32_t FreeSeats(int32_t post) const;

  // The same province with this person in it: in the place of the one of his id, else beside all. Everybody else but his
  // kin and his colleagues is left out, so only RankPosts, TermsAt and Judge of him mean anything. An empty id gets one.
  // Some 50 ms for 40,000 posts. Returns the ranking and his index.
  absl::StatusOr<std::pair<std::shared_ptr<const Ranking>, int32_t>> WhatIf(
      Person person, const CompetencyVector& vector) const;

  // Of masks and columns; estimate.
  int64_t bytes() const;

 private:
  using Bits = std::vector<uint64_t>;
  struct Wisher {
    int32_t person, rank;
  };

  explicit Ranking(RankingInputs inputs);
  absl::Status MaskCells(const std::function<bool()>& cancelled);
  void IndexWishes();
  const Lawfulness& ForCases() const;
  std::shared_ptr<const Bits> LawfulFor(const RankTarget& target) const;
  bool InLine(int32_t person, const RankTarget& target) const;
  int32_t WishRank(int32_t person, const RankTarget& target) const;
  void AddWishes(int32_t person, std::vector<int32_t>& scores) const;
  void AddWishers(const RankTarget& target, std::vector<int32_t>& scores) const;
  void BarKin(const RankTarget& target, Bits& lawful) const;

  const RankingInputs inputs_;  // Vectors are the scorer's.
  const std::shared_ptr<const Scorer> scorer_;
  const Lawfulness lawfulness_;
  const FactorColumns columns_;
  std::vector<std::shared_ptr<const Bits>>
      lawful_persons_;  // By cell: bit per person, person scope included.
  RankScope whole_;
  std::vector<int32_t> home_;  // By person; number of districts = unknown.
  absl::flat_hash_map<int32_t, std::vector<int32_t>> barred_posts_, barred_persons_;  // Kin in line.
  absl::flat_hash_map<int32_t, std::vector<Wisher>> post_wishers_, unit_wishers_, district_wishers_;

  mutable absl::Mutex mutex_;
  mutable std::unique_ptr<const Lawfulness> for_cases_ ABSL_GUARDED_BY(mutex_);
  mutable absl::flat_hash_map<std::string, std::shared_ptr<const Bits>> rare_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_RANKING_H_
