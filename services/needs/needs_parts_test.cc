// The whole service behind gRPC, beside a registry that answers over gRPC as the real one does.
#include "services/needs/needs_parts.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/rpc/grpc_status.h"
#include "libs/testing/in_process_server.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"
#include "selaras/needs/v1alpha/needs_service.grpc.pb.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"

namespace selaras::needs {
namespace {

namespace pb = v1alpha;
namespace registry_pb = registry::v1alpha;
using ::selaras::testing::FailsWith;
using ::selaras::testing::InProcessParts;
using ::selaras::testing::InProcessServer;
using ::selaras::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

// 40 schools with one mathematics post each, in pages and batches.
class FakeRegistryService final : public registry_pb::RegistryService::Service {
 public:
  static constexpr int kSchools = 40;

  grpc::Status GetRegistry(grpc::ServerContext* context, const registry_pb::GetRegistryRequest*,
                           registry_pb::Registry* out) override {
    tenants.insert(Tenant(context));
    out->set_revision(9);
    out->set_posts(kSchools);
    return grpc::Status::OK;
  }
  grpc::Status ListOrgUnits(grpc::ServerContext*, const registry_pb::ListOrgUnitsRequest* in,
                            registry_pb::ListOrgUnitsResponse* out) override {
    revisions.insert(in->at().read_revision());
    const int first = in->page_token().empty() ? 0 : std::stoi(in->page_token());
    for (int i = first; i < first + 16 && i < kSchools; ++i) {
      registry_pb::OrgUnit* unit = out->add_org_units();
      unit->set_name(absl::StrCat("orgUnits/u", i));
      unit->set_display_name(absl::StrCat("SMP ", i));
      unit->set_kind(registry_pb::OrgUnit::KIND_SCHOOL);
      unit->set_size_class("SMP");
      registry_pb::ExternalId* npsn = unit->add_external_ids();
      npsn->set_kind("NPSN");
      npsn->set_value("99");
      registry_pb::ExternalId* code = unit->add_external_ids();
      code->set_kind("UNIT_CODE");
      code->set_value(absl::StrCat("SCH-", i));
    }
    if (first + 16 < kSchools) out->set_next_page_token(absl::StrCat(first + 16));
    return grpc::Status::OK;
  }
  grpc::Status ListPositions(grpc::ServerContext*, const registry_pb::ListPositionsRequest* in,
                             registry_pb::ListPositionsResponse* out) override {
    revisions.insert(in->at().read_revision());
    registry_pb::Position* position = out->add_positions();
    position->set_name("positions/maths");
    registry_pb::ExternalId* code = position->add_external_ids();
    code->set_kind("POSITION_CODE");
    code->set_value("GURU-MTK-SMP");
    return grpc::Status::OK;
  }
  grpc::Status StreamPosts(grpc::ServerContext*, const registry_pb::StreamPostsRequest* in,
                           grpc::ServerWriter<registry_pb::StreamPostsResponse>* writer) override {
    revisions.insert(in->at().read_revision());
    for (int i = 0; i < kSchools; i += 10) {
      registry_pb::StreamPostsResponse batch;
      for (int k = i; k < i + 10; ++k) {
        registry_pb::Post* post = batch.add_posts();
        post->set_name(absl::StrCat("posts/p", k));
        post->set_org_unit(absl::StrCat("orgUnits/u", k));
        post->set_position("positions/maths");
        post->set_agency("agencies/a");
        post->set_ceiling(5);
        post->set_incumbents(k % 7);
      }
      writer->Write(batch);
    }
    return grpc::Status::OK;
  }

  std::set<int64_t> revisions;
  std::set<std::string> tenants;

 private:
  static std::string Tenant(grpc::ServerContext* context) {
    const auto found = context->client_metadata().find("selaras-tenant");
    return found == context->client_metadata().end()
               ? ""
               : std::string(found->second.data(), found->second.size());
  }
};

class NeedsPartsTest : public ::testing::Test {
 protected:
  NeedsPartsTest() {
    parts_.tokens.Add("analyst", {.id = "a", .tenant = "jkt", .roles = {Role::kAnalyst}});
    parts_.tokens.Add("service", {.id = "s", .tenant = "jkt", .roles = {Role::kService}});
    parts_.tokens.Add("operator", {.id = "o", .tenant = "jkt", .roles = {Role::kOperator}});
    Open();
  }
  ~NeedsPartsTest() override { Close(); }

  void Open() {
    NeedsOptions options;
    options.database = absl::StrCat("sqlite:", folder_.File("needs.db"));
    options.policy_dir = SELARAS_POLICY_DIR;
    options.registry.target = registry_server_.target();
    options.worker.lease = absl::Seconds(2);
    auto created = NeedsParts::Create(options, parts_.deps());
    ASSERT_THAT(created, IsOk());
    service_ = *std::move(created);
    server_ = std::make_unique<InProcessServer>(service_->services());
    EXPECT_THAT(service_->Start(), IsOk());
    peer_ = parts_.MakePeer(*server_, "analyst");
    stub_ = pb::NeedsService::NewStub(peer_->channel());
  }
  void Close() {
    service_->Stop();
    server_.reset();
    service_.reset();
  }

  absl::StatusOr<pb::RecordImport> Import(const std::vector<std::pair<std::string, std::string>>& files) {
    pb::RecordImport result;
    const auto context = peer_->MakeContext(parts_.Scope());
    const auto writer = stub_->ImportRecords(context.get(), &result);
    for (const auto& [file, text] : files) {
      for (size_t at = 0; at < text.size(); at += 13) {
        pb::ImportRecordsRequest request;
        request.set_file(file);
        request.set_data(text.substr(at, 13));
        if (!writer->Write(request)) break;
      }
    }
    writer->WritesDone();
    SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(writer->Finish()));
    return result;
  }

  absl::StatusOr<pb::NeedSnapshot> Analyze(const std::string& request_id) {
    pb::AnalyzeNeedsRequest request;
    request.set_request_id(request_id);
    pb::NeedSnapshot snapshot;
    grpc::Status status = stub_->AnalyzeNeeds(peer_->MakeContext(parts_.Scope()).get(), request, &snapshot);
    SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(status));
    return snapshot;
  }
  pb::NeedSnapshot WaitFor(const pb::NeedSnapshot& snapshot) {
    pb::WatchNeedSnapshotRequest request;
    request.set_name(snapshot.name());
    const auto context = peer_->MakeContext(parts_.Scope("", absl::Seconds(60)));
    const auto reader = stub_->WatchNeedSnapshot(context.get(), request);
    pb::NeedSnapshot last;
    while (reader->Read(&last)) {
    }
    EXPECT_THAT(rpc::FromGrpcStatus(reader->Finish()), IsOk());
    return last;
  }

  testing::TempDir folder_;
  FakeRegistryService registry_;
  InProcessServer registry_server_{{{registry_pb::RegistryService::service_full_name(), &registry_}}};
  InProcessParts parts_;
  std::unique_ptr<NeedsParts> service_;
  std::unique_ptr<InProcessServer> server_;
  std::unique_ptr<rpc::Peer> peer_;
  std::unique_ptr<pb::NeedsService::Stub> stub_;
};

std::string Classes() {
  std::string text = "unit_code,year,grade,pupils,classes\n";
  for (int i = 0; i < FakeRegistryService::kSchools; ++i) {
    for (int grade = 7; grade <= 9; ++grade) absl::StrAppend(&text, "SCH-", i, ",2025,", grade, ",250,8\n");
  }
  return text;
}
constexpr char kStandards[] =
    "kind,unit_kind,size_class,position_code,grade,value\nLESSON_HOURS,SCHOOL,SMP,GURU-MTK-SMP,0,5\nFIXED,"
    "SHIP,*,X,0,1\n";

TEST_F(NeedsPartsTest, FromFilesToCurves) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::RecordImport import,
                               Import({{"school_classes.csv", Classes()}, {"standards.csv", kStandards}}));
  EXPECT_EQ(import.needs_revision(), 1);
  EXPECT_EQ(import.files(0).landed(), 120);
  EXPECT_EQ(import.files(1).landed(), 1);
  EXPECT_EQ(import.files(1).refused(), 1);

  pb::ListRecordFaultsRequest faults_request;
  faults_request.set_parent(import.name());
  pb::ListRecordFaultsResponse faults;
  ASSERT_THAT(rpc::FromGrpcStatus(
                  stub_->ListRecordFaults(peer_->MakeContext(parts_.Scope()).get(), faults_request, &faults)),
              IsOk());
  ASSERT_EQ(faults.total_size(), 1);
  EXPECT_EQ(faults.faults(0).line(), 3);
  EXPECT_EQ(faults.faults(0).column(), "unit_kind");
  EXPECT_EQ(faults.faults(0).value_shape(), "text of 4");
  EXPECT_THAT(faults.faults(0).cure_id(), HasSubstr("PUSKESMAS"));
  EXPECT_THAT(faults.faults(0).cure_en(), Not(HasSubstr("{")));

  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::NeedSnapshot started, Analyze("r1"));
  const pb::NeedSnapshot ended = WaitFor(started);
  ASSERT_EQ(ended.state(), pb::NeedSnapshot::STATE_ANALYSED) << ended.failure_reason();
  EXPECT_EQ(ended.registry_revision(), 9);
  EXPECT_EQ(ended.totals().posts(), 40);
  EXPECT_EQ(ended.totals().target(), 200);
  EXPECT_EQ(ended.totals().measured_posts(), 40);
  EXPECT_EQ(ended.totals().surplus(), 5);  // the five posts of six people
  EXPECT_EQ(ended.totals().shortage(), 200 - (ended.totals().incumbents() - 5));
  EXPECT_EQ(registry_.revisions, std::set<int64_t>{9});
  EXPECT_EQ(registry_.tenants, std::set<std::string>{"jkt"});

  pb::StreamNeedCurvesRequest request;
  request.set_name(ended.name());
  const auto service = parts_.MakePeer(*server_, "service");
  const auto service_stub = pb::NeedsService::NewStub(service->channel());
  const auto context = service->MakeContext(parts_.Scope());
  const auto reader = service_stub->StreamNeedCurves(context.get(), request);
  pb::StreamNeedCurvesResponse batch;
  std::vector<pb::NeedCurve> curves;
  while (reader->Read(&batch))
    curves.insert(curves.end(), batch.need_curves().begin(), batch.need_curves().end());
  ASSERT_THAT(rpc::FromGrpcStatus(reader->Finish()), IsOk());
  ASSERT_THAT(curves, SizeIs(40));
  EXPECT_EQ(curves[0].basis(), pb::NeedCurve::BASIS_LESSON_HOURS);
  EXPECT_EQ(curves[0].reason_id(), "24 kelas × 5 JP ÷ 24 = 5,0");
  EXPECT_EQ(curves[0].urgency(0), 1000);
  EXPECT_EQ(curves[0].raw_target(), 5.0);

  pb::GetLoadBalanceRequest load_request;
  load_request.set_parent(ended.name());
  load_request.set_page_size(3);
  pb::GetLoadBalanceResponse loads;
  ASSERT_THAT(rpc::FromGrpcStatus(
                  stub_->GetLoadBalance(peer_->MakeContext(parts_.Scope()).get(), load_request, &loads)),
              IsOk());
  EXPECT_EQ(loads.total_size(), 40);
  EXPECT_EQ(loads.load_balances(0).load_index(), 5.0);
  EXPECT_EQ(loads.load_balances(0).band(), "A");
}

TEST_F(NeedsPartsTest, ARestartInMidWorkLosesNothing) {
  ASSERT_THAT(Import({{"school_classes.csv", Classes()}, {"standards.csv", kStandards}}), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::NeedSnapshot started, Analyze("r1"));
  Close();
  Open();
  const pb::NeedSnapshot ended = WaitFor(started);
  EXPECT_EQ(ended.state(), pb::NeedSnapshot::STATE_ANALYSED) << ended.failure_reason();
  EXPECT_EQ(ended.totals().target(), 200);
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::NeedSnapshot again, Analyze("r1"));
  EXPECT_EQ(again.name(), ended.name());
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::RecordImport import,
                               Import({{"school_classes.csv", Classes()}, {"standards.csv", kStandards}}));
  EXPECT_EQ(import.needs_revision(), 1);
  EXPECT_EQ(import.files(0).unchanged(), 120);
}

TEST_F(NeedsPartsTest, APageTokenSurvivesARestart) {
  ASSERT_THAT(Import({{"school_classes.csv", Classes()}, {"standards.csv", kStandards}}), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::NeedSnapshot started, Analyze("r1"));
  pb::ListNeedCurvesRequest request;
  request.set_parent(WaitFor(started).name());
  request.set_page_size(30);
  pb::ListNeedCurvesResponse page;
  ASSERT_THAT(
      rpc::FromGrpcStatus(stub_->ListNeedCurves(peer_->MakeContext(parts_.Scope()).get(), request, &page)),
      IsOk());
  ASSERT_EQ(page.need_curves_size(), 30);
  Close();
  Open();
  request.set_page_token(page.next_page_token());
  ASSERT_THAT(
      rpc::FromGrpcStatus(stub_->ListNeedCurves(peer_->MakeContext(parts_.Scope()).get(), request, &page)),
      IsOk());
  EXPECT_EQ(page.need_curves_size(), 10);
  EXPECT_EQ(page.next_page_token(), "");
}

TEST_F(NeedsPartsTest, RolesAndNamesAreChecked) {
  const auto stranger = parts_.MakePeer(*server_, "operator");
  const auto stub = pb::NeedsService::NewStub(stranger->channel());
  pb::NeedSnapshot snapshot;
  pb::AnalyzeNeedsRequest request;
  request.set_request_id("r");
  EXPECT_THAT(rpc::FromGrpcStatus(
                  stub->AnalyzeNeeds(stranger->MakeContext(parts_.Scope()).get(), request, &snapshot)),
              FailsWith(absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED"));
  pb::GetNeedSnapshotRequest get;
  get.set_name("plans/x");
  EXPECT_THAT(
      rpc::FromGrpcStatus(stub_->GetNeedSnapshot(peer_->MakeContext(parts_.Scope()).get(), get, &snapshot)),
      FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_RESOURCE_NAME"));
  request.mutable_effective_date()->set_year(2026);
  request.mutable_effective_date()->set_month(2);
  request.mutable_effective_date()->set_day(30);
  EXPECT_THAT(
      rpc::FromGrpcStatus(stub_->AnalyzeNeeds(peer_->MakeContext(parts_.Scope()).get(), request, &snapshot)),
      FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  pb::ListRecordFaultsRequest faults;
  faults.set_parent("recordImports/none");
  pb::ListRecordFaultsResponse listed;
  EXPECT_THAT(
      rpc::FromGrpcStatus(stub_->ListRecordFaults(peer_->MakeContext(parts_.Scope()).get(), faults, &listed)),
      FailsWith(absl::StatusCode::kNotFound, "RECORD_IMPORT_NOT_FOUND"));
}

TEST_F(NeedsPartsTest, IndicatorsOfTheAskedMonthsComeBackAsTheyWereKnown) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::RecordImport first,
                               Import({{"indicators.csv",
                                        "unit_code,month,indicator,value\nSCH-2,2026-02,COMPLAINTS,3\n"
                                        "SCH-1,2026-03,COMPLAINTS,4\nSCH-1,2026-02,COMPLAINTS,2.5\n"
                                        "SCH-1,2026-01,COMPLAINTS,9\nSCH-1,2026-02,VISITS,70\n"}}));
  ASSERT_THAT(Import({{"indicators.csv", "unit_code,month,indicator,value\nSCH-1,2026-02,COMPLAINTS,8\n"}}),
              IsOk());
  const auto service = parts_.MakePeer(*server_, "service");
  const auto stub = pb::NeedsService::NewStub(service->channel());
  const auto read = [&](pb::StreamIndicatorsRequest request) -> absl::StatusOr<std::vector<std::string>> {
    request.mutable_from_date()->set_year(2026);
    request.mutable_from_date()->set_month(2);
    request.mutable_from_date()->set_day(28);
    const auto context = service->MakeContext(parts_.Scope());
    const auto reader = stub->StreamIndicators(context.get(), request);
    pb::StreamIndicatorsResponse batch;
    std::vector<std::string> points;
    while (reader->Read(&batch)) {
      for (const pb::IndicatorPoint& point : batch.points()) {
        points.push_back(absl::StrCat(point.unit_code(), " ", point.month().month(), " ", point.value()));
      }
    }
    SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
    return points;
  };
  pb::StreamIndicatorsRequest request;
  request.set_indicator("COMPLAINTS");
  EXPECT_THAT(read(request), testing::IsOkAndHolds(ElementsAre("SCH-1 2 8", "SCH-1 3 4", "SCH-2 2 3")));
  request.set_needs_revision(first.needs_revision());
  EXPECT_THAT(read(request), testing::IsOkAndHolds(ElementsAre("SCH-1 2 2.5", "SCH-1 3 4", "SCH-2 2 3")));
  request.set_indicator("HAPPINESS");
  EXPECT_THAT(read(request), FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
}

TEST_F(NeedsPartsTest, ReadyWhileTheDatabaseAnswers) {
  EXPECT_THAT(service_->Ready(), IsOk());
}

}  // namespace
}  // namespace selaras::needs
