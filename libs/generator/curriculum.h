#ifndef SELARAS_LIBS_GENERATOR_CURRICULUM_H_
#define SELARAS_LIBS_GENERATOR_CURRICULUM_H_

#include <string>
#include <vector>

namespace selaras::generator {

struct Lesson {
  const char* subject;  // position is GURU-<subject>-<level>
  int hours;            // lesson hours a week and class group
};
struct TeacherNeed {
  std::string position;
  double need;
};

bool IsSchoolLevel(const std::string& level);  // SD SMP SMA SMK SLB
int Grades(const std::string& level);
int PupilCap(const std::string& level);    // pupils per class group
int MostGroups(const std::string& level);  // class groups per school
// Lesson hours of the level's subject teachers; class teachers are apart.
const std::vector<Lesson>& Lessons(const std::string& level);
// Full-time teachers by the standards: one per group (SD), hours × groups / 24 per subject, pupils / 150
// counsellors, pupils / 5 (special schools).
std::vector<TeacherNeed> TeacherNeeds(const std::string& level, int groups, int pupils);

inline constexpr int kHoursPerTeacher = 24;
inline constexpr int kPupilsPerCounsellor = 150;

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_CURRICULUM_H_
