#include "services/approval/policy/terms_reader.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/status_macros.h"
#include "services/approval/domain/decree_number.h"

namespace selaras::approval {
namespace {

constexpr int64_t kMaxDays = 1000;

int32_t Days(const policy::Section& section, absl::string_view key) {
  return static_cast<int32_t>(section.Int(key, 1, kMaxDays));
}

void ReadDays(const policy::Section& section, Terms& terms) {
  terms.screen_days = Days(section, "screen");
  terms.step_days[Step::kRecommendation] = Days(section, "recommendation");
  terms.step_days[Step::kMeeting] = Days(section, "meeting");
  terms.step_days[Step::kConsent] = Days(section, "consent");
  terms.step_days[Step::kConsideration] = Days(section, "consideration");
  terms.approval_days = Days(section, "approval");
  terms.issue_days = Days(section, "issue");
  terms.response_days = Days(section, "response");
  terms.objection_days = Days(section, "objection");
}

void ReadHolidays(const policy::Section& section, Terms& terms) {
  for (const std::string& text : section.TextList("holidays")) {
    const absl::StatusOr<absl::CivilDay> day = ParseCivilDay(text);
    if (!day.ok()) {
      section.Refuse("holidays", absl::StrCat("\"", text, "\" is no date; write YYYY-MM-DD"));
    } else if (!terms.holidays.insert(*day).second) {
      section.Refuse("holidays", absl::StrCat(text, " stands twice"));
    }
  }
}

}  // namespace

Terms ReadTerms(policy::Reader& reader) {
  const policy::Section section = reader.Open("approval");
  Terms terms;
  ReadDays(section.Child("terms_working_days"), terms);
  terms.expiry_days = Days(section, "expiry_days");
  // Fewer than two is no four-eyes principle; five suffices for any matrix of signatures met so far.
  terms.approval_slots = static_cast<int32_t>(section.Int("approval_slots", 2, 5));
  terms.committee_members = static_cast<int32_t>(section.Int("committee.members", 1, 100));
  terms.quorum_percent = static_cast<int32_t>(section.Int("committee.quorum_percent", 1, 100));
  for (std::string& group : section.TextList("consideration_groups")) {
    terms.consideration_groups.insert(std::move(group));
  }
  terms.number_form = section.Text("number_form");
  if (const std::string wrong = WrongInNumberForm(terms.number_form); !wrong.empty()) {
    section.Refuse("number_form", wrong);
  }
  ReadHolidays(section, terms);
  section.RefuseUnread();
  return terms;
}

absl::StatusOr<Terms> TermsOf(const policy::Bundle& bundle, absl::CivilDay date) {
  policy::Reader reader(bundle, date);
  Terms terms = ReadTerms(reader);
  SELARAS_RETURN_IF_ERROR(reader.status());
  terms.policy_hash = bundle.content_hash();
  return terms;
}

}  // namespace selaras::approval
