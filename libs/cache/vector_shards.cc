#include "libs/cache/vector_shards.h"

#include <algorithm>
#include <bit>

#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"

namespace selaras {
namespace {

constexpr absl::string_view kMagic("selarasV", 8);
constexpr uint32_t kFormatVersion = 1;
constexpr size_t kChecksumBytes = 16;
// Checksum, magic, version, bytes of a vector, number of entries, length of the entries.
constexpr size_t kHeaderBytes = kChecksumBytes + 8 + 4 + 4 + 8 + 8;
constexpr int64_t kPeoplePerShard = 2000;
constexpr uint32_t kMostShards = 1 << 20;

void AppendLittleEndian(uint64_t value, int bytes, std::string& out) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

uint64_t ReadLittleEndian(const char* bytes, int count) {
  uint64_t value = 0;
  for (int i = count - 1; i >= 0; --i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

// Length first, so that no two lists of parts read the same.
void AppendPart(absl::string_view part, std::string& out) {
  AppendLittleEndian(part.size(), 8, out);
  absl::StrAppend(&out, part);
}

// Takes the entry at the front of `rest`; false if there is no whole one.
bool TakeEntry(absl::string_view& rest, VectorEntry& entry) {
  if (rest.empty()) return false;
  const size_t id_bytes = static_cast<uint8_t>(rest[0]);
  const size_t size = 1 + id_bytes + 8 + kVectorBytes;
  if (id_bytes == 0 || rest.size() < size) return false;
  entry.id = rest.substr(1, id_bytes);
  entry.revision = static_cast<int64_t>(ReadLittleEndian(rest.data() + 1 + id_bytes, 8));
  entry.vector = rest.substr(1 + id_bytes + 8, kVectorBytes);
  rest.remove_prefix(size);
  return true;
}

}  // namespace

uint32_t ShardOf(absl::string_view id, uint32_t shard_count) {
  uint64_t hash = 14695981039346656037u;  // FNV-1a, 64 bits
  for (const char c : id) hash = (hash ^ static_cast<uint8_t>(c)) * 1099511628211u;
  // FNV's high bits are weak for short ids, so the product below takes mixed ones (the finaliser of
  // MurmurHash3).
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdu;
  hash ^= hash >> 33;
  return static_cast<uint32_t>(((hash & 0xffffffffu) * shard_count) >> 32);
}

uint32_t ShardCountFor(int64_t people) {
  const int64_t least = std::clamp<int64_t>((people + kPeoplePerShard - 1) / kPeoplePerShard, 1, kMostShards);
  return static_cast<uint32_t>(std::bit_ceil(static_cast<uint64_t>(least)));
}

std::string ShardKey(const VectorSpace& space, uint32_t shard) {
  return absl::StrCat("selaras:vectors:", kFormatVersion, ":", space.tenant, ":", space.layout_version, ":",
                      space.catalogue_version, ":", space.shard_count, ":", shard);
}

absl::StatusOr<std::string> ShardCodec::Encode(const VectorSpace& space, uint32_t shard,
                                               absl::Span<const VectorEntry> entries) const {
  std::string body;
  body.reserve(entries.size() * (1 + 26 + 8 + kVectorBytes));
  for (const VectorEntry& entry : entries) {
    if (entry.id.empty() || entry.id.size() > 255 || entry.vector.size() != kVectorBytes) {
      return absl::InvalidArgumentError(
          "a shard's entry needs an id of 1 to 255 bytes and a vector of 64 bytes");
    }
    body.push_back(static_cast<char>(entry.id.size()));
    absl::StrAppend(&body, entry.id);
    AppendLittleEndian(static_cast<uint64_t>(entry.revision), 8, body);
    absl::StrAppend(&body, entry.vector);
  }
  std::string rest(kMagic);
  rest.reserve(kHeaderBytes + body.size());
  AppendLittleEndian(kFormatVersion, 4, rest);
  AppendLittleEndian(kVectorBytes, 4, rest);
  AppendLittleEndian(entries.size(), 8, rest);
  AppendLittleEndian(body.size(), 8, rest);
  rest += body;
  return absl::StrCat(Checksum(space, shard, rest), rest);
}

bool ShardCodec::Decode(const VectorSpace& space, uint32_t shard, absl::string_view bytes,
                        absl::FunctionRef<void(const VectorEntry& entry)> on_entry) const {
  if (bytes.size() < kHeaderBytes) return false;
  const absl::string_view checksum = bytes.substr(0, kChecksumBytes);
  const absl::string_view rest = bytes.substr(kChecksumBytes);
  const uint64_t count = ReadLittleEndian(bytes.data() + kChecksumBytes + 16, 8);
  const uint64_t length = ReadLittleEndian(bytes.data() + kChecksumBytes + 24, 8);
  // The cheap marks first: garbage is seldom worth a checksum.
  if (rest.substr(0, 8) != kMagic || ReadLittleEndian(rest.data() + 8, 4) != kFormatVersion ||
      ReadLittleEndian(rest.data() + 12, 4) != kVectorBytes || length != bytes.size() - kHeaderBytes) {
    return false;
  }
  if (!EqualInConstantTime(Checksum(space, shard, rest), checksum)) return false;
  // Only our own encoder can have made what follows; the walk still trusts no length.
  VectorEntry entry;
  uint64_t seen = 0;
  for (absl::string_view body = bytes.substr(kHeaderBytes); !body.empty(); ++seen) {
    if (!TakeEntry(body, entry)) return false;
  }
  if (seen != count) return false;
  for (absl::string_view body = bytes.substr(kHeaderBytes); TakeEntry(body, entry);) on_entry(entry);
  return true;
}

std::string ShardCodec::Checksum(const VectorSpace& space, uint32_t shard, absl::string_view rest) const {
  std::string place = "selaras vector shard";
  AppendPart(space.tenant, place);
  AppendPart(space.catalogue_version, place);
  AppendLittleEndian(space.layout_version, 4, place);
  AppendLittleEndian(space.shard_count, 4, place);
  AppendLittleEndian(shard, 4, place);
  // A key of its own per shard binds the content to its place.
  const Sha256Digest key = HmacSha256(secret_, place);
  return std::string(AsBytes(HmacSha256(AsBytes(key), rest)).substr(0, kChecksumBytes));
}

}  // namespace selaras
