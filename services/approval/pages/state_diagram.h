// The states of a case and what leads from one to another, as docs/approval_states.svg shows them.
#ifndef SELARAS_SERVICES_APPROVAL_PAGES_STATE_DIAGRAM_H_
#define SELARAS_SERVICES_APPROVAL_PAGES_STATE_DIAGRAM_H_

#include <string>

#include "absl/status/statusor.h"

namespace selaras::approval {

// Edges and their verbs come from the gate table; only where they are drawn is written here. kInternal: an edge of the
// table has no line, or a line has no edge.
absl::StatusOr<std::string> StateDiagram();

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_PAGES_STATE_DIAGRAM_H_
