#include "libs/resource/order_by.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"

namespace selaras {

absl::StatusOr<std::vector<OrderTerm>> ParseOrderBy(absl::string_view text,
                                                    absl::Span<const absl::string_view> allowed) {
  std::vector<OrderTerm> terms;
  const absl::Status error =
      Error(absl::StatusCode::kInvalidArgument, "INVALID_ORDER_BY",
            {{"order_by", std::string(text.substr(0, 200))}, {"allowed", absl::StrJoin(allowed, ", ")}});
  if (text.find_first_not_of(' ') == absl::string_view::npos) return terms;
  for (absl::string_view term : absl::StrSplit(text, ',')) {
    const std::vector<absl::string_view> words = absl::StrSplit(term, ' ', absl::SkipEmpty());
    const bool descending = words.size() == 2 && words[1] == "desc";
    if (words.empty() || words.size() > 2 || (words.size() == 2 && !descending && words[1] != "asc"))
      return error;
    if (std::find(allowed.begin(), allowed.end(), words[0]) == allowed.end()) return error;
    for (const OrderTerm& other : terms) {
      if (other.field == words[0]) return error;
    }
    terms.push_back({std::string(words[0]), descending});
  }
  return terms;
}

std::string FormatOrderBy(absl::Span<const OrderTerm> terms) {
  return absl::StrJoin(terms, ", ", [](std::string* out, const OrderTerm& term) {
    absl::StrAppend(out, term.field, term.descending ? " desc" : "");
  });
}

}  // namespace selaras
