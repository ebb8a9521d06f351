#include "services/approval/pages/state_edges.h"

#include <algorithm>
#include <set>

#include "services/approval/domain/route.h"

namespace selaras::approval {
namespace {

struct Frame {
  const char* name;
  StateSet states;
};

// Wider ones first.
const std::vector<Frame>& Frames() {
  using S = CaseState;
  static const auto* const kFrames = new std::vector<Frame>{
      {"before issue", StateSet::Range(S::kDraft, S::kApproved) | StateSet::Of(S::kReturned, S::kVetoed)},
      {"deciding", StateSet::Range(S::kSubmitted, S::kApproved)},
      {"issue", StateSet::Of(S::kIssuing, S::kIssued)}};
  return *kFrames;
}

bool Covers(StateSet set, StateSet part) {
  const auto states = part.List();
  return std::all_of(states.begin(), states.end(), [&](CaseState state) { return set.Has(state); });
}

std::vector<Node> Parts(StateSet from) {
  std::set<CaseState> rest;
  for (const CaseState state : from.List()) rest.insert(state);
  std::vector<Node> parts;
  for (const Frame& frame : Frames()) {
    if (!Covers(from, frame.states)) continue;
    parts.emplace_back(frame.name);
    for (const CaseState state : frame.states.List()) rest.erase(state);
    if (rest.empty()) return parts;
  }
  for (const CaseState state : rest) parts.emplace_back(StateName(state));
  return parts;
}

std::vector<Node> Targets(const GateRow& row) {
  std::vector<Node> targets;
  if (row.to.has_value()) targets.emplace_back(StateName(*row.to));
  std::vector<CaseState> within;
  for (const CaseState state : row.also.List()) {
    if (Frames()[1].states.Has(state))
      within.push_back(state);
    else
      targets.emplace_back(StateName(state));
  }
  if (within.size() >= 3) {
    targets.emplace_back(Frames()[1].name);
  } else {
    for (const CaseState state : within) targets.emplace_back(StateName(state));
  }
  return targets;
}

}  // namespace

std::map<std::pair<Node, Node>, std::vector<Verb>> StateEdges() {
  std::map<std::pair<Node, Node>, std::set<Verb>> edges;
  for (const GateRow& row : GateRows()) {
    for (const Node& to : Targets(row)) {
      for (const Node& from : Parts(row.from)) edges[{from, to}].insert(row.verb);
    }
  }
  for (const Frame& frame : Frames()) {
    for (const CaseState state : frame.states.List()) {
      for (auto it = edges.begin(); it != edges.end();) {
        const auto at_frame = edges.find({frame.name, it->first.second});
        if (it->first.first == StateName(state) && at_frame != edges.end()) {
          at_frame->second.insert(it->second.begin(), it->second.end());
          it = edges.erase(it);
        } else {
          ++it;
        }
      }
    }
  }
  std::map<std::pair<Node, Node>, std::vector<Verb>> result;
  for (const auto& [ends, verbs] : edges) result[ends] = {verbs.begin(), verbs.end()};
  return result;
}

}  // namespace selaras::approval
