#include "libs/rest/path_template.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/status_macros.h"
#include "libs/rest/text.h"

namespace selaras::rest {
namespace {

constexpr size_t kMaxSegments = 32;

bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '~';
}

}  // namespace

std::optional<RequestPath> ParseRequestPath(absl::string_view path) {
  if (path.empty() || path[0] != '/') return std::nullopt;
  std::vector<absl::string_view> raw = absl::StrSplit(path.substr(1), '/');
  if (raw.size() > kMaxSegments) return std::nullopt;
  RequestPath out;
  const size_t colon = raw.back().rfind(':');
  if (colon != absl::string_view::npos) {
    out.verb = std::string(raw.back().substr(colon + 1));
    raw.back() = raw.back().substr(0, colon);
    if (out.verb.empty()) return std::nullopt;
  }
  for (absl::string_view segment : raw) {
    auto decoded = PercentDecode(segment, false);
    if (!decoded.has_value() || decoded->empty() || absl::StrContains(*decoded, '/')) return std::nullopt;
    out.segments.push_back(*std::move(decoded));
  }
  return out;
}

class PathTemplateParser {
 public:
  explicit PathTemplateParser(absl::string_view text) : text_(text) { out_.text_ = std::string(text); }

  absl::StatusOr<PathTemplate> Parse() {
    SELARAS_RETURN_IF_ERROR(Take('/'));
    SELARAS_RETURN_IF_ERROR(Segments(false));
    if (Next() == ':') {
      ++at_;
      out_.verb_ = Word("");
      if (out_.verb_.empty()) return Wrong("a verb");
    }
    if (at_ != text_.size()) return Wrong("the end");
    for (size_t i = 0; i + 1 < out_.segments_.size(); ++i) {
      if (out_.segments_[i].kind == PathTemplate::Kind::kRest) return Wrong("** only as the last segment");
    }
    return std::move(out_);
  }

 private:
  char Next() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  absl::Status Wrong(absl::string_view expected) const {
    return absl::InvalidArgumentError(
        absl::StrCat("path template ", text_, ": expected ", expected, " at ", at_));
  }

  absl::Status Take(char c) {
    if (Next() != c) return Wrong(absl::StrCat("'", std::string(1, c), "'"));
    ++at_;
    return absl::OkStatus();
  }

  std::string Word(absl::string_view also) {
    const size_t begin = at_;
    while (at_ < text_.size() && (IsWordCharacter(text_[at_]) || absl::StrContains(also, text_[at_]))) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  absl::Status Segments(bool in_variable) {
    SELARAS_RETURN_IF_ERROR(Segment(in_variable));
    while (Next() == '/') {
      ++at_;
      SELARAS_RETURN_IF_ERROR(Segment(in_variable));
    }
    return absl::OkStatus();
  }

  absl::Status Segment(bool in_variable) {
    if (out_.segments_.size() == kMaxSegments) return Wrong("at most 32 segments");
    if (Next() == '{') return in_variable ? Wrong("no variable inside a variable") : Variable();
    if (Next() != '*') {
      std::string word = Word(".");
      if (word.empty()) return Wrong("a segment");
      out_.segments_.push_back({PathTemplate::Kind::kLiteral, std::move(word)});
      return absl::OkStatus();
    }
    ++at_;
    const bool rest = Next() == '*';
    if (rest) ++at_;
    out_.segments_.push_back({rest ? PathTemplate::Kind::kRest : PathTemplate::Kind::kOne, ""});
    return absl::OkStatus();
  }

  absl::Status Variable() {
    SELARAS_RETURN_IF_ERROR(Take('{'));
    PathTemplate::Variable variable{.field = Word("."), .begin = out_.segments_.size()};
    if (variable.field.empty()) return Wrong("a field");
    for (const PathTemplate::Variable& other : out_.variables_) {
      if (other.field == variable.field) return Wrong("each field once");
    }
    if (Next() == '=') {
      ++at_;
      SELARAS_RETURN_IF_ERROR(Segments(true));
    } else {
      out_.segments_.push_back({PathTemplate::Kind::kOne, ""});
    }
    variable.end = out_.segments_.size();
    out_.variables_.push_back(std::move(variable));
    return Take('}');
  }

  const absl::string_view text_;
  size_t at_ = 0;
  PathTemplate out_;
};

absl::StatusOr<PathTemplate> PathTemplate::Parse(absl::string_view text) {
  return PathTemplateParser(text).Parse();
}

std::optional<PathBindings> PathTemplate::Match(const RequestPath& path) const {
  const bool open = !segments_.empty() && segments_.back().kind == Kind::kRest;
  const bool fits = open ? path.segments.size() + 1 >= segments_.size()  // ** also takes nothing
                         : path.segments.size() == segments_.size();
  if (!fits || path.verb != verb_) return std::nullopt;
  for (size_t i = 0; i < segments_.size(); ++i) {
    if (segments_[i].kind == Kind::kLiteral && segments_[i].text != path.segments[i]) return std::nullopt;
  }
  PathBindings bindings;
  for (const Variable& variable : variables_) {
    const bool rest = segments_[variable.end - 1].kind == Kind::kRest;
    const auto begin = path.segments.begin() + static_cast<ptrdiff_t>(variable.begin);
    const auto end =
        rest ? path.segments.end() : path.segments.begin() + static_cast<ptrdiff_t>(variable.end);
    bindings.emplace_back(variable.field, absl::StrJoin(begin, end, "/"));
  }
  return bindings;
}

bool PathTemplate::Overlaps(const PathTemplate& other) const {
  if (verb_ != other.verb_) return false;
  const size_t common = std::min(segments_.size(), other.segments_.size());
  for (size_t i = 0; i < common; ++i) {
    const Segment& a = segments_[i];
    const Segment& b = other.segments_[i];
    if (a.kind == Kind::kRest || b.kind == Kind::kRest) return true;
    if (a.kind == Kind::kLiteral && b.kind == Kind::kLiteral && a.text != b.text) return false;
  }
  if (segments_.size() == other.segments_.size()) return true;
  // The longer one may have nothing but ** behind the common part.
  const auto& longer = segments_.size() > common ? segments_ : other.segments_;
  return longer.size() == common + 1 && longer[common].kind == Kind::kRest;
}

}  // namespace selaras::rest
