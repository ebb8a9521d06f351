#include "services/matching/domain/explain_words.h"

#include "absl/strings/str_cat.h"

namespace selaras::matching {
namespace {

struct Template {
  const char* id;
  const char* en;
};

constexpr Template kTemplates[] = {
#define SELARAS_TEXT(name, indonesian, english) {indonesian, english},
#include "services/matching/domain/explain_text.inc"
#undef SELARAS_TEXT
};

std::string Fill(const char* text, const std::vector<absl::string_view>& arguments) {
  std::string out;
  for (const char* c = text; *c != '\0'; ++c) {
    if (*c == '$' && c[1] >= '0' && c[1] <= '9') {
      const size_t n = static_cast<size_t>(*++c - '0');
      if (n < arguments.size()) absl::StrAppend(&out, arguments[n]);
    } else {
      out.push_back(*c);
    }
  }
  return out;
}

}  // namespace

BilingualText Same(absl::string_view text) {
  return {std::string(text), std::string(text)};
}
BilingualText Same(int64_t number) {
  return Same(absl::StrCat(number));
}

BilingualText Say(Sentence sentence, const std::vector<BilingualText>& arguments) {
  std::vector<absl::string_view> id, en;
  for (const BilingualText& argument : arguments) {
    id.push_back(argument.id);
    en.push_back(argument.en);
  }
  const Template& text = kTemplates[static_cast<int>(sentence)];
  return {Fill(text.id, id), Fill(text.en, en)};
}

BilingualText Listed(const std::vector<BilingualText>& parts) {
  BilingualText text;
  for (const BilingualText& part : parts) {
    absl::StrAppend(&text.id, text.id.empty() ? "" : "; ", part.id);
    absl::StrAppend(&text.en, text.en.empty() ? "" : "; ", part.en);
  }
  return text;
}

void Append(BilingualText& text, const BilingualText& more) {
  if (more.id.empty()) return;
  absl::StrAppend(&text.id, text.id.empty() ? "" : " ", more.id);
  absl::StrAppend(&text.en, text.en.empty() ? "" : " ", more.en);
}

BilingualText WordFor(TransferReason reason) {
  switch (reason) {
    case TransferReason::kWorkloadBalance:
      return Say(Sentence::kWorkloadBalance);
    case TransferReason::kCompetencyFit:
      return Say(Sentence::kCompetencyFit);
    case TransferReason::kVacancyFill:
      return Say(Sentence::kVacancyFill);
    case TransferReason::kRotationDue:
      return Say(Sentence::kRotationDue);
    case TransferReason::kCareerDevelopment:
      return Say(Sentence::kCareerDevelopment);
    case TransferReason::kSelfRequest:
      return Say(Sentence::kSelfRequest);
    case TransferReason::kSuccession:
      return Say(Sentence::kSuccession);
    case TransferReason::kReorganisation:
      return Say(Sentence::kReorganisation);
    case TransferReason::kConflictResolution:
      return Say(Sentence::kConflictResolution);
    case TransferReason::kDisciplinary:
      return Say(Sentence::kDisciplinary);
    case TransferReason::kHealthAccess:
      break;
  }
  return Say(Sentence::kHealthAccess);
}

BilingualText WordFor(Term term) {
  switch (term) {
    case Term::kFit:
      return Say(Sentence::kTermFit);
    case Term::kExperience:
      return Say(Sentence::kTermExperience);
    case Term::kPerformance:
      return Say(Sentence::kTermPerformance);
    case Term::kTalent:
      return Say(Sentence::kTermTalent);
    case Term::kDistance:
      return Say(Sentence::kTermDistance);
    case Term::kRotation:
      return Say(Sentence::kTermRotation);
    default:
      return Say(Sentence::kTermOther);
  }
}

}  // namespace selaras::matching
