#include "libs/feed/event_proto.h"

#include <ctime>

namespace selaras::feed {

void ToProto(const sql::Event& event, v1alpha::Event& proto) {
  proto.set_position(event.position);
  proto.set_event_id(event.event_id);
  proto.set_kind(event.kind);
  proto.set_tenant(event.tenant);
  proto.set_agency(event.agency);
  proto.set_traceparent(event.traceparent);
  const timespec time = absl::ToTimespec(event.time);
  proto.mutable_time()->set_seconds(time.tv_sec);
  proto.mutable_time()->set_nanos(static_cast<int32_t>(time.tv_nsec));
  proto.set_payload(event.payload);
}

sql::Event FromProto(const v1alpha::Event& proto) {
  return {.position = proto.position(),
          .event_id = proto.event_id(),
          .kind = proto.kind(),
          .tenant = proto.tenant(),
          .agency = proto.agency(),
          .traceparent = proto.traceparent(),
          .time = absl::FromUnixSeconds(proto.time().seconds()) + absl::Nanoseconds(proto.time().nanos()),
          .payload = proto.payload()};
}

}  // namespace selaras::feed
