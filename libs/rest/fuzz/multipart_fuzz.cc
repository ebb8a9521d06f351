// Bytes as a form: however they are cut into pieces, the same parts come out or the same refusal.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "libs/rest/multipart.h"

namespace {

class Recorder : public selaras::rest::FormSink {
 public:
  absl::Status OnPart(const selaras::rest::FormPart& part) override {
    text_ += "<" + part.name + "|" + part.file_name + ">";
    return absl::OkStatus();
  }
  absl::Status OnData(absl::string_view bytes) override {
    text_.append(bytes.data(), bytes.size());
    return absl::OkStatus();
  }
  absl::Status OnPartEnd() override {
    text_ += "</>";
    return absl::OkStatus();
  }
  std::string text_;
};

std::string Parsed(absl::string_view text, size_t step) {
  Recorder out;
  selaras::rest::MultipartParser parser("B", out);
  absl::Status status;
  for (size_t at = 0; at < text.size() && status.ok(); at += step)
    status = parser.Feed(text.substr(at, step));
  if (status.ok()) status = parser.Finish();
  // A refusal may come a piece earlier or later; whole forms must agree to the byte.
  return status.ok() ? out.text_ : "refused";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::string whole = Parsed(text, std::max<size_t>(size, 1));
  for (const size_t step : {size_t{1}, size_t{3}, size_t{17}}) {
    if (Parsed(text, step) != whole) std::abort();
  }
  return 0;
}
