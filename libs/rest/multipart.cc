#include "libs/rest/multipart.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rest/text.h"

namespace selaras::rest {
namespace {

constexpr size_t kMaxHead = 8 << 10;
constexpr char kLineEnd[] = "\r\n";

absl::Status Malformed(absl::string_view cause) {
  return Error(absl::StatusCode::kInvalidArgument, "UPLOAD_MALFORMED", {{"cause", std::string(cause)}});
}

// Value of a parameter such as `name="a b"`; quotes and backslashes undone.
std::string Unquoted(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out.push_back(text[i]);
  }
  return out;
}

// Parameters of a header, split at semicolons outside quotes.
std::vector<std::string> Parameters(absl::string_view header) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (size_t i = 0; i < header.size(); ++i) {
    const char c = header[i];
    if (quoted && c == '\\' && i + 1 < header.size()) {
      parts.back().push_back(c);
      parts.back().push_back(header[++i]);
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (c == ';' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  return parts;
}

// Some browsers send a whole path.
std::string LastComponent(const std::string& path) {
  const size_t slash = path.find_last_of("/\\");
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

absl::StatusOr<FormPart> PartOf(absl::string_view head) {
  for (absl::string_view line : absl::StrSplit(head, kLineEnd, absl::SkipEmpty())) {
    const size_t colon = line.find(':');
    if (colon == absl::string_view::npos) return Malformed("a part's header has no colon");
    if (!absl::EqualsIgnoreCase(line.substr(0, colon), "content-disposition")) continue;
    FormPart part;
    for (const std::string& parameter : Parameters(line.substr(colon + 1))) {
      const size_t equals = parameter.find('=');
      if (equals == std::string::npos) continue;
      const std::string key = absl::AsciiStrToLower(absl::StripAsciiWhitespace(parameter.substr(0, equals)));
      const std::string value = Unquoted(absl::string_view(parameter).substr(equals + 1));
      if (key == "name") part.name = value;
      if (key == "filename") part.is_file = true;
      if (key == "filename") part.file_name = LastComponent(value);
    }
    if (part.name.empty()) return Malformed("a part has no name");
    if (!IsUtf8(part.name) || !IsUtf8(part.file_name)) return Malformed("a name is not UTF-8");
    if (part.is_file && part.file_name.empty()) return Malformed("a file has no name");
    return part;
  }
  return Malformed("a part has no Content-Disposition");
}

}  // namespace

MultipartParser::MultipartParser(absl::string_view boundary, FormSink& sink)
    : delimiter_(absl::StrCat("\r\n--", boundary)), sink_(sink) {
  if (boundary.empty() || boundary.size() > 70) failed_ = Malformed("the Content-Type names no boundary");
}

absl::Status MultipartParser::Feed(absl::string_view bytes) {
  if (!failed_.ok()) return failed_;
  buffer_.append(bytes.data(), bytes.size());
  for (;;) {
    const auto more = Step();
    if (!more.ok()) return failed_ = more.status();
    if (!*more) return absl::OkStatus();
  }
}

absl::Status MultipartParser::Finish() {
  if (!failed_.ok()) return failed_;
  return state_ == State::kDone ? absl::OkStatus() : Malformed("it ends before its last boundary");
}

absl::StatusOr<bool> MultipartParser::Step() {
  switch (state_) {
    case State::kPreamble:
      return Preamble();
    case State::kAfterBoundary:
      return AfterBoundary();
    case State::kHead:
      return Head();
    case State::kData:
      return Data();
    case State::kDone:
      buffer_.clear();  // an epilogue says nothing
      return false;
  }
  return false;
}

absl::StatusOr<bool> MultipartParser::Preamble() {
  const size_t at = buffer_.find(delimiter_);
  if (at == std::string::npos) {
    if (buffer_.size() > delimiter_.size()) buffer_.erase(0, buffer_.size() - delimiter_.size());
    return false;
  }
  buffer_.erase(0, at + delimiter_.size());
  state_ = State::kAfterBoundary;
  return true;
}

absl::StatusOr<bool> MultipartParser::AfterBoundary() {
  const size_t blank = std::min(buffer_.find_first_not_of(" \t"), buffer_.size());
  if (buffer_.size() < blank + 2) {
    if (blank > kMaxHead) return Malformed("a boundary has no end");
    return false;
  }
  const absl::string_view next = absl::string_view(buffer_).substr(blank, 2);
  if (next == "--") {
    state_ = State::kDone;
    return true;
  }
  if (next != kLineEnd) return Malformed("a boundary has no end");
  buffer_.erase(0, blank);  // the line end stays: an empty head is two of them
  state_ = State::kHead;
  return true;
}

absl::StatusOr<bool> MultipartParser::Head() {
  const size_t end = buffer_.find("\r\n\r\n");
  if (end == std::string::npos || end > kMaxHead) {
    if (buffer_.size() > kMaxHead) return Malformed("a part's header is too long");
    return false;
  }
  SELARAS_ASSIGN_OR_RETURN(const FormPart part, PartOf(absl::string_view(buffer_).substr(0, end)));
  SELARAS_RETURN_IF_ERROR(sink_.OnPart(part));
  buffer_.erase(0, end + 4);
  state_ = State::kData;
  return true;
}

absl::StatusOr<bool> MultipartParser::Data() {
  const size_t at = buffer_.find(delimiter_);
  const bool ends = at != std::string::npos;
  // What may be the beginning of a boundary waits for the rest.
  const size_t known = ends                                 ? at
                       : buffer_.size() < delimiter_.size() ? 0
                                                            : buffer_.size() - delimiter_.size() + 1;
  if (known > 0) SELARAS_RETURN_IF_ERROR(sink_.OnData(absl::string_view(buffer_).substr(0, known)));
  if (!ends) {
    buffer_.erase(0, known);
    return false;
  }
  SELARAS_RETURN_IF_ERROR(sink_.OnPartEnd());
  buffer_.erase(0, at + delimiter_.size());
  state_ = State::kAfterBoundary;
  return true;
}

}  // namespace selaras::rest
