// A log small enough to build by the definitions: roots by RFC 6962's recursion, base64 and signatures by OpenSSL. Its
// parts may be altered before it is written.
#ifndef SELARAS_SERVICES_VERIFY_LOG_TESTING_TINY_LOG_H_
#define SELARAS_SERVICES_VERIFY_LOG_TESTING_TINY_LOG_H_

#include <cstdint>
#include <string>
#include <vector>

namespace selaras::verify_log {

// Both from the 32 bytes of a secret key.
std::string PublicKeyOf(const std::string& secret);
std::string PemOf(const std::string& secret);

std::string Base64(const std::string& bytes);
std::string Sha256Of(const std::string& bytes);
std::string RootOf(const std::vector<std::string>& leaves);

struct TinyLog {
  std::string origin = "selaras.test/evidence";
  std::string secret = std::string(32, 'k');
  std::vector<std::string> leaves;
  std::vector<int64_t> checkpoints;  // sizes, ascending; the last is the number of leaves

  // `count` leaves, a checkpoint after every `every` and at the end.
  static TinyLog Of(int64_t count, int64_t every);

  // The signed note over the first `size` leaves.
  std::string Note(int64_t size) const;
  // The export. Notes are made of `leaves` as they are, unless given.
  std::string Text() const;
  std::string Text(const std::vector<std::string>& notes) const;
};

// A content and its public leaf, made by docs/formats.md.
std::string ContentOf(const std::string& subject);
std::string LeafOfContent(const std::string& subject, const std::string& salt);

}  // namespace selaras::verify_log

#endif  // SELARAS_SERVICES_VERIFY_LOG_TESTING_TINY_LOG_H_
