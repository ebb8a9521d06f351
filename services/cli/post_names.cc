#include "services/cli/post_names.h"

#include "absl/strings/str_cat.h"

namespace selaras::cli {
namespace {

namespace pb = registry::v1alpha;

}  // namespace

std::string PostNames::Of(const std::string& post) {
  if (post.empty()) return "-";
  const auto found = known_.find(post);
  if (found != known_.end()) return found->second;
  return known_[post] = Ask(post);
}

std::string PostNames::Ask(const std::string& post) {
  const auto registry = session_.ToRegistry();
  if (!registry.ok() || away_) return post;
  pb::GetPostRequest request;
  request.set_name(post);
  const auto found = registry->peer->Call<pb::Post>(session_.Scope(), rpc::Retry::kSafe,
                                                    [&](grpc::ClientContext* context, pb::Post* out) {
                                                      return registry->stub->GetPost(context, request, out);
                                                    });
  // Matching alone: nobody is there who could be asked, and posts are the caller's own codes.
  away_ = absl::IsUnavailable(found.status()) || absl::IsUnimplemented(found.status());
  if (!found.ok()) return post;
  return absl::StrCat(PositionName(found->position()), ", ", UnitName(found->org_unit()));
}

std::string PostNames::UnitName(const std::string& unit) {
  std::string& name = known_[unit];
  if (!name.empty()) return name;
  const auto registry = session_.ToRegistry();
  pb::GetOrgUnitRequest request;
  request.set_name(unit);
  const auto found = registry->peer->Call<pb::OrgUnit>(
      session_.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, pb::OrgUnit* out) {
        return registry->stub->GetOrgUnit(context, request, out);
      });
  return name = found.ok() ? found->display_name() : unit;
}

std::string PostNames::PositionName(const std::string& position) {
  std::string& name = known_[position];
  if (!name.empty()) return name;
  const auto registry = session_.ToRegistry();
  pb::GetPositionRequest request;
  request.set_name(position);
  const auto found = registry->peer->Call<pb::Position>(
      session_.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, pb::Position* out) {
        return registry->stub->GetPosition(context, request, out);
      });
  return name = found.ok() ? found->display_name() : position;
}

}  // namespace selaras::cli
