// SQL that a person with a database console might try against the world of world.h, each beside a lawful neighbour. Both
// engines refuse the first with the same words and take the second, so that no refusal is an accident of writing.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_TESTING_FORBIDDEN_STATEMENTS_H_
#define SELARAS_SERVICES_APPROVAL_STORE_TESTING_FORBIDDEN_STATEMENTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/sql/database.h"

namespace selaras::approval {

struct ForbiddenStatement {
  std::string name;
  std::string sql;
  // Part of the refusal: the trigger's words, or of a constraint "columns in SQLite's words|constraint in PostgreSQL's".
  std::string words;
  std::string lawful;             // Changes at least one row.
  std::string setup = "";         // Lawful, before either.
  std::string lawful_setup = "";  // After `setup`, before `lawful` only.
};

// The same for both engines but for the last few.
std::vector<ForbiddenStatement> ForbiddenStatements(sql::Engine engine);

// Runs statement and neighbour, each in a transaction that is rolled back. Empty = as it should be, else what was wrong.
std::string TryForbidden(sql::Database& database, const ForbiddenStatement& statement);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_TESTING_FORBIDDEN_STATEMENTS_H_
