#include "libs/policy/bundle.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::policy {
namespace {

namespace fs = std::filesystem;

constexpr char kSignatureFile[] = "signature.txt";

bool IsStem(absl::string_view stem) {
  if (stem.empty() || stem.size() > 64) return false;
  return std::all_of(stem.begin(), stem.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' || c == '_';
  });
}

absl::Status Invalid(const std::vector<std::string>& errors) {
  const std::string all = absl::StrJoin(errors, "; ");
  return Error(absl::StatusCode::kInvalidArgument, "POLICY_INVALID", {{"errors", all}},
               absl::StrCat("policy: ", all));
}

absl::StatusOr<std::string> ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("cannot read ", path.string()));
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

absl::StatusOr<std::vector<File>> ReadYamlFiles(const fs::path& path) {
  std::error_code error;
  std::vector<File> files;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() != ".yaml" || it->is_directory()) continue;
    SELARAS_ASSIGN_OR_RETURN(std::string text, ReadFile(it->path()));
    files.push_back({it->path().filename().string(), std::move(text)});
  }
  if (error)
    return absl::NotFoundError(absl::StrCat("policy directory ", path.string(), ": ", error.message()));
  return files;
}

absl::StatusOr<Bundle> WithSignature(std::vector<File> files, const fs::path& signature) {
  SELARAS_ASSIGN_OR_RETURN(Bundle bundle, Bundle::FromFiles(std::move(files)));
  if (fs::exists(signature)) {
    SELARAS_ASSIGN_OR_RETURN(std::string text, ReadFile(signature));
    bundle.set_signature(std::move(text));
  }
  return bundle;
}

}  // namespace

absl::StatusOr<Bundle> Bundle::FromFiles(std::vector<File> files) {
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.name < b.name; });
  auto contents = std::make_shared<Contents>();
  std::vector<std::string> errors;
  if (files.empty()) errors.push_back("no YAML file");
  for (const File& file : files) {
    absl::string_view stem = file.name;
    if (!absl::ConsumeSuffix(&stem, ".yaml") || !IsStem(stem)) {
      errors.push_back(absl::StrCat("file name \"", absl::CHexEscape(file.name),
                                    "\" must be lower-case letters, digits, - and _ with .yaml"));
      continue;
    }
    if (&file != &files.front() && (&file - 1)->name == file.name) {
      errors.push_back(absl::StrCat(file.name, " is given twice"));
    }
    absl::StatusOr<Node> root = ParseYaml(file.name, file.text);
    if (!root.ok()) {
      errors.emplace_back(root.status().message());
    } else if (root->kind != Node::Kind::kMap) {
      errors.push_back(absl::StrCat(file.name, ":1: must hold keys with values"));
    } else {
      contents->roots.push_back(*std::move(root));
    }
  }
  if (!errors.empty()) return Invalid(errors);
  contents->files = std::move(files);
  Bundle bundle;
  bundle.contents_ = contents;
  contents->hash = Sha256Hex(bundle.CanonicalText());
  return bundle;
}

absl::StatusOr<Bundle> Bundle::FromDirectory(absl::string_view path) {
  const fs::path directory{std::string(path)};
  SELARAS_ASSIGN_OR_RETURN(std::vector<File> files, ReadYamlFiles(directory));
  return WithSignature(std::move(files), directory / kSignatureFile);
}

absl::StatusOr<Bundle> Bundle::Load(absl::string_view root, absl::string_view name) {
  const fs::path shared{std::string(root)};
  const fs::path own = shared / std::string(name);
  if (!IsStem(name) || !fs::is_directory(own)) {
    return Error(absl::StatusCode::kNotFound, "POLICY_UNKNOWN", {{"policy", absl::CHexEscape(name)}});
  }
  SELARAS_ASSIGN_OR_RETURN(std::vector<File> files, ReadYamlFiles(own));
  SELARAS_ASSIGN_OR_RETURN(std::vector<File> others, ReadYamlFiles(shared));
  const size_t own_count = files.size();
  for (File& other : others) {
    const auto end = files.begin() + own_count;
    const bool replaced =
        std::any_of(files.begin(), end, [&](const File& file) { return file.name == other.name; });
    if (!replaced) files.push_back(std::move(other));
  }
  return WithSignature(std::move(files), own / kSignatureFile);
}

absl::StatusOr<std::vector<std::string>> Bundle::List(absl::string_view root) {
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator it(std::string(root), error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (it->is_directory() && IsStem(name)) names.push_back(name);
  }
  if (error) return absl::NotFoundError(absl::StrCat("policy directory ", root, ": ", error.message()));
  std::sort(names.begin(), names.end());
  return names;
}

std::string Bundle::CanonicalText() const {
  std::string text = absl::StrCat("selaras-policy 1\nfiles ", files().size(), "\n");
  for (const File& file : files())
    absl::StrAppend(&text, "f ", file.name, " ", file.text.size(), "\n", file.text, "\n");
  text += "end\n";
  return text;
}

void Bundle::set_signature(std::string text) {
  auto contents = std::make_shared<Contents>(*contents_);
  contents->signature = std::move(text);
  contents_ = std::move(contents);
}

const Node* Bundle::Root(absl::string_view section) const {
  const std::string name = absl::StrCat(section, ".yaml");
  for (size_t i = 0; i < files().size(); ++i) {
    if (files()[i].name == name) return &contents_->roots[i];
  }
  return nullptr;
}

}  // namespace selaras::policy
