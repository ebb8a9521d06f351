#include "libs/sql/keys.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"

namespace selaras::sql {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::StatusIs;

class KeysTest : public DatabaseTest {};

// Every batch size, with keys that exist and keys that do not, beside another parameter.
TEST_P(KeysTest, EveryKeyIsAskedOnce) {
  EXPECT_THAT(db().Transaction([](Connection& conn) -> absl::Status {
    SELARAS_RETURN_IF_ERROR(
        conn.ExecuteScript("create table posts (tenant text, post_id bigint primary key)"));
    int next = 0;
    const absl::string_view columns[] = {"tenant", "post_id"};
    return conn
        .BulkInsert("posts", columns,
                    [&](absl::Span<Value> row) -> absl::StatusOr<bool> {
                      row[0] = next % 2 == 0 ? "even" : "odd";
                      row[1] = next;
                      return next++ < 1000;
                    })
        .status();
  }),
              IsOk());
  for (const int count : {0, 1, 2, 16, 17, 256, 257, 600}) {
    std::vector<Value> keys;
    for (int i = 0; i < count; ++i) keys.push_back(i < count / 2 ? i : 5000 + i);
    std::vector<int64_t> found;
    EXPECT_THAT(db().ReadTransaction([&](Connection& conn) {
      found.clear();
      return QueryByKeys(conn, "select post_id from posts where tenant = $1 and post_id in ({keys})",
                         {"even"}, keys, [&](const Row& row) {
                           found.push_back(row.Int64(0));
                           return absl::OkStatus();
                         });
    }),
                IsOk());
    std::vector<int64_t> wanted;
    for (int i = 0; i < count / 2; i += 2) wanted.push_back(i);
    EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(wanted)) << count;
  }
}

TEST_P(KeysTest, TheMarkIsRequired) {
  EXPECT_THAT(db().ReadTransaction([](Connection& conn) {
    return QueryByKeys(conn, "select 1", {}, {Value(1)}, [](const Row&) { return absl::OkStatus(); });
  }),
              StatusIs(absl::StatusCode::kInternal));
}

INSTANTIATE_TEST_SUITE_P(Databases, KeysTest, TestDatabases(), TestDatabaseName);

}  // namespace
}  // namespace selaras::sql
