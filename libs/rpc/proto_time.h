#ifndef SELARAS_LIBS_RPC_PROTO_TIME_H_
#define SELARAS_LIBS_RPC_PROTO_TIME_H_

// google.type.Date and google.protobuf.Timestamp, to and from the types that the rest of the code uses.

#include <google/protobuf/timestamp.pb.h>

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/type/date.pb.h"

namespace selaras {

// nullopt: unset, partial (a year alone), or no day of the calendar; year 1 to 9999.
std::optional<absl::CivilDay> DayOf(const google::type::Date& date);
// REQUIRES: year 1 to 9999.
void SetDate(absl::CivilDay day, google::type::Date* out);

// Cut to microseconds, the precision of the databases. REQUIRES: finite, year 1 to 9999.
void SetTime(absl::Time time, google::protobuf::Timestamp* out);

}  // namespace selaras

#endif  // SELARAS_LIBS_RPC_PROTO_TIME_H_
