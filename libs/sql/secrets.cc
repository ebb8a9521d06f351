#include "libs/sql/secrets.h"

#include "libs/base/status_macros.h"

namespace selaras::sql {
namespace {

constexpr size_t kSecretBytes = 32;

constexpr char kTable[] = R"sql(
create table service_secrets (
  name {text} primary key,
  secret {bytes} not null
) {keyed};
)sql";

}  // namespace

const std::vector<Migration> kSecretsSchema = {{1, "service secrets", kTable}};

absl::StatusOr<std::string> ServiceSecret(Database& db, IdSource& ids, absl::string_view name) {
  std::string fresh(kSecretBytes, '\0');
  ids.Fill(absl::MakeSpan(reinterpret_cast<uint8_t*>(fresh.data()), fresh.size()));
  std::string secret;
  // Of two processes that start at once the first one's bytes stay: insert, then read what is there.
  SELARAS_RETURN_IF_ERROR(db.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_RETURN_IF_ERROR(conn.Execute(
        "insert into service_secrets (name, secret) values ($1, $2) on conflict (name) do nothing",
        {name, Bytes(fresh)}));
    return conn
        .QueryOne("select secret from service_secrets where name = $1", {name},
                  [&](const Row& row) {
                    secret = std::string(row.Bytes(0));
                    return absl::OkStatus();
                  })
        .status();
  }));
  return secret;
}

}  // namespace selaras::sql
