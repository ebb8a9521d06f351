#include "libs/assignment/instance_text.h"

#include <openssl/evp.h>

#include <charconv>
#include <memory>

#include "absl/strings/escaping.h"

namespace selaras::assignment {
namespace {

constexpr size_t kPiece = 64 << 10;

class Writer {
 public:
  explicit Writer(absl::FunctionRef<void(absl::string_view)> sink) : sink_(sink) {
    buffer_.reserve(kPiece + 512);
  }

  void Text(absl::string_view text) { buffer_.append(text.data(), text.size()); }
  void Char(char c) { buffer_.push_back(c); }
  void Number(int64_t value) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof(digits), value).ptr;
    buffer_.append(digits, end - digits);
  }
  void EndLine() {
    buffer_.push_back('\n');
    if (buffer_.size() >= kPiece) Flush();
  }
  void Flush() {
    if (!buffer_.empty()) sink_(buffer_);
    buffer_.clear();
  }

 private:
  absl::FunctionRef<void(absl::string_view)> sink_;
  std::string buffer_;
};

void WriteHeading(Writer& out, absl::string_view word, int64_t count) {
  out.Text(word);
  out.Char(' ');
  out.Number(count);
  out.EndLine();
}

void WriteIds(Writer& out, absl::string_view prefix, const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    out.Text(prefix);
    out.Text(id);
    out.EndLine();
  }
}

void WriteIndex(Writer& out, int32_t index) {
  if (index < 0) {
    out.Char('-');
  } else {
    out.Number(index);
  }
}

void WriteZones(Writer& out, const Instance& in) {
  WriteHeading(out, "zones", static_cast<int64_t>(in.zones.size()));
  for (const Zone& zone : in.zones) {
    out.Text("z ");
    out.Text(zone.id);
    out.Char(' ');
    out.Number(zone.level);
    out.Char(' ');
    WriteIndex(out, zone.parent);
    out.EndLine();
  }
}

void WritePost(Writer& out, const Instance& in, PostIndex j) {
  out.Text("p ");
  out.Text(in.posts[j].id);
  out.Char(' ');
  out.Number(in.posts[j].cell);
  out.Char(' ');
  out.Number(in.posts[j].district);
  if (in.extended()) {
    out.Char(' ');
    WriteIndex(out, in.posts[j].zone);
  }
  for (int32_t r = in.seat_begin[j]; r < in.seat_begin[j + 1]; ++r) {
    out.Char(' ');
    out.Number(in.seat_runs[r].count);
    out.Char(':');
    out.Number(in.seat_runs[r].points);
    for (int32_t t = 0; t < in.tier_count; ++t) {
      out.Char(':');
      out.Number(in.tier_points[static_cast<size_t>(r) * in.tier_count + t]);
    }
  }
  out.EndLine();
}

void WriteLimits(Writer& out, const Instance& in) {
  static constexpr absl::string_view kWords[] = {"in ", "out ", "apart ", "together "};
  WriteHeading(out, "limits", static_cast<int64_t>(in.limits.size()));
  for (const Limit& limit : in.limits) {
    out.Text(kWords[static_cast<int>(limit.kind)]);
    if (limit.members.empty()) {
      out.Number(limit.zone);
      out.Char(' ');
      out.Number(limit.bound);
    } else {
      out.Number(limit.level);
      for (const PersonIndex i : limit.members) {
        out.Char(' ');
        out.Number(i);
      }
    }
    out.EndLine();
  }
}

void WritePerson(Writer& out, const Instance& in, PersonIndex i) {
  const Person& person = in.persons[i];
  out.Text("i ");
  out.Text(person.key);
  out.Char(' ');
  out.Number(person.home);
  out.Char(' ');
  out.Number(person.reference_post);
  out.Text(" |");
  for (const CellScore& score : in.CellsOf(i)) {
    out.Char(' ');
    out.Number(score.cell);
    out.Char(':');
    out.Number(score.points);
  }
  out.Text(" |");
  for (const Exception& e : in.ExceptionsOf(i)) {
    out.Char(' ');
    out.Number(e.post);
    out.Char(':');
    if (e.points == kForbidden) {
      out.Char('!');
    } else {
      out.Number(e.points);
    }
  }
  out.EndLine();
}

struct DigestFree {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void Add(absl::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  std::string Hex() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_.get(), digest, &size);
    return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), size));
  }

 private:
  std::unique_ptr<EVP_MD_CTX, DigestFree> context_;
};

}  // namespace

void WriteInstance(const Instance& in, absl::FunctionRef<void(absl::string_view)> sink) {
  Writer out(sink);
  out.Text(in.extended() ? "selaras-instance 2\nmoves " : "selaras-instance 1\nmoves ");
  if (in.max_moves.has_value()) {
    out.Number(*in.max_moves);
  } else {
    out.Char('-');
  }
  out.EndLine();
  if (in.extended()) WriteHeading(out, "tiers", in.tier_count);
  WriteHeading(out, "districts", in.district_count());
  WriteIds(out, "d ", in.districts);
  for (DistrictIndex home = 0; home < in.district_count(); ++home) {
    out.Char('r');
    for (DistrictIndex to = 0; to < in.district_count(); ++to) {
      out.Char(' ');
      out.Number(in.Distance(home, to));
    }
    out.EndLine();
  }
  WriteHeading(out, "cells", in.cell_count());
  WriteIds(out, "c ", in.cells);
  if (in.extended()) WriteZones(out, in);
  WriteHeading(out, "posts", in.post_count());
  for (PostIndex j = 0; j < in.post_count(); ++j) WritePost(out, in, j);
  if (in.extended()) WriteLimits(out, in);
  WriteHeading(out, "persons", in.person_count());
  for (PersonIndex i = 0; i < in.person_count(); ++i) WritePerson(out, in, i);
  out.Text("end");
  out.EndLine();
  out.Flush();
}

std::string InstanceText(const Instance& instance) {
  std::string text;
  WriteInstance(instance, [&](absl::string_view piece) { text.append(piece.data(), piece.size()); });
  return text;
}

std::string InstanceSha256(const Instance& instance) {
  Sha256 digest;
  WriteInstance(instance, [&](absl::string_view piece) { digest.Add(piece); });
  return digest.Hex();
}

std::string Sha256Hex(absl::string_view bytes) {
  Sha256 digest;
  digest.Add(bytes);
  return digest.Hex();
}

}  // namespace selaras::assignment
