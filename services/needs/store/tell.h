#ifndef SELARAS_SERVICES_NEEDS_STORE_TELL_H_
#define SELARAS_SERVICES_NEEDS_STORE_TELL_H_

#include "absl/status/status.h"
#include "libs/base/ids.h"
#include "libs/base/status_macros.h"
#include "libs/evidence/leaf.h"
#include "libs/feed/feed.h"
#include "libs/sql/outbox.h"

namespace selaras::needs {

// Appends the event of an act, whose payload is the name of what was made, and its leaf, in the act's transaction.
inline absl::Status Tell(sql::Connection& conn, IdSource& ids, const feed::Origin& origin,
                         const evidence::LeafContent& leaf) {
  SELARAS_RETURN_IF_ERROR(sql::AppendEvent(conn, {.event_id = ids.NewId(),
                                                  .kind = leaf.kind,
                                                  .tenant = origin.tenant,
                                                  .agency = origin.agency,
                                                  .traceparent = origin.traceparent,
                                                  .time = leaf.time,
                                                  .payload = leaf.subject})
                              .status());
  return feed::AppendLeaf(conn, ids, origin, leaf).status();
}

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_STORE_TELL_H_
