#include "libs/config/settings.h"

#include <cmath>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"

namespace selaras {
namespace {

constexpr absl::string_view kEnvironmentPrefix = "SELARAS_";

bool IsSettingName(absl::string_view name) {
  return !name.empty() && absl::ascii_islower(static_cast<unsigned char>(name[0])) &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == absl::string_view::npos;
}

std::string EnvironmentName(absl::string_view name) {
  return absl::StrCat(kEnvironmentPrefix, absl::AsciiStrToUpper(absl::StrReplaceAll(name, {{"-", "_"}})));
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) return absl::InvalidArgumentError("cannot be read, or is empty");
  return content.str();
}

}  // namespace

class SettingsParser {
 public:
  absl::Status ReadFlags(int argc, const char* const* argv, bool allow_arguments) {
    if (argc > 0) out_.program_ = argv[0];
    for (int i = 1; i < argc; ++i) {
      absl::string_view flag = argv[i];
      if (!absl::ConsumePrefix(&flag, "--")) {
        if (!allow_arguments) {
          return absl::InvalidArgumentError(
              absl::StrCat("\"", flag, "\" is no setting; write --name=value, or --help for the list"));
        }
        out_.arguments_.emplace_back(flag);
        continue;
      }
      const size_t equals = flag.find('=');
      const absl::string_view name = flag.substr(0, equals);
      if (name == "help" || name == "print-settings") {
        (name == "help" ? out_.wants_help_ : out_.wants_print_) = true;
        continue;
      }
      if (!IsSettingName(name)) {
        return absl::InvalidArgumentError(
            absl::StrCat("\"--", name, "\" is no setting name; write lower-case words joined by dashes"));
      }
      std::string value = "true";
      if (equals != absl::string_view::npos) {
        value = std::string(flag.substr(equals + 1));
      } else if (i + 1 < argc && !absl::StartsWith(argv[i + 1], "--")) {
        value = argv[++i];
      }
      Put(name, std::move(value), absl::StrCat("--", name), /*override_existing=*/true);
    }
    return absl::OkStatus();
  }

  void ReadEnvironment(const char* const* environment) {
    for (; environment != nullptr && *environment != nullptr; ++environment) {
      absl::string_view entry = *environment;
      const size_t equals = entry.find('=');
      if (!absl::StartsWith(entry, kEnvironmentPrefix) || equals == absl::string_view::npos) continue;
      const std::string name = absl::AsciiStrToLower(absl::StrReplaceAll(
          entry.substr(kEnvironmentPrefix.size(), equals - kEnvironmentPrefix.size()), {{"_", "-"}}));
      if (IsSettingName(name)) {
        Put(name, std::string(entry.substr(equals + 1)), std::string(entry.substr(0, equals)), false);
      }
    }
  }

  absl::Status ReadConfigFile() {
    const auto config = out_.values_.find("config");
    if (config == out_.values_.end()) return absl::OkStatus();
    const std::string path = config->second.text;
    const std::string origin = config->second.origin;
    out_.values_.erase(config);
    const absl::StatusOr<std::string> content = ReadFile(path);
    if (!content.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("config (", origin, "): file ", path, " ",
                                                     content.status().message(), "; name a readable file"));
    }
    int line_number = 0;
    for (absl::string_view line : absl::StrSplit(*content, '\n')) {
      ++line_number;
      line = absl::StripAsciiWhitespace(line);
      if (line.empty() || line[0] == '#') continue;
      const size_t equals = line.find('=');
      const absl::string_view name = absl::StripAsciiWhitespace(line.substr(0, equals));
      if (equals == absl::string_view::npos || !IsSettingName(name)) {
        return absl::InvalidArgumentError(
            absl::StrCat(path, ":", line_number, ": write `name = value`, `# comment` or an empty line"));
      }
      Put(name, std::string(absl::StripAsciiWhitespace(line.substr(equals + 1))),
          absl::StrCat(path, ":", line_number), false);
    }
    return absl::OkStatus();
  }

  void Put(absl::string_view name, std::string text, std::string origin, bool override_existing) {
    const auto [it, inserted] = out_.values_.try_emplace(std::string(name));
    if (inserted || override_existing) it->second = {std::move(text), std::move(origin)};
  }

  Settings Take() { return std::move(out_); }

 private:
  Settings out_;
};

absl::StatusOr<Settings> Settings::FromCommandLine(int argc, const char* const* argv,
                                                   const char* const* environment, bool allow_arguments) {
  SettingsParser parser;
  SELARAS_RETURN_IF_ERROR(parser.ReadFlags(argc, argv, allow_arguments));
  parser.ReadEnvironment(environment);
  SELARAS_RETURN_IF_ERROR(parser.ReadConfigFile());
  return parser.Take();
}

Settings Settings::FromMap(const absl::btree_map<std::string, std::string>& values) {
  SettingsParser parser;
  for (const auto& [name, text] : values) parser.Put(name, text, absl::StrCat("--", name), true);
  return parser.Take();
}

const Settings::Value* Settings::Find(absl::string_view name) const {
  const auto it = values_.find(std::string(name));
  return it == values_.end() ? nullptr : &it->second;
}

struct SettingsReader::Shared {
  struct Entry {
    std::string value;  // as given, or the fallback
    std::string fallback;
    std::string shape;
    std::string help;
  };
  const Settings* settings;
  absl::btree_map<std::string, Entry> entries;
  std::vector<std::string> errors;
};

SettingsReader::SettingsReader(const Settings& settings) : shared_(std::make_shared<Shared>()) {
  shared_->settings = &settings;
}

SettingsReader::SettingsReader(std::shared_ptr<Shared> shared, std::string prefix)
    : shared_(std::move(shared)), prefix_(std::move(prefix)) {}

SettingsReader SettingsReader::WithPrefix(absl::string_view prefix) const {
  return SettingsReader(shared_, absl::StrCat(prefix_, prefix));
}

std::optional<std::string> SettingsReader::Take(absl::string_view name, absl::string_view fallback,
                                                absl::string_view shape, absl::string_view help) {
  const std::string full = absl::StrCat(prefix_, name);
  const Settings::Value* value = shared_->settings->Find(full);
  shared_->entries[full] = {value != nullptr ? value->text : std::string(fallback), std::string(fallback),
                            std::string(shape), std::string(help)};
  if (value == nullptr) return std::nullopt;
  return value->text;
}

void SettingsReader::AddError(absl::string_view name, absl::string_view problem, absl::string_view remedy) {
  const std::string full = absl::StrCat(prefix_, name);
  const Settings::Value* value = shared_->settings->Find(full);
  shared_->errors.push_back(absl::StrCat(full, value == nullptr ? "" : absl::StrCat(" (", value->origin, ")"),
                                         ": ", problem, "; ", remedy));
}

void SettingsReader::Reject(absl::string_view name, absl::string_view shape) {
  const Settings::Value* value = shared_->settings->Find(absl::StrCat(prefix_, name));
  AddError(name, absl::StrCat("\"", value->text, "\" is not ", shape),
           absl::StrCat("write --", prefix_, name, "=", shape));
}

std::string SettingsReader::Text(absl::string_view name, absl::string_view fallback, absl::string_view help) {
  return Take(name, fallback, "TEXT", help).value_or(std::string(fallback));
}

std::string SettingsReader::RequiredText(absl::string_view name, absl::string_view help) {
  std::string text = Take(name, "", "TEXT (required)", help).value_or("");
  if (text.empty()) {
    const std::string full = absl::StrCat(prefix_, name);
    AddError(name, "is required", absl::StrCat("set --", full, "=TEXT or ", EnvironmentName(full)));
  }
  return text;
}

int64_t SettingsReader::Int(absl::string_view name, int64_t fallback, int64_t min, int64_t max,
                            absl::string_view help) {
  const std::string shape = absl::StrCat("an integer from ", min, " to ", max);
  const auto text = Take(name, absl::StrCat(fallback), shape, help);
  int64_t value = fallback;
  if (text.has_value() && (!absl::SimpleAtoi(*text, &value) || value < min || value > max)) {
    Reject(name, shape);
    return fallback;
  }
  return value;
}

double SettingsReader::Number(absl::string_view name, double fallback, double min, double max,
                              absl::string_view help) {
  const std::string shape = absl::StrCat("a number from ", min, " to ", max);
  const auto text = Take(name, absl::StrCat(fallback), shape, help);
  double value = fallback;
  if (text.has_value() && (!absl::SimpleAtod(*text, &value) || !(value >= min && value <= max))) {
    Reject(name, shape);
    return fallback;
  }
  return value;
}

bool SettingsReader::Flag(absl::string_view name, bool fallback, absl::string_view help) {
  const auto text = Take(name, fallback ? "true" : "false", "true|false", help);
  if (!text.has_value()) return fallback;
  if (*text == "true" || *text == "yes" || *text == "1") return true;
  if (*text == "false" || *text == "no" || *text == "0") return false;
  Reject(name, "true|false");
  return fallback;
}

absl::Duration SettingsReader::Duration(absl::string_view name, absl::Duration fallback, absl::Duration min,
                                        absl::Duration max, absl::string_view help) {
  const std::string shape =
      absl::StrCat("a duration from ", absl::FormatDuration(min), " to ", absl::FormatDuration(max));
  const auto text = Take(name, absl::FormatDuration(fallback), shape, help);
  absl::Duration value = fallback;
  if (text.has_value() && (!absl::ParseDuration(*text, &value) || value < min || value > max)) {
    Reject(name, shape);
    return fallback;
  }
  return value;
}

std::string SettingsReader::Choice(absl::string_view name, absl::string_view fallback,
                                   absl::Span<const absl::string_view> choices, absl::string_view help) {
  const std::string shape = absl::StrJoin(choices, "|");
  const auto text = Take(name, fallback, shape, help);
  if (!text.has_value()) return std::string(fallback);
  for (absl::string_view choice : choices) {
    if (*text == choice) return *text;
  }
  Reject(name, shape);
  return std::string(fallback);
}

std::vector<std::string> SettingsReader::List(absl::string_view name, absl::string_view fallback,
                                              absl::string_view help) {
  const std::string text = Take(name, fallback, "ITEM,ITEM,…", help).value_or(std::string(fallback));
  std::vector<std::string> items;
  for (absl::string_view item : absl::StrSplit(text, ',', absl::SkipWhitespace())) {
    items.emplace_back(absl::StripAsciiWhitespace(item));
  }
  return items;
}

std::optional<std::string> SettingsReader::SecretFile(absl::string_view name, absl::string_view help) {
  const auto path = Take(name, "", "FILE", help);
  if (!path.has_value() || path->empty()) return std::nullopt;
  const absl::StatusOr<std::string> content = ReadFile(*path);
  std::string secret = content.ok() ? *content : "";
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.empty()) {
    AddError(name, absl::StrCat("file ", *path, " cannot be read or is empty"),
             "name a file that this process may read and that holds the secret");
    return std::nullopt;
  }
  return secret;
}

absl::Status SettingsReader::Finish() {
  if (shared_->settings->wants_help()) return absl::CancelledError(HelpText());
  for (const auto& [name, value] : shared_->settings->values()) {
    if (shared_->entries.contains(name) || absl::StartsWith(value.origin, kEnvironmentPrefix)) continue;
    shared_->errors.push_back(
        absl::StrCat(name, " (", value.origin, "): is no setting of this program; see --help for the list"));
  }
  if (!shared_->errors.empty()) return absl::InvalidArgumentError(absl::StrJoin(shared_->errors, "\n"));
  if (shared_->settings->wants_print()) return absl::CancelledError(SettingsText());
  return absl::OkStatus();
}

std::string SettingsReader::HelpText() const {
  std::string text =
      absl::StrCat("Usage: ", shared_->settings->program(), " [--name=value …]\n\n",
                   "Each setting can also be given as environment variable SELARAS_NAME (dashes become "
                   "underscores)\nor as a line `name = value` of the file given by --config=FILE. Flags "
                   "win over the environment, the environment over the file.\n\n");
  for (const auto& [name, entry] : shared_->entries) {
    absl::StrAppend(&text, "  --", name, "=", entry.shape,
                    entry.fallback.empty() ? "" : absl::StrCat("   [", entry.fallback, "]"), "\n      ",
                    entry.help, "\n");
  }
  absl::StrAppend(
      &text, "  --print-settings\n      Prints the settings in force as a configuration file and exits.\n",
      "  --help\n      Prints this text and exits.\n");
  return text;
}

std::string SettingsReader::SettingsText() const {
  std::string text;
  for (const auto& [name, entry] : shared_->entries) absl::StrAppend(&text, name, " = ", entry.value, "\n");
  return text;
}

}  // namespace selaras
