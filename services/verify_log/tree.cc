#include "services/verify_log/tree.h"

#include <openssl/evp.h>

#include <memory>
#include <new>

namespace selaras::verify_log {
namespace {

// Both are looked up and allocated once; a hash of a short text costs less than either.
struct Sha256State {
  std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free};
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

Hash NodeHash(const Hash& left, const Hash& right) {
  return Sha256({"\1", Bytes(left), Bytes(right)});
}

}  // namespace

Hash Sha256(std::initializer_list<std::string_view> pieces) {
  thread_local const Sha256State state;
  Hash hash;
  bool done = state.algorithm != nullptr && state.context != nullptr &&
              EVP_DigestInit_ex2(state.context.get(), state.algorithm.get(), nullptr) == 1;
  for (const std::string_view piece : pieces) {
    done = done && EVP_DigestUpdate(state.context.get(), piece.data(), piece.size()) == 1;
  }
  if (!done || EVP_DigestFinal_ex(state.context.get(), hash.data(), nullptr) != 1) throw std::bad_alloc();
  return hash;
}

Hash LeafHash(std::string_view data) {
  return Sha256({std::string_view("\0", 1), data});
}

void Tree::Append(const Hash& leaf) {
  Hash hash = leaf;
  for (int64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    hash = NodeHash(subtrees_.back(), hash);
    subtrees_.pop_back();
  }
  subtrees_.push_back(hash);
  ++size_;
}

Hash Tree::Root() const {
  Hash root = subtrees_.back();
  for (size_t i = subtrees_.size() - 1; i-- > 0;) root = NodeHash(subtrees_[i], root);
  return root;
}

}  // namespace selaras::verify_log
