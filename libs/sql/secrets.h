#ifndef SELARAS_LIBS_SQL_SECRETS_H_
#define SELARAS_LIBS_SQL_SECRETS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/ids.h"
#include "libs/sql/database.h"
#include "libs/sql/migrator.h"

namespace selaras::sql {

// Migrate(db, kSecretsSchema, "secrets").
extern const std::vector<Migration> kSecretsSchema;

// A secret of the service itself, such as the key of its page tokens: 32 bytes that `ids` makes when the name
// is first asked for, and the same ones ever after, also after a restart and in every replica on the same
// database.
absl::StatusOr<std::string> ServiceSecret(Database& db, IdSource& ids, absl::string_view name);

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_SECRETS_H_
