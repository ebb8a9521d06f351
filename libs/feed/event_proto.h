#ifndef SELARAS_LIBS_FEED_EVENT_PROTO_H_
#define SELARAS_LIBS_FEED_EVENT_PROTO_H_

#include "libs/sql/outbox.h"
#include "selaras/feed/v1alpha/feed.pb.h"

namespace selaras::feed {

// An event of the outbox as it travels, and back. Times are kept to the microsecond.
void ToProto(const sql::Event& event, v1alpha::Event& proto);
sql::Event FromProto(const v1alpha::Event& proto);

}  // namespace selaras::feed

#endif  // SELARAS_LIBS_FEED_EVENT_PROTO_H_
