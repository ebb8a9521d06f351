#ifndef SELARAS_LIBS_REST_MULTIPART_H_
#define SELARAS_LIBS_REST_MULTIPART_H_

// multipart/form-data (RFC 7578, RFC 2046) as it arrives, in constant memory.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace selaras::rest {

struct FormPart {
  std::string name;
  std::string file_name;  // its last path component; empty = a plain field
  bool is_file = false;
};

class FormSink {
 public:
  virtual ~FormSink() = default;
  // An error ends the parse and is its result.
  virtual absl::Status OnPart(const FormPart& part) = 0;
  virtual absl::Status OnData(absl::string_view bytes) = 0;
  virtual absl::Status OnPartEnd() = 0;
};

// Calls the sink part by part. Holds at most 8 KiB and what one Feed brings. After an error it takes nothing more.
class MultipartParser {
 public:
  // `boundary` is that of the Content-Type, 1 to 70 characters; `sink` outlives the parser.
  MultipartParser(absl::string_view boundary, FormSink& sink);

  // kInvalidArgument (UPLOAD_MALFORMED, metadata: cause), or what the sink said.
  absl::Status Feed(absl::string_view bytes);
  // The body ends here. kInvalidArgument if the last boundary is missing.
  absl::Status Finish();

 private:
  enum class State { kPreamble, kAfterBoundary, kHead, kData, kDone };

  absl::StatusOr<bool> Step();
  absl::StatusOr<bool> Preamble();
  absl::StatusOr<bool> AfterBoundary();
  absl::StatusOr<bool> Head();
  absl::StatusOr<bool> Data();

  const std::string delimiter_;
  FormSink& sink_;
  // Starts with a line end, so that a boundary at the very beginning is like any other.
  std::string buffer_ = "\r\n";
  State state_ = State::kPreamble;
  absl::Status failed_;
};

}  // namespace selaras::rest

#endif  // SELARAS_LIBS_REST_MULTIPART_H_
