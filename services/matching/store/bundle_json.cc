#include "services/matching/store/bundle_json.h"

#include <nlohmann/json.hpp>

namespace selaras::matching {

using Json = nlohmann::json;

std::string BundleJson(const BundleRecord& record) {
  Json faults = Json::array();
  for (const BundleFault& fault : record.faults) {
    faults.push_back({{"file", fault.file},
                      {"line", fault.line},
                      {"column", fault.column},
                      {"shape", fault.shape},
                      {"reason", fault.reason},
                      {"warning", fault.warning}});
  }
  return Json({{"employees", record.employees},
               {"posts", record.posts},
               {"positions", record.positions},
               {"needs", record.needs},
               {"faults", std::move(faults)},
               {"fault_count", record.fault_count},
               {"ignored", record.ignored}})
      .dump();
}

absl::Status FillFromJson(absl::string_view text, BundleRecord& record) {
  try {
    const Json json = Json::parse(text.begin(), text.end());
    record.employees = json.at("employees");
    record.posts = json.at("posts");
    record.positions = json.at("positions");
    record.needs = json.at("needs");
    for (const Json& fault : json.at("faults")) {
      record.faults.push_back({fault.at("file"), fault.at("line"), fault.at("column"), fault.at("shape"),
                               fault.at("reason"), fault.at("warning")});
    }
    record.fault_count = json.at("fault_count");
    record.ignored = json.at("ignored").get<std::vector<std::string>>();
  } catch (const Json::exception&) {
    return absl::DataLossError("stored JSON of a bundle is damaged");
  }
  return absl::OkStatus();
}

}  // namespace selaras::matching
