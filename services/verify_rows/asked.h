// What the plan was asked for, as `selarasctl export facts` wrote it (plan.json), and the keys of people.
#ifndef SELARAS_SERVICES_VERIFY_ROWS_ASKED_H_
#define SELARAS_SERVICES_VERIFY_ROWS_ASKED_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "services/verify_rows/province_facts.h"

namespace selaras::verify_rows {

struct Asked {
  Day day;
  std::string instance_hash, policy_hash;
  std::set<std::string> agencies, units, families;     // Empty = all.
  std::optional<int64_t> max_moves;                    // nullopt = the policy's share; negative = no limit.
  std::map<std::string, std::string> pins;             // Employee → post.
  std::set<std::pair<std::string, std::string>> bans;  // Employee, post; post empty = of every move.
  std::set<std::string> self_requests;
  bool preferences_are_requests = false;
};

// kNotFound, kInvalidArgument.
absl::StatusOr<Asked> ReadAsked(const std::string& path);

// Instance key → employee code. kInvalidArgument: a key or a person stands twice.
absl::StatusOr<std::map<std::string, std::string>> ReadKeys(const std::string& path);

}  // namespace selaras::verify_rows

#endif  // SELARAS_SERVICES_VERIFY_ROWS_ASKED_H_
