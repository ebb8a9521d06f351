#include "libs/evidence/leaf.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"

namespace selaras::evidence {
namespace {

constexpr absl::string_view kContentHeader = "selaras-content 1\n";
constexpr absl::string_view kLeafHeader = "selaras-leaf 1\n";
constexpr absl::string_view kCommitmentHeader = "selaras-commitment 1\n";

// LENGTH:BYTES, so that a text may hold anything and still ends where it ends.
std::string Sized(absl::string_view text) {
  return absl::StrCat(text.size(), ":", text);
}

// Takes the encodings apart again. Numbers need no canonical check of their own: decoders compare the whole text
// with what they would have written.
class Cursor {
 public:
  explicit Cursor(absl::string_view text) : rest_(text) {}

  absl::Status Expect(absl::string_view text) {
    return absl::ConsumePrefix(&rest_, text) ? absl::OkStatus() : Malformed();
  }

  absl::StatusOr<int64_t> Number(char end) {
    const size_t at = rest_.find(end);
    int64_t number;
    if (at == absl::string_view::npos || !absl::SimpleAtoi(rest_.substr(0, at), &number)) return Malformed();
    rest_.remove_prefix(at + 1);
    return number;
  }

  absl::StatusOr<std::string> Text(absl::string_view key) {
    SELARAS_RETURN_IF_ERROR(Expect(key));
    SELARAS_RETURN_IF_ERROR(Expect(key.empty() ? "" : " "));
    SELARAS_ASSIGN_OR_RETURN(const int64_t size, Number(':'));
    if (size < 0 || static_cast<uint64_t>(size) >= rest_.size()) return Malformed();
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }

  absl::StatusOr<std::string> Line(absl::string_view key) {
    SELARAS_ASSIGN_OR_RETURN(std::string text, Text(key));
    SELARAS_RETURN_IF_ERROR(Expect("\n"));
    return text;
  }

  absl::string_view rest() const { return rest_; }

  static absl::Status Malformed() { return absl::InvalidArgumentError("malformed evidence text"); }

 private:
  absl::string_view rest_;
};

std::string FieldLine(const std::pair<std::string, std::string>& field) {
  return absl::StrCat("field ", Sized(field.first), " ", Sized(field.second), "\n");
}

}  // namespace

std::string CanonicalContent(const LeafContent& content) {
  std::vector<std::pair<std::string, std::string>> fields = content.fields;
  std::sort(fields.begin(), fields.end());
  std::string text =
      absl::StrCat(kContentHeader, "service ", Sized(content.service), "\nkind ", Sized(content.kind),
                   "\nsubject ", Sized(content.subject), "\nactor ", Sized(content.actor), "\ntime ",
                   absl::ToUnixMicros(content.time), "\nfields ", fields.size(), "\n");
  for (const auto& field : fields) absl::StrAppend(&text, FieldLine(field));
  return text;
}

absl::StatusOr<LeafContent> DecodeContent(absl::string_view text) {
  Cursor cursor(text);
  LeafContent content;
  SELARAS_RETURN_IF_ERROR(cursor.Expect(kContentHeader));
  SELARAS_ASSIGN_OR_RETURN(content.service, cursor.Line("service"));
  SELARAS_ASSIGN_OR_RETURN(content.kind, cursor.Line("kind"));
  SELARAS_ASSIGN_OR_RETURN(content.subject, cursor.Line("subject"));
  SELARAS_ASSIGN_OR_RETURN(content.actor, cursor.Line("actor"));
  SELARAS_RETURN_IF_ERROR(cursor.Expect("time "));
  SELARAS_ASSIGN_OR_RETURN(const int64_t micros, cursor.Number('\n'));
  content.time = absl::FromUnixMicros(micros);
  SELARAS_RETURN_IF_ERROR(cursor.Expect("fields "));
  SELARAS_ASSIGN_OR_RETURN(const int64_t count, cursor.Number('\n'));
  for (int64_t i = 0; i < count; ++i) {
    SELARAS_ASSIGN_OR_RETURN(std::string key, cursor.Text("field"));
    SELARAS_RETURN_IF_ERROR(cursor.Expect(" "));
    SELARAS_ASSIGN_OR_RETURN(std::string value, cursor.Line(""));
    content.fields.emplace_back(std::move(key), std::move(value));
  }
  if (CanonicalContent(content) != text) return Cursor::Malformed();
  return content;
}

Sha256Digest Commit(absl::string_view salt, absl::string_view canonical) {
  return Sha256(absl::StrCat(kCommitmentHeader, Sized(salt), canonical));
}

Leaf LeafOf(const LeafContent& content, absl::string_view salt) {
  return {.service = content.service,
          .kind = content.kind,
          .subject = content.subject,
          .time = content.time,
          .commitment = Commit(salt, CanonicalContent(content))};
}

std::string EncodeLeaf(const Leaf& leaf) {
  return absl::StrCat(kLeafHeader, "service ", Sized(leaf.service), "\nkind ", Sized(leaf.kind), "\nsubject ",
                      Sized(leaf.subject), "\ntime ", absl::ToUnixMicros(leaf.time), "\ncommitment ",
                      HexEncode(leaf.commitment), "\n");
}

absl::StatusOr<Leaf> DecodeLeaf(absl::string_view text) {
  Cursor cursor(text);
  Leaf leaf;
  SELARAS_RETURN_IF_ERROR(cursor.Expect(kLeafHeader));
  SELARAS_ASSIGN_OR_RETURN(leaf.service, cursor.Line("service"));
  SELARAS_ASSIGN_OR_RETURN(leaf.kind, cursor.Line("kind"));
  SELARAS_ASSIGN_OR_RETURN(leaf.subject, cursor.Line("subject"));
  SELARAS_RETURN_IF_ERROR(cursor.Expect("time "));
  SELARAS_ASSIGN_OR_RETURN(const int64_t micros, cursor.Number('\n'));
  leaf.time = absl::FromUnixMicros(micros);
  SELARAS_RETURN_IF_ERROR(cursor.Expect("commitment "));
  SELARAS_ASSIGN_OR_RETURN(const std::string commitment,
                           HexDecode(cursor.rest().substr(0, 2 * leaf.commitment.size())));
  if (commitment.size() != leaf.commitment.size()) return Cursor::Malformed();
  std::copy(commitment.begin(), commitment.end(), leaf.commitment.begin());
  if (EncodeLeaf(leaf) != text) return Cursor::Malformed();
  return leaf;
}

}  // namespace selaras::evidence
