// What the stores wrote into feed and evidence, for tests.
#ifndef SELARAS_SERVICES_MATCHING_STORE_TESTING_FEED_OF_H_
#define SELARAS_SERVICES_MATCHING_STORE_TESTING_FEED_OF_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/evidence/leaf.h"
#include "libs/feed/feed.h"
#include "libs/sql/database.h"
#include "libs/sql/outbox.h"
#include "services/matching/app/event_encoder.h"

namespace selaras::matching {

// Payloads that read well.
class PlainEvents final : public EventEncoder {
 public:
  std::string Encode(const PolicyRecord& policy) const override { return absl::StrCat("policy ", policy.id); }
  std::string Encode(const PlanRecord& plan) const override {
    return absl::StrCat("plan ", plan.id, " ", static_cast<int>(plan.state));
  }
  std::string Encode(const CycleRecord& cycle) const override {
    return absl::StrCat("cycle ", cycle.cycle.id, " ", PhaseName(cycle.cycle.phase));
  }
};

inline std::vector<sql::Event> FeedOf(sql::Database& database) {
  std::vector<sql::Event> events;
  const absl::Status read = database.ReadTransaction([&](sql::Connection& conn) {
    events.clear();
    return sql::ReadEvents(conn, 0, 1000, [&](const sql::Event& event) {
      events.push_back(event);
      return absl::OkStatus();
    });
  });
  EXPECT_TRUE(read.ok()) << read;
  return events;
}

// Kinds of the events that carry no leaf.
inline std::vector<std::string> KindsOf(sql::Database& database) {
  std::vector<std::string> kinds;
  for (const sql::Event& event : FeedOf(database)) {
    if (event.kind != feed::kLeafWritten) kinds.push_back(event.kind);
  }
  return kinds;
}

// Fields of the last content kept about `subject`; empty = none.
inline std::map<std::string, std::string> FieldsOf(sql::Database& database, const std::string& tenant,
                                                   const std::string& subject) {
  std::map<std::string, std::string> fields;
  const absl::Status read = database.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    const auto contents = feed::ReadContents(conn, tenant, subject);
    if (!contents.ok()) return contents.status();
    if (contents->empty()) return absl::OkStatus();
    const auto content = evidence::DecodeContent(contents->back().canonical);
    if (!content.ok()) return content.status();
    fields = {content->fields.begin(), content->fields.end()};
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
  return fields;
}

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_STORE_TESTING_FEED_OF_H_
