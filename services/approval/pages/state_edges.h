// The edges of the state diagram, drawn together as far as they say the same.
#ifndef SELARAS_SERVICES_APPROVAL_PAGES_STATE_EDGES_H_
#define SELARAS_SERVICES_APPROVAL_PAGES_STATE_EDGES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/approval/domain/verb.h"

namespace selaras::approval {

// A state, or a frame around several: names of states, or `before issue` (DRAFT … APPROVED, RETURNED, VETOED),
// `deciding` (SUBMITTED … APPROVED), `issue` (ISSUING, ISSUED).
using Node = std::string;

// (from, to) → verbs in the order of Verb, from the gate table: a verb that every state of a frame has stands once at the
// frame, and one that only some of its states have joins the frame's edge to the same target. A state with three or more
// targets among `deciding` has an edge to the frame. Verbs that leave the state as it is are no edges.
std::map<std::pair<Node, Node>, std::vector<Verb>> StateEdges();

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_PAGES_STATE_EDGES_H_
