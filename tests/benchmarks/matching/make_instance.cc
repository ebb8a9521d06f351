// Makes the published instances of docs/benchmarks.md, byte for byte, on any machine.
//
//   make_instance SHAPE [PEOPLE [SEED]]               writes the instance (docs/formats.md §1) to standard output
//   make_instance SHAPE [PEOPLE [SEED]] --describe    solves it instead and prints one line of JSON
//
// SHAPE: `province` (one agency, 44 districts, professions), `agencies` (16 agencies, grade bands, scopes), or a hard one by
// name; without arguments the shapes are listed. Posts grow with PEOPLE.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/assignment/instance_text.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/testing/hard_instances.h"
#include "libs/assignment/testing/synthetic_agencies.h"
#include "libs/assignment/testing/synthetic_province.h"

namespace selaras::bench {
namespace {

using assignment::Instance;

constexpr int32_t kHardPeople = 2000;  // Hard instances say nothing more by being large.

template <typename Shape>
Instance Scaled(Shape shape, int32_t people, uint64_t seed, Instance (*make)(const Shape&)) {
  if (people > 0) {
    shape.posts = static_cast<int32_t>(int64_t{shape.posts} * people / shape.persons);
    shape.persons = people;
  }
  shape.seed = seed;
  return make(shape);
}

std::optional<Instance> Make(const std::string& name, int32_t people, uint64_t seed) {
  if (name == "province")
    return Scaled(assignment::ReferenceProvince(), people, seed, assignment::MakeProvince);
  if (name == "agencies") return Scaled(assignment::AgenciesShape{}, people, seed, assignment::MakeAgencies);
  for (assignment::HardShape shape : assignment::KnownHardShapes(people > 0 ? people : kHardPeople)) {
    if (shape.name != name) continue;
    shape.seed = seed;
    return assignment::MakeHard(shape);
  }
  return std::nullopt;
}

int Describe(const std::string& command, const Instance& instance) {
  const auto solution = assignment::Solve(instance, {});
  if (!solution.ok() || !solution->certificate.optimal()) {
    std::fprintf(stderr, "make_instance: %s\n",
                 solution.ok() ? "not optimal" : solution.status().ToString().c_str());
    return 1;
  }
  std::printf(
      "{\"command\": \"%s\", \"people\": %d, \"posts\": %d, \"lawful_pairs\": %lld, \"optimum\": %lld, "
      "\"sha256\": \"%s\"}\n",
      command.c_str(), instance.person_count(), instance.post_count(),
      static_cast<long long>(instance.LawfulPairCount()),
      static_cast<long long>(solution->certificate.objective), assignment::InstanceSha256(instance).c_str());
  return 0;
}

int Usage() {
  std::fprintf(stderr, "usage: make_instance SHAPE [PEOPLE [SEED]] [--describe]\nshapes: province agencies");
  for (const auto& shape : assignment::KnownHardShapes(kHardPeople))
    std::fprintf(stderr, " %s", shape.name.c_str());
  std::fprintf(stderr, "\n");
  return 2;
}

int Main(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  const auto flag = std::find(words.begin(), words.end(), "--describe");
  const bool describe = flag != words.end();
  if (describe) words.erase(flag);
  if (words.empty() || words.size() > 3) return Usage();
  const int32_t people = words.size() > 1 ? std::atoi(words[1].c_str()) : 0;
  const uint64_t seed = words.size() > 2 ? std::strtoull(words[2].c_str(), nullptr, 10) : 1;
  const std::optional<Instance> instance = Make(words[0], people, seed);
  if (!instance.has_value()) return Usage();
  if (describe) {
    std::string command = "make_instance";
    for (const std::string& word : words) absl::StrAppend(&command, " ", word);
    return Describe(command, *instance);
  }
  assignment::WriteInstance(*instance,
                            [](absl::string_view piece) { fwrite(piece.data(), 1, piece.size(), stdout); });
  return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace selaras::bench

int main(int argc, char** argv) {
  return selaras::bench::Main(argc, argv);
}
