// Points from facts and the sealed policy, by the formulas of docs/verify_rows.md: written a second time, simple and
// slow, so that a fault in the planner's scoring is not shared.
#ifndef SELARAS_SERVICES_VERIFY_ROWS_POINTS_H_
#define SELARAS_SERVICES_VERIFY_ROWS_POINTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/policy/bundle.h"
#include "services/verify_rows/province_facts.h"

namespace selaras::verify_rows {

// Numbers of weights.yaml and scoring.yaml by their path, as in force on the day.
struct Numbers {
  std::map<std::string, int64_t> of;
  std::vector<int64_t> preference, predicates;
  std::map<std::string, std::string> field_family;

  int64_t operator[](const std::string& path) const { return of.at(path); }
};
absl::StatusOr<Numbers> ReadNumbers(const policy::Bundle& policy, Day day);

// A sum with the parts that it was made of, for telling.
struct Points {
  std::map<std::string, int64_t> parts;
  int64_t Total() const;
  std::string Text() const;  // `812 = fit 700 + experience 112`
};

class Scoring {
 public:
  // Both outlive it.
  Scoring(const ProvinceFacts& facts, const Numbers& numbers);

  // F(person, position).
  Points Factor(const std::string& person, const Dossier& dossier, const std::string& position) const;
  // Points ≥ 0 between two districts.
  int64_t Distance(const std::string& home, const std::string& district) const;
  // Home district, or that of the present post; empty = neither is known.
  std::string HomeOf(const std::string& person, const Dossier& dossier) const;
  // Score at a post: factor, distance, wish, and at his own post also stay, rotation, remedy.
  Points At(const std::string& person, const Dossier& dossier, const std::string& post) const;
  // Points of the best wish that the post fulfils, and its rank; rank 0 = none.
  int64_t WishRank(const Dossier& dossier, const std::string& post) const;
  int64_t WishPoints(int64_t rank) const;
  // Worth of each seat of a post, first to last.
  std::vector<int64_t> Seats(const std::string& post) const;

 private:
  struct Share {
    int64_t permille;
    bool assumed;
  };
  Share Fit(const Dossier& dossier, const PositionFact& position) const;
  Share Education(const Dossier& dossier, const PositionFact& position) const;
  Share Experience(const std::string& person, const Dossier& dossier, const std::string& position) const;
  Share Performance(const Dossier& dossier) const;
  Share Potential(const Dossier& dossier) const;
  int64_t Related(const std::string& from, const std::string& to) const;
  void AddOwnPost(const std::string& person, const Dossier& dossier, Points& points) const;

  const ProvinceFacts& facts_;
  const Numbers& n_;
  std::set<std::string> clusters_;  // Technical clusters that count.
};

}  // namespace selaras::verify_rows

#endif  // SELARAS_SERVICES_VERIFY_ROWS_POINTS_H_
