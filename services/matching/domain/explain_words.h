// The sentences of explain_text.inc, filled in both languages at once.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_WORDS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_WORDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/matching/domain/explain.h"

namespace selaras::matching {

enum class Sentence : uint8_t {
#define SELARAS_TEXT(name, indonesian, english) k##name,
#include "services/matching/domain/explain_text.inc"
#undef SELARAS_TEXT
};

// A word that is the same in both languages: a name or a number.
BilingualText Same(absl::string_view text);
BilingualText Same(int64_t number);

// REQUIRES: one argument per $n of the sentence.
BilingualText Say(Sentence sentence, const std::vector<BilingualText>& arguments = {});

// `a; b; c`
BilingualText Listed(const std::vector<BilingualText>& parts);
// Appends with a blank between sentences.
void Append(BilingualText& text, const BilingualText& more);

BilingualText WordFor(TransferReason reason);
BilingualText WordFor(Term term);  // What is missing where the term is assumed.

// Titles with their legal basis.
BilingualText TitlesOf(const std::vector<RuleNote>& notes);

// A fact that rules read, by its name (`person.tenure_months`); the name itself if no word is known.
BilingualText WordForFact(absl::string_view fact);
// "If this record were wrong": the condition of a flip where points decide. Reads all of it but its text.
BilingualText ConditionOf(const PlanProblem& problem, const Flip& flip);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_WORDS_H_
