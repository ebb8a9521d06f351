#include "services/verify_rows/asked.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/status_macros.h"

namespace selaras::verify_rows {
namespace {

using Json = nlohmann::json;

// `agencies/x` → `x`.
std::string Last(const Json& name) {
  const std::string text = name.get<std::string>();
  return text.substr(text.rfind('/') + 1);
}

std::set<std::string> Names(const Json& list) {
  std::set<std::string> names;
  for (const Json& name : list) names.insert(Last(name));
  return names;
}

// The key in either of the two spellings that protobuf prints.
Json Field(const Json& object, const char* camel, const char* snake) {
  if (object.contains(camel)) return object[camel];
  return object.contains(snake) ? object[snake] : Json();
}

absl::Status Fill(const Json& json, Asked& asked) {
  SELARAS_ASSIGN_OR_RETURN(asked.day, ParseCivilDay(json.at("effective_date").get<std::string>()));
  asked.instance_hash = json.at("instance_hash");
  asked.policy_hash = json.at("policy_hash");
  const Json& spec = json.at("spec");
  if (spec.contains("scope") && spec["scope"].is_object()) {
    asked.agencies = Names(Field(spec["scope"], "agencies", "agencies"));
    asked.units = Names(Field(spec["scope"], "orgUnits", "org_units"));
    for (const Json& family : Field(spec["scope"], "families", "families")) asked.families.insert(family);
  }
  if (const Json moves = Field(spec, "maxMoves", "max_moves"); !moves.is_null()) {
    int64_t number = 0;
    if (moves.is_string() ? !absl::SimpleAtoi(moves.get<std::string>(), &number) : !moves.is_number())
      return absl::InvalidArgumentError("plan.json: spec.max_moves is no number");
    asked.max_moves = moves.is_string() ? number : moves.get<int64_t>();
  }
  for (const Json& pin : Field(spec, "pins", "pins"))
    asked.pins[Last(pin.at("employee"))] = Last(pin.at("post"));
  for (const Json& ban : Field(spec, "bans", "bans")) {
    const std::string post = ban.value("post", "");
    asked.bans.emplace(Last(ban.at("employee")), post.substr(post.rfind('/') + 1));
  }
  if (const Json limits = Field(spec, "limits", "limits"); limits.is_object()) {
    asked.self_requests = Names(Field(limits, "selfRequests", "self_requests"));
    const Json all = Field(limits, "preferencesAreRequests", "preferences_are_requests");
    asked.preferences_are_requests = all.is_boolean() && all.get<bool>();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Asked> ReadAsked(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  Asked asked;
  try {
    SELARAS_RETURN_IF_ERROR(Fill(Json::parse(file), asked));
  } catch (const Json::exception&) {
    return absl::InvalidArgumentError("plan.json: not what `selarasctl export facts` writes");
  }
  return asked;
}

absl::StatusOr<std::map<std::string, std::string>> ReadKeys(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::map<std::string, std::string> keys;
  std::set<std::string> people;
  std::string line;
  for (int64_t number = 1; std::getline(file, line); ++number) {
    if (number == 1) continue;
    const size_t comma = line.find(',');
    if (comma == std::string::npos) return absl::InvalidArgumentError(absl::StrCat("keys line ", number));
    if (!keys.emplace(line.substr(comma + 1), line.substr(0, comma)).second ||
        !people.insert(line.substr(0, comma)).second) {
      return absl::InvalidArgumentError(absl::StrCat("keys line ", number, ": a key or person stands twice"));
    }
  }
  return keys;
}

}  // namespace selaras::verify_rows
