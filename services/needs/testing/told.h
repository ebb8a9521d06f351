#ifndef SELARAS_SERVICES_NEEDS_TESTING_TOLD_H_
#define SELARAS_SERVICES_NEEDS_TESTING_TOLD_H_

// For tests: what a database has told others.

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "libs/evidence/leaf.h"
#include "libs/feed/feed.h"
#include "libs/sql/outbox.h"

namespace selaras::needs::testing {

// Kinds of all events, in order.
inline std::vector<std::string> EventKinds(sql::Database& db) {
  std::vector<std::string> kinds;
  const absl::Status status = db.ReadTransaction([&](sql::Connection& conn) {
    kinds.clear();
    return sql::ReadEvents(conn, 0, 1000, [&](const sql::Event& event) {
      kinds.push_back(event.kind);
      return absl::OkStatus();
    });
  });
  EXPECT_TRUE(status.ok()) << status;
  return kinds;
}

// Fields of the only leaf about `subject`, with its actor.
inline std::map<std::string, std::string> LeafOf(sql::Database& db, const std::string& tenant,
                                                 const std::string& subject) {
  std::map<std::string, std::string> fields;
  const absl::Status status = db.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    const auto kept = feed::ReadContents(conn, tenant, subject);
    if (!kept.ok() || kept->size() != 1) return absl::NotFoundError("not one leaf");
    const auto leaf = evidence::DecodeContent((*kept)[0].canonical);
    if (!leaf.ok()) return leaf.status();
    fields = std::map<std::string, std::string>(leaf->fields.begin(), leaf->fields.end());
    fields["actor"] = leaf->actor;
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return fields;
}

}  // namespace selaras::needs::testing

#endif  // SELARAS_SERVICES_NEEDS_TESTING_TOLD_H_
