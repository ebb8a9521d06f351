// Reads a filled registry through a real server: seconds and messages of each bulk read.
//   registry_stream_bench DATABASE_URL [TENANT]

#include <grpcpp/create_channel.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "libs/testing/in_process_server.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"
#include "services/registry/registry_parts.h"

namespace selaras::registry {
namespace {

namespace pb = ::selaras::registry::v1alpha;

template <typename Request, typename Response, typename Count>
void Measure(pb::RegistryService::Stub& stub, const char* name,
             std::unique_ptr<grpc::ClientReader<Response>> (pb::RegistryService::Stub::*method)(
                 grpc::ClientContext*, const Request&),
             Count count) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer bench");
  const absl::Time start = absl::Now();
  auto reader = (stub.*method)(&context, Request());
  Response message;
  int64_t items = 0, bytes = 0;
  while (reader->Read(&message)) {
    items += count(message);
    bytes += static_cast<int64_t>(message.ByteSizeLong());
  }
  const grpc::Status status = reader->Finish();
  std::printf("%s: %ld items, %.1f MB, %.2f s %s\n", name, items, static_cast<double>(bytes) / 1e6,
              absl::ToDoubleSeconds(absl::Now() - start), status.error_message().c_str());
}

int Run(const std::string& url, const std::string& tenant) {
  testing::InProcessParts process;
  process.tokens.Add("bench", {.id = "bench", .tenant = tenant, .roles = {Role::kService}});
  RegistryOptions options;
  options.database = url;
  auto registry = RegistryParts::Create(options, process.deps());
  if (!registry.ok()) {
    std::fprintf(stderr, "%s\n", std::string(registry.status().message()).c_str());
    return 1;
  }
  testing::InProcessServer server((*registry)->services());
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(64 << 20);
  const auto stub = pb::RegistryService::NewStub(
      grpc::CreateCustomChannel(server.target(), grpc::InsecureChannelCredentials(), arguments));
  Measure<pb::StreamPostsRequest, pb::StreamPostsResponse>(
      *stub, "StreamPosts", &pb::RegistryService::Stub::StreamPosts,
      [](const auto& batch) { return batch.posts_size(); });
  std::vector<std::string> ids;
  Measure<pb::StreamProfilesRequest, pb::StreamProfilesResponse>(
      *stub, "StreamProfiles", &pb::RegistryService::Stub::StreamProfiles, [&](const auto& batch) {
        for (const pb::Profile& profile : batch.profiles()) ids.push_back(profile.employee_id());
        return batch.profiles_size();
      });
  Measure<pb::StreamProfileRevisionsRequest, pb::StreamProfileRevisionsResponse>(
      *stub, "StreamProfileRevisions", &pb::RegistryService::Stub::StreamProfileRevisions,
      [](const auto& batch) { return batch.employee_ids_size(); });
  const absl::Time start = absl::Now();
  int64_t found = 0;
  for (size_t at = 0; at < ids.size(); at += 1000) {
    pb::BatchGetCompetenciesRequest request;
    for (size_t i = at; i < std::min(at + 1000, ids.size()); ++i) request.add_employee_ids(ids[i]);
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer bench");
    pb::BatchGetCompetenciesResponse response;
    const grpc::Status status = stub->BatchGetCompetencies(&context, request, &response);
    if (!status.ok()) std::fprintf(stderr, "%s\n", status.error_message().c_str());
    found += response.competencies_size();
  }
  std::printf("BatchGetCompetencies: %ld items, %.2f s\n", found, absl::ToDoubleSeconds(absl::Now() - start));
  return 0;
}

}  // namespace
}  // namespace selaras::registry

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: registry_stream_bench DATABASE_URL [TENANT]\n");
    return 2;
  }
  return selaras::registry::Run(argv[1], argc > 2 ? argv[2] : "bench");
}
