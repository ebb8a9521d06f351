#include "libs/rpc/grpc_status.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "libs/base/catalogue.h"
#include "libs/base/error.h"

namespace selaras::rpc {
namespace {

using ::google::protobuf::util::TimeUtil;

// gRPC's limit for all metadata is 8 KiB, and base64 takes a third. Beyond these a caller
// has enough to start with.
constexpr size_t kMaxMessage = 1024;
constexpr size_t kMaxValue = 256;
constexpr size_t kMaxViolations = 8;

// Cut to at most `size` bytes, not inside a UTF-8 character.
std::string Cut(absl::string_view text, size_t size) {
  if (text.size() <= size) return std::string(text);
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return std::string(text.substr(0, size));
}

bool IsMasked(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return true;
    case absl::StatusCode::kUnavailable:
      return ReasonOf(status).empty();
    default:
      return false;
  }
}

absl::StatusCode FromGrpcCode(grpc::StatusCode code) {
  return code >= 0 && code <= 16 ? static_cast<absl::StatusCode>(code) : absl::StatusCode::kUnknown;
}

void AddLists(const absl::Status& status, google::rpc::Status& out) {
  const std::vector<FieldViolation> violations = FieldViolationsOf(status);
  if (!violations.empty()) {
    google::rpc::BadRequest bad;
    for (size_t i = 0; i < std::min(violations.size(), kMaxViolations); ++i) {
      auto& violation = *bad.add_field_violations();
      violation.set_field(Cut(violations[i].field, kMaxValue));
      violation.set_description(Cut(violations[i].description, kMaxValue));
    }
    out.add_details()->PackFrom(bad);
  }
  if (const auto wait = RetryAfterOf(status); wait.has_value()) {
    google::rpc::RetryInfo retry;
    *retry.mutable_retry_delay() = TimeUtil::MicrosecondsToDuration(absl::ToInt64Microseconds(*wait));
    out.add_details()->PackFrom(retry);
  }
}

}  // namespace

std::string CodeName(absl::StatusCode code) {
  return absl::StatusCodeToString(code);
}

grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view trace_id) {
  if (status.ok()) return grpc::Status::OK;
  const bool masked = IsMasked(status);
  std::string reason = masked ? "" : ReasonOf(status);
  Metadata metadata = masked ? Metadata() : MetadataOf(status);
  if (reason.empty()) reason = CodeName(status.code());
  if (masked) metadata["trace_id"] = std::string(trace_id);

  google::rpc::Status out;
  out.set_code(static_cast<int>(status.code()));
  out.set_message(Cut(masked ? Explain(reason, Language::kEnglish, metadata) : std::string(status.message()),
                      kMaxMessage));
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain(kErrorDomain);
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = Cut(value, kMaxValue);
  out.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage localized;
  localized.set_locale("id");
  localized.set_message(Cut(Explain(reason, Language::kIndonesian, metadata), kMaxMessage));
  out.add_details()->PackFrom(localized);
  AddLists(status, out);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), out.message(), out.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const absl::StatusCode code = FromGrpcCode(status.error_code());
  absl::Status result(code, status.error_message());
  google::rpc::Status in;
  if (status.error_details().empty() || !in.ParseFromString(status.error_details())) return result;
  std::vector<FieldViolation> violations;
  std::optional<absl::Duration> wait;
  for (const auto& detail : in.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info) && info.domain() == kErrorDomain) {
      result = Error(code, info.reason(), Metadata(info.metadata().begin(), info.metadata().end()),
                     status.error_message());
    } else if (detail.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) {
        violations.push_back({violation.field(), violation.description()});
      }
    } else if (detail.UnpackTo(&retry)) {
      wait = absl::Microseconds(TimeUtil::DurationToMicroseconds(retry.retry_delay()));
    }
  }
  if (!violations.empty()) SetFieldViolations(result, violations);
  return wait.has_value() ? WithRetryAfter(result, *wait) : result;
}

}  // namespace selaras::rpc
