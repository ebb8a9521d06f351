#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/command.h"

namespace selaras::cli {
namespace {

// Words that may follow `app`: its commands, then its long flags.
std::vector<std::string> WordsOf(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    words.push_back(command->get_name());
  }
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  return words;
}

void AppendCases(const CLI::App& app, const std::string& path, std::string& out) {
  absl::StrAppend(&out, "    '", path, "') words='", absl::StrJoin(WordsOf(app), " "), "' ;;\n");
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    AppendCases(*command, path.empty() ? command->get_name() : absl::StrCat(path, " ", command->get_name()),
                out);
  }
}

std::string BashScript(const CLI::App& app) {
  std::string cases;
  AppendCases(app, "", cases);
  return absl::StrCat(R"(# selarasctl completion; use: source <(selarasctl completion)
_selarasctl() {
  local path='' words='' word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) path="${path:+$path }$word" ;; esac
  done
  case "$path" in
)",
                      cases, R"(  esac
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
  [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _selarasctl selarasctl
)");
}

}  // namespace

void AddCompletion(CLI::App& app, Work& run) {
  CLI::App* command = app.add_subcommand("completion", "Print a bash completion script");
  command->footer("Example: source <(selarasctl completion)");
  command->callback([&app, &run] {
    run = [&app](Session&) -> absl::StatusOr<ExitStatus> {
      std::cout << BashScript(app);
      return kDone;
    };
  });
}

}  // namespace selaras::cli
