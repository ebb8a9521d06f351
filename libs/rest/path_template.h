#ifndef SELARAS_LIBS_REST_PATH_TEMPLATE_H_
#define SELARAS_LIBS_REST_PATH_TEMPLATE_H_

// Path templates of google.api.http:
//
//   Template = "/" Segments [ ":" Verb ]        Segment  = "*" | "**" | Literal | Variable
//   Segments = Segment { "/" Segment }          Variable = "{" Field { "." Field } [ "=" Segments ] "}"
//
// `*` takes one segment, `**` the rest of the path and stands last only; `{field}` is `{field=*}`; variables do not nest.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace selaras::rest {

// A path of a request, taken apart: "/v1/plans/a%20b:cancel" is {"v1", "plans", "a b"} and "cancel".
struct RequestPath {
  std::vector<std::string> segments;
  std::string verb;
};

// nullopt for what no template can match: no leading slash, an empty segment (also a trailing slash), more than 32
// segments, a broken escape, or an escaped slash, which would change what a resource name means.
std::optional<RequestPath> ParseRequestPath(absl::string_view path);

// A field path of the request message and the text that the path gives it.
using PathBindings = std::vector<std::pair<std::string, std::string>>;

class PathTemplate {
 public:
  enum class Kind { kLiteral, kOne, kRest };
  struct Segment {
    Kind kind;
    std::string text;  // of a literal
  };
  struct Variable {
    std::string field;
    size_t begin;  // its segments are [begin, end)
    size_t end;
  };

  // kInvalidArgument: not of the grammar above, with the place.
  static absl::StatusOr<PathTemplate> Parse(absl::string_view text);

  // Bindings in order of the variables, or nullopt. A segment with a verb matches only a template with that verb. O(length).
  std::optional<PathBindings> Match(const RequestPath& path) const;

  // True if some path matches both.
  bool Overlaps(const PathTemplate& other) const;

  const std::string& text() const { return text_; }
  const std::vector<Segment>& segments() const { return segments_; }
  const std::vector<Variable>& variables() const { return variables_; }
  const std::string& verb() const { return verb_; }

 private:
  friend class PathTemplateParser;
  std::string text_;
  std::vector<Segment> segments_;
  std::vector<Variable> variables_;
  std::string verb_;
};

}  // namespace selaras::rest

#endif  // SELARAS_LIBS_REST_PATH_TEMPLATE_H_
