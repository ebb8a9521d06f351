#include "services/verify_log/testing/tiny_log.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <cstdio>
#include <memory>

namespace selaras::verify_log {
namespace {

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;

const unsigned char* Unsigned(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Unsigned(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

Key KeyOf(const std::string& secret) {
  return {EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Unsigned(secret), secret.size()),
          EVP_PKEY_free};
}

std::string Sign(const std::string& secret, const std::string& message) {
  const Key key = KeyOf(secret);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::string signature(64, '\0');
  size_t size = signature.size();
  EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get());
  EVP_DigestSign(context.get(), Unsigned(signature), &size, Unsigned(message), message.size());
  return signature;
}

std::string Sized(const std::string& text) {
  return std::to_string(text.size()) + ":" + text;
}

std::string HexOf(const std::string& bytes) {
  std::string text;
  for (const unsigned char c : bytes) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", c);
    text += digits;
  }
  return text;
}

}  // namespace

std::string PublicKeyOf(const std::string& secret) {
  std::string bytes(32, '\0');
  size_t size = bytes.size();
  EVP_PKEY_get_raw_public_key(KeyOf(secret).get(), Unsigned(bytes), &size);
  return bytes;
}

std::string PemOf(const std::string& secret) {
  const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PUBKEY(out.get(), KeyOf(secret).get());
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

std::string Base64(const std::string& bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  text.resize(
      static_cast<size_t>(EVP_EncodeBlock(Unsigned(text), Unsigned(bytes), static_cast<int>(bytes.size()))));
  return text;
}

std::string Sha256Of(const std::string& bytes) {
  std::string hash(32, '\0');
  SHA256(Unsigned(bytes), bytes.size(), Unsigned(hash));
  return hash;
}

std::string RootOf(const std::vector<std::string>& leaves) {
  if (leaves.empty()) return Sha256Of("");
  if (leaves.size() == 1) return Sha256Of(std::string(1, '\0') + leaves[0]);
  size_t half = 1;
  while (2 * half < leaves.size()) half *= 2;
  const auto middle = leaves.begin() + static_cast<int64_t>(half);
  return Sha256Of("\1" + RootOf({leaves.begin(), middle}) + RootOf({middle, leaves.end()}));
}

TinyLog TinyLog::Of(int64_t count, int64_t every) {
  TinyLog log;
  for (int64_t i = 0; i < count; ++i) {
    log.leaves.push_back(
        LeafOfContent("cases/" + std::to_string(i), std::string(32, static_cast<char>('a' + i % 26))));
    if ((i + 1) % every == 0 || i + 1 == count) log.checkpoints.push_back(i + 1);
  }
  return log;
}

std::string TinyLog::Note(int64_t size) const {
  const std::string text = origin + "\n" + std::to_string(size) + "\n" +
                           Base64(RootOf({leaves.begin(), leaves.begin() + size})) + "\ntime " +
                           std::to_string(1775008800000000 + size) + "\n";
  const std::string id = Sha256Of(origin + "\n\1" + PublicKeyOf(secret)).substr(0, 4);
  return text + "\n— " + origin + " " + Base64(id + Sign(secret, text)) + "\n";
}

std::string TinyLog::Text() const {
  std::vector<std::string> notes;
  for (const int64_t size : checkpoints) notes.push_back(Note(size));
  return Text(notes);
}

std::string TinyLog::Text(const std::vector<std::string>& notes) const {
  std::string text = "selaras-log 1\norigin " + origin + "\nkey " + Base64(PublicKeyOf(secret)) +
                     "\nleaves " + std::to_string(leaves.size()) + "\ncheckpoints " +
                     std::to_string(checkpoints.size()) + "\n";
  size_t next = 0;
  for (size_t i = 0; i < leaves.size(); ++i) {
    text += "l " + Base64(leaves[i]) + "\n";
    if (next < checkpoints.size() && checkpoints[next] == static_cast<int64_t>(i + 1))
      text += "c\n" + notes[next++];
  }
  return text + "end\n";
}

std::string ContentOf(const std::string& subject) {
  return "selaras-content 1\nservice 8:approval\nkind 11:CaseDecided\nsubject " + Sized(subject) +
         "\nactor 0:\ntime 1775008800123456\nfields 1\nfield 4:step 7:approve\n";
}

std::string LeafOfContent(const std::string& subject, const std::string& salt) {
  return "selaras-leaf 1\nservice 8:approval\nkind 11:CaseDecided\nsubject " + Sized(subject) +
         "\ntime 1775008800123456\ncommitment " +
         HexOf(Sha256Of("selaras-commitment 1\n" + Sized(salt) + ContentOf(subject))) + "\n";
}

}  // namespace selaras::verify_log
