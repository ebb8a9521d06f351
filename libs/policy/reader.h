#ifndef SELARAS_LIBS_POLICY_READER_H_
#define SELARAS_LIBS_POLICY_READER_H_

// Typed values of a bundle as they are in force on one date, with every mistake collected.
//
//   policy::Reader reader(bundle, effective_date);
//   policy::Section needs = reader.Open("needs");
//   const int64_t minutes = needs.Int("effective_minutes.task", 1, 525600);
//   needs.RefuseUnread();                        // a misspelt key is a mistake, not a comment
//   SELARAS_RETURN_IF_ERROR(reader.status());    // all mistakes, each `needs.yaml:12: key: what is wrong`
//
// A value is written plainly, or with its law and validity, or as a list of such entries of which exactly one
// is in force on a date (both days inclusive; a missing one is open):
//
//   task: 75000
//   task: {value: 75000, legal_basis: "Permenpan-RB 1/2020", mark: S, valid_from: 2020-01-01}
//   task:
//     - {value: 72000, valid_to: 2019-12-31}
//     - {value: 75000, valid_from: 2020-01-01}
//
// A reader and its sections belong to one thread. A getter that fails notes the mistake and returns a zero
// value.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "libs/policy/bundle.h"
#include "libs/policy/node.h"

namespace selaras::policy {

// Where a value comes from.
struct Citation {
  std::string legal_basis;  // empty = none stated
  std::string mark;         // confidence: C, S, U, A, X; empty = none stated
  std::optional<absl::CivilDay> valid_from;
  std::optional<absl::CivilDay> valid_to;  // last day
  int line = 0;
};

// A map of a file. Paths are keys joined by dots, relative to it. Cheap to copy; must not outlive the reader.
class Section {
 public:
  // Integer in [min, max].
  int64_t Int(absl::string_view path, int64_t min, int64_t max) const;
  std::optional<int64_t> OptionalInt(absl::string_view path, int64_t min, int64_t max) const;
  // Not empty.
  std::string Text(absl::string_view path) const;
  std::optional<std::string> OptionalText(absl::string_view path) const;
  // One of `words`.
  std::string Word(absl::string_view path, const std::vector<absl::string_view>& words) const;
  // `true` or `false`.
  bool Flag(absl::string_view path) const;
  // YYYY-MM-DD; empty optional if the key is absent.
  std::optional<absl::CivilDay> OptionalDate(absl::string_view path) const;
  // A list, possibly empty, of integers in [min, max], or of texts. As a dated entry the list is its `value`.
  std::vector<int64_t> IntList(absl::string_view path, int64_t min, int64_t max) const;
  std::vector<std::string> TextList(absl::string_view path) const;

  bool Has(absl::string_view path) const;
  // Keys of the map at `path` ("" = this one) in the file's order.
  std::vector<std::string> Keys(absl::string_view path) const;
  Section Child(absl::string_view path) const;
  // The maps of a list.
  std::vector<Section> Items(absl::string_view path) const;

  Citation Cite(absl::string_view path) const;

  // Notes a mistake that only the caller can see, such as two values that contradict each other.
  void Refuse(absl::string_view path, absl::string_view what) const;
  // Notes every key below this section that no getter has asked for.
  void RefuseUnread() const;

  int line() const;

 private:
  friend class Reader;
  struct State;
  Section(std::shared_ptr<State> state, std::string file, std::string prefix, const Node* node)
      : state_(std::move(state)), file_(std::move(file)), prefix_(std::move(prefix)), node_(node) {}

  const Node* Find(absl::string_view path) const;
  const Node* Require(absl::string_view path) const;
  // The scalar or list in force; null and a mistake noted if there is none. `node` may be any entry form.
  const Node* InForce(absl::string_view path, const Node* node, Citation* citation) const;
  std::optional<Citation> ReadCitation(absl::string_view path, const Node& entry) const;
  std::optional<std::string> Scalar(absl::string_view path, const Node* node) const;
  std::optional<int64_t> Number(absl::string_view path, const Node* node, int64_t min, int64_t max) const;
  void Note(int line, absl::string_view path, absl::string_view what) const;
  void NoteUnread(const Node& node, const std::string& path) const;

  std::shared_ptr<State> state_;
  std::string file_;
  std::string prefix_;  // path of this map in its file, with a dot at the end; empty at the top
  const Node* node_;    // null: the file or map is missing, and that is noted
};

class Reader {
 public:
  // Keeps the bundle's contents alive.
  Reader(const Bundle& bundle, absl::CivilDay date);

  // File `name`.yaml. A missing file is noted; getters of its section then note nothing more.
  Section Open(absl::string_view name);

  // OK, or kInvalidArgument (reason POLICY_INVALID) with every mistake as a field violation.
  absl::Status status() const;

 private:
  std::shared_ptr<Section::State> state_;
};

}  // namespace selaras::policy

#endif  // SELARAS_LIBS_POLICY_READER_H_
