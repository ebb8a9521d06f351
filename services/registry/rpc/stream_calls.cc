// What planning and caches read in bulk, and the change feed.

#include <limits>

#include "absl/time/clock.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/serve.h"
#include "services/registry/rpc/convert_organisation.h"
#include "services/registry/rpc/convert_profile.h"
#include "services/registry/rpc/registry_handler.h"
#include "services/registry/rpc/registry_names.h"

namespace selaras::registry {
namespace {

constexpr int kProfileBatch = 500;
constexpr int kPostBatch = 1000;
constexpr int kRevisionBatch = 5000;
constexpr int kMaxCompetencies = 1000;
constexpr int kChangeBatch = 1000;
constexpr absl::Duration kFeedInterval = absl::Milliseconds(250);

absl::StatusOr<ReadScope> FromProto(const pb::Scope& scope) {
  ReadScope result;
  for (const std::string& name : scope.agencies()) {
    SELARAS_ASSIGN_OR_RETURN(result.agencies.emplace_back(), kAgencyName.ParseId(name));
  }
  for (const std::string& name : scope.org_units()) {
    SELARAS_ASSIGN_OR_RETURN(result.org_units.emplace_back(), kOrgUnitName.ParseId(name));
  }
  for (const int family : scope.families()) {
    result.families.push_back(
        CodeOf(pb::Position::Family_Name(static_cast<pb::Position::Family>(family)), "FAMILY_"));
  }
  return result;
}

// An account confined to an agency reads that one only.
absl::Status Confine(const CallScope& call, ReadScope& scope) {
  if (call.principal.agency.empty()) return absl::OkStatus();
  if (scope.agencies.empty()) scope.agencies.push_back(call.principal.agency);
  for (const std::string& agency : scope.agencies) {
    SELARAS_RETURN_IF_ERROR(ConfineAgency(call, agency).status());
  }
  return absl::OkStatus();
}

template <typename Message>
absl::Status Send(const CallScope& call, grpc::ServerWriter<Message>* writer, const Message& message) {
  if (call.cancelled() || !writer->Write(message)) return absl::CancelledError("caller left");
  return absl::OkStatus();
}

// Items of a stream in messages of `size` items, each with the coordinates of the read. There is at least one
// message: an empty scope is told as well.
template <typename Message>
class Batches {
 public:
  Batches(const CallScope& call, grpc::ServerWriter<Message>* writer, const ReadAt& at, int size)
      : call_(call), writer_(writer), at_(at), size_(size) {
    ToProto(at_, message_.mutable_at());
  }

  // To add one item to; then call Added().
  Message& message() { return message_; }
  absl::Status Added() { return ++count_ == size_ ? Flush() : absl::OkStatus(); }
  absl::Status End() { return count_ > 0 || !sent_ ? Flush() : absl::OkStatus(); }

 private:
  absl::Status Flush() {
    SELARAS_RETURN_IF_ERROR(Send(call_, writer_, message_));
    message_.Clear();
    ToProto(at_, message_.mutable_at());
    count_ = 0;
    sent_ = true;
    return absl::OkStatus();
  }

  const CallScope& call_;
  grpc::ServerWriter<Message>* const writer_;
  const ReadAt at_;
  const int size_;
  Message message_;
  int count_ = 0;
  bool sent_ = false;
};

}  // namespace

grpc::Status RegistryHandler::StreamProfiles(grpc::ServerContext* context,
                                             const pb::StreamProfilesRequest* in,
                                             grpc::ServerWriter<pb::StreamProfilesResponse>* writer) {
  return rpc::Serve(calls_, context, "StreamProfiles", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const View view, Open(call, in->at()));
    SELARAS_ASSIGN_OR_RETURN(ReadScope scope, FromProto(in->scope()));
    SELARAS_RETURN_IF_ERROR(Confine(call, scope));
    const ScopeFilter filter(scope, *view.organisation);
    SELARAS_ASSIGN_OR_RETURN(const auto related, parts_.reads.employees().ReadRelated(call.tenant, view.at));
    const std::vector<std::string> alone;
    Batches<pb::StreamProfilesResponse> batches(call, writer, view.at, kProfileBatch);
    SELARAS_RETURN_IF_ERROR(parts_.reads.employees().ReadAll(
        call.tenant, view.at, [&](absl::Span<const EmployeeFacts> employees) -> absl::Status {
          for (const EmployeeFacts& employee : employees) {
            if (!filter.HasEmployee(employee)) continue;
            const auto kin = related->find(employee.id);
            ToProto(employee, *view.organisation, kin == related->end() ? alone : kin->second,
                    batches.message().add_profiles());
            SELARAS_RETURN_IF_ERROR(batches.Added());
          }
          return absl::OkStatus();
        }));
    return batches.End();
  });
}

grpc::Status RegistryHandler::StreamProfileRevisions(
    grpc::ServerContext* context, const pb::StreamProfileRevisionsRequest* in,
    grpc::ServerWriter<pb::StreamProfileRevisionsResponse>* writer) {
  return rpc::Serve(calls_, context, "StreamProfileRevisions", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const View view, Open(call, in->at()));
    SELARAS_ASSIGN_OR_RETURN(ReadScope scope, FromProto(in->scope()));
    SELARAS_RETURN_IF_ERROR(Confine(call, scope));
    const ScopeFilter filter(scope, *view.organisation);
    Batches<pb::StreamProfileRevisionsResponse> batches(call, writer, view.at, kRevisionBatch);
    SELARAS_RETURN_IF_ERROR(parts_.reads.employees().ReadAll(
        call.tenant, view.at, [&](absl::Span<const EmployeeFacts> employees) -> absl::Status {
          for (const EmployeeFacts& employee : employees) {
            if (!filter.HasEmployee(employee)) continue;
            batches.message().add_employee_ids(employee.id);
            batches.message().add_profile_revisions(employee.profile_revision);
            SELARAS_RETURN_IF_ERROR(batches.Added());
          }
          return absl::OkStatus();
        }));
    return batches.End();
  });
}

grpc::Status RegistryHandler::BatchGetCompetencies(grpc::ServerContext* context,
                                                   const pb::BatchGetCompetenciesRequest* in,
                                                   pb::BatchGetCompetenciesResponse* out) {
  return rpc::Serve(calls_, context, "BatchGetCompetencies", [&](const CallScope& call) -> absl::Status {
    if (in->employee_ids_size() > kMaxCompetencies) return InvalidField("employee_ids", "at most 1,000");
    SELARAS_ASSIGN_OR_RETURN(const AskedAt asked, registry::FromProto(in->at()));
    SELARAS_ASSIGN_OR_RETURN(const ReadAt at, parts_.reads.Resolve(call, asked));
    const std::vector<std::string> ids(in->employee_ids().begin(), in->employee_ids().end());
    SELARAS_ASSIGN_OR_RETURN(const auto employees, parts_.reads.employees().Read(call.tenant, at, ids));
    for (const EmployeeFacts& employee : employees) {
      if (!call.principal.MayReach(employee.profile.agency)) continue;
      ToProto(employee, FromDay(at.day), out->add_competencies());
    }
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::StreamPosts(grpc::ServerContext* context, const pb::StreamPostsRequest* in,
                                          grpc::ServerWriter<pb::StreamPostsResponse>* writer) {
  return rpc::Serve(calls_, context, "StreamPosts", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const View view, Open(call, in->at()));
    SELARAS_ASSIGN_OR_RETURN(const ReadScope scope, FromProto(in->scope()));
    const ScopeFilter filter(scope, *view.organisation);
    Batches<pb::StreamPostsResponse> batches(call, writer, view.at, kPostBatch);
    for (const Organisation::Thing& post : view.organisation->All(RecordKind::kPost)) {
      if (!filter.HasPost(post)) continue;
      ToProto(post, *view.organisation, {}, batches.message().add_posts());
      SELARAS_RETURN_IF_ERROR(batches.Added());
    }
    return batches.End();
  });
}

grpc::Status RegistryHandler::WatchChanges(grpc::ServerContext* context, const pb::WatchChangesRequest* in,
                                           grpc::ServerWriter<pb::Change>* writer) {
  return rpc::Serve(calls_, context, "WatchChanges", [&](const CallScope& call) -> absl::Status {
    if (in->after_revision() < 0) return InvalidField("after_revision", "must not be negative");
    // All of `after_revision` has been seen: the feed goes on with the next one.
    int64_t revision = in->after_revision();
    int sequence = std::numeric_limits<int>::max();
    pb::Change message;
    for (;;) {
      SELARAS_ASSIGN_OR_RETURN(
          const std::vector<Change> changes,
          parts_.reads.store().ReadChanges(call.tenant, revision, sequence, kChangeBatch));
      for (const Change& change : changes) {
        message.set_revision(revision = change.revision);
        message.set_sequence(sequence = change.sequence);
        message.set_resource(change.resource);
        message.set_kind(change.kind);
        SELARAS_RETURN_IF_ERROR(Send(call, writer, message));
      }
      if (!changes.empty()) continue;
      if (in->replay_only()) return absl::OkStatus();
      if (call.cancelled()) return absl::CancelledError("caller left");
      if (stopping_) return Error(absl::StatusCode::kUnavailable, "SHUTTING_DOWN");
      // Another replica may write, so the rows are asked, not a signal of this process.
      absl::SleepFor(kFeedInterval);
    }
  });
}

}  // namespace selaras::registry
