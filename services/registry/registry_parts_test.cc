// The whole service behind a real server: what a client sees.

#include "services/registry/registry_parts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/testing/in_process_server.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"
#include "services/registry/testing/small_province.h"

namespace selaras::registry {
namespace {

namespace pb = ::selaras::registry::v1alpha;

using selaras::testing::FailsWith;
using selaras::testing::InProcessParts;
using selaras::testing::InProcessServer;
using selaras::testing::IsOk;
using ::testing::ElementsAre;
using testing::Folder;
using ::testing::HasSubstr;
using testing::kAni;
using testing::kBudi;
using testing::kCitra;
using ::testing::Not;
using ::testing::SizeIs;
using testing::SmallProvince;

class RegistryPartsTest : public ::testing::Test {
 protected:
  RegistryPartsTest() {
    process_.tokens.Add("analyst",
                        {.id = "analyst1", .tenant = "t", .roles = {Role::kAnalyst, Role::kIntegrator}});
    process_.tokens.Add("service", {.id = "matching", .tenant = "t", .roles = {Role::kService}});
    process_.tokens.Add("integrator", {.id = "portal7", .tenant = "t", .roles = {Role::kIntegrator}});
    process_.tokens.Add("auditor", {.id = "auditor1", .tenant = "t", .roles = {Role::kAuditor}});
    process_.tokens.Add("foreign",
                        {.id = "analyst2", .tenant = "t", .agency = "elsewhere", .roles = {Role::kAnalyst}});
    Open();
  }
  ~RegistryPartsTest() override {
    Close();
    // Nothing that the service logs or measures may name a person.
    const std::string log = process_.log.text();
    for (const char* personal : {kAni, kBudi, kCitra, "Contoh", "1986-09-26"}) {
      EXPECT_THAT(log, Not(HasSubstr(personal)));
    }
  }

  void Open() {
    RegistryOptions options;
    options.database = absl::StrCat("sqlite:", folder_.File("registry.db"));
    registry_ = *RegistryParts::Create(options, process_.deps());
    EXPECT_THAT(registry_->Start(), IsOk());
    server_ = std::make_unique<InProcessServer>(registry_->services());
  }
  void Close() {
    registry_->Stop();
    server_.reset();
    registry_.reset();
  }

  // One call as the holder of `token`.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(const std::string& token,
                                grpc::Status (pb::RegistryService::Stub::*method)(grpc::ClientContext*,
                                                                                  const Request&, Response*),
                                const Request& request) {
    const auto peer = process_.MakePeer(*server_, token);
    const auto stub = pb::RegistryService::NewStub(peer->channel());
    return peer->template Call<Response>(process_.Scope("t"), rpc::Retry::kNever,
                                         [&](grpc::ClientContext* context, Response* out) {
                                           return (stub.get()->*method)(context, request, out);
                                         });
  }

  // All messages of a stream.
  template <typename Response, typename Request>
  std::vector<Response> Stream(const std::string& token,
                               std::unique_ptr<grpc::ClientReader<Response>> (
                                   pb::RegistryService::Stub::*method)(grpc::ClientContext*, const Request&),
                               const Request& request) {
    const auto peer = process_.MakePeer(*server_, token);
    const auto stub = pb::RegistryService::NewStub(peer->channel());
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    auto reader = (stub.get()->*method)(&context, request);
    std::vector<Response> all;
    Response message;
    while (reader->Read(&message)) all.push_back(message);
    const grpc::Status status = reader->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return all;
  }

  pb::Import Import(const Folder& folder) {
    pb::CreateImportRequest create;
    create.set_request_id(absl::StrCat("create", ++requests_));
    create.set_layout(pb::Import::LAYOUT_PROVINCE);
    for (const auto& [file, text] : folder) create.add_files(file);
    pb::Import import = *Call("analyst", &pb::RegistryService::Stub::CreateImport, create);
    const auto peer = process_.MakePeer(*server_, "analyst");
    const auto stub = pb::RegistryService::NewStub(peer->channel());
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer analyst");
    pb::Import uploaded;
    auto writer = stub->UploadImport(&context, &uploaded);
    for (const auto& [file, text] : folder) {
      pb::UploadImportRequest chunk;
      chunk.set_name(import.name());
      chunk.set_file(file);
      chunk.set_data(text);
      chunk.set_last(true);
      EXPECT_TRUE(writer->Write(chunk));
    }
    writer->WritesDone();
    EXPECT_TRUE(writer->Finish().ok());
    pb::StartImportRequest start;
    start.set_name(import.name());
    start.set_request_id(absl::StrCat("start", ++requests_));
    EXPECT_THAT(Call("analyst", &pb::RegistryService::Stub::StartImport, start), IsOk());
    pb::WatchImportRequest watch;
    watch.set_name(import.name());
    return Stream("analyst", &pb::RegistryService::Stub::WatchImport, watch).back();
  }

  absl::StatusOr<pb::Employee> Lookup(const std::string& token, const std::string& nip, bool unmask = false,
                                      const std::string& purpose = "") {
    pb::LookupEmployeeRequest request;
    request.mutable_external_id()->set_kind("NIP");
    request.mutable_external_id()->set_value(nip);
    request.set_view(pb::EMPLOYEE_VIEW_FULL);
    request.set_unmask(unmask);
    request.set_purpose(purpose);
    return Call(token, &pb::RegistryService::Stub::LookupEmployee, request);
  }

  selaras::testing::TempDir folder_;
  InProcessParts process_;
  std::unique_ptr<RegistryParts> registry_;
  std::unique_ptr<InProcessServer> server_;
  int requests_ = 0;
};

TEST_F(RegistryPartsTest, ImportsAndStreamsWhatPlanningNeeds) {
  const pb::Import import = Import(SmallProvince());
  EXPECT_EQ(import.state(), pb::Import::STATE_IMPORTED);
  EXPECT_EQ(import.employees(), 4);
  const auto batches =
      Stream("service", &pb::RegistryService::Stub::StreamProfiles, pb::StreamProfilesRequest());
  ASSERT_THAT(batches, SizeIs(1));
  EXPECT_EQ(batches[0].at().read_revision(), import.revision());
  ASSERT_EQ(batches[0].profiles_size(), 4);
  std::string last;
  int with_post = 0;
  for (const pb::Profile& profile : batches[0].profiles()) {
    EXPECT_LT(last, profile.employee_id());
    last = profile.employee_id();
    with_post += profile.post().empty() ? 0 : 1;
  }
  EXPECT_EQ(with_post, 3);
  const std::string ani_id = Lookup("analyst", kAni)->name().substr(10);
  for (const pb::Profile& profile : batches[0].profiles()) {
    if (profile.employee_id() != ani_id) continue;
    EXPECT_EQ(profile.grade(), 33);
    EXPECT_EQ(profile.appointments_size(), 2);
    EXPECT_EQ(profile.post_since().year(), 2016);
    EXPECT_EQ(profile.retirement_date().year(), 2046);  // a teacher at 60
    EXPECT_EQ(profile.retirement_date().month(), 10);
    EXPECT_TRUE(profile.assessed());
    EXPECT_EQ(profile.potential(), 80);
    EXPECT_EQ(profile.peer_reviews_size(), 2);  // two raters only are not shown
    EXPECT_EQ(profile.related_employee_ids_size(), 1);
    EXPECT_EQ(profile.preferences(0).rank(), 1);
    EXPECT_FALSE(profile.preferences(0).post().empty());
    EXPECT_EQ(profile.court_process(), pb::TRISTATE_NO);
  }
  const auto posts = Stream("service", &pb::RegistryService::Stub::StreamPosts, pb::StreamPostsRequest());
  ASSERT_EQ(posts[0].posts_size(), 3);
  int incumbents = 0;
  for (const pb::Post& post : posts[0].posts()) incumbents += post.incumbents();
  EXPECT_EQ(incumbents, 3);
  pb::BatchGetCompetenciesRequest ask;
  ask.add_employee_ids(ani_id);
  ask.add_employee_ids("nobody");
  ask.mutable_at()->mutable_effective_date()->set_year(2026);
  ask.mutable_at()->mutable_effective_date()->set_month(6);
  ask.mutable_at()->mutable_effective_date()->set_day(14);
  const auto competencies = Call("service", &pb::RegistryService::Stub::BatchGetCompetencies, ask);
  ASSERT_THAT(competencies, IsOk());
  ASSERT_EQ(competencies->competencies_size(), 1);
  const pb::Competency& competency = competencies->competencies(0);
  EXPECT_EQ(competency.core(0), 4);
  EXPECT_EQ(competency.core_age_months(0), 11);  // of 2025-06-15, a day short of a year
  EXPECT_EQ(competency.core(1), 3);
  EXPECT_EQ(competency.core_age_months(1), 36);
  EXPECT_EQ(competency.technical_size(), 2);
  const auto revisions = Stream("service", &pb::RegistryService::Stub::StreamProfileRevisions,
                                pb::StreamProfileRevisionsRequest());
  ASSERT_EQ(revisions[0].employee_ids_size(), 4);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(revisions[0].employee_ids(i), batches[0].profiles(i).employee_id());
    EXPECT_EQ(revisions[0].profile_revisions(i), batches[0].profiles(i).profile_revision());
  }
}

TEST_F(RegistryPartsTest, ScopesNarrowStreams) {
  Import(SmallProvince());
  pb::StreamProfilesRequest request;
  request.mutable_scope()->add_families(pb::Position::FAMILY_TEACHER);
  EXPECT_EQ(Stream("service", &pb::RegistryService::Stub::StreamProfiles, request)[0].profiles_size(), 2);
  pb::ListOrgUnitsRequest units;
  std::string department;
  const pb::ListOrgUnitsResponse listed = *Call("analyst", &pb::RegistryService::Stub::ListOrgUnits, units);
  for (const pb::OrgUnit& unit : listed.org_units()) {
    if (unit.kind() == pb::OrgUnit::KIND_DEPARTMENT) department = unit.name();
  }
  pb::StreamPostsRequest posts;
  posts.mutable_scope()->add_org_units(department);
  EXPECT_EQ(Stream("service", &pb::RegistryService::Stub::StreamPosts, posts)[0].posts_size(), 1);
}

// Names, numbers and private life are masked; who unmasks must say why and is on record.
TEST_F(RegistryPartsTest, PersonalDataIsMaskedAndUnmaskingIsNoted) {
  Import(SmallProvince());
  const pb::Employee masked = *Lookup("analyst", kAni);
  EXPECT_EQ(masked.display_name(), "");
  EXPECT_FALSE(masked.has_birth_date());
  EXPECT_EQ(masked.sex(), "");
  EXPECT_EQ(masked.home_district(), "");
  EXPECT_THAT(masked.DebugString(), Not(HasSubstr(kAni)));
  EXPECT_EQ(masked.grade(), 33);
  EXPECT_THAT(Lookup("analyst", kAni, true),
              FailsWith(absl::StatusCode::kInvalidArgument, "ACCESS_PURPOSE_REQUIRED"));
  EXPECT_THAT(Lookup("integrator", kAni, true, "x"),
              FailsWith(absl::StatusCode::kPermissionDenied, "UNMASK_NOT_ALLOWED"));
  // For the letters that it writes; with a purpose, as anybody.
  EXPECT_THAT(Lookup("service", kAni, true),
              FailsWith(absl::StatusCode::kInvalidArgument, "ACCESS_PURPOSE_REQUIRED"));
  EXPECT_THAT(Lookup("foreign", kAni), FailsWith(absl::StatusCode::kPermissionDenied, "EMPLOYEE_FOREIGN"));
  EXPECT_THAT(Lookup("analyst", "1"), FailsWith(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND"));
  const pb::Employee open = *Lookup("analyst", kAni, true, "payroll check");
  EXPECT_EQ(open.display_name(), "Ani Contoh");
  EXPECT_EQ(open.external_ids(0).value(), kAni);
  pb::ListAccessesRequest request;
  request.set_parent(open.name());
  const auto accesses = Call("auditor", &pb::RegistryService::Stub::ListAccesses, request);
  ASSERT_THAT(accesses, IsOk());
  ASSERT_EQ(accesses->total_size(), 1);
  EXPECT_EQ(accesses->accesses(0).purpose(), "payroll check");
  EXPECT_EQ(accesses->accesses(0).principal(), "analyst1");
  EXPECT_THAT(accesses->accesses(0).fields(), ElementsAre("birth_date", "court_process", "display_name",
                                                          "external_ids.value", "home_district", "sex"));
}

TEST_F(RegistryPartsTest, ARestartKeepsPageTokensAndGauges) {
  const pb::Import import = Import(SmallProvince());
  Gauge& revision = process_.metrics.GetGauge({"selaras_registry_revision", ""});
  Gauge& employees = process_.metrics.GetGauge({"selaras_registry_employees", ""});
  ASSERT_THAT(registry_->Ready(), IsOk());
  EXPECT_EQ(revision.Value(), import.revision());
  pb::ListEmployeesRequest request;
  request.set_page_size(3);
  const pb::ListEmployeesResponse first =
      *Call("analyst", &pb::RegistryService::Stub::ListEmployees, request);
  ASSERT_EQ(first.employees_size(), 3);

  Close();
  revision.Set(0);  // as in a new process
  employees.Set(0);
  Open();
  EXPECT_EQ(revision.Value(), import.revision());
  EXPECT_EQ(employees.Value(), 4);
  request.set_page_token(first.next_page_token());
  const auto second = Call("analyst", &pb::RegistryService::Stub::ListEmployees, request);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->employees_size(), 1);
  EXPECT_LT(first.employees(2).name(), second->employees(0).name());
}

TEST_F(RegistryPartsTest, ListsGoPageByPage) {
  Import(SmallProvince());
  pb::ListEmployeesRequest request;
  request.set_page_size(3);
  const pb::ListEmployeesResponse first =
      *Call("analyst", &pb::RegistryService::Stub::ListEmployees, request);
  EXPECT_EQ(first.total_size(), 4);
  ASSERT_EQ(first.employees_size(), 3);
  request.set_page_token(first.next_page_token());
  const pb::ListEmployeesResponse second =
      *Call("analyst", &pb::RegistryService::Stub::ListEmployees, request);
  ASSERT_EQ(second.employees_size(), 1);
  EXPECT_EQ(second.next_page_token(), "");
  EXPECT_LT(first.employees(2).name(), second.employees(0).name());
  request.set_order_by("grade desc");
  EXPECT_THAT(Call("analyst", &pb::RegistryService::Stub::ListEmployees, request),
              FailsWith(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_FOREIGN"));
  request.clear_page_token();
  const pb::ListEmployeesResponse by_grade =
      *Call("analyst", &pb::RegistryService::Stub::ListEmployees, request);
  EXPECT_EQ(by_grade.employees(0).grade(), 41);
  EXPECT_EQ(by_grade.employees(1).grade(), 33);
  pb::ListEmployeesRequest of_post;
  of_post.set_post(Lookup("analyst", kAni)->post());
  EXPECT_EQ(Call("analyst", &pb::RegistryService::Stub::ListEmployees, of_post)->total_size(), 2);
  pb::SearchEmployeesRequest search;
  search.set_without_post(true);
  const pb::SearchEmployeesResponse found =
      *Call("analyst", &pb::RegistryService::Stub::SearchEmployees, search);
  ASSERT_EQ(found.total_size(), 1);
  EXPECT_EQ(found.employees(0).name(), Lookup("analyst", kCitra)->name());
}

// A wish replaces all wishes, once, against the record that the person saw; the old ones stay in the history.
TEST_F(RegistryPartsTest, PreferencesAreReplaced) {
  Import(SmallProvince());
  const pb::Employee ani = *Lookup("analyst", kAni);
  ASSERT_EQ(ani.facts().preferences_size(), 2);
  pb::SubmitPreferenceRequest request;
  request.set_name(ani.name());
  request.set_etag(ani.etag());
  request.set_request_id("wish1");
  pb::Preference* wish = request.add_preferences();
  wish->set_rank(1);
  wish->set_district("districts/990102");
  const auto submitted = Call("analyst", &pb::RegistryService::Stub::SubmitPreference, request);
  ASSERT_THAT(submitted, IsOk());
  ASSERT_EQ(submitted->employee().facts().preferences_size(), 1);
  EXPECT_EQ(submitted->employee().facts().preferences(0).district(), "districts/990102");
  EXPECT_EQ(Call("analyst", &pb::RegistryService::Stub::SubmitPreference, request)->revision(),
            submitted->revision());
  request.set_request_id("wish2");
  EXPECT_THAT(Call("analyst", &pb::RegistryService::Stub::SubmitPreference, request),
              FailsWith(absl::StatusCode::kAborted, "REGISTRY_ETAG_STALE"));
  request.set_etag(submitted->employee().etag());
  wish->set_rank(2);
  EXPECT_THAT(Call("analyst", &pb::RegistryService::Stub::SubmitPreference, request),
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  pb::GetHistoryRequest history;
  history.set_name(ani.name());
  const pb::GetHistoryResponse past = *Call("analyst", &pb::RegistryService::Stub::GetHistory, history);
  int preferences = 0, closed = 0;
  for (const pb::HistoryEntry& entry : past.entries()) {
    EXPECT_THAT(entry.content_json(), Not(HasSubstr("Ani")));
    if (entry.kind() != "preferences") continue;
    ++preferences;
    closed += entry.provenance().known_to_revision() == 0 ? 0 : 1;
  }
  EXPECT_EQ(closed, 2);
  EXPECT_EQ(preferences, 5);  // two closed, their past kept as two, one new
  pb::WatchChangesRequest watch;
  watch.set_after_revision(submitted->revision() - 1);
  watch.set_replay_only(true);
  const auto changes = Stream("service", &pb::RegistryService::Stub::WatchChanges, watch);
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].resource(), ani.name());
  EXPECT_EQ(changes[0].kind(), "preferences");
}

TEST_F(RegistryPartsTest, FactsAreRecordedAndChecked) {
  Import(SmallProvince());
  const pb::Employee ani = *Lookup("analyst", kAni);
  pb::RecordFactRequest request;
  request.set_name(ani.name());
  request.set_etag(ani.etag());
  request.set_request_id("fact1");
  pb::Appraisal* appraisal = request.mutable_facts()->add_appraisals();
  appraisal->set_year(2023);
  appraisal->set_predicate(pb::PREDICATE_BAIK);
  request.mutable_profile_mask()->add_paths("grade");
  request.mutable_profile()->set_grade(34);
  const auto recorded = Call("analyst", &pb::RegistryService::Stub::RecordFact, request);
  ASSERT_THAT(recorded, IsOk());
  EXPECT_EQ(recorded->employee().grade(), 34);
  EXPECT_EQ(recorded->employee().facts().appraisals_size(), 2);
  EXPECT_EQ(recorded->employee().facts().appraisals(0).provenance().source(), "analyst");
  request.set_request_id("fact2");
  request.set_etag(recorded->employee().etag());
  request.mutable_profile()->set_grade(99);
  EXPECT_THAT(Call("analyst", &pb::RegistryService::Stub::RecordFact, request),
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
}

TEST_F(RegistryPartsTest, FaultsComeWithCures) {
  Folder folder = SmallProvince();
  folder["employees.csv"] += "1.98609E+17,Contoh Rahasia,,,PNS,,,,,99,,,,,,\n";
  const pb::Import import = Import(folder);
  pb::ListImportFaultsRequest request;
  request.set_name(import.name());
  const pb::ListImportFaultsResponse faults =
      *Call("analyst", &pb::RegistryService::Stub::ListImportFaults, request);
  ASSERT_EQ(faults.total_size(), 1);
  EXPECT_EQ(faults.faults(0).line(), 6);
  EXPECT_EQ(faults.faults(0).severity(), pb::ImportFault::SEVERITY_ERROR);
  EXPECT_THAT(faults.faults(0).cure_id(), HasSubstr("lembar kerja"));
  EXPECT_THAT(faults.faults(0).DebugString(), Not(HasSubstr("Rahasia")));
}

TEST_F(RegistryPartsTest, QualityCountsWhatIsUnknown) {
  Import(SmallProvince());
  const pb::DataQuality quality =
      *Call("analyst", &pb::RegistryService::Stub::GetDataQuality, pb::GetDataQualityRequest());
  EXPECT_EQ(quality.employees(), 4);
  for (const pb::DataQuality::Item& item : quality.items()) {
    EXPECT_EQ(item.known() + item.unknown(), 4) << item.fact();
    if (item.fact() == "assessment") {
      EXPECT_EQ(item.unknown(), 3);
    }
    if (item.fact() == "post") {
      EXPECT_EQ(item.unknown(), 1);
    }
    if (item.fact() == "birth_date") {
      EXPECT_EQ(item.unknown(), 1);
    }
  }
}

TEST_F(RegistryPartsTest, ReadsNameTheirRevision) {
  Import(SmallProvince());
  const pb::Registry registry =
      *Call("service", &pb::RegistryService::Stub::GetRegistry, pb::GetRegistryRequest());
  EXPECT_EQ(registry.employees(), 4);
  EXPECT_EQ(registry.seats(), 6);
  EXPECT_EQ(registry.org_units(), 3);
  pb::GetPostRequest request;
  request.set_name("posts/none");
  EXPECT_THAT(Call("service", &pb::RegistryService::Stub::GetPost, request),
              FailsWith(absl::StatusCode::kNotFound, "POST_NOT_FOUND"));
  request.mutable_at()->set_read_revision(registry.revision() + 1);
  EXPECT_THAT(Call("service", &pb::RegistryService::Stub::GetPost, request),
              FailsWith(absl::StatusCode::kInvalidArgument, "READ_REVISION_UNKNOWN"));
}

// A read by name brings in one thing, a list all of them.
TEST_F(RegistryPartsTest, OneThingIsReadAsTheListShowsIt) {
  Import(SmallProvince());
  using Stub = pb::RegistryService::Stub;
  const auto compare = [&](auto get_request, auto get, const auto& things) {
    ASSERT_GT(things.size(), 0);
    for (const auto& thing : things) {
      get_request.set_name(thing.name());
      EXPECT_EQ(Call("analyst", get, get_request)->DebugString(), thing.DebugString());
    }
  };
  // A restart forgets what the lists brought into memory.
  const auto agencies = *Call("analyst", &Stub::ListAgencies, pb::ListAgenciesRequest());
  const auto units = *Call("analyst", &Stub::ListOrgUnits, pb::ListOrgUnitsRequest());
  const auto positions = *Call("analyst", &Stub::ListPositions, pb::ListPositionsRequest());
  const auto posts = *Call("analyst", &Stub::ListPosts, pb::ListPostsRequest());
  for (const bool restarted : {false, true}) {
    if (restarted) Close(), Open();
    compare(pb::GetAgencyRequest(), &Stub::GetAgency, agencies.agencies());
    compare(pb::GetOrgUnitRequest(), &Stub::GetOrgUnit, units.org_units());
    compare(pb::GetPositionRequest(), &Stub::GetPosition, positions.positions());
    compare(pb::GetPostRequest(), &Stub::GetPost, posts.posts());
  }
}

}  // namespace
}  // namespace selaras::registry
