#ifndef SELARAS_SERVICES_REGISTRY_TESTING_REGISTRY_PROCESS_H_
#define SELARAS_SERVICES_REGISTRY_TESTING_REGISTRY_PROCESS_H_

// The registry as a real process, to be killed and started again.

#include <arpa/inet.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"
#include "services/registry/testing/small_province.h"

namespace selaras::registry::testing {

namespace pb = ::selaras::registry::v1alpha;

inline int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  bind(fd, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  close(fd);
  return ntohs(address.sin_port);
}

class RegistryProcess {
 public:
  // `failpoint` = NAME[:NTH] at which it is to die, "" = none.
  RegistryProcess(const std::string& folder, int port, const std::string& failpoint = "") {
    const std::string database = absl::StrCat("--database=sqlite:", folder, "/registry.db");
    const std::string tokens = absl::StrCat("--tokens-file=", folder, "/tokens");
    const std::string listen = absl::StrCat("--port=", port);
    pid_ = fork();
    if (pid_ == 0) {
      if (!failpoint.empty()) setenv("SELARAS_FAILPOINT", failpoint.c_str(), 1);
      execl(SELARAS_REGISTRY_BINARY, SELARAS_REGISTRY_BINARY, database.c_str(), tokens.c_str(),
            listen.c_str(), "--admin-port=0", "--drain=0s", nullptr);
      _exit(127);
    }
    channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
    EXPECT_TRUE(channel_->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(30)));
    stub_ = pb::RegistryService::NewStub(channel_);
  }
  ~RegistryProcess() { End(SIGTERM); }

  int End(int signal) {
    if (pid_ == 0) return 0;
    // Nobody polls an idle connection here, so that an orderly end would wait seconds for its farewell.
    stub_.reset();
    channel_.reset();
    kill(pid_, signal);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return status;
  }

  // The status of a process that ended by itself.
  int Wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return status;
  }

  pb::RegistryService::Stub& stub() { return *stub_; }

 private:
  pid_t pid_ = 0;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<pb::RegistryService::Stub> stub_;
};

inline std::unique_ptr<grpc::ClientContext> Context(const std::string& token = "analyst-token") {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer " + token);
  return context;
}

inline pb::Import Begin(RegistryProcess& registry, const Folder& folder, const std::string& request_id) {
  pb::CreateImportRequest create;
  create.set_request_id(request_id);
  create.set_layout(pb::Import::LAYOUT_PROVINCE);
  for (const auto& [file, text] : folder) create.add_files(file);
  pb::Import import;
  EXPECT_TRUE(registry.stub().CreateImport(Context().get(), create, &import).ok());
  const auto context = Context();
  pb::Import uploaded;
  auto writer = registry.stub().UploadImport(context.get(), &uploaded);
  for (const auto& [file, text] : folder) {
    for (size_t at = 0; at < text.size(); at += 1 << 20) {
      pb::UploadImportRequest chunk;
      chunk.set_name(import.name());
      chunk.set_file(file);
      chunk.set_offset(static_cast<int64_t>(at));
      chunk.set_data(text.substr(at, 1 << 20));
      chunk.set_last(at + (1 << 20) >= text.size());
      EXPECT_TRUE(writer->Write(chunk));
    }
  }
  writer->WritesDone();
  EXPECT_TRUE(writer->Finish().ok());
  pb::StartImportRequest start;
  start.set_name(import.name());
  start.set_request_id(absl::StrCat("start-", request_id));
  EXPECT_TRUE(registry.stub().StartImport(Context().get(), start, &import).ok());
  return import;
}

inline pb::Import Get(RegistryProcess& registry, const std::string& name) {
  pb::GetImportRequest request;
  request.set_name(name);
  pb::Import import;
  EXPECT_TRUE(registry.stub().GetImport(Context().get(), request, &import).ok());
  return import;
}

}  // namespace selaras::registry::testing

#endif  // SELARAS_SERVICES_REGISTRY_TESTING_REGISTRY_PROCESS_H_
