#include "services/assignment_solve/problem_file.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "libs/assignment/instance_builder.h"

namespace selaras::assignment {
namespace {

constexpr int64_t kMostPeople = 20'000;
constexpr int64_t kMostCost = 10'000'000;

absl::Status At(int64_t line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what));
}

bool Number(absl::string_view text, int64_t low, int64_t high, int64_t& out) {
  return absl::SimpleAtoi(text, &out) && out >= low && out <= high;
}

std::string Quoted(absl::string_view text) {
  return absl::StrCat("'", text.substr(0, 20), text.size() > 20 ? "…'" : "'");
}

}  // namespace

absl::StatusOr<AssignmentProblem> ReadOrlib(absl::string_view text) {
  AssignmentProblem problem;
  int64_t line = 0, count = -1, seen = 0;
  for (const absl::string_view row : absl::StrSplit(text, '\n')) {
    ++line;
    for (const absl::string_view word : absl::StrSplit(row, absl::ByAnyChar(" \t\r"), absl::SkipEmpty())) {
      int64_t value = 0;
      if (count < 0) {
        if (!Number(word, 1, kMostPeople, count)) {
          return At(line, absl::StrCat(Quoted(word), " is no number of people; the file begins with 1 to ",
                                       kMostPeople));
        }
        problem.people = problem.posts = static_cast<int32_t>(count);
        continue;
      }
      if (seen == count * count) {
        return At(line,
                  absl::StrCat("more than ", count, "·", count, " costs; end the file after the last row"));
      }
      if (!Number(word, -kMostCost, kMostCost, value)) {
        return At(line, absl::StrCat(Quoted(word), " is no cost; write a whole number within ±", kMostCost));
      }
      problem.arcs.push_back({static_cast<int32_t>(seen / count), static_cast<int32_t>(seen % count),
                              static_cast<int32_t>(value)});
      ++seen;
    }
  }
  if (count < 0) return At(line, "the file is empty; it begins with the number of people");
  if (seen != count * count) {
    return At(line,
              absl::StrCat("the file ends after ", seen, " of ", count * count, " costs; add the rest"));
  }
  return problem;
}

absl::StatusOr<AssignmentProblem> ReadDimacs(absl::string_view text) {
  AssignmentProblem problem;
  int64_t line = 0, nodes = -1, arcs = 0;
  std::vector<int32_t> person_of, post_of;  // By node; −1 = not one.
  bool posts_numbered = false;
  for (const absl::string_view row : absl::StrSplit(text, '\n')) {
    ++line;
    const std::vector<absl::string_view> words =
        absl::StrSplit(row, absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
    if (words.empty() || words[0] == "c") continue;
    if (words[0] == "p") {
      if (nodes >= 0) return At(line, "a second 'p' line; remove it");
      if (words.size() != 4 || words[1] != "asn" || !Number(words[2], 1, 2 * kMostPeople, nodes) ||
          !Number(words[3], 0, int64_t{1} << 31, arcs)) {
        return At(line, absl::StrCat("write 'p asn NODES ARCS' with 1 to ", 2 * kMostPeople, " nodes"));
      }
      person_of.assign(nodes + 1, -1);
      post_of.assign(nodes + 1, -1);
      continue;
    }
    if (nodes < 0) return At(line, "the line 'p asn NODES ARCS' stands before all but comments");
    int64_t from = 0, to = 0, cost = 0;
    if (words[0] == "n") {
      if (words.size() != 2 || !Number(words[1], 1, nodes, from)) {
        return At(line, absl::StrCat("write 'n ID' with a node of 1 to ", nodes));
      }
      if (posts_numbered) return At(line, "an 'n' line after an arc; move it before the first 'a' line");
      if (person_of[from] >= 0)
        return At(line, absl::StrCat("node ", from, " is a person already; remove the line"));
      person_of[from] = problem.people++;
      continue;
    }
    if (words[0] != "a")
      return At(line, absl::StrCat(Quoted(words[0]), " begins no line; known are c, p, n and a"));
    if (!posts_numbered) {
      for (int64_t node = 1; node <= nodes; ++node) {
        if (person_of[node] < 0) post_of[node] = problem.posts++;
      }
      posts_numbered = true;
    }
    if (words.size() != 4 || !Number(words[1], 1, nodes, from) || !Number(words[2], 1, nodes, to) ||
        !Number(words[3], -kMostCost, kMostCost, cost)) {
      return At(line, absl::StrCat("write 'a PERSON POST COST' with nodes of 1 to ", nodes,
                                   " and a cost within ±", kMostCost));
    }
    if (person_of[from] < 0 || post_of[to] < 0) {
      return At(
          line,
          "an arc leads from a person (an 'n' node) to a post (any other); turn it or add the 'n' line");
    }
    problem.arcs.push_back({person_of[from], post_of[to], static_cast<int32_t>(cost)});
  }
  if (nodes < 0) return At(line, "no line 'p asn NODES ARCS'; it is the first but for comments");
  if (static_cast<int64_t>(problem.arcs.size()) != arcs) {
    return At(line, absl::StrCat("the file has ", problem.arcs.size(), " arcs, its 'p' line says ", arcs,
                                 "; correct one of them"));
  }
  return problem;
}

absl::StatusOr<Instance> InstanceOf(const AssignmentProblem& problem) {
  InstanceBuilder builder;
  const auto district = builder.AddDistrict("d");
  const auto cell = builder.AddCell("c");
  for (int32_t j = 0; j < problem.posts; ++j)
    builder.AddPost(absl::StrFormat("p%06d", j), cell, district, {{1, 0}});
  std::vector<int32_t> first(problem.people, -1);
  for (const CostArc& arc : problem.arcs) {
    if (first[arc.person] < 0) first[arc.person] = arc.post;
  }
  for (int32_t i = 0; i < problem.people; ++i) {
    if (first[i] < 0)
      return absl::InvalidArgumentError(absl::StrCat("person ", i + 1, " has no arc; add one"));
    builder.AddPerson(absl::StrFormat("k%06d", i), district, first[i]);
  }
  for (const CostArc& arc : problem.arcs) builder.AddException(arc.person, arc.post, -arc.cost);
  return std::move(builder).Build();
}

}  // namespace selaras::assignment
