#include "services/verify/cli.h"

#include <fstream>
#include <new>

#include "services/verify/verify.h"
#include "services/verify/wrong.h"

namespace selaras::verify {
namespace {

constexpr char kUsage[] =
    "usage: selaras-verify INSTANCE CERTIFICATE [--json]\n"
    "Checks that CERTIFICATE proves what it says about INSTANCE (formats: docs/formats.md).\n"
    "Prints OPTIMAL, WITHIN x or WRONG at line N of FILE. Exit status: 0 it holds, 1 WRONG, 2 not checked.\n";

struct Options {
  std::vector<std::string> files;
  bool json = false;
  bool help = false;
  bool valid = true;
};

Options Parse(const std::vector<std::string>& arguments) {
  Options options;
  for (const std::string& argument : arguments) {
    if (argument == "--json") {
      options.json = true;
    } else if (argument == "--help" || argument == "-h") {
      options.help = true;
    } else if (argument.rfind("--", 0) == 0) {
      options.valid = false;
    } else {
      options.files.push_back(argument);
    }
  }
  if (options.files.size() != 2) options.valid = false;
  return options;
}

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) {
      quoted += c;
    } else {
      quoted += std::string("\\u00") + (c < 0x10 ? '0' : '1') + "0123456789abcdef"[c & 15];
    }
  }
  return quoted + '"';
}

void Print(const Finding& finding, bool json, std::ostream& out) {
  if (!json) {
    out << finding.Verdict() << '\n';
    return;
  }
  out << "{\"verdict\": \"" << (finding.optimal() ? "OPTIMAL" : "WITHIN")
      << "\", \"objective\": " << Decimal(finding.objective) << ", \"bound\": " << Decimal(finding.bound)
      << ", \"gap\": " << Decimal(finding.gap());
  if (!finding.tiers.empty()) {
    out << ", \"tiers\": [";
    for (const TierFinding& tier : finding.tiers) {
      out << (&tier == finding.tiers.data() ? "" : ", ") << "{\"objective\": " << Decimal(tier.objective)
          << ", \"bound\": " << Decimal(tier.bound) << ", \"gap\": " << Decimal(tier.gap()) << "}";
    }
    out << "]";
  }
  if (finding.limits > 0) out << ", \"limits\": " << finding.limits;
  out << ", \"moves\": " << finding.moves << ", \"persons\": " << finding.persons
      << ", \"posts\": " << finding.posts << ", \"lawful_pairs\": " << finding.lawful_pairs << "}\n";
}

void Print(const Wrong& wrong, const std::string& file, bool json, std::ostream& out) {
  if (json) {
    out << "{\"verdict\": \"WRONG\", \"file\": " << Quoted(file) << ", \"line\": " << wrong.line
        << ", \"reason\": " << Quoted(wrong.reason) << "}\n";
  } else {
    out << "WRONG at line " << wrong.line << " of " << file << ": " << wrong.reason << '\n';
  }
}

}  // namespace

int Run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error) {
  const Options options = Parse(arguments);
  if (options.help) {
    out << kUsage;
    return kHolds;
  }
  if (!options.valid) {
    error << kUsage;
    return kNotChecked;
  }
  const auto name = [&](File file) { return options.files[file == File::kInstance ? 0 : 1]; };
  std::ifstream instance(name(File::kInstance), std::ios::binary);
  std::ifstream certificate(name(File::kCertificate), std::ios::binary);
  try {
    if (!instance) throw Unreadable{File::kInstance};
    if (!certificate) throw Unreadable{File::kCertificate};
    Print(Verify(instance, certificate), options.json, out);
    return kHolds;
  } catch (const Wrong& wrong) {
    Print(wrong, name(wrong.file), options.json, out);
    return kDoesNotHold;
  } catch (const Unreadable& unreadable) {
    error << "cannot read " << name(unreadable.file) << '\n';
  } catch (const std::bad_alloc&) {
    error << "not enough memory\n";
  }
  return kNotChecked;
}

}  // namespace selaras::verify
