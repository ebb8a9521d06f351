// Text form of a certificate: docs/formats.md §2.
#ifndef SELARAS_LIBS_ASSIGNMENT_CERTIFICATE_TEXT_H_
#define SELARAS_LIBS_ASSIGNMENT_CERTIFICATE_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/assignment/certificate.h"

namespace selaras::assignment {

// Version 2 where there are limit prices or tiers. REQUIRES: instance_sha256 is set (64 hex digits).
std::string CertificateText(const Certificate& certificate);

// "OPTIMAL", "WITHIN 17"; with tiers "WITHIN 0 3 17": what each of them may miss, then the points.
std::string VerdictText(const Certificate& certificate);

// kInvalidArgument "line 7: ...". Checks the form and ranges only, including that the stated verdict agrees
// with the stated objective and bound; whether they are true says CheckCertificate.
absl::StatusOr<Certificate> ParseCertificate(absl::string_view text);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_CERTIFICATE_TEXT_H_
