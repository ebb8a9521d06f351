#ifndef SELARAS_SERVICES_REGISTRY_STORE_SQL_SEAT_STORE_H_
#define SELARAS_SERVICES_REGISTRY_STORE_SQL_SEAT_STORE_H_

#include <string>
#include <utility>
#include <vector>

#include "libs/base/ids.h"
#include "libs/sql/database.h"
#include "services/registry/app/seat_store.h"

namespace selaras::registry {

class SqlSeatStore final : public SeatStore {
 public:
  // Both must outlive the store; `db` has the schemas "registry" and "feed".
  SqlSeatStore(sql::Database& db, IdSource& ids) : db_(db), ids_(ids) {}

  absl::Status Transact(SeatAct act, absl::string_view tenant,
                        absl::FunctionRef<absl::Status(SeatTransaction&)> work) override;
  absl::StatusOr<std::optional<SeatReservation>> Get(absl::string_view tenant, absl::string_view id) override;
  absl::StatusOr<std::vector<SeatReservation>> List(absl::string_view tenant, const SeatListing& listing,
                                                    absl::string_view before, int limit) override;
  absl::StatusOr<int64_t> Count(absl::string_view tenant, const SeatListing& listing) override;
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> Expiring(absl::Time now,
                                                                            int limit) override;
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> Activating(absl::Time now,
                                                                              int limit) override;

 private:
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> Due(absl::string_view statement,
                                                                       absl::Time now, int limit);

  sql::Database& db_;
  IdSource& ids_;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_STORE_SQL_SEAT_STORE_H_
