#include "services/cli/cases/case_desk.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "services/cli/bulk.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;

constexpr int kPageSize = 1000;  // The most that the service gives.
constexpr absl::string_view kStatePrefix = "STATE_";

}  // namespace

absl::StatusOr<pb::Case::State> ParseCaseState(absl::string_view word) {
  pb::Case::State state = pb::Case::STATE_UNSPECIFIED;
  if (pb::Case::State_Parse(absl::StrCat(kStatePrefix, absl::AsciiStrToUpper(word)), &state) &&
      state != pb::Case::STATE_UNSPECIFIED) {
    return state;
  }
  std::string words;
  for (int i = pb::Case::State_MIN + 1; i <= pb::Case::State_MAX; ++i) {
    absl::StrAppend(&words, " ", StateWord(static_cast<pb::Case::State>(i)));
  }
  return absl::InvalidArgumentError(absl::StrCat("'", word, "' is no state of a case; they are", words));
}

std::string StateWord(pb::Case::State state) {
  return pb::Case::State_Name(state).substr(kStatePrefix.size());
}

std::string NameIn(absl::string_view collection, absl::string_view text) {
  if (text.empty() || absl::StrContains(text, '/')) return std::string(text);
  return absl::StrCat(collection, "/", text);
}

bool MayFollow(const pb::Case& one, absl::string_view verb) {
  return std::find(one.next_verbs().begin(), one.next_verbs().end(), verb) != one.next_verbs().end();
}

absl::StatusOr<CaseDesk> CaseDesk::Open(Session& session) {
  SELARAS_ASSIGN_OR_RETURN(const auto remote, session.ToApproval());
  return CaseDesk(session, remote);
}

absl::StatusOr<pb::Case> CaseDesk::Read(const std::string& name) const {
  pb::GetCaseRequest request;
  request.set_name(name);
  return Call<pb::Case>(request, &Stub::GetCase);
}

absl::StatusOr<std::vector<pb::Case>> CaseDesk::List(const CaseQuery& query, int limit,
                                                     int64_t* total) const {
  pb::ListCasesRequest request;
  request.set_state(query.state);
  request.set_plan(query.plan);
  std::vector<pb::Case> cases;
  do {
    const int left = limit > 0 ? limit - static_cast<int>(cases.size()) : kPageSize;
    request.set_page_size(std::min(left, kPageSize));
    SELARAS_ASSIGN_OR_RETURN(auto page, (Call<pb::ListCasesResponse>(request, &Stub::ListCases)));
    for (pb::Case& one : *page.mutable_cases()) cases.push_back(std::move(one));
    if (total != nullptr) *total = page.total_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && (limit <= 0 || static_cast<int>(cases.size()) < limit));
  return cases;
}

absl::StatusOr<int64_t> CaseDesk::Count(const CaseQuery& query) const {
  int64_t total = 0;
  SELARAS_RETURN_IF_ERROR(List(query, 1, &total).status());
  return total;
}

StepDeps CaseDesk::Steps() const {
  return {[this](const std::string& name) { return Read(name); }, [this] { return NewId(); }, absl::SleepFor};
}

absl::StatusOr<std::vector<std::pair<pb::Case::State, int64_t>>> CountByState(const CaseDesk& desk,
                                                                              const std::string& plan) {
  std::array<int64_t, pb::Case::State_ARRAYSIZE> counts = {};
  const BulkReport report = RunBulk(
      counts.size() - 1, 6,
      [&](size_t item) -> absl::StatusOr<ItemEnd> {
        const auto state = static_cast<pb::Case::State>(item + 1);
        SELARAS_ASSIGN_OR_RETURN(counts[item + 1], desk.Count({state, plan}));
        return ItemEnd::kDone;
      },
      [](int64_t) {});
  if (!report.ok()) return report.failures.front().status;
  std::vector<std::pair<pb::Case::State, int64_t>> present;
  for (size_t state = 1; state < counts.size(); ++state) {
    if (counts[state] > 0) present.emplace_back(static_cast<pb::Case::State>(state), counts[state]);
  }
  return present;
}

}  // namespace selaras::cli
