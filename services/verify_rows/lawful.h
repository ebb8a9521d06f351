// Who may go where, by the rule pack of the sealed policy. Rules are evaluated by libs/rules, which planning uses as well;
// which facts are put before them is written here a second time.
#ifndef SELARAS_SERVICES_VERIFY_ROWS_LAWFUL_H_
#define SELARAS_SERVICES_VERIFY_ROWS_LAWFUL_H_

#include <set>
#include <string>

#include "libs/rules/evaluator.h"
#include "libs/rules/rule_pack.h"
#include "services/verify_rows/province_facts.h"

namespace selaras::verify_rows {

// Not thread-safe.
class Lawful {
 public:
  // Both outlive it.
  Lawful(const ProvinceFacts& facts, const rules::RulePack& pack);

  // Before the others: the person asked about.
  void Take(const std::string& person, const Dossier& dossier);
  // False: a rule about the person alone bars every move.
  bool MayMove() const;
  // Whether all rules about him and this post allow it, kin aside. Posts of one cell get one answer.
  bool Allows(const std::string& post) const { return !Bars(post, /*kin_in_line=*/false); }
  // Posts in line with a relative that a rule bars for that.
  std::set<std::string> BarredByKin(const Dossier& dossier) const;

  // Id of the cell in which a post stands.
  static std::string CellOf(const ProvinceFacts& facts, const std::string& post);

 private:
  bool Bars(const std::string& post, bool kin_in_line) const;
  rules::Facts TargetOf(const PostFact& post, bool kin_in_line) const;
  void SetCalendar(const std::string& agency, rules::Fact determination, rules::Fact term_end,
                   rules::Fact inauguration, rules::Facts& out) const;
  void SetPresent(const Standing& standing, rules::Facts& out) const;
  void SetCareer(const Standing& standing, const Dossier& dossier, rules::Facts& out) const;
  void SetQualifications(const Dossier& dossier, rules::Facts& out) const;
  void SetPerformance(const Dossier& dossier, rules::Facts& out) const;

  const ProvinceFacts& facts_;
  const rules::Evaluator evaluator_;
  mutable rules::Symbols symbols_;
  rules::Facts person_;
};

}  // namespace selaras::verify_rows

#endif  // SELARAS_SERVICES_VERIFY_ROWS_LAWFUL_H_
