#include "services/approval/simulation/memory_case_store.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/approval/domain/verb.h"

namespace selaras::approval::simulation {

// Reads through to the store; writes stay here until they are committed.
class MemoryUnit final : public CaseUnit {
 public:
  explicit MemoryUnit(MemoryCaseStore& store) : store_(store) {}

  void Commit() {
    for (auto& [id, row] : changed_.cases) store_.rows_.cases[id] = std::move(row);
    for (auto& [id, row] : changed_.decrees) store_.rows_.decrees[id] = std::move(row);
    for (auto& [id, row] : changed_.meetings) store_.rows_.meetings[id] = std::move(row);
    for (const auto& [key, number] : changed_.numbers) store_.rows_.numbers[key] = number;
    store_.rows_.other += changed_.other;
    store_.events_.insert(store_.events_.end(), told_.begin(), told_.end());
  }

  absl::StatusOr<CaseRecord> LoadCase(absl::string_view id) override {
    return Load(changed_.cases, store_.rows_.cases, id, "CASE_NOT_FOUND");
  }
  absl::StatusOr<Decree> LoadDecree(absl::string_view id) override {
    return Load(changed_.decrees, store_.rows_.decrees, id, "DECREE_NOT_FOUND");
  }
  absl::StatusOr<std::string> LoadPdf(absl::string_view decree) override { return std::string(decree); }
  absl::StatusOr<Meeting> LoadMeeting(absl::string_view id) override {
    return Load(changed_.meetings, store_.rows_.meetings, id, "MEETING_NOT_FOUND");
  }
  absl::StatusOr<std::optional<std::string>> RunningCaseOf(absl::string_view chain_key) override {
    std::optional<std::string> running;
    EachCase([&](const CaseRecord& record) {
      if (!chain_key.empty() && record.chain_key == chain_key && !IsEnd(record.state)) running = record.id;
    });
    return running;
  }
  absl::StatusOr<std::vector<CaseSummary>> CasesOfPlan(absl::string_view plan) override {
    std::vector<CaseSummary> cases;
    EachCase([&](const CaseRecord& record) {
      if (record.plan == plan) cases.push_back({record.id, record.chain_key, record.state});
    });
    std::sort(cases.begin(), cases.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return cases;
  }
  absl::StatusOr<std::vector<Decree>> DecreesOf(absl::string_view case_id) override {
    std::map<std::string, Decree> all = store_.rows_.decrees;
    for (const auto& [id, row] : changed_.decrees) all[id] = row;
    std::vector<Decree> decrees;
    for (const auto& [id, row] : all) {
      if (row.case_id == case_id) decrees.push_back(row);
    }
    return decrees;
  }

  std::string NewId() override { return absl::StrCat("id", ++store_.last_id_); }
  std::string NewSalt() override {
    std::string salt;
    for (int i = 0; i < 16; ++i) salt.push_back(static_cast<char>(store_.dice_.Below(256)));
    return salt;
  }
  absl::Status InsertCase(const Actor&, const Decision& opened) override {
    const CaseRecord& record = opened.next;
    SELARAS_ASSIGN_OR_RETURN(const auto running, RunningCaseOf(record.chain_key));
    if (running.has_value()) return Error(absl::StatusCode::kAlreadyExists, "CASE_CHAIN_RUNNING");
    changed_.cases[record.id] = record;
    return absl::OkStatus();
  }
  absl::Status Save(const Actor&, const Decision& decision) override {
    SELARAS_ASSIGN_OR_RETURN(const CaseRecord was, LoadCase(decision.next.id));
    if (decision.next.version != was.version + 1) return Error(absl::StatusCode::kAborted, "CASE_CHANGED");
    changed_.cases[was.id] = decision.next;
    return absl::OkStatus();
  }
  absl::Status Tell(const Actor&, absl::string_view, const Happening&) override { return absl::OkStatus(); }
  absl::StatusOr<int64_t> TakeDecreeNumber(absl::string_view agency, int32_t year) override {
    const std::pair<std::string, int32_t> key{std::string(agency), year};
    auto own = changed_.numbers.find(key);
    if (own == changed_.numbers.end()) {
      const auto last = store_.rows_.numbers.find(key);
      own = changed_.numbers.emplace(key, last == store_.rows_.numbers.end() ? 0 : last->second).first;
    }
    return ++own->second;
  }
  absl::StatusOr<std::string> InsertDecree(const Actor&, const Decree& decree) override {
    Decree row = decree;
    row.content_hash = Sha256Hex(decree.id);
    changed_.decrees[decree.id] = row;
    return row.content_hash;
  }
  absl::Status SignDecree(const Actor&, absl::string_view decree, absl::string_view pdf) override {
    return Change(decree, DecreeState::kNumbered, [&](Decree& row) {
      row.state = DecreeState::kSigned;
      row.pdf_hash = Sha256Hex(pdf);
    });
  }
  absl::Status EndDecree(const Actor&, absl::string_view decree, DecreeState state,
                         int64_t revision) override {
    SELARAS_ASSIGN_OR_RETURN(const Decree row, LoadDecree(decree));
    const bool allowed =
        state == DecreeState::kVoid ? row.state <= DecreeState::kSigned : row.state == DecreeState::kSigned;
    if (!allowed) return absl::InternalError("a decree only goes forward");
    return Change(decree, row.state, [&](Decree& next) {
      next.state = state;
      next.registry_revision = revision;
    });
  }
  absl::Status TellDecree(absl::string_view kind, const Decree& decree, absl::string_view) override {
    told_.push_back({std::string(kind), decree.id});
    return absl::OkStatus();
  }
  absl::Status InsertMeeting(const Actor&, const Meeting& meeting) override {
    changed_.meetings[meeting.id] = meeting;
    return absl::OkStatus();
  }
  absl::Status InsertResponse(const Actor&, const Response&) override { return Other(); }
  absl::Status InsertObjection(const Actor&, const Objection&) override { return Other(); }
  absl::Status InsertDeclaration(const Declaration&) override { return Other(); }
  absl::Status InsertDelegation(const Delegation&) override { return Other(); }

 private:
  template <typename Row>
  static absl::StatusOr<Row> Load(const std::map<std::string, Row>& changed,
                                  const std::map<std::string, Row>& rows, absl::string_view id,
                                  absl::string_view reason) {
    for (const auto* from : {&changed, &rows}) {
      if (const auto found = from->find(std::string(id)); found != from->end()) return found->second;
    }
    return Error(absl::StatusCode::kNotFound, reason);
  }
  template <typename Visit>
  void EachCase(Visit visit) {
    for (const auto& [id, row] : changed_.cases) visit(row);
    for (const auto& [id, row] : store_.rows_.cases) {
      if (!changed_.cases.contains(id)) visit(row);
    }
  }
  template <typename Edit>
  absl::Status Change(absl::string_view decree, DecreeState from, Edit edit) {
    SELARAS_ASSIGN_OR_RETURN(Decree row, LoadDecree(decree));
    if (row.state != from) return absl::InternalError("a decree is signed once");
    edit(row);
    ++row.version;
    changed_.decrees[row.id] = std::move(row);
    return absl::OkStatus();
  }
  absl::Status Other() {
    ++changed_.other;
    return absl::OkStatus();
  }

  MemoryCaseStore& store_;
  Rows changed_;
  std::vector<FeedEvent> told_;
};

absl::StatusOr<std::string> MemoryCaseStore::Run(
    const CallScope&, const ActKey& key,
    absl::FunctionRef<absl::StatusOr<std::string>(CaseUnit& unit)> work) {
  if (!key.request_id.empty()) {
    if (const auto answer = rows_.answers.find(key.request_id); answer != rows_.answers.end())
      return answer->second;
  }
  const Weather::Fate fate = weather_.Next();
  if (fate == Weather::Fate::kLostBefore || fate == Weather::Fate::kTwice) {
    MemoryUnit lost(*this);
    SELARAS_RETURN_IF_ERROR(work(lost).status());
    if (fate == Weather::Fate::kLostBefore)
      return absl::UnavailableError("the connection went before the commit");
  }
  MemoryUnit unit(*this);
  SELARAS_ASSIGN_OR_RETURN(const std::string answer, work(unit));
  unit.Commit();
  if (!key.request_id.empty()) rows_.answers[key.request_id] = answer;
  if (fate == Weather::Fate::kLostAfter)
    return absl::UnavailableError("the connection went after the commit");
  return answer;
}

absl::Status MemoryCaseStore::Read(const CallScope&, absl::FunctionRef<absl::Status(CaseReads& reads)> work) {
  MemoryUnit unit(*this);
  return work(unit);
}

absl::StatusOr<CasePage> MemoryCaseStore::ListCases(const CallScope&, const CaseFilter& filter) {
  CasePage page;
  for (const auto& [id, row] : rows_.cases) {
    if (filter.open_only && IsEnd(row.state)) continue;
    ++page.total;
    if (id > filter.after && static_cast<int32_t>(page.cases.size()) < filter.limit)
      page.cases.push_back(row);
  }
  return page;
}

absl::StatusOr<DecreePage> MemoryCaseStore::ListDecrees(const CallScope&, absl::string_view case_id,
                                                        absl::string_view after, int32_t limit) {
  DecreePage page;
  for (const auto& [id, row] : rows_.decrees) {
    if (!case_id.empty() && row.case_id != case_id) continue;
    ++page.total;
    if (id > after && static_cast<int32_t>(page.decrees.size()) < limit) page.decrees.push_back(row);
  }
  return page;
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> MemoryCaseStore::Waiting(
    CaseState state, IssueStep issue_step, int32_t limit) {
  std::vector<std::pair<std::string, std::string>> waiting;
  for (const auto& [id, row] : rows_.cases) {
    if (row.state != state || (issue_step != IssueStep::kNone && row.issue.step != issue_step)) continue;
    if (static_cast<int32_t>(waiting.size()) < limit) waiting.emplace_back(row.tenant, id);
  }
  return waiting;
}

absl::StatusOr<absl::btree_map<CaseState, int64_t>> MemoryCaseStore::CountByState() {
  absl::btree_map<CaseState, int64_t> counts;
  for (const auto& [id, row] : rows_.cases) ++counts[row.state];
  return counts;
}

}  // namespace selaras::approval::simulation
