#ifndef SELARAS_LIBS_REST_OPENAPI_H_
#define SELARAS_LIBS_REST_OPENAPI_H_

// OpenAPI 3.1 from the same descriptors that requests are transcoded with, so that it says what the gateway does. Comments of
// the .proto files become descriptions. Extensions: x-selaras-roles on operations (who may call), x-selaras-data-class on
// fields (class of personal data after Law 27/2022), x-selaras-rpc (the method behind).

#include <google/protobuf/descriptor.h>

#include <nlohmann/json.hpp>
#include <string>

#include "libs/rest/routes.h"
#include "libs/rest/schema.h"

namespace selaras::rest {

struct OpenApiOptions {
  bool upload = false;  // the upload of instance bundles is served
};

// Deterministic: paths and schemas ascend, fields stand as in the proto.
nlohmann::ordered_json OpenApi(const Schema& schema, const RouteTable& routes, const OpenApiOptions& options);

// "/v1alpha/plans/{plan}/moves" for "/v1alpha/{parent=plans/*}/moves".
std::string OpenApiPath(const Route& route);

// The comment above (or behind) a declaration, a line a paragraph; "" if there is none.
std::string CommentOf(const google::protobuf::ServiceDescriptor& service);
std::string CommentOf(const google::protobuf::MethodDescriptor& method);

}  // namespace selaras::rest

#endif  // SELARAS_LIBS_REST_OPENAPI_H_
