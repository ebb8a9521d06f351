#ifndef SELARAS_LIBS_GENERATOR_CAREERS_H_
#define SELARAS_LIBS_GENERATOR_CAREERS_H_

#include "libs/generator/province.h"

namespace selaras::generator {

// What each person's file holds. Each adds rows for all people, drawing from one stream a person, so that a
// change of one kind leaves the others as they were.
void AddAppointments(uint64_t seed, Province* province);
void AddDuties(uint64_t seed, Province* province);
void AddEducations(uint64_t seed, Province* province);
void AddCertificates(uint64_t seed, Province* province);
void AddAssessments(uint64_t seed, Province* province);
void AddAppraisals(uint64_t seed, Province* province);
void AddPeerReviews(uint64_t seed, Province* province);
void AddTrainings(uint64_t seed, Province* province);
void AddDisciplines(uint64_t seed, Province* province);
void AddPreferences(uint64_t seed, Province* province);
void AddDevelopments(uint64_t seed, Province* province);
void AddRelations(uint64_t seed, Province* province);

// Predicate of a year from the two ratings (BELOW AS ABOVE).
std::string Predicate(const std::string& results, const std::string& behaviour);

// People of each unit who hold a post in it.
std::vector<std::vector<int>> PeopleByUnit(const Province& province);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_CAREERS_H_
