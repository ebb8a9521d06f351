// The Merkle tree of RFC 6962 §2.1 over leaves that come one by one, in memory of one hash per level.
#ifndef SELARAS_SERVICES_VERIFY_LOG_TREE_H_
#define SELARAS_SERVICES_VERIFY_LOG_TREE_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace selaras::verify_log {

using Hash = std::array<unsigned char, 32>;

inline std::string_view Bytes(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

// SHA-256 over the pieces one after another. Throws std::bad_alloc where OpenSSL cannot.
Hash Sha256(std::initializer_list<std::string_view> pieces);

// SHA-256(0x00 || data).
Hash LeafHash(std::string_view data);

class Tree {
 public:
  void Append(const Hash& leaf);
  int64_t size() const { return size_; }
  // REQUIRES: size() > 0.
  Hash Root() const;

 private:
  int64_t size_ = 0;
  std::vector<Hash> subtrees_;  // complete ones, from the left; one per bit set in the size
};

}  // namespace selaras::verify_log

#endif  // SELARAS_SERVICES_VERIFY_LOG_TREE_H_
