#ifndef SELARAS_LIBS_REST_ROUTES_H_
#define SELARAS_LIBS_REST_ROUTES_H_

// HTTP routes of services, read off their google.api.http options.

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/rest/path_template.h"

namespace selaras::rest {

struct Route {
  const google::protobuf::MethodDescriptor* method;
  std::string verb;  // GET, POST, PUT, PATCH, DELETE
  PathTemplate path;
  std::string body;      // field that the body fills; "*" = the whole request, "" = there is no body
  std::string rpc_path;  // "/selaras.matching.v1alpha.MatchingService/GetPlan"

  bool takes_body() const { return !body.empty(); }
};

// Immutable after it is made.
class RouteTable {
 public:
  // All routes of `services` (full names), additional bindings included; streaming methods have none. kInvalidArgument,
  // naming the method: unknown service, a bad template, a field of path or body that the request lacks or that cannot stand
  // there, response_body, a route on a streaming method, or two routes that one request could mean.
  static absl::StatusOr<RouteTable> Create(const google::protobuf::DescriptorPool& pool,
                                           absl::Span<const std::string> services);

  struct Found {
    const Route* route = nullptr;  // null if nothing matches path and method
    PathBindings bindings;
    std::vector<std::string> allowed;  // methods with which this path exists; empty = no such path
  };
  // HEAD finds GET. O(routes with as many segments and the same verb).
  Found Find(absl::string_view method, const RequestPath& path) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  absl::Status Add(const google::protobuf::MethodDescriptor& method);
  absl::Status CheckOverlaps() const;

  std::vector<Route> routes_;
  absl::flat_hash_map<std::string, std::vector<size_t>> by_shape_;
  std::vector<size_t> open_;  // those that end in **
};

// The field that a dotted path of names (proto or JSON) leads to, through singular messages. Null if there is none; empty
// `chain` entries never occur. `chain` gets every field on the way.
const google::protobuf::FieldDescriptor* FindField(
    const google::protobuf::Descriptor& type, absl::string_view path,
    std::vector<const google::protobuf::FieldDescriptor*>* chain);

}  // namespace selaras::rest

#endif  // SELARAS_LIBS_REST_ROUTES_H_
