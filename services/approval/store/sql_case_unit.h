// CaseUnit over a connection inside a transaction.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_SQL_CASE_UNIT_H_
#define SELARAS_SERVICES_APPROVAL_STORE_SQL_CASE_UNIT_H_

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/base/call_scope.h"
#include "libs/base/ids.h"
#include "libs/sql/database.h"
#include "services/approval/app/case_store.h"
#include "services/approval/store/act_evidence.h"

namespace selaras::approval {

// Remembers the cases that it loaded, so that Save knows what differs. Rows of the scope's tenant only.
class SqlCaseUnit final : public CaseUnit {
 public:
  SqlCaseUnit(sql::Connection& conn, IdSource& ids, const CallScope& scope)
      : conn_(conn), ids_(ids), scope_(scope), evidence_(conn, ids, scope) {}

  absl::StatusOr<CaseRecord> LoadCase(absl::string_view id) override;
  absl::StatusOr<Decree> LoadDecree(absl::string_view id) override;
  absl::StatusOr<std::string> LoadPdf(absl::string_view decree) override;
  absl::StatusOr<Meeting> LoadMeeting(absl::string_view id) override;
  absl::StatusOr<std::optional<std::string>> RunningCaseOf(absl::string_view chain_key) override;
  absl::StatusOr<std::vector<CaseSummary>> CasesOfPlan(absl::string_view plan) override;
  absl::StatusOr<std::vector<Decree>> DecreesOf(absl::string_view case_id) override;

  std::string NewId() override { return ids_.NewId(); }
  std::string NewSalt() override;
  absl::Status InsertCase(const Actor& actor, const Decision& opened) override;
  absl::Status Save(const Actor& actor, const Decision& decision) override;
  absl::Status Tell(const Actor& actor, absl::string_view subject, const Happening& happening) override;
  absl::StatusOr<int64_t> TakeDecreeNumber(absl::string_view agency, int32_t year) override;
  absl::StatusOr<std::string> InsertDecree(const Actor& actor, const Decree& decree) override;
  absl::Status SignDecree(const Actor& actor, absl::string_view decree, absl::string_view pdf) override;
  absl::Status EndDecree(const Actor& actor, absl::string_view decree, DecreeState state,
                         int64_t registry_revision) override;
  absl::Status TellDecree(absl::string_view kind, const Decree& decree, absl::string_view payload) override;
  absl::Status InsertMeeting(const Actor& actor, const Meeting& meeting) override;
  absl::Status InsertResponse(const Actor& actor, const Response& response) override;
  absl::Status InsertObjection(const Actor& actor, const Objection& objection) override;
  absl::Status InsertDeclaration(const Declaration& declaration) override;
  absl::Status InsertDelegation(const Delegation& delegation) override;

  // kInternal: a decree number was taken and given to no decree, which would leave a gap.
  absl::Status CheckComplete() const;

 private:
  // Owned by the unit, as it stands after what was saved.
  absl::StatusOr<const CaseRecord*> Known(absl::string_view id);
  absl::Status TellAll(const Actor& actor, const Decision& decision);

  sql::Connection& conn_;
  IdSource& ids_;
  const CallScope& scope_;
  ActEvidence evidence_;
  absl::flat_hash_map<std::string, CaseRecord> known_;
  std::set<std::tuple<std::string, int32_t, int64_t>> open_numbers_;  // Agency, year, number.
};

// Reads only.
class SqlCaseReads final : public CaseReads {
 public:
  SqlCaseReads(sql::Connection& conn, absl::string_view tenant) : conn_(conn), tenant_(tenant) {}

  absl::StatusOr<CaseRecord> LoadCase(absl::string_view id) override;
  absl::StatusOr<Decree> LoadDecree(absl::string_view id) override;
  absl::StatusOr<std::string> LoadPdf(absl::string_view decree) override;
  absl::StatusOr<Meeting> LoadMeeting(absl::string_view id) override;
  absl::StatusOr<std::optional<std::string>> RunningCaseOf(absl::string_view chain_key) override;
  absl::StatusOr<std::vector<CaseSummary>> CasesOfPlan(absl::string_view plan) override;
  absl::StatusOr<std::vector<Decree>> DecreesOf(absl::string_view case_id) override;

 private:
  sql::Connection& conn_;
  const std::string tenant_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_SQL_CASE_UNIT_H_
