// A real process, killed in the middle of an import and started again.

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "libs/base/digest.h"
#include "libs/testing/temp_dir.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"
#include "services/registry/testing/small_province.h"

namespace selaras::registry {
namespace {

namespace pb = ::selaras::registry::v1alpha;

constexpr int kPeople = 30000;
constexpr absl::Duration kPatience = absl::Seconds(120);  // only ever reached by a failure

int FreePort() {
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
  RegistryProcess(const std::string& folder, int port) {
    const std::string database = absl::StrCat("--database=sqlite:", folder, "/registry.db");
    const std::string tokens = absl::StrCat("--tokens-file=", folder, "/tokens");
    const std::string listen = absl::StrCat("--port=", port);
    pid_ = fork();
    if (pid_ == 0) {
      execl(SELARAS_REGISTRY_BINARY, SELARAS_REGISTRY_BINARY, database.c_str(), tokens.c_str(),
            listen.c_str(), "--admin-port=0", nullptr);
      _exit(127);
    }
    channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
    EXPECT_TRUE(channel_->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(30)));
    stub_ = pb::RegistryService::NewStub(channel_);
  }
  ~RegistryProcess() { End(SIGTERM); }

  int End(int signal) {
    if (pid_ == 0) return 0;
    kill(pid_, signal);
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

std::unique_ptr<grpc::ClientContext> Context() {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer analyst-token");
  return context;
}

pb::Import Begin(RegistryProcess& registry, const testing::Folder& folder, const std::string& request_id) {
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

pb::Import Get(RegistryProcess& registry, const std::string& name) {
  pb::GetImportRequest request;
  request.set_name(name);
  pb::Import import;
  EXPECT_TRUE(registry.stub().GetImport(Context().get(), request, &import).ok());
  return import;
}

int64_t Sum(const pb::Import& import, int64_t (pb::ImportFile::*field)() const) {
  int64_t sum = 0;
  for (const pb::ImportFile& file : import.files()) sum += (file.*field)();
  return sum;
}

testing::Folder ManyPeople() {
  testing::Folder folder = testing::SmallProvince();
  std::string& people = folder["employees.csv"];
  std::string& appraisals = folder["appraisals.csv"];
  for (int i = 0; i < kPeople; ++i) {
    const std::string nip = absl::StrFormat("1985%02d%02d201001%d%03d", i / 28 % 12 + 1, i % 28 + 1,
                                            i / 336 % 2 + 1, i / 672 + 1);
    absl::StrAppend(&people, nip, ",Orang,,,PNS,2010-01-01,31,,,99,,ACTIVE,,,,\n");
    for (const char* year : {"2023", "2024"}) absl::StrAppend(&appraisals, nip, ",", year, ",AS,AS,BAIK\n");
  }
  return folder;
}

TEST(RestartTest, AKilledImportEndsAfterTheNextStart) {
  const selaras::testing::TempDir folder;
  folder.Write("tokens", absl::StrCat(Sha256Hex("analyst-token"), " analyst1 t - analyst\n"));
  const testing::Folder province = ManyPeople();
  std::string name;
  {
    RegistryProcess registry(folder.path(), FreePort());
    name = Begin(registry, province, "one").name();
    const absl::Time end = absl::Now() + kPatience;
    while (Sum(Get(registry, name), &pb::ImportFile::done) < 20000 && absl::Now() < end) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    registry.End(SIGKILL);
  }
  RegistryProcess registry(folder.path(), FreePort());
  const pb::Import found = Get(registry, name);
  RecordProperty("done_at_kill", static_cast<int>(Sum(found, &pb::ImportFile::done)));
  pb::WatchImportRequest watch;
  watch.set_name(name);
  const auto context = Context();
  auto reader = registry.stub().WatchImport(context.get(), watch);
  pb::Import import;
  while (reader->Read(&import)) {
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(import.state(), pb::Import::STATE_IMPORTED);
  EXPECT_EQ(import.employees(), kPeople + 4);
  EXPECT_EQ(Sum(import, &pb::ImportFile::landed), Sum(import, &pb::ImportFile::done));
  EXPECT_EQ(Sum(import, &pb::ImportFile::unchanged), 0);
  const pb::Import again = Get(registry, Begin(registry, province, "two").name());
  watch.set_name(again.name());
  const auto second = Context();
  reader = registry.stub().WatchImport(second.get(), watch);
  while (reader->Read(&import)) {
  }
  EXPECT_EQ(Sum(import, &pb::ImportFile::landed), 0);
  EXPECT_EQ(import.revision(), 0);
  EXPECT_EQ(registry.End(SIGTERM), 0);
}

}  // namespace
}  // namespace selaras::registry
