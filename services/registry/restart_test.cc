// A real process, killed in the middle of an import and started again.

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "libs/base/digest.h"
#include "libs/testing/temp_dir.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"
#include "services/registry/testing/registry_process.h"
#include "services/registry/testing/small_province.h"

namespace selaras::registry {
namespace {

namespace pb = ::selaras::registry::v1alpha;
using testing::Begin;
using testing::Context;
using testing::FreePort;
using testing::Get;
using testing::RegistryProcess;

constexpr int kPeople = 30000;
constexpr absl::Duration kPatience = absl::Seconds(120);  // only ever reached by a failure

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
