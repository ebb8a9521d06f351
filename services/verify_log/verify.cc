#include "services/verify_log/verify.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "services/verify_log/line_reader.h"
#include "services/verify_log/text.h"
#include "services/verify_log/tree.h"
#include "services/verify_log/wrong.h"

namespace selaras::verify_log {
namespace {

// A leaf has at most 65,536 bytes, in base64 behind "l ".
constexpr size_t kLongestLeaf = 65536;
constexpr size_t kLongestLine = 2 + (kLongestLeaf + 2) / 3 * 4;
constexpr size_t kLongestOrigin = 200;
constexpr std::string_view kDash = "\xe2\x80\x94 ";

bool IsOrigin(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/:-";
  return !text.empty() && text.size() <= kLongestOrigin &&
         text.find_first_not_of(kLetters) == std::string_view::npos;
}

class Verification {
 public:
  Verification(std::istream& in, const std::string& name, const std::vector<PublicKey>& trusted,
               Contents& contents)
      : lines_(in, name, kLongestLine), trusted_(trusted), contents_(contents) {}

  Finding Run() {
    ReadHeader();
    while (tree_.size() < leaves_ || checkpoints_ < announced_) {
      std::string_view line = NextLine();
      if (Take(line, "l ")) {
        ReadLeaf(line);
      } else if (line == "c") {
        ReadCheckpoint();
      } else {
        Fail("the line is neither a leaf nor a checkpoint");
      }
    }
    if (signed_ != leaves_) Fail("no checkpoint covers the last leaves");
    if (NextLine() != "end") Fail("more than the announced leaves and checkpoints");
    if (!lines_.AtEnd()) Fail("text follows the end");
    for (const Key& key : keys_) {
      if (!key.used) Fail("a key in the file signed nothing");
    }
    contents_.RequireAllMet();
    finding_.leaves = leaves_;
    finding_.checkpoints = checkpoints_;
    return finding_;
  }

 private:
  struct Key {
    PublicKey key;
    std::string id;
    bool used = false;
  };

  [[noreturn]] void Fail(std::string reason) const {
    throw Wrong{Part::kLeaf, std::max<int64_t>(tree_.size() - (at_checkpoint_ ? 1 : 0), 0),
                std::move(reason)};
  }

  std::string_view NextLine() {
    const std::optional<std::string_view> line = lines_.Next();
    if (!line) Fail("the file ends early or holds a line that is too long");
    return *line;
  }

  // `KEYWORD NUMBER`.
  int64_t ReadCount(std::string_view line, std::string_view keyword) {
    const std::optional<int64_t> number =
        Take(line, keyword) && Take(line, " ") ? Number(line) : std::nullopt;
    if (!number || *number < 1) Fail("the header is malformed");
    return *number;
  }

  void ReadHeader() {
    if (NextLine() != "selaras-log 1") Fail("the file does not begin as an export of version 1 does");
    std::string_view origin = NextLine();
    if (!Take(origin, "origin ") || !IsOrigin(origin)) Fail("the header is malformed");
    finding_.origin = origin;
    std::string_view line = NextLine();
    std::string last;
    for (; Take(line, "key "); line = NextLine()) {
      std::string bytes;
      if (line <= last || !DecodeBase64(line, bytes)) Fail("the header is malformed");
      last = line;
      AddKey(bytes);
    }
    if (keys_.empty()) Fail("the header is malformed");
    leaves_ = ReadCount(line, "leaves");
    announced_ = ReadCount(NextLine(), "checkpoints");
  }

  void AddKey(std::string_view bytes) {
    std::optional<PublicKey> key = PublicKey::FromBytes(bytes);
    if (!key) Fail("a key in the file is malformed");
    const bool known =
        trusted_.empty() || std::any_of(trusted_.begin(), trusted_.end(),
                                        [&](const PublicKey& trusted) { return trusted.bytes() == bytes; });
    if (!known) Fail("the log is signed by a key that was not given");
    std::string id = key->Id(finding_.origin);
    keys_.push_back({*std::move(key), std::move(id)});
  }

  void ReadLeaf(std::string_view base64) {
    at_checkpoint_ = false;
    if (tree_.size() == leaves_) Fail("more than the announced leaves");
    if (!DecodeBase64(base64, data_) || data_.size() > kLongestLeaf) Fail("the leaf is malformed");
    const Hash leaf = LeafHash(data_);
    contents_.Meet(leaf);
    tree_.Append(leaf);
  }

  void ReadCheckpoint() {
    at_checkpoint_ = true;
    if (checkpoints_ == announced_) Fail("more than the announced checkpoints");
    std::string text;
    const auto next = [&] {
      const std::string_view line = NextLine();
      text.append(line).append("\n");
      return line;
    };
    if (next() != finding_.origin) Fail("the checkpoint is of another log");
    const std::optional<int64_t> size = Number(next());
    if (!size) Fail("the checkpoint is malformed");
    std::string root;
    if (!DecodeBase64(next(), root)) Fail("the checkpoint is malformed");
    std::string_view time_line = next();
    const std::optional<int64_t> time = Take(time_line, "time ") ? Number(time_line) : std::nullopt;
    if (!time || !NextLine().empty()) Fail("the checkpoint is malformed");
    RequireSigned(text, NextLine());
    if (*size != tree_.size() || *size == signed_) {
      Fail("the checkpoint is signed over " + std::to_string(*size) + " leaves and stands after " +
           std::to_string(tree_.size()));
    }
    if (root != Bytes(tree_.Root())) {
      Fail("the checkpoint over " + std::to_string(*size) + " leaves has another root: one of the leaves " +
           std::to_string(signed_) + " to " + std::to_string(*size - 1) + " is not the one that was signed");
    }
    signed_ = *size;
    ++checkpoints_;
    finding_.root = Hex(root);
    finding_.time_us = *time;
  }

  void RequireSigned(std::string_view text, std::string_view line) {
    std::string signature;
    if (!Take(line, kDash) || !Take(line, finding_.origin) || !Take(line, " ") ||
        !DecodeBase64(line, signature)) {
      Fail("the checkpoint's signature is malformed");
    }
    for (Key& key : keys_) {
      std::string_view rest = signature;
      if (!Take(rest, key.id) || !key.key.Signed(text, rest)) continue;
      key.used = true;
      return;
    }
    Fail("the checkpoint's signature does not fit");
  }

  LineReader lines_;
  const std::vector<PublicKey>& trusted_;
  Contents& contents_;

  std::vector<Key> keys_;
  int64_t leaves_ = 0;     // announced
  int64_t announced_ = 0;  // checkpoints
  Tree tree_;
  int64_t checkpoints_ = 0;
  int64_t signed_ = 0;  // size of the last checkpoint
  bool at_checkpoint_ = false;
  std::string data_;
  Finding finding_;
};

}  // namespace

Finding Verify(std::istream& in, const std::string& name, const std::vector<PublicKey>& trusted,
               Contents& contents) {
  return Verification(in, name, trusted, contents).Run();
}

}  // namespace selaras::verify_log
