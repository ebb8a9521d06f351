#include "libs/sql/keys.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace selaras::sql {
namespace {

constexpr absl::string_view kMark = "{keys}";

// Sizes of `in (...)` lists. A few fixed ones, so that few statements are prepared; a list is filled up by
// repeating its last key, which changes no result.
constexpr size_t kSizes[] = {1, 16, 256};

size_t SizeFor(size_t keys) {
  for (const size_t size : kSizes) {
    if (keys <= size) return size;
  }
  return kSizes[std::size(kSizes) - 1];
}

}  // namespace

absl::Status QueryByKeys(Connection& conn, absl::string_view sql, absl::Span<const Value> params,
                         absl::Span<const Value> keys, RowCallback on_row) {
  const size_t mark = sql.find(kMark);
  if (mark == absl::string_view::npos) return absl::InternalError("the statement has no {keys}");
  std::vector<Value> bound;
  while (!keys.empty()) {
    const size_t size = SizeFor(keys.size());
    const absl::Span<const Value> batch = keys.subspan(0, size);
    keys.remove_prefix(batch.size());
    bound.assign(params.begin(), params.end());
    bound.insert(bound.end(), batch.begin(), batch.end());
    bound.resize(params.size() + size, batch.back());
    std::string text(sql.substr(0, mark));
    for (size_t i = 1; i <= size; ++i) absl::StrAppend(&text, i > 1 ? ", $" : "$", params.size() + i);
    absl::StrAppend(&text, sql.substr(mark + kMark.size()));
    SELARAS_RETURN_IF_ERROR(conn.Query(text, bound, on_row));
  }
  return absl::OkStatus();
}

}  // namespace selaras::sql
