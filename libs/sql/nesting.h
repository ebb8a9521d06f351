#ifndef SELARAS_LIBS_SQL_NESTING_H_
#define SELARAS_LIBS_SQL_NESTING_H_

#include "absl/status/status.h"

namespace selaras::sql {

class Database;

// Notes for its lifetime that this thread is inside a transaction of `database`. A transaction inside another
// would wait for itself (SQLite's one writer) or silently be a second, independent one (PostgreSQL); both are
// refused.
class Nesting {
 public:
  explicit Nesting(const Database* database);
  ~Nesting();
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

  // kFailedPrecondition: the thread was already inside.
  absl::Status status() const;

 private:
  const Database* const database_;
  bool nested_ = false;
};

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_NESTING_H_
