#ifndef SELARAS_SERVICES_GATEWAY_REST_DOCS_PAGE_H_
#define SELARAS_SERVICES_GATEWAY_REST_DOCS_PAGE_H_

#include <string>

#include "libs/rest/routes.h"

namespace selaras::gateway {

// A page that lists the routes by service, without scripts or anything from elsewhere.
std::string DocsPage(const rest::RouteTable& routes);

}  // namespace selaras::gateway

#endif  // SELARAS_SERVICES_GATEWAY_REST_DOCS_PAGE_H_
