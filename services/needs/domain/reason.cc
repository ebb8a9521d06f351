#include "services/needs/domain/reason.h"

#include "absl/strings/str_cat.h"

namespace selaras::needs {
namespace {

std::string Grouped(int64_t whole, char separator) {
  std::string digits = absl::StrCat(whole);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(at, 1, separator);
  return digits;
}

std::string Text(const Ratio& number, bool indonesian, int least_decimals) {
  const int64_t doubled = number.FloorTimes(200);
  const int64_t hundredths = (doubled + 1) / 2;
  std::string decimals = absl::StrCat(hundredths % 100 / 10, hundredths % 10);
  while (static_cast<int>(decimals.size()) > least_decimals && decimals.back() == '0') decimals.pop_back();
  std::string text = Grouped(hundredths / 100, indonesian ? '.' : ',');
  if (!decimals.empty()) absl::StrAppend(&text, indonesian ? "," : ".", decimals);
  return text;
}

Ratio OfMicro(Micro value) {
  return Ratio::Of(value, kMicro).value_or(Ratio());
}

std::string LessonText(absl::Span<const ClassesByHours> groups, bool indonesian) {
  std::string text;
  for (const ClassesByHours& group : groups) {
    if (!text.empty()) text += " + ";
    absl::StrAppend(&text, group.classes,
                    indonesian ? " kelas × " : (group.classes == 1 ? " class × " : " classes × "),
                    NumberText(OfMicro(group.hours), indonesian), indonesian ? " JP" : " lesson hours");
  }
  return groups.size() > 1 ? absl::StrCat("(", text, ")") : text;
}

}  // namespace

std::string PeopleText(const Ratio& people, bool indonesian) {
  return Text(people, indonesian, 1);
}
std::string NumberText(const Ratio& number, bool indonesian) {
  return Text(number, indonesian, 0);
}

Reason WorkloadReason(const Ratio& minutes, int64_t effective_minutes, const Ratio& need) {
  // 0 = the rows state different effective times.
  Reason reason{absl::StrCat("Beban kerja ", NumberText(minutes, true), " menit setahun"),
                absl::StrCat("Work of ", NumberText(minutes, false), " minutes a year")};
  if (effective_minutes > 0) {
    absl::StrAppend(&reason.id, " ÷ ", NumberText(effective_minutes, true), " menit efektif");
    absl::StrAppend(&reason.en, " ÷ ", NumberText(effective_minutes, false), " effective minutes");
  }
  absl::StrAppend(&reason.id, " = ", PeopleText(need, true));
  absl::StrAppend(&reason.en, " = ", PeopleText(need, false));
  return reason;
}

Reason HealthReason(const HealthNeed& health, const Ratio& need) {
  const Ratio percent = health.support_share.Times(100).value_or(Ratio());
  return {absl::StrCat("Tugas pokok ", PeopleText(health.main, true), " × faktor penunjang ",
                       PeopleText(health.support_factor, true), " (penunjang ", PeopleText(percent, true),
                       " %) = ", PeopleText(need, true)),
          absl::StrCat("Main tasks ", PeopleText(health.main, false), " × support factor ",
                       PeopleText(health.support_factor, false), " (support ", PeopleText(percent, false),
                       " %) = ", PeopleText(need, false))};
}

Reason LessonReason(absl::Span<const ClassesByHours> groups, int64_t hours_per_teacher, const Ratio& need) {
  return {absl::StrCat(LessonText(groups, true), " ÷ ", hours_per_teacher, " = ", PeopleText(need, true)),
          absl::StrCat(LessonText(groups, false), " ÷ ", hours_per_teacher, " = ", PeopleText(need, false))};
}

Reason ClassesReason(int64_t classes) {
  return {absl::StrCat(classes, " kelas × 1 guru kelas"),
          absl::StrCat(classes, classes == 1 ? " class" : " classes", " × 1 class teacher")};
}

Reason PupilsReason(int64_t pupils, Micro per_person, const Ratio& need) {
  return {absl::StrCat(NumberText(pupils, true), " murid ÷ ", NumberText(OfMicro(per_person), true), " = ",
                       PeopleText(need, true)),
          absl::StrCat(NumberText(pupils, false), " pupils ÷ ", NumberText(OfMicro(per_person), false), " = ",
                       PeopleText(need, false))};
}

Reason StandardReason(const std::string& unit_class, const Ratio& need) {
  return {absl::StrCat("Standar minimum ", unit_class, ": ", NumberText(need, true)),
          absl::StrCat("Minimum standard of ", unit_class, ": ", NumberText(need, false))};
}

Reason AssumedReason(int32_t ceiling) {
  return {absl::StrCat("Belum ada beban kerja terukur; formasi ", ceiling, " dipakai sebagai kebutuhan"),
          absl::StrCat("No measured work yet; the approved ", ceiling, " seats are taken as the need")};
}

Reason SharedSuffix(const Ratio& share) {
  return {absl::StrCat("; dibagi menurut formasi: ", PeopleText(share, true)),
          absl::StrCat("; shared by approved seats: ", PeopleText(share, false))};
}

Reason AtLeastOneSuffix() {
  return {"; paling sedikit 1", "; at least 1"};
}

}  // namespace selaras::needs
