#ifndef SELARAS_LIBS_RESOURCE_ORDER_BY_H_
#define SELARAS_LIBS_RESOURCE_ORDER_BY_H_

// The order_by of List calls (AIP-132): "create_time desc, display_name".

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace selaras {

struct OrderTerm {
  std::string field;
  bool descending = false;

  friend bool operator==(const OrderTerm&, const OrderTerm&) = default;
};

// Terms in order of weight; an empty text gives none. "asc" may be written. The caller appends the id as last
// term, so that the order is total. kInvalidArgument, reason INVALID_ORDER_BY (metadata: order_by, allowed):
// a field outside `allowed`, named twice, or a malformed term.
absl::StatusOr<std::vector<OrderTerm>> ParseOrderBy(absl::string_view text,
                                                    absl::Span<const absl::string_view> allowed);

// Canonical text: single blanks, no "asc". Equal orders give equal texts, for page token queries.
std::string FormatOrderBy(absl::Span<const OrderTerm> terms);

}  // namespace selaras

#endif  // SELARAS_LIBS_RESOURCE_ORDER_BY_H_
