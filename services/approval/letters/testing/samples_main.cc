// Writes one PDF of each kind of document into a folder, to be looked at: approval_letter_samples POLICY_DIR FOLDER
#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/approval/letters/testing/sample_letters.h"

namespace selaras::approval::letters {
namespace {

absl::Status Write(const std::string& folder, const std::string& name,
                   const absl::StatusOr<std::string>& pdf) {
  SELARAS_RETURN_IF_ERROR(pdf.status());
  const std::string path = absl::StrCat(folder, "/", name, ".pdf");
  std::ofstream file(path, std::ios::binary);
  file << *pdf;
  file.close();
  return file ? absl::OkStatus() : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

absl::Status WriteSamples(const std::string& policies, const std::string& folder) {
  SELARAS_ASSIGN_OR_RETURN(const policy::Bundle bundle, policy::Bundle::Load(policies, "seimbang"));
  SELARAS_ASSIGN_OR_RETURN(const LetterPolicy policy, ReadLetterPolicy(bundle, absl::CivilDay(2026, 4, 2)));
  using testing::SampleDecree;
  SELARAS_RETURN_IF_ERROR(
      Write(folder, "decree_intra", RenderDecree(SampleDecree(MoveKind::kIntra, 1, policy))));
  SELARAS_RETURN_IF_ERROR(
      Write(folder, "decree_inter_kab", RenderDecree(SampleDecree(MoveKind::kInterKab, 1, policy))));
  SELARAS_RETURN_IF_ERROR(
      Write(folder, "decree_collective", RenderDecree(SampleDecree(MoveKind::kInterKab, 40, policy))));
  SELARAS_RETURN_IF_ERROR(
      Write(folder, "reason_letter", RenderReasonLetter(testing::SampleReasonLetter(policy))));
  return Write(folder, "minutes", RenderMinutes(testing::SampleMinutes(17)));
}

}  // namespace
}  // namespace selaras::approval::letters

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: approval_letter_samples POLICY_DIR FOLDER\n";
    return 2;
  }
  const absl::Status status = selaras::approval::letters::WriteSamples(argv[1], argv[2]);
  if (!status.ok()) std::cerr << status.message() << "\n";
  return status.ok() ? 0 : 1;
}
