#ifndef SELARAS_SERVICES_NEEDS_DOMAIN_NEED_H_
#define SELARAS_SERVICES_NEEDS_DOMAIN_NEED_H_

// From what is known about a unit's work in one position to the need curve of its posts.
//
// Every basis that is known gives a raw need (workload.h, teaching.h, a standard); the greatest counts,
// because a standard is a minimum and measured work may ask for more. Nothing known: the ceiling is taken
// (Basis::kAssumed). The target is the raw need rounded half up, at least 1 where the post must be there:
// head of a unit, or a subject that is taught at all.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/needs/domain/need_policy.h"
#include "services/needs/domain/ratio.h"
#include "services/needs/domain/teaching.h"
#include "services/needs/domain/workload.h"

namespace selaras::needs {

// A post of the registry.
struct PostFact {
  std::string name;  // resource names
  std::string org_unit;
  std::string position;
  std::string agency;
  int32_t ceiling = 0;
  int32_t incumbents = 0;
  bool head_of_unit = false;
};

// What is known about the work of one unit in one position. Empty or absent = unknown.
struct Evidence {
  std::vector<Task> tasks;
  std::vector<GradeClasses> grades;  // of the school; of one year
  int64_t pupils_per_class = 0;      // cap of the school's level; 0 = none
  std::vector<LessonHours> lesson_hours;
  bool class_teacher = false;
  std::optional<Micro> pupils_per;  // one person per so many pupils
  std::optional<Micro> fixed;       // people that a standard asks for
  std::string unit_class;           // for reasons: `PUSKESMAS RURAL`
};

struct RawNeed {
  Basis basis = Basis::kAssumed;
  Ratio people;
  std::string reason_id;  // the calculation, as people read it
  std::string reason_en;
};

// The greatest of the needs that `evidence` gives; nullopt: nothing known.
std::optional<RawNeed> ComputeRawNeed(const Evidence& evidence, const NeedPolicy& policy);

struct NeedCurve {
  PostFact post;
  int32_t critical = 0;
  int32_t target = 0;
  std::vector<int32_t> urgency;  // seats 1 … max(target, ceiling, incumbents)
  Ratio raw, low, high;          // people before rounding; band of uncertainty
  Basis basis = Basis::kAssumed;
  std::string reason_id;
  std::string reason_en;

  int32_t shortage() const { return target > post.incumbents ? target - post.incumbents : 0; }
  int32_t surplus() const { return post.incumbents > target ? post.incumbents - target : 0; }
};

// Curves of all posts of one unit × position, in the order given. Several posts share the work by their
// ceilings (equally if all are 0), and their targets add up to the target of the whole.
std::vector<NeedCurve> ComputeNeedCurves(absl::Span<const PostFact> posts, const Evidence& evidence,
                                         const NeedPolicy& policy);

// One line per curve: the text that is hashed. `curves` ascending by post.
//   post unit position agency critical target ceiling incumbents basis raw low high urgency,…
// with fractions as `numerator/denominator`, reasons left out because they follow from the rest.
std::string CanonicalLine(const NeedCurve& curve);

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_DOMAIN_NEED_H_
