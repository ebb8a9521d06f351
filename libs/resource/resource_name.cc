#include "libs/resource/resource_name.h"

#include <cassert>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras {
namespace {

bool IsVariable(absl::string_view segment) {
  return !segment.empty() && segment.front() == '{';
}

}  // namespace

bool IsResourceId(absl::string_view text) {
  return !text.empty() && text.size() <= 63 && text[0] != '-' &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == absl::string_view::npos;
}

std::string LastPart(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

absl::StatusOr<std::vector<std::string>> ResourcePattern::Parse(absl::string_view name) const {
  const std::vector<absl::string_view> wanted = absl::StrSplit(pattern_, '/');
  const std::vector<absl::string_view> given = absl::StrSplit(name, '/');
  std::vector<std::string> ids;
  bool matches = wanted.size() == given.size();
  for (size_t i = 0; matches && i < wanted.size(); ++i) {
    if (IsVariable(wanted[i])) {
      matches = IsResourceId(given[i]);
      ids.emplace_back(given[i]);
    } else {
      matches = wanted[i] == given[i];
    }
  }
  // The name itself is not repeated: a caller may have put a NIP where an id belongs.
  if (!matches)
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_RESOURCE_NAME", {{"template", pattern_}});
  return ids;
}

absl::StatusOr<std::string> ResourcePattern::ParseId(absl::string_view name) const {
  SELARAS_ASSIGN_OR_RETURN(auto ids, Parse(name));
  return std::move(ids.back());
}

std::string ResourcePattern::FormatIds(absl::Span<const absl::string_view> ids) const {
  std::string name;
  size_t next = 0;
  for (absl::string_view segment : absl::StrSplit(pattern_, '/')) {
    if (!name.empty()) name.push_back('/');
    if (IsVariable(segment)) {
      assert(next < ids.size());
      segment = ids[next++];
    }
    absl::StrAppend(&name, segment);
  }
  assert(next == ids.size());
  return name;
}

}  // namespace selaras
