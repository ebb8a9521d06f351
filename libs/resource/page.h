#ifndef SELARAS_LIBS_RESOURCE_PAGE_H_
#define SELARAS_LIBS_RESOURCE_PAGE_H_

// One page of a list whose order is known to the store: read size + 1 rows behind the cursor, cut, and make
// the token of the last row that stays.
//
//   SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, codec.Decode(query, request.page_token));
//   SELARAS_ASSIGN_OR_RETURN(const int64_t after, CursorNumber(cursor, 0));
//   SELARAS_ASSIGN_OR_RETURN(std::vector<Fault> faults, store.ReadFaults(after, size + 1));
//   if (CutToPage(size, faults)) page.next_page_token = codec.Encode(query,
//   {absl::StrCat(faults.back().number)});

#include <vector>

#include "absl/strings/numbers.h"
#include "libs/base/error.h"
#include "libs/resource/page_token.h"

namespace selaras {

// Moves the row that proves that there is more out of the page; returns whether there is.
template <typename Row>
bool CutToPage(int size, std::vector<Row>& rows) {
  if (static_cast<int>(rows.size()) <= size) return false;
  rows.erase(rows.begin() + size, rows.end());
  return true;
}

// The number at `place` of a cursor, 0 in the empty cursor of a first page. kInvalidArgument
// PAGE_TOKEN_INVALID: no such place, or no number there; then the service that made the token counted
// otherwise.
inline absl::StatusOr<int64_t> CursorNumber(const PageCursor& cursor, size_t place) {
  int64_t number = 0;
  if (cursor.empty() || (place < cursor.size() && absl::SimpleAtoi(cursor[place], &number))) return number;
  return Error(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID");
}

}  // namespace selaras

#endif  // SELARAS_LIBS_RESOURCE_PAGE_H_
