#ifndef SELARAS_SERVICES_VERIFY_TESTING_ALTERATION_H_
#define SELARAS_SERVICES_VERIFY_TESTING_ALTERATION_H_

#include <random>
#include <string>
#include <vector>

namespace selaras::verify {

// The lines of a text, each with its end.
std::vector<std::string> Lines(const std::string& text);

// The text with one to three bytes, numbers or lines changed at random. Never equal to `text`.
std::string Altered(std::string text, std::mt19937_64& random);

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_TESTING_ALTERATION_H_
