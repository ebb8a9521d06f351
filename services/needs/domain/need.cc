#include "services/needs/domain/need.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/needs/domain/reason.h"

namespace selaras::needs {
namespace {

void Offer(std::optional<RawNeed>& best, Basis basis, const Ratio& people, Reason reason) {
  if (best && !(best->people < people)) return;
  best = RawNeed{basis, people, std::move(reason.id), std::move(reason.en)};
}

std::vector<Task> OfMethod(absl::Span<const Task> tasks, WorkMethod method) {
  std::vector<Task> some;
  for (const Task& task : tasks) {
    if (task.method == method) some.push_back(task);
  }
  return some;
}

int64_t CommonEffectiveMinutes(absl::Span<const Task> tasks) {
  for (const Task& task : tasks) {
    if (task.effective_minutes != tasks[0].effective_minutes) return 0;
  }
  return tasks.empty() ? 0 : tasks[0].effective_minutes;
}

void OfferWork(const Evidence& evidence, std::optional<RawNeed>& best) {
  const std::vector<Task> plain = OfMethod(evidence.tasks, WorkMethod::kTask);
  const std::vector<Task> health = OfMethod(evidence.tasks, WorkMethod::kHealth);
  const std::optional<Ratio> plain_need = NeedByTask(plain);
  if (health.empty()) {
    if (plain.empty() || !plain_need) return;
    Offer(best, Basis::kWorkload, *plain_need,
          WorkloadReason(Minutes(plain), CommonEffectiveMinutes(plain), *plain_need));
    return;
  }
  const std::optional<HealthNeed> health_need = NeedByHealthWorkload(health);
  if (!health_need || !plain_need) return;
  const std::optional<Ratio> sum = health_need->need.Plus(*plain_need);
  if (sum) Offer(best, Basis::kHealthWorkload, *sum, HealthReason(*health_need, health_need->need));
}

void OfferTeaching(const Evidence& evidence, const NeedPolicy& policy, std::optional<RawNeed>& best) {
  if (!evidence.lesson_hours.empty()) {
    const std::vector<ClassesByHours> groups =
        GroupByHours(evidence.grades, evidence.lesson_hours, evidence.pupils_per_class);
    if (!groups.empty()) {
      const Ratio need = NeedOfSubject(groups, policy.lesson_hours_per_week);
      Offer(best, Basis::kLessonHours, need, LessonReason(groups, policy.lesson_hours_per_week, need));
    }
  }
  int64_t classes = 0, pupils = 0;
  bool classes_known = false, pupils_known = false;
  for (const GradeClasses& grade : evidence.grades) {
    const std::optional<int64_t> here = ClassesOf(grade, evidence.pupils_per_class);
    classes += here.value_or(0);
    classes_known = classes_known || here.has_value();
    pupils += grade.pupils.value_or(0);
    pupils_known = pupils_known || grade.pupils.has_value();
  }
  if (evidence.class_teacher && classes_known) {
    Offer(best, Basis::kClasses, Ratio(classes), ClassesReason(classes));
  }
  if (evidence.pupils_per && pupils_known) {
    const std::optional<Ratio> need = Ratio::Of(static_cast<Int128>(pupils) * kMicro, *evidence.pupils_per);
    if (need) Offer(best, Basis::kPupils, *need, PupilsReason(pupils, *evidence.pupils_per, *need));
  }
}

// Part of the need before post `index`, by ceilings: differences of it are the shares.
Ratio ShareBefore(size_t index, absl::Span<const PostFact> posts, const Ratio& people) {
  Int128 before = 0, all = 0;
  bool by_ceiling = false;
  for (const PostFact& post : posts) by_ceiling = by_ceiling || post.ceiling > 0;
  for (size_t i = 0; i < posts.size(); ++i) {
    const int64_t weight = by_ceiling ? posts[i].ceiling : 1;
    all += weight;
    if (i < index) before += weight;
  }
  const std::optional<Ratio> part = Ratio::Of(before, all);
  return part ? people.Times(*part).value_or(Ratio()) : Ratio();
}

Ratio WithPermille(const Ratio& people, int64_t permille) {
  return people.Times(Ratio::Of(permille, 1000).value_or(Ratio(1))).value_or(people);
}

void Finish(const NeedPolicy& policy, NeedCurve& curve) {
  const int64_t width = policy.uncertainty_permille[static_cast<int>(curve.basis)];
  curve.low = WithPermille(curve.raw, std::max<int64_t>(1000 - width, 0));
  curve.high = WithPermille(curve.raw, 1000 + width);
  const int32_t permille =
      curve.basis == Basis::kClasses ? policy.class_critical_permille : policy.critical_permille;
  curve.critical = CriticalSeats(curve.target, permille);
  const int32_t seats = std::max({curve.target, curve.post.ceiling, curve.post.incumbents});
  curve.urgency = UrgencyCurve(curve.raw, curve.critical, curve.target, seats, permille, policy.urgency);
}

std::string FractionText(const Ratio& ratio) {
  const auto text = [](Int128 value) {
    std::string digits;
    do {
      digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
      value /= 10;
    } while (value > 0);
    return digits;
  };
  return absl::StrCat(text(ratio.numerator()), "/", text(ratio.denominator()));
}

}  // namespace

std::optional<RawNeed> ComputeRawNeed(const Evidence& evidence, const NeedPolicy& policy) {
  std::optional<RawNeed> best;
  if (!evidence.tasks.empty()) OfferWork(evidence, best);
  OfferTeaching(evidence, policy, best);
  if (evidence.fixed) {
    const Ratio need = Ratio::Of(*evidence.fixed, kMicro).value_or(Ratio());
    Offer(best, Basis::kStandard, need, StandardReason(evidence.unit_class, need));
  }
  return best;
}

std::vector<NeedCurve> ComputeNeedCurves(absl::Span<const PostFact> posts, const Evidence& evidence,
                                         const NeedPolicy& policy) {
  const std::optional<RawNeed> whole = ComputeRawNeed(evidence, policy);
  std::vector<NeedCurve> curves;
  for (size_t i = 0; i < posts.size(); ++i) {
    NeedCurve curve;
    curve.post = posts[i];
    Reason reason;
    if (!whole) {
      curve.raw = Ratio(std::max(posts[i].ceiling, 0));
      curve.target = curve.raw.Rounded();
      reason = AssumedReason(posts[i].ceiling);
    } else {
      const Ratio before = ShareBefore(i, posts, whole->people);
      const Ratio up_to = ShareBefore(i + 1, posts, whole->people);
      curve.basis = whole->basis;
      curve.raw = posts.size() == 1 ? whole->people : up_to.Minus(before).value_or(Ratio());
      reason = {whole->reason_id, whole->reason_en};
      curve.target = posts.size() == 1 ? curve.raw.Rounded() : up_to.Rounded() - before.Rounded();
      const auto append = [&](const Reason& suffix) {
        reason.id += suffix.id;
        reason.en += suffix.en;
      };
      if (posts.size() > 1) append(SharedSuffix(curve.raw));
      const bool mandatory =
          posts[i].head_of_unit || (policy.at_least_one[static_cast<int>(whole->basis)] && posts.size() == 1);
      if (mandatory && curve.target == 0 && RoundPeople(curve.raw, true) == 1) {
        curve.target = 1;
        append(AtLeastOneSuffix());
      }
    }
    curve.reason_id = std::move(reason.id);
    curve.reason_en = std::move(reason.en);
    Finish(policy, curve);
    curves.push_back(std::move(curve));
  }
  return curves;
}

std::string CanonicalLine(const NeedCurve& curve) {
  return absl::StrCat(curve.post.name, " ", curve.post.org_unit, " ", curve.post.position, " ",
                      curve.post.agency, " ", curve.critical, " ", curve.target, " ", curve.post.ceiling, " ",
                      curve.post.incumbents, " ", static_cast<int>(curve.basis), " ", FractionText(curve.raw),
                      " ", FractionText(curve.low), " ", FractionText(curve.high), " ",
                      absl::StrJoin(curve.urgency, ","), "\n");
}

}  // namespace selaras::needs
