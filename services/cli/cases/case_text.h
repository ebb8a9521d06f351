// A case as people read it.
#ifndef SELARAS_SERVICES_CLI_CASES_CASE_TEXT_H_
#define SELARAS_SERVICES_CLI_CASES_CASE_TEXT_H_

#include <string>
#include <vector>

#include "google/type/date.pb.h"
#include "selaras/approval/v1alpha/case.pb.h"
#include "services/cli/post_names.h"
#include "services/cli/session.h"

namespace selaras::cli {

// "2027-01-04"; "-" if unset.
std::string DayText(const google::type::Date& date);
// Last part of a resource name.
std::string ShortName(const std::string& name);

std::string CaseTable(const Session& session, const std::vector<approval::v1alpha::Case>& cases);
// Everything of one case: moves, steps of their routes, checklist, approvals, veto, next verbs.
std::string CasePage(const Session& session, const approval::v1alpha::Case& one, PostNames& posts);
// Who else changes, what it costs, which cases give way. "" without veto.
std::string VetoText(const Session& session, const approval::v1alpha::Case& one, PostNames& posts);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_CASES_CASE_TEXT_H_
