#include "services/matching/store/plan_json.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "services/matching/store/limits_json.h"

namespace selaras::matching {
namespace {

using Json = nlohmann::json;

// One list of fields serves both directions: a field is written and read under the same key.
class Writer {
 public:
  template <typename T>
  void operator()(const char* key, const T& value) {
    json[key] = value;
  }
  Json json = Json::object();
};

class Fields {
 public:
  explicit Fields(const Json& json) : json_(json) {}
  template <typename T>
  void operator()(const char* key, T& value) {
    const auto found = json_.find(key);
    if (found != json_.end()) value = found->get<T>();
  }

 private:
  const Json& json_;
};

template <typename Archive, typename Summary>
void SummaryFields(Archive& archive, Summary& s) {
  archive("employees", s.employees);
  archive("posts", s.posts);
  archive("seats", s.seats);
  archive("lawful_pairs", s.lawful_pairs);
  archive("move_budget", s.move_budget);
  archive("moves", s.moves);
  archive("chains", s.chains);
  archive("measured_moves", s.measured_moves);
  archive("objective", s.objective);
  archive("bound", s.bound);
  archive("status_quo", s.status_quo);
  archive("shortage_before", s.shortage_before);
  archive("shortage_after", s.shortage_after);
  archive("surplus_before", s.surplus_before);
  archive("surplus_after", s.surplus_after);
  archive("preferences", s.preferences);
  archive("preferences_first", s.preferences_first);
  archive("preferences_any", s.preferences_any);
}

template <typename Archive, typename Result>
void ResultFields(Archive& archive, Result& r) {
  SummaryFields(archive, r.summary);
  archive("coverage_permille", r.coverage_permille);
  archive("policy_hash", r.policy_hash);
  archive("need_hash", r.need_hash);
  archive("instance_hash", r.instance_hash);
  archive("certificate_hash", r.certificate_hash);
  archive("plan_hash", r.plan_hash);
  archive("cache_hits", r.cache_hits);
  archive("cache_misses", r.cache_misses);
  archive("registry_revision", r.registry_revision);
}

template <typename Archive, typename Move>
void MoveFields(Archive& archive, Move& m) {
  archive("id", m.id);
  archive("employee", m.employee);
  archive("from", m.from_post);
  archive("to", m.to_post);
  archive("chain", m.chain);
  archive("gain", m.gain);
  archive("measured", m.measured);
  archive("assumed", m.assumed);
  archive("reasons", m.reasons);
  archive("warnings", m.warnings);
  archive("kind", m.kind);
}

template <typename Archive, typename Chain>
void ChainFields(Archive& archive, Chain& c) {
  archive("id", c.id);
  archive("moves", c.moves);
  archive("agencies", c.agencies);
  archive("marked", c.marked);
}

template <typename Archive, typename Spec>
void SpecFields(Archive& archive, Spec& s) {
  archive("policy", s.policy);
  archive("need_snapshot", s.need_snapshot);
  archive("registry_revision", s.registry_revision);
  archive("agencies", s.agencies);
  archive("org_units", s.org_units);
  archive("families", s.families);
  archive("seed", s.seed);
  archive("cycle", s.cycle);
  archive("tiers", s.tiers);
  archive("instance_bundle", s.instance_bundle);
}

template <typename Archive, typename Summary>
void ReplanFields(Archive& archive, Summary& s) {
  archive("people_changed", s.people_changed);
  archive("value_lost", s.value_lost);
  archive("chains_kept", s.chains_kept);
  archive("chains_new", s.chains_new);
  archive("chains_gone", s.chains_gone);
}

// `read` may throw on JSON of another shape; the exception ends here.
template <typename T, typename Read>
absl::StatusOr<T> Parse(absl::string_view text, const Read& read) {
  try {
    const Json json = Json::parse(text.begin(), text.end());
    T value;
    read(json, value);
    return value;
  } catch (const Json::exception&) {
    return absl::DataLossError("stored JSON of a plan is damaged");
  }
}

}  // namespace

std::string ToJson(const std::vector<PolicyRecord::File>& files) {
  Json list = Json::array();
  for (const PolicyRecord::File& file : files) list.push_back({{"name", file.name}, {"text", file.text}});
  return list.dump();
}

std::string ToJson(const PlanSpec& spec) {
  Writer writer;
  SpecFields(writer, spec);
  if (spec.effective_date.has_value()) writer("effective_date", FormatCivilDay(*spec.effective_date));
  if (spec.max_moves.has_value()) writer("max_moves", *spec.max_moves);
  PutLimits(spec.limits, writer.json);
  for (const Pin& pin : spec.pins) {
    writer.json["pins"].push_back({{"employee", pin.employee}, {"post", pin.post}, {"reason", pin.reason}});
  }
  for (const Ban& ban : spec.bans) {
    writer.json["bans"].push_back({{"employee", ban.employee}, {"post", ban.post}, {"reason", ban.reason}});
  }
  return writer.json.dump();
}

std::string ToJson(const PlanResult& result) {
  Writer writer;
  ResultFields(writer, result);
  writer("effective_date", FormatCivilDay(result.effective_date));
  PutFindings(result, writer.json);
  if (result.replan.has_value()) {
    Writer replan;
    ReplanFields(replan, *result.replan);
    if (result.replan->value_lost_alone.has_value())
      replan("value_lost_alone", *result.replan->value_lost_alone);
    writer.json["replan"] = std::move(replan.json);
  }
  return writer.json.dump();
}

std::string ToJson(const std::map<std::string, int64_t>& stage_ms) {
  return Json(stage_ms).dump();
}

std::string ToJson(const MoveRecord& move) {
  Writer writer;
  MoveFields(writer, move);
  for (const TermRecord& term : move.terms) {
    writer.json["terms"].push_back(
        {{"term", term.term}, {"from", term.from}, {"to", term.to}, {"assumed", term.assumed}});
  }
  return writer.json.dump();
}

std::string ToJson(const ChainRecord& chain) {
  Writer writer;
  ChainFields(writer, chain);
  return writer.json.dump();
}

std::string ToJson(const std::map<std::string, std::string>& texts) {
  return Json(texts).dump();
}

std::string ToJson(const std::vector<Goal>& goals) {
  Json list = Json::array();
  for (const Goal& goal : goals) {
    list.push_back({{"indicator", goal.indicator},
                    {"scope", goal.scope},
                    {"target", goal.target_value},
                    {"text_id", goal.text_id}});
  }
  return list.dump();
}

std::string ToJson(const std::map<Phase, absl::CivilDay>& start_dates) {
  Json dates = Json::object();
  for (const auto& [phase, date] : start_dates) {
    dates[absl::StrCat(static_cast<int>(phase))] = FormatCivilDay(date);
  }
  return dates.dump();
}

absl::StatusOr<std::map<std::string, std::string>> TextsFromJson(absl::string_view text) {
  using Texts = std::map<std::string, std::string>;
  return Parse<Texts>(text, [](const Json& json, Texts& texts) { texts = json.get<Texts>(); });
}

absl::StatusOr<std::vector<Goal>> GoalsFromJson(absl::string_view text) {
  return Parse<std::vector<Goal>>(text, [](const Json& json, std::vector<Goal>& goals) {
    for (const Json& goal : json) {
      goals.push_back({goal.at("indicator"), goal.at("scope"), goal.at("target"), goal.at("text_id")});
    }
  });
}

absl::StatusOr<std::map<Phase, absl::CivilDay>> DatesFromJson(absl::string_view text) {
  using Dates = std::map<Phase, absl::CivilDay>;
  return Parse<Dates>(text, [](const Json& json, Dates& dates) {
    for (const auto& [number, date] : json.items()) {
      const auto day = ParseCivilDay(date.get<std::string>());
      if (day.ok()) dates[static_cast<Phase>(std::stoi(number))] = *day;
    }
  });
}

absl::StatusOr<std::vector<PolicyRecord::File>> FilesFromJson(absl::string_view text) {
  return Parse<std::vector<PolicyRecord::File>>(text, [](const Json& json, auto& files) {
    for (const Json& file : json)
      files.push_back({file.at("name").get<std::string>(), file.at("text").get<std::string>()});
  });
}

absl::StatusOr<PlanSpec> SpecFromJson(absl::string_view text) {
  return Parse<PlanSpec>(text, [](const Json& json, PlanSpec& spec) {
    Fields fields(json);
    SpecFields(fields, spec);
    if (json.contains("effective_date")) {
      const auto date = ParseCivilDay(json["effective_date"].get<std::string>());
      if (date.ok()) spec.effective_date = *date;
    }
    if (json.contains("max_moves")) spec.max_moves = json["max_moves"].get<int64_t>();
    spec.limits = TakeLimits(json);
    for (const Json& pin : json.value("pins", Json::array())) {
      spec.pins.push_back({pin.at("employee"), pin.at("post"), pin.at("reason")});
    }
    for (const Json& ban : json.value("bans", Json::array())) {
      spec.bans.push_back({ban.at("employee"), ban.at("post"), ban.at("reason")});
    }
  });
}

absl::StatusOr<PlanResult> ResultFromJson(absl::string_view text) {
  return Parse<PlanResult>(text, [](const Json& json, PlanResult& result) {
    Fields fields(json);
    ResultFields(fields, result);
    const auto date = ParseCivilDay(json.at("effective_date").get<std::string>());
    if (date.ok()) result.effective_date = *date;
    TakeFindings(json, result);
    if (!json.contains("replan")) return;
    const Json& replan = json["replan"];
    Fields of_replan(replan);
    ReplanFields(of_replan, result.replan.emplace());
    if (replan.contains("value_lost_alone")) {
      result.replan->value_lost_alone = replan["value_lost_alone"].get<int64_t>();
    }
  });
}

absl::StatusOr<std::map<std::string, int64_t>> StagesFromJson(absl::string_view text) {
  using Stages = std::map<std::string, int64_t>;
  return Parse<Stages>(text, [](const Json& json, Stages& stages) { stages = json.get<Stages>(); });
}

absl::StatusOr<MoveRecord> MoveFromJson(absl::string_view text) {
  return Parse<MoveRecord>(text, [](const Json& json, MoveRecord& move) {
    Fields fields(json);
    MoveFields(fields, move);
    for (const Json& term : json.value("terms", Json::array())) {
      move.terms.push_back({term.at("term"), term.at("from"), term.at("to"), term.at("assumed")});
    }
  });
}

absl::StatusOr<ChainRecord> ChainFromJson(absl::string_view text) {
  return Parse<ChainRecord>(text, [](const Json& json, ChainRecord& chain) {
    Fields fields(json);
    ChainFields(fields, chain);
  });
}

}  // namespace selaras::matching
