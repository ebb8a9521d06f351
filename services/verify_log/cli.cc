#include "services/verify_log/cli.h"

#include <fstream>
#include <iterator>
#include <new>
#include <optional>

#include "services/verify_log/contents.h"
#include "services/verify_log/public_key.h"
#include "services/verify_log/verify.h"
#include "services/verify_log/wrong.h"

namespace selaras::verify_log {
namespace {

constexpr char kUsage[] =
    "usage: selaras-verify-log FILE [--public-key PEM]... [--contents FILE] [--json]\n"
    "Checks that FILE, an export of the evidence log, holds exactly the leaves that its checkpoints sign, "
    "and that\n"
    "the contents in the second FILE are among them (formats: docs/formats.md).\n"
    "Prints OK or WRONG at leaf N: reason. Exit status: 0 OK, 1 WRONG, 2 not checked.\n";

struct Options {
  std::string file;
  std::string contents;
  std::vector<std::string> keys;
  bool json = false;
  bool help = false;
};

// Nothing: the arguments are not as in the usage.
std::optional<Options> Parse(const std::vector<std::string>& arguments) {
  Options options;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool has_value = i + 1 < arguments.size();
    if (argument == "--json") {
      options.json = true;
    } else if (argument == "--help" || argument == "-h") {
      options.help = true;
      return options;
    } else if (argument == "--public-key" && has_value) {
      options.keys.push_back(arguments[++i]);
    } else if (argument == "--contents" && has_value && options.contents.empty()) {
      options.contents = arguments[++i];
    } else if (argument.rfind("--", 0) == 0 || !options.file.empty()) {
      return std::nullopt;
    } else {
      options.file = argument;
    }
  }
  if (options.file.empty()) return std::nullopt;
  return options;
}

std::ifstream Open(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Unreadable{file};
  return in;
}

PublicKey ReadKey(const std::string& file) {
  std::ifstream in = Open(file);
  const std::string pem((std::istreambuf_iterator<char>(in)), {});
  const std::optional<PublicKey> key = PublicKey::FromPem(pem);
  if (!key) throw Unreadable{file + ", which is no PEM of an Ed25519 public key"};
  return *key;
}

void Print(const Finding& finding, int64_t contents, bool given, bool json, std::ostream& out) {
  if (json) {
    out << "{\"verdict\": \"OK\", \"origin\": \"" << finding.origin << "\", \"leaves\": " << finding.leaves
        << ", \"checkpoints\": " << finding.checkpoints << ", \"root\": \"" << finding.root
        << "\", \"time_us\": " << finding.time_us << ", \"contents\": " << contents << ", \"key\": \""
        << (given ? "GIVEN" : "FROM_FILE") << "\"}\n";
    return;
  }
  out << "OK " << finding.origin << ": " << finding.leaves << " leaves, " << finding.checkpoints
      << " checkpoints, root " << finding.root;
  if (contents > 0) out << ", " << contents << " contents";
  if (!given) out << "; signed by the key that the file itself carries, give yours with --public-key";
  out << '\n';
}

void Print(const Wrong& wrong, bool json, std::ostream& out) {
  const char* const part = wrong.part == Part::kLeaf ? "leaf" : "content";
  if (json) {
    out << "{\"verdict\": \"WRONG\", \"" << part << "\": " << wrong.number << ", \"reason\": \""
        << wrong.reason << "\"}\n";
  } else {
    out << "WRONG at " << part << ' ' << wrong.number << ": " << wrong.reason << '\n';
  }
}

void Check(const Options& options, std::ostream& out) {
  std::vector<PublicKey> keys;
  for (const std::string& file : options.keys) keys.push_back(ReadKey(file));
  Contents contents;
  if (!options.contents.empty()) {
    std::ifstream in = Open(options.contents);
    contents = Contents(in, options.contents);
  }
  std::ifstream in = Open(options.file);
  const Finding finding = Verify(in, options.file, keys, contents);
  Print(finding, contents.size(), !keys.empty(), options.json, out);
}

}  // namespace

int Run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error) {
  const std::optional<Options> options = Parse(arguments);
  if (!options) {
    error << kUsage;
    return kNotChecked;
  }
  if (options->help) {
    out << kUsage;
    return kHolds;
  }
  try {
    Check(*options, out);
    return kHolds;
  } catch (const Wrong& wrong) {
    Print(wrong, options->json, out);
    return kDoesNotHold;
  } catch (const Unreadable& unreadable) {
    error << "cannot read " << unreadable.file << '\n';
  } catch (const std::bad_alloc&) {
    error << "not enough memory\n";
  }
  return kNotChecked;
}

}  // namespace selaras::verify_log
