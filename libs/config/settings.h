#ifndef SELARAS_LIBS_CONFIG_SETTINGS_H_
#define SELARAS_LIBS_CONFIG_SETTINGS_H_

// Settings of a program, from three places: flags `--name=value` or `--name value` win over environment
// variables SELARAS_NAME, which win over lines `name = value` of the file given by `--config`. Only
// main and options include this.
//
//   Settings settings = *Settings::FromCommandLine(argc, argv);
//   SettingsReader reader(settings);
//   options.port = reader.Int("port", 50051, 0, 65535, "Port to listen on; 0 takes a free one.");
//   options.database = reader.Text("database", "sqlite:selaras.db", "URL of the database.");
//   SELARAS_RETURN_IF_ERROR(reader.Finish());
//
// Names are lower-case words joined by dashes: `--page-key-file`, SELARAS_PAGE_KEY_FILE, `page-key-file = …`.
// In several services' all-in-one a prefix keeps names apart: reader.WithPrefix("matching-").

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace selaras {

// Raw values by name. A value type; immutable after it is made.
class Settings {
 public:
  struct Value {
    std::string text;
    std::string origin;  // "--port", "SELARAS_PORT" or "selaras.conf:3"; for error messages
  };

  // Reads arguments, environment and the file of `--config` (or SELARAS_CONFIG). A flag without
  // value is "true"; a bare word behind a flag is its value, so write `--name=true` before arguments.
  // `--help` and `--print-settings` are taken out and answered by wants_*(). kInvalidArgument: something that
  // is no flag, a malformed file line (named with file and line), unreadable file. Bare words after the flags
  // are kept in arguments() only if `allow_arguments`.
  static absl::StatusOr<Settings> FromCommandLine(int argc, const char* const* argv,
                                                  const char* const* environment,
                                                  bool allow_arguments = false);

  // For tests and for composing programs.
  static Settings FromMap(const absl::btree_map<std::string, std::string>& values);

  const Value* Find(absl::string_view name) const;
  const absl::btree_map<std::string, Value>& values() const { return values_; }
  const std::vector<std::string>& arguments() const { return arguments_; }
  const std::string& program() const { return program_; }
  bool wants_help() const { return wants_help_; }
  bool wants_print() const { return wants_print_; }

 private:
  friend class SettingsParser;
  absl::btree_map<std::string, Value> values_;
  std::vector<std::string> arguments_;
  std::string program_;
  bool wants_help_ = false;
  bool wants_print_ = false;
};

// Reads typed options and collects every error, so that an operator sees all of them at once. Each reading
// function returns the fallback when the setting is absent or wrong; Finish() then reports. Not thread-safe.
class SettingsReader {
 public:
  // `settings` must outlive the reader.
  explicit SettingsReader(const Settings& settings);

  // A reader whose names start with `prefix`; it shares errors, help and known names with this one.
  SettingsReader WithPrefix(absl::string_view prefix) const;

  // `help` is one sentence that says what the setting is for and what larger and smaller values cost.
  std::string Text(absl::string_view name, absl::string_view fallback, absl::string_view help);
  // As Text, but must be given and not empty.
  std::string RequiredText(absl::string_view name, absl::string_view help);
  // Decimal integer in [min, max].
  int64_t Int(absl::string_view name, int64_t fallback, int64_t min, int64_t max, absl::string_view help);
  // Decimal number in [min, max].
  double Number(absl::string_view name, double fallback, double min, double max, absl::string_view help);
  // true, false, yes, no, 1, 0.
  bool Flag(absl::string_view name, bool fallback, absl::string_view help);
  // "150ms", "2s", "1m30s", "24h", in [min, max].
  absl::Duration Duration(absl::string_view name, absl::Duration fallback, absl::Duration min,
                          absl::Duration max, absl::string_view help);
  // One of `choices`.
  std::string Choice(absl::string_view name, absl::string_view fallback,
                     absl::Span<const absl::string_view> choices, absl::string_view help);
  // Items separated by commas, blanks around them dropped; an empty text is an empty list.
  std::vector<std::string> List(absl::string_view name, absl::string_view fallback, absl::string_view help);
  // A secret is never given itself, as command lines and environments are visible to others: `name` ends in
  // "-file" and holds the path of a file whose content is the secret, trailing line ends dropped. Unset gives
  // nullopt. Error: unreadable or empty file.
  std::optional<std::string> SecretFile(absl::string_view name, absl::string_view help);

  // For checks that concern several settings: "`name` …: `problem`; `remedy`".
  void AddError(absl::string_view name, absl::string_view problem, absl::string_view remedy);

  // kInvalidArgument listing every error, one per line: setting, where it was given, expected shape,
  // remedy; also every given flag or file line that nobody read (environment variables that nobody
  // reads are let be). With --help or --print-settings it is kCancelled, whose message is the text to
  // print; RunMain exits with 0.
  absl::Status Finish();

  // Name, default and help of every setting read so far.
  std::string HelpText() const;
  // "name = value" of every setting read so far, as a configuration file; secrets only as their file's path.
  std::string SettingsText() const;

 private:
  struct Shared;
  SettingsReader(std::shared_ptr<Shared> shared, std::string prefix);

  // Records the setting for help and print; returns its text if given.
  std::optional<std::string> Take(absl::string_view name, absl::string_view fallback, absl::string_view shape,
                                  absl::string_view help);
  void Reject(absl::string_view name, absl::string_view shape);

  std::shared_ptr<Shared> shared_;
  std::string prefix_;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_CONFIG_SETTINGS_H_
