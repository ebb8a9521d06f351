#include "libs/sql/nesting.h"

#include <algorithm>
#include <vector>

namespace selaras::sql {
namespace {

thread_local std::vector<const Database*> inside;

}  // namespace

Nesting::Nesting(const Database* database) : database_(database) {
  nested_ = std::find(inside.begin(), inside.end(), database) != inside.end();
  if (!nested_) inside.push_back(database);
}

Nesting::~Nesting() {
  if (!nested_) inside.erase(std::find(inside.begin(), inside.end(), database_));
}

absl::Status Nesting::status() const {
  return nested_ ? absl::FailedPreconditionError("a transaction inside a transaction of the same database")
                 : absl::OkStatus();
}

}  // namespace selaras::sql
