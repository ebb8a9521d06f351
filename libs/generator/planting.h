#ifndef SELARAS_LIBS_GENERATOR_PLANTING_H_
#define SELARAS_LIBS_GENERATOR_PLANTING_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/generator/province.h"

namespace selaras::generator {

// Tools of the scenarios.

// The department of the first agency with this code of the department table, or -1.
int DepartmentUnit(const Province& province, absl::string_view code);
// The unit and all units below it.
std::vector<int> UnitsUnder(const Province& province, int unit);
// The unit's post with this position, or -1.
int PostIn(const Province& province, int unit, absl::string_view position);

// Sets the incumbents of a post. The difference goes to or comes from posts of the same position and agency,
// so that the number of people stays; where there are none, it changes.
void SetIncumbents(int post, int incumbents, Province* province);

// People for whom `fits` holds, in order, at most `count`, evenly over the province.
std::vector<int> Choose(const Province& province, size_t count,
                        const std::function<bool(const Person&)>& fits);
// A PNS in service, in his post by choice of nobody's hindrance: active, no audit or court matter, long
// enough in service to have stayed in one post for `months`.
bool CouldStay(const Person& person, const Province& province, int months);

// Rewrites the career so that the present appointment began `months` before the base date.
void SetTenure(const std::vector<int>& people, int months, Province* province);
// Both appraisal years become these ratings (BELOW AS ABOVE).
void SetAppraisals(const std::vector<int>& people, const std::string& results, const std::string& behaviour,
                   Province* province);
// Nothing of §4.7 of the rules stands against moving these people: service, tenure, performance, discipline.
void MakeMovable(const std::vector<int>& people, Province* province);

// Applies `change` to the values of one indicator of a unit from a month on.
void ChangeIndicator(int unit, absl::string_view indicator, absl::CivilMonth from,
                     const std::function<double(double)>& change, Province* province);

std::vector<std::string> Nips(const Province& province, const std::vector<int>& people);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_PLANTING_H_
