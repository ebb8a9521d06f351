// Text form of an instance (docs/formats.md §1) and its SHA-256.
//
// The form is canonical: the reader refuses every other spelling of a number (leading zero, plus sign, "-0"),
// so that reading and writing again gives the same bytes and the hash of the file is the hash of the
// instance.
#ifndef SELARAS_LIBS_ASSIGNMENT_INSTANCE_TEXT_H_
#define SELARAS_LIBS_ASSIGNMENT_INSTANCE_TEXT_H_

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/assignment/instance.h"

namespace selaras::assignment {

// Hands the text to `sink` in pieces of about 64 KB. The instance must be valid (Validate).
void WriteInstance(const Instance& instance, absl::FunctionRef<void(absl::string_view)> sink);

// The whole text; about 10 bytes per score. Prefer WriteInstance for large instances.
std::string InstanceText(const Instance& instance);

// SHA-256 over the text, lower-case hex. Streams: needs no memory for the text.
std::string InstanceSha256(const Instance& instance);

// Reads a text that arrives in pieces of any size.
class InstanceParser {
 public:
  InstanceParser();
  ~InstanceParser();
  InstanceParser(const InstanceParser&) = delete;
  InstanceParser& operator=(const InstanceParser&) = delete;

  // kInvalidArgument "line 17: ...": the piece breaks the format; the parser must not be used any more.
  absl::Status Append(absl::string_view piece);
  // kInvalidArgument: the text ended before its last line, or Validate() refuses the instance.
  absl::StatusOr<Instance> Finish();

 private:
  class State;
  std::unique_ptr<State> state_;
};

absl::StatusOr<Instance> ParseInstance(absl::string_view text);

// Lower-case hex SHA-256 of any bytes.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_INSTANCE_TEXT_H_
