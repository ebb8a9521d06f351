// Named people and posts: what a case of a few moves reads. The cost follows the names, not the province.

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/serve.h"
#include "services/registry/rpc/convert_organisation.h"
#include "services/registry/rpc/convert_profile.h"
#include "services/registry/rpc/registry_handler.h"
#include "services/registry/rpc/registry_names.h"

namespace selaras::registry {
namespace {

constexpr int kMaxNamed = 200;

}  // namespace

grpc::Status RegistryHandler::BatchGetProfiles(grpc::ServerContext* context,
                                               const pb::BatchGetProfilesRequest* in,
                                               pb::BatchGetProfilesResponse* out) {
  return rpc::Serve(calls_, context, "BatchGetProfiles", [&](const CallScope& call) -> absl::Status {
    if (in->employee_ids_size() > kMaxNamed) return InvalidField("employee_ids", "at most 200");
    SELARAS_ASSIGN_OR_RETURN(const AskedAt asked, FromProto(in->at()));
    SELARAS_ASSIGN_OR_RETURN(const ReadAt at, parts_.reads.Resolve(call, asked));
    const std::vector<std::string> ids(in->employee_ids().begin(), in->employee_ids().end());
    SELARAS_ASSIGN_OR_RETURN(const auto employees, parts_.reads.employees().Read(call.tenant, at, ids));
    SELARAS_ASSIGN_OR_RETURN(const auto related, parts_.reads.employees().ReadRelated(call.tenant, at));
    std::vector<std::string> positions;
    for (const EmployeeFacts& employee : employees) positions.push_back(employee.position);
    SELARAS_ASSIGN_OR_RETURN(
        const auto organisation,
        Organisation::LoadNamed(parts_.reads.store(), call.tenant, at, std::move(positions)));
    ToProto(at, out->mutable_at());
    for (const EmployeeFacts& employee : employees) {
      if (!call.principal.MayReach(employee.profile.agency)) continue;
      const auto kin = related->find(employee.id);
      ToProto(employee, *organisation, kin == related->end() ? std::vector<std::string>() : kin->second,
              out->add_profiles());
    }
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::BatchGetPosts(grpc::ServerContext* context, const pb::BatchGetPostsRequest* in,
                                            pb::BatchGetPostsResponse* out) {
  return rpc::Serve(calls_, context, "BatchGetPosts", [&](const CallScope& call) -> absl::Status {
    if (in->names_size() > kMaxNamed) return InvalidField("names", "at most 200");
    std::vector<std::string> ids;
    for (const std::string& name : in->names()) {
      SELARAS_ASSIGN_OR_RETURN(ids.emplace_back(), kPostName.ParseId(name));
    }
    SELARAS_ASSIGN_OR_RETURN(const AskedAt asked, FromProto(in->at()));
    SELARAS_ASSIGN_OR_RETURN(const ReadAt at, parts_.reads.Resolve(call, asked));
    SELARAS_ASSIGN_OR_RETURN(const auto organisation,
                             Organisation::LoadNamed(parts_.reads.store(), call.tenant, at, ids));
    std::vector<const Organisation::Thing*> posts;
    for (const std::string& id : ids) {
      const Organisation::Thing* post = organisation->Find(RecordKind::kPost, id);
      if (post != nullptr) posts.push_back(post);
    }
    SELARAS_ASSIGN_OR_RETURN(const Sources sources, SourcesOf(call, posts));
    ToProto(at, out->mutable_at());
    for (const Organisation::Thing* post : posts) ToProto(*post, *organisation, sources, out->add_posts());
    return absl::OkStatus();
  });
}

}  // namespace selaras::registry
