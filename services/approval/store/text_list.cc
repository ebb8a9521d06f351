#include "services/approval/store/text_list.h"

#include <nlohmann/json.hpp>

#include "libs/base/status_macros.h"

namespace selaras::approval {
namespace {

using Json = nlohmann::json;

absl::StatusOr<std::vector<std::string>> TextsOf(const Json& json) {
  if (!json.is_array()) return absl::DataLossError("a stored list is no list");
  std::vector<std::string> texts;
  for (const Json& text : json) {
    if (!text.is_string()) return absl::DataLossError("a stored list of texts holds something else");
    texts.push_back(text.get<std::string>());
  }
  return texts;
}

Json Parse(absl::string_view json) {
  return Json::parse(json.begin(), json.end(), nullptr, /*allow_exceptions=*/false);
}

// The columns are mostly empty lists.
constexpr absl::string_view kEmpty = "[]";

}  // namespace

std::string ToJson(const std::vector<std::string>& texts) {
  return texts.empty() ? std::string(kEmpty) : Json(texts).dump();
}

std::string ToJson(const std::vector<VetoChange>& changes) {
  Json json = Json::array();
  for (const VetoChange& change : changes) {
    json.push_back({change.employee, change.was_post, change.becomes_post});
  }
  return json.dump();
}

absl::StatusOr<std::vector<std::string>> TextsFromJson(absl::string_view json) {
  if (json == kEmpty) return std::vector<std::string>();
  return TextsOf(Parse(json));
}

absl::StatusOr<std::vector<VetoChange>> ChangesFromJson(absl::string_view json) {
  const Json rows = Parse(json);
  if (!rows.is_array()) return absl::DataLossError("a stored list is no list");
  std::vector<VetoChange> changes;
  for (const Json& row : rows) {
    SELARAS_ASSIGN_OR_RETURN(std::vector<std::string> texts, TextsOf(row));
    if (texts.size() != 3) return absl::DataLossError("a stored change of a veto has not three parts");
    changes.push_back({std::move(texts[0]), std::move(texts[1]), std::move(texts[2])});
  }
  return changes;
}

}  // namespace selaras::approval
