#ifndef SELARAS_SERVICES_GATEWAY_REST_INSTANCE_UPLOAD_H_
#define SELARAS_SERVICES_GATEWAY_REST_INSTANCE_UPLOAD_H_

// The one stream that REST has: a bundle of files for MatchingService.ImportInstance, as a browser or curl sends it.
//
//   curl -H "Authorization: Bearer $TOKEN" -F requestId=r1 -F displayName=SIMPEG -F effectiveDate=2026-07-01
//     -F file=@employees.csv -F file=@posts.csv https://selaras.example/v1alpha/instanceBundles:import
//
// Plain fields come first: requestId, displayName, effectiveDate (YYYY-MM-DD). Each part with a file name is a file of the
// bundle under that name. Files pass through in pieces; the gateway never holds one.

#include <memory>

#include "libs/rest/schema.h"
#include "services/gateway/http/exchange.h"
#include "services/gateway/rest/backend.h"
#include "services/gateway/rest/request_record.h"

namespace selaras::gateway {

inline constexpr char kUploadPath[] = "/v1alpha/instanceBundles:import";
inline constexpr char kMatchingService[] = "selaras.matching.v1alpha.MatchingService";

struct UploadDeps {
  const rest::Schema& schema;
  Allowance& calls;
  uint64_t max_body;
};

// `boundary` is that of the Content-Type. Everything passed by reference outlives the exchange.
std::shared_ptr<Exchange> StartInstanceUpload(const UploadDeps& deps, Backend& matching,
                                              absl::string_view boundary, RequestRecord record);

}  // namespace selaras::gateway

#endif  // SELARAS_SERVICES_GATEWAY_REST_INSTANCE_UPLOAD_H_
