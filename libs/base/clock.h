#ifndef SELARAS_LIBS_BASE_CLOCK_H_
#define SELARAS_LIBS_BASE_CLOCK_H_

// Time as an argument: nothing below main asks the system for it.

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace selaras {

// Thread-safe. The fake is libs/testing/fake_clock.h.
class Clock {
 public:
  virtual ~Clock() = default;

  virtual absl::Time Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  // `offset` is added to the machine's time: for trials that look a year ahead, never for a service that decides.
  explicit SystemClock(absl::Duration offset = absl::ZeroDuration()) : offset_(offset) {}
  absl::Time Now() const override;

 private:
  const absl::Duration offset_;
};

// The civil date that people in `zone` read off the wall. Civil dates of careers are those
// of the agency's zone.
absl::CivilDay Today(const Clock& clock, absl::TimeZone zone);

// Zone of an agency: "WIB", "WITA", "WIT", or an IANA name such as "Asia/Jakarta". The three Indonesian zones
// have no daylight saving and work without a tz database on the machine. kInvalidArgument: unknown name.
absl::StatusOr<absl::TimeZone> ParseTimeZone(absl::string_view name);

}  // namespace selaras

#endif  // SELARAS_LIBS_BASE_CLOCK_H_
