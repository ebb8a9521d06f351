#include "services/matching/app/bundle_desk.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::matching {
namespace {

constexpr size_t kLongestName = 200;

}  // namespace

absl::Status BundleUpload::Add(const std::string& file, absl::string_view data) {
  if (FindBundleTable(file) == nullptr && !IsUnusedFile(file)) {
    return Error(absl::StatusCode::kInvalidArgument, "BUNDLE_FILE_UNKNOWN");
  }
  bytes_ += data.size();
  if (bytes_ > kMostBytes) {
    return Error(absl::StatusCode::kResourceExhausted, "BUNDLE_TOO_LARGE",
                 {{"megabytes", absl::StrCat(kMostBytes >> 20)}});
  }
  std::string& bytes = files_[file];
  // What is not read is not even held.
  if (FindBundleTable(file) != nullptr) bytes.append(data.data(), data.size());
  return absl::OkStatus();
}

absl::StatusOr<BundleRecord> BundleDesk::Import(const CallScope& call, const Asked& asked,
                                                const BundleUpload& upload) {
  if (asked.request_id.empty())
    return InvalidField("request_id", "must be set: it keeps a repeated call from acting twice");
  if (asked.display_name.size() > kLongestName) return InvalidField("display_name", "at most 200 bytes");
  const absl::CivilDay day = asked.effective_date.value_or(absl::ToCivilDay(call.clock->Now(), deps_.zone));
  SELARAS_ASSIGN_OR_RETURN(BundleFacts facts, ReadBundle(upload.files(), day, /*keep=*/true));
  BundleRecord record;
  record.tenant = call.tenant;
  record.id = deps_.ids.NewId();
  record.display_name = asked.display_name;
  record.content_hash = facts.content_hash;
  record.effective_date = day;
  record.create_time = call.clock->Now();
  record.employees = static_cast<int64_t>(facts.province.persons.size());
  record.posts = static_cast<int64_t>(facts.province.posts.size());
  record.positions = static_cast<int64_t>(facts.province.positions.size());
  record.needs = static_cast<int64_t>(facts.province.needs.size());
  record.faults = std::move(facts.faults);
  record.fault_count = facts.fault_count;
  record.ignored = std::move(facts.ignored);
  if (record.employees == 0 || record.posts == 0) {
    return Error(absl::StatusCode::kInvalidArgument, "BUNDLE_EMPTY",
                 {{"faults", absl::StrCat(record.fault_count)}});
  }
  const Act act =
      ActOf(call, "ImportInstance", asked.request_id,
            Sha256Hex(absl::StrCat(record.content_hash, FormatCivilDay(day), asked.display_name)));
  return deps_.store.CreateBundle(act, record, facts.kept);
}

}  // namespace selaras::matching
