#include "services/needs/rpc/grpc_registry_reader.h"

#include "absl/strings/match.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/grpc_status.h"
#include "libs/rpc/proto_time.h"
#include "services/needs/rpc/needs_convert.h"

namespace selaras::needs {
namespace {

namespace pb = registry::v1alpha;

constexpr int kPageSize = 1000;

// The code by which the records name the thing: its external id of kind `…CODE`.
template <typename Message>
std::string CodeOf(const Message& message) {
  for (const pb::ExternalId& id : message.external_ids()) {
    if (absl::EndsWith(id.kind(), "CODE")) return id.value();
  }
  return "";
}

UnitFact FactOf(const pb::OrgUnit& unit) {
  UnitFact fact;
  fact.name = unit.name();
  fact.display_name = unit.display_name();
  fact.code = CodeOf(unit);
  fact.parent = unit.parent();
  fact.kind = pb::OrgUnit::Kind_Name(unit.kind()).substr(sizeof("KIND_") - 1);
  fact.size_class = unit.size_class();
  return fact;
}

PostFact FactOf(const pb::Post& post) {
  return {post.name(),    post.org_unit(),   post.position(),    post.agency(),
          post.ceiling(), post.incumbents(), post.head_of_unit()};
}

void SetAt(const ProvinceFacts& facts, pb::ReadAt* at) {
  at->set_read_revision(facts.revision);
  SetDate(facts.effective_date, at->mutable_effective_date());
}

}  // namespace

GrpcRegistryReader::GrpcRegistryReader(const rpc::Peer& peer)
    : peer_(peer), stub_(pb::RegistryService::NewStub(peer.channel())) {}

absl::StatusOr<ProvinceFacts> GrpcRegistryReader::Read(const CallScope& call, int64_t revision,
                                                       absl::CivilDay effective_date,
                                                       const Progress& progress) {
  // The newest revision is fixed first, so that everything after is read at one and the same.
  SELARAS_ASSIGN_OR_RETURN(
      const auto registry,
      peer_.Call<pb::Registry>(call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
        return stub_->GetRegistry(context, pb::GetRegistryRequest(), out);
      }));
  ProvinceFacts facts;
  facts.revision = revision > 0 ? revision : registry.revision();
  facts.effective_date = effective_date;
  SELARAS_RETURN_IF_ERROR(progress(facts.revision, 0, registry.posts()));
  SELARAS_RETURN_IF_ERROR(ReadUnits(call, facts));
  SELARAS_RETURN_IF_ERROR(ReadPositions(call, facts));
  SELARAS_RETURN_IF_ERROR(ReadPosts(call, registry.posts(), progress, facts));
  return facts;
}

absl::Status GrpcRegistryReader::ReadUnits(const CallScope& call, ProvinceFacts& facts) {
  pb::ListOrgUnitsRequest request;
  request.set_page_size(kPageSize);
  SetAt(facts, request.mutable_at());
  do {
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             peer_.Call<pb::ListOrgUnitsResponse>(
                                 call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                                   return stub_->ListOrgUnits(context, request, out);
                                 }));
    for (const pb::OrgUnit& unit : page.org_units()) facts.units.push_back(FactOf(unit));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status GrpcRegistryReader::ReadPositions(const CallScope& call, ProvinceFacts& facts) {
  pb::ListPositionsRequest request;
  request.set_page_size(kPageSize);
  SetAt(facts, request.mutable_at());
  do {
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             peer_.Call<pb::ListPositionsResponse>(
                                 call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                                   return stub_->ListPositions(context, request, out);
                                 }));
    for (const pb::Position& position : page.positions()) {
      facts.positions.push_back({position.name(), CodeOf(position)});
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status GrpcRegistryReader::ReadPosts(const CallScope& call, int64_t total, const Progress& progress,
                                           ProvinceFacts& facts) {
  pb::StreamPostsRequest request;
  SetAt(facts, request.mutable_at());
  const auto context = peer_.MakeContext(call);
  const auto reader = stub_->StreamPosts(context.get(), request);
  pb::StreamPostsResponse batch;
  absl::Status status;
  while (status.ok() && reader->Read(&batch)) {
    for (const pb::Post& post : batch.posts()) facts.posts.push_back(FactOf(post));
    status = progress(facts.revision, static_cast<int64_t>(facts.posts.size()), total);
  }
  if (!status.ok()) {
    context->TryCancel();
    (void)reader->Finish();
    return status;
  }
  return rpc::FromGrpcStatus(reader->Finish());
}

}  // namespace selaras::needs
