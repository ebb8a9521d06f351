// The spellings that docs/formats.md allows: one per value, everything else is refused.
#ifndef SELARAS_SERVICES_VERIFY_LOG_TEXT_H_
#define SELARAS_SERVICES_VERIFY_LOG_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selaras::verify_log {

// Removes `prefix` from the front; false, and nothing changes, if it is not there.
bool Take(std::string_view& text, std::string_view prefix);

// `0`, or digits without a leading zero, with `-` before them if negative; within int64.
std::optional<int64_t> Number(std::string_view text);

// RFC 4648 with padding; unused bits are zero. Overwrites `bytes`.
bool DecodeBase64(std::string_view text, std::string& bytes);

// Lower-case digits.
std::string Hex(std::string_view bytes);
bool DecodeHex(std::string_view text, std::string& bytes);

}  // namespace selaras::verify_log

#endif  // SELARAS_SERVICES_VERIFY_LOG_TEXT_H_
