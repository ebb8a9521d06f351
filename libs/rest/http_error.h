#ifndef SELARAS_LIBS_REST_HTTP_ERROR_H_
#define SELARAS_LIBS_REST_HTTP_ERROR_H_

// Errors as AIP-193 writes them over HTTP: {"error": {"code": 404, "status": "NOT_FOUND", "message": …, "details": […]}}.

#include <grpcpp/support/status.h>

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/base/catalogue.h"

namespace selaras::rest {

struct HttpError {
  int status;        // of HTTP
  std::string code;  // "NOT_FOUND"
  std::string reason;
  std::string body;                           // JSON
  std::optional<absl::Duration> retry_after;  // of RetryInfo
};

// The status code of HTTP. A few reasons have one of their own (405, 413, 415), the others that of their code: 3, 9, 11 → 400;
// 16 → 401; 7 → 403; 5 → 404; 6, 10 → 409; 8 → 429; 1 → 499; 12 → 501; 14 → 503; 4 → 504; the rest 500.
int HttpStatusOf(absl::StatusCode code, absl::string_view reason);

// `status` is not OK. The message is in `language` where the catalogue knows the reason.
HttpError ToHttpError(const grpc::Status& status, Language language);
// Of the gateway's own; masked like every other (rpc::ToGrpcStatus).
HttpError ToHttpError(const absl::Status& status, Language language, absl::string_view trace_id);

}  // namespace selaras::rest

#endif  // SELARAS_LIBS_REST_HTTP_ERROR_H_
