#include "services/matching/store/limits_json.h"

#include <map>
#include <string>

namespace selaras::matching {
namespace {

using Json = nlohmann::json;

Json CapJson(const MoveCap& cap) {
  Json json = {{"agency", cap.agency}, {"org_unit", cap.org_unit}};
  if (cap.max_arrivals.has_value()) json["in"] = *cap.max_arrivals;
  if (cap.max_departures.has_value()) json["out"] = *cap.max_departures;
  return json;
}

MoveCap CapOf(const Json& json) {
  MoveCap cap = {json.at("agency"), json.at("org_unit")};
  if (json.contains("in")) cap.max_arrivals = json["in"].get<int64_t>();
  if (json.contains("out")) cap.max_departures = json["out"].get<int64_t>();
  return cap;
}

const Json& ListAt(const Json& json, const char* key) {
  static const Json* const kNone = new Json(Json::array());
  const auto found = json.find(key);
  return found == json.end() ? *kNone : *found;
}

}  // namespace

void PutLimits(const PlanLimits& limits, Json& spec) {
  Json json = Json::object();
  for (const MoveCap& cap : limits.caps) json["caps"].push_back(CapJson(cap));
  for (const PersonGroup& group : limits.groups) {
    json["groups"].push_back({{"kind", static_cast<int>(group.kind)},
                              {"level", static_cast<int>(group.level)},
                              {"employees", group.employees}});
  }
  if (limits.absorption_permille.has_value()) json["absorption_permille"] = *limits.absorption_permille;
  if (!limits.self_requests.empty()) json["self_requests"] = limits.self_requests;
  if (limits.preferences_are_requests) json["preferences_are_requests"] = true;
  if (limits.max_chain_moves != 0) json["max_chain_moves"] = limits.max_chain_moves;
  if (limits.chains_within_agencies) json["chains_within_agencies"] = true;
  if (!json.empty()) spec["limits"] = std::move(json);
}

PlanLimits TakeLimits(const Json& spec) {
  PlanLimits limits;
  const auto found = spec.find("limits");
  if (found == spec.end()) return limits;
  const Json& json = *found;
  for (const Json& cap : ListAt(json, "caps")) limits.caps.push_back(CapOf(cap));
  for (const Json& group : ListAt(json, "groups")) {
    limits.groups.push_back({static_cast<GroupKind>(group.at("kind").get<int>()),
                             static_cast<GroupLevel>(group.at("level").get<int>()),
                             group.at("employees").get<std::vector<std::string>>()});
  }
  if (json.contains("absorption_permille")) {
    limits.absorption_permille = json["absorption_permille"].get<int32_t>();
  }
  limits.self_requests = ListAt(json, "self_requests").get<std::vector<std::string>>();
  limits.preferences_are_requests = json.value("preferences_are_requests", false);
  limits.max_chain_moves = json.value("max_chain_moves", 0);
  limits.chains_within_agencies = json.value("chains_within_agencies", false);
  return limits;
}

void PutFindings(const PlanResult& found, Json& result) {
  for (const LimitUse& use : found.limits) {
    result["limits"].push_back({{"kind", use.kind},
                                {"within", use.within},
                                {"bound", use.bound},
                                {"used", use.used},
                                {"price_milli", use.price_milli}});
  }
  for (const Conflict& conflict : found.conflicts) {
    const std::map<std::string, std::string> metadata(conflict.metadata.begin(), conflict.metadata.end());
    result["conflicts"].push_back({{"reason", conflict.reason}, {"metadata", metadata}});
  }
  for (const TierResult& tier : found.tiers) {
    result["tiers"].push_back({{"tier", tier.tier}, {"objective", tier.objective}, {"bound", tier.bound}});
  }
}

void TakeFindings(const Json& result, PlanResult& found) {
  for (const Json& use : ListAt(result, "limits")) {
    found.limits.push_back(
        {use.at("kind"), use.at("within"), use.at("bound"), use.at("used"), use.at("price_milli")});
  }
  for (const Json& conflict : ListAt(result, "conflicts")) {
    Conflict& to = found.conflicts.emplace_back();
    to.reason = conflict.at("reason");
    for (const auto& [key, value] : conflict.at("metadata").items())
      to.metadata[key] = value.get<std::string>();
  }
  for (const Json& tier : ListAt(result, "tiers")) {
    found.tiers.push_back({tier.at("tier"), tier.at("objective"), tier.at("bound")});
  }
}

}  // namespace selaras::matching
