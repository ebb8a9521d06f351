#ifndef SELARAS_LIBS_BASE_STATUS_MACROS_H_
#define SELARAS_LIBS_BASE_STATUS_MACROS_H_

// Early return on error, for functions that return absl::Status or absl::StatusOr<T>.
//
//   SELARAS_RETURN_IF_ERROR(store.Delete(id));
//   SELARAS_ASSIGN_OR_RETURN(const Employee employee, store.Get(id));
//   SELARAS_ASSIGN_OR_RETURN((auto [day, count]), Parse(text));   // parentheses around commas
//
// Abseil 20220623 has neither macro in its public headers.

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define SELARAS_RETURN_IF_ERROR(expression)                                                         \
  do {                                                                                              \
    if (absl::Status selaras_status_ = (expression); !selaras_status_.ok()) return selaras_status_; \
  } while (false)

#define SELARAS_ASSIGN_OR_RETURN(left, expression) \
  SELARAS_MACROS_ASSIGN_(SELARAS_MACROS_JOIN_(selaras_result_, __LINE__), left, expression)

#define SELARAS_MACROS_ASSIGN_(result, left, expression) \
  auto result = (expression);                            \
  if (!result.ok()) return std::move(result).status();   \
  SELARAS_MACROS_STRIP_(left) = *std::move(result)

// Removes one pair of parentheses, if there is one.
#define SELARAS_MACROS_STRIP_(X) SELARAS_MACROS_ESCAPE_(SELARAS_MACROS_UNWRAP_ X)
#define SELARAS_MACROS_UNWRAP_(...) SELARAS_MACROS_UNWRAP_ __VA_ARGS__
#define SELARAS_MACROS_ESCAPE_(...) SELARAS_MACROS_VANISH_(__VA_ARGS__)
#define SELARAS_MACROS_VANISH_(...) SELARAS_MACROS_VANISH_##__VA_ARGS__
#define SELARAS_MACROS_VANISH_SELARAS_MACROS_UNWRAP_

#define SELARAS_MACROS_JOIN_(a, b) SELARAS_MACROS_JOIN_INNER_(a, b)
#define SELARAS_MACROS_JOIN_INNER_(a, b) a##b

#endif  // SELARAS_LIBS_BASE_STATUS_MACROS_H_
