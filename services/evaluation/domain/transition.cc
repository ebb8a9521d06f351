#include "services/evaluation/domain/transition.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"

namespace selaras::evaluation {
namespace {

struct CoreItem {
  absl::string_view code, id, en;
};
// Order of the standard (domain sheet §5.1).
constexpr CoreItem kCore[kCoreItems] = {
    {"M1", "Integritas", "Integrity"},
    {"M2", "Kerja Sama", "Cooperation"},
    {"M3", "Komunikasi", "Communication"},
    {"M4", "Orientasi pada Hasil", "Results Orientation"},
    {"M5", "Pelayanan Publik", "Public Service"},
    {"M6", "Pengembangan Diri dan Orang Lain", "Developing Oneself and Others"},
    {"M7", "Mengelola Perubahan", "Managing Change"},
    {"M8", "Pengambilan Keputusan", "Decision Making"},
    {"S1", "Perekat Bangsa", "Nation Unifier"},
};

constexpr int kFirstWeekDays = 7;
constexpr int kTrainingDays = 30;
constexpr int kCheckInDays[] = {30, 90, 180};
constexpr int kEvaluationMonths[] = {6, 12};

// The same day of a later month, or the last of that month.
absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (day.day() - 1), last);
}

std::string TrainingTitle(absl::string_view code, bool indonesian) {
  for (const CoreItem& item : kCore) {
    if (item.code == code) return std::string(indonesian ? item.id : item.en);
  }
  return absl::StrCat(indonesian ? "kompetensi teknis " : "technical competency ", code);
}

absl::string_view ResponsibleTask(absl::string_view code, bool indonesian) {
  if (code == "WELCOME") {
    return indonesian ? "Siapkan tempat kerja, akses sistem, dan perkenalan unit"
                      : "Prepare workplace, system access and introduction to the unit";
  }
  return indonesian ? "Sepakati sasaran kinerja (SKP) di tempat baru"
                    : "Agree the performance goals (SKP) of the new post";
}

constexpr absl::string_view kAssess = "ASSESS";

std::string StepText(const Step& step, bool indonesian) {
  switch (step.kind) {
    case StepKind::kHandover:
      return indonesian ? "Serah terima pekerjaan dan dokumen" : "Handover of work and documents";
    case StepKind::kMentor:
      return indonesian ? "Tetapkan mentor, setingkat atau lebih tinggi dan bukan penilai"
                        : "Name a mentor, of the same level or above and not the assessor";
    case StepKind::kReceive:
      if (absl::string_view(step.code).substr(0, kAssess.size()) == kAssess) {
        return absl::StrCat(indonesian ? "Adakan asesmen kompetensi yang belum pernah dinilai:"
                                       : "Have the competencies assessed that never were:",
                            absl::string_view(step.code).substr(kAssess.size()));
      }
      return std::string(ResponsibleTask(step.code, indonesian));
    case StepKind::kTraining:
      return absl::StrCat(indonesian ? "Pelatihan " : "Training in ", TrainingTitle(step.code, indonesian),
                          indonesian ? ", tingkat " : ", level ", step.present_level, " → ",
                          step.required_level);
    case StepKind::kCheckIn:
      return indonesian ? absl::StrCat("Survei adaptasi hari ke-", step.code)
                        : absl::StrCat("Adaptation survey after ", step.code, " days");
    case StepKind::kEvaluation:
      return indonesian ? absl::StrCat("Evaluasi setelah ", step.code, " bulan")
                        : absl::StrCat("Evaluation after ", step.code, " months");
  }
  return "";
}

}  // namespace

absl::string_view StepKindName(StepKind kind) {
  constexpr absl::string_view kNames[] = {"HANDOVER", "MENTOR",   "RECEIVE",
                                          "TRAINING", "CHECK_IN", "EVALUATION"};
  return kNames[static_cast<int>(kind) - 1];
}

absl::string_view ResponsibleName(Responsible who) {
  constexpr absl::string_view kNames[] = {"EMPLOYEE", "RECEIVING_HEAD", "HR"};
  return kNames[static_cast<int>(who) - 1];
}

std::string StepTextId(const Step& step) {
  return StepText(step, true);
}

std::string StepTextEn(const Step& step) {
  return StepText(step, false);
}

std::vector<Step> FirstSteps(absl::CivilDay effective) {
  std::vector<Step> steps = {
      {.kind = StepKind::kHandover, .due = effective + kFirstWeekDays, .responsible = Responsible::kEmployee},
      {.kind = StepKind::kMentor,
       .due = effective + kFirstWeekDays,
       .responsible = Responsible::kReceivingHead}};
  for (int days : kCheckInDays) {
    steps.push_back({.kind = StepKind::kCheckIn,
                     .code = absl::StrCat(days),
                     .due = effective + days,
                     .responsible = Responsible::kEmployee});
  }
  for (int months : kEvaluationMonths) {
    steps.push_back({.kind = StepKind::kEvaluation,
                     .code = absl::StrCat(months),
                     .due = AddMonths(effective, months),
                     .responsible = Responsible::kHr});
  }
  SortSteps(&steps);
  return steps;
}

std::vector<Step> StepsOfPost(absl::CivilDay effective, const std::optional<Levels>& present,
                              const Levels& standard) {
  std::vector<Step> steps;
  const auto receive = [&](std::string code, int days) {
    steps.push_back({.kind = StepKind::kReceive,
                     .code = std::move(code),
                     .due = effective + days,
                     .responsible = Responsible::kReceivingHead});
  };
  receive("WELCOME", 0);
  receive("AGREE_GOALS", kTrainingDays);
  std::vector<std::string> unknown;
  const auto compare = [&](absl::string_view code, int has, int wants) {
    if (wants <= 0) return;
    if (has < 0) unknown.emplace_back(code);
    if (has < 0 || has >= wants) return;
    steps.push_back({.kind = StepKind::kTraining,
                     .code = std::string(code),
                     .due = effective + kTrainingDays,
                     .responsible = Responsible::kEmployee,
                     .present_level = has,
                     .required_level = wants});
  };
  for (int i = 0; i < kCoreItems; ++i) {
    const auto at = static_cast<size_t>(i);
    compare(kCore[i].code, present ? present->core[at] : -1, standard.core[at]);
  }
  for (const auto& [cluster, wants] : standard.technical) {
    const bool known = present && present->technical.contains(cluster);
    compare(cluster, known ? present->technical.at(cluster) : -1, wants);
  }
  if (!unknown.empty()) receive(absl::StrCat(kAssess, " ", absl::StrJoin(unknown, " ")), kTrainingDays);
  return steps;
}

void SortSteps(std::vector<Step>* steps) {
  std::stable_sort(steps->begin(), steps->end(), [](const Step& a, const Step& b) { return a.due < b.due; });
}

absl::Status CheckPulse(const Pulse& pulse) {
  const std::pair<const char*, int> answers[] = {{"workload", pulse.workload},
                                                 {"clarity", pulse.clarity},
                                                 {"support", pulse.support},
                                                 {"commute", pulse.commute},
                                                 {"wellbeing", pulse.wellbeing}};
  std::vector<FieldViolation> violations;
  for (const auto& [name, answer] : answers) {
    if (answer < 1 || answer > 5) violations.push_back({absl::StrCat("feedback.", name), "must be 1 to 5"});
  }
  return violations.empty() ? absl::OkStatus() : InvalidFields(violations);
}

double Score(const Pulse& pulse) {
  return (pulse.workload + pulse.clarity + pulse.support + pulse.commute + pulse.wellbeing) / 5.0;
}

std::optional<PulseMeans> MeansOf(const std::vector<Pulse>& answers) {
  if (answers.size() < static_cast<size_t>(kAnonymityFloor)) return std::nullopt;
  PulseMeans means;
  means.respondents = static_cast<int64_t>(answers.size());
  const double share = 1 / static_cast<double>(answers.size());
  for (const Pulse& answer : answers) {
    means.workload += share * answer.workload;
    means.clarity += share * answer.clarity;
    means.support += share * answer.support;
    means.commute += share * answer.commute;
    means.wellbeing += share * answer.wellbeing;
  }
  return means;
}

}  // namespace selaras::evaluation
