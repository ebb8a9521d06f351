#include "libs/assignment/limit_conflicts.h"

#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/assignment/limits.h"

namespace selaras::assignment {
namespace {

constexpr char kPayload[] = "selaras.assignment.Conflicts";

}  // namespace

absl::Status InfeasibleStatus(const Instance& instance, const Conflicts& conflicts) {
  std::string message = "assignment: no plan within the limits was found; what stands against it:";
  std::string payload;
  if (conflicts.moves) {
    absl::StrAppend(&message, " max_moves;");
    payload += "moves 0\n";
  }
  for (const int32_t c : conflicts.limits) {
    absl::StrAppend(&message, " ", DescribeLimit(instance, c), ";");
    absl::StrAppend(&payload, "limit ", c, "\n");
  }
  for (const PersonIndex i : conflicts.persons) absl::StrAppend(&payload, "person ", i, "\n");
  message.pop_back();
  absl::Status status = absl::FailedPreconditionError(message);
  status.SetPayload(kPayload, absl::Cord(payload));
  return status;
}

std::optional<Conflicts> ConflictsOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayload);
  if (!payload.has_value()) return std::nullopt;
  Conflicts conflicts;
  const std::string text(*payload);
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(line, ' ');
    int32_t number = 0;
    if (!absl::SimpleAtoi(parts.second, &number)) continue;
    if (parts.first == "moves") conflicts.moves = true;
    if (parts.first == "limit") conflicts.limits.push_back(number);
    if (parts.first == "person") conflicts.persons.push_back(number);
  }
  return conflicts;
}

}  // namespace selaras::assignment
