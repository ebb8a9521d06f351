#ifndef SELARAS_SERVICES_EVALUATION_TESTING_FAKE_PEERS_H_
#define SELARAS_SERVICES_EVALUATION_TESTING_FAKE_PEERS_H_

// The four services beside this one, answering over gRPC as the real ones do, about one small province: 60 schools of
// one kind, of which the first ten receive one person each in January 2026 and the next ten give one away.

#include <atomic>
#include <cmath>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/rpc/proto_time.h"
#include "selaras/approval/v1alpha/approval_service.grpc.pb.h"
#include "selaras/matching/v1alpha/matching_service.grpc.pb.h"
#include "selaras/needs/v1alpha/needs_service.grpc.pb.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"

namespace selaras::evaluation::testing {

inline constexpr int kSchools = 60;
inline constexpr int kMoves = 10;
inline constexpr double kPlantedSatisfaction = 4;

inline std::string Unit(int u) {
  return absl::StrFormat("orgUnits/u%02d", u);
}

class FakeRegistry final : public registry::v1alpha::RegistryService::Service {
 public:
  std::atomic<bool> away{false};

  grpc::Status ListOrgUnits(grpc::ServerContext*, const registry::v1alpha::ListOrgUnitsRequest* in,
                            registry::v1alpha::ListOrgUnitsResponse* out) override {
    const int first = in->page_token().empty() ? 0 : std::stoi(in->page_token());
    for (int u = first; u < std::min(first + 25, kSchools); ++u) {
      registry::v1alpha::OrgUnit* unit = out->add_org_units();
      unit->set_name(Unit(u));
      unit->set_agency("agencies/a");
      unit->set_kind(registry::v1alpha::OrgUnit::KIND_SCHOOL);
      unit->set_size_class("SMP");
      registry::v1alpha::ExternalId* npsn = unit->add_external_ids();
      npsn->set_kind("NPSN");
      npsn->set_value("1");
      registry::v1alpha::ExternalId* code = unit->add_external_ids();
      code->set_kind("UNIT_CODE");
      code->set_value(absl::StrCat("SCH-", u));
    }
    if (first + 25 < kSchools) out->set_next_page_token(absl::StrCat(first + 25));
    return grpc::Status::OK;
  }
  // posts/b3 is a seat in unit 3, posts/head3 its head.
  grpc::Status GetPost(grpc::ServerContext*, const registry::v1alpha::GetPostRequest* in,
                       registry::v1alpha::Post* out) override {
    if (away) return {grpc::StatusCode::UNAVAILABLE, "away"};
    FillPost(in->name(), out);
    return grpc::Status::OK;
  }
  grpc::Status ListPosts(grpc::ServerContext*, const registry::v1alpha::ListPostsRequest* in,
                         registry::v1alpha::ListPostsResponse* out) override {
    const std::string number = in->org_unit().substr(in->org_unit().size() - 2);
    FillPost("posts/b" + number, out->add_posts());
    FillPost("posts/head" + number, out->add_posts());
    return grpc::Status::OK;
  }
  grpc::Status ListEmployees(grpc::ServerContext*, const registry::v1alpha::ListEmployeesRequest* in,
                             registry::v1alpha::ListEmployeesResponse* out) override {
    out->add_employees()->set_name("employees/of-" + in->post().substr(6));
    return grpc::Status::OK;
  }
  grpc::Status GetEmployee(grpc::ServerContext*, const registry::v1alpha::GetEmployeeRequest* in,
                           registry::v1alpha::Employee* out) override {
    out->set_name(in->name());
    out->set_post("posts/" + in->name().substr(sizeof("employees/of-") - 1));
    return grpc::Status::OK;
  }
  grpc::Status GetPosition(grpc::ServerContext*, const registry::v1alpha::GetPositionRequest* in,
                           registry::v1alpha::Position* out) override {
    out->set_name(in->name());
    out->set_level(in->name() == "positions/junior" ? 1 : 3);
    for (int level : {3, 2, 0, 0, 2, 0, 0, 0, 1}) out->mutable_standard()->add_core(level);
    registry::v1alpha::TechnicalLevel* technical = out->mutable_standard()->add_technical();
    technical->set_cluster("T-MTK");
    technical->set_level(4);
    return grpc::Status::OK;
  }
  grpc::Status BatchGetCompetencies(grpc::ServerContext*,
                                    const registry::v1alpha::BatchGetCompetenciesRequest* in,
                                    registry::v1alpha::BatchGetCompetenciesResponse* out) override {
    for (const std::string& id : in->employee_ids()) {
      registry::v1alpha::Competency* row = out->add_competencies();
      row->set_employee_id(id);
      for (int level : {3, 1, 0, 0, -1, 0, 0, 0, 1}) row->add_core(level);
      registry::v1alpha::TechnicalLevel* technical = row->add_technical();
      technical->set_cluster("T-MTK");
      technical->set_level(2);
    }
    return grpc::Status::OK;
  }

 private:
  static void FillPost(const std::string& name, registry::v1alpha::Post* out) {
    out->set_name(name);
    out->set_org_unit("orgUnits/u" + name.substr(name.size() - 2));
    out->set_agency("agencies/a");
    out->set_head_of_unit(name.find("head") != std::string::npos);
    out->set_position(name.find("junior") != std::string::npos ? "positions/junior" : "positions/teacher");
  }
};

// Satisfaction rises by kPlantedSatisfaction where somebody came; complaints change nowhere.
class FakeNeeds final : public needs::v1alpha::NeedsService::Service {
 public:
  grpc::Status StreamIndicators(
      grpc::ServerContext*, const needs::v1alpha::StreamIndicatorsRequest* in,
      grpc::ServerWriter<needs::v1alpha::StreamIndicatorsResponse>* writer) override {
    needs::v1alpha::StreamIndicatorsResponse batch;
    batch.set_needs_revision(5);
    const auto number = [](const google::type::Date& date) { return date.year() * 12 + date.month() - 1; };
    std::mt19937_64 random(std::hash<std::string>()(in->indicator()));
    std::normal_distribution<double> bell;
    for (int u = 0; u < kSchools; ++u) {
      for (int m = 2024 * 12; m < 2026 * 12 + 8; ++m) {
        const double noise = bell(random);
        double value = 0;
        if (in->indicator() == "SATISFACTION") {
          value = 70 + u % 7 + noise + (u < kMoves && m > 2026 * 12 ? kPlantedSatisfaction : 0);
        } else if (in->indicator() == "COMPLAINTS") {
          value = 12 + noise;
        } else if (in->indicator() == "PUPILS") {
          value = 400 + u;
        } else {
          continue;
        }
        if (m < number(in->from_date()) || m > number(in->to_date())) continue;
        needs::v1alpha::IndicatorPoint* point = batch.add_points();
        point->set_unit_code(absl::StrCat("SCH-", u));
        SetDate(absl::CivilDay(m / 12, m % 12 + 1, 1), point->mutable_month());
        point->set_value(value);
      }
    }
    writer->Write(batch);
    return grpc::Status::OK;
  }
  grpc::Status ListNeedSnapshots(grpc::ServerContext*, const needs::v1alpha::ListNeedSnapshotsRequest*,
                                 needs::v1alpha::ListNeedSnapshotsResponse* out) override {
    for (const auto& [name, state] :
         {std::pair("needSnapshots/running", needs::v1alpha::NeedSnapshot::STATE_ANALYSING),
          std::pair("needSnapshots/after", needs::v1alpha::NeedSnapshot::STATE_ANALYSED)}) {
      needs::v1alpha::NeedSnapshot* snapshot = out->add_need_snapshots();
      snapshot->set_name(name);
      snapshot->set_state(state);
    }
    return grpc::Status::OK;
  }
  grpc::Status StreamNeedCurves(
      grpc::ServerContext*, const needs::v1alpha::StreamNeedCurvesRequest* in,
      grpc::ServerWriter<needs::v1alpha::StreamNeedCurvesResponse>* writer) override {
    needs::v1alpha::StreamNeedCurvesResponse batch;
    for (int u = 0; u < kSchools; ++u) {
      needs::v1alpha::NeedCurve* curve = batch.add_need_curves();
      curve->set_org_unit(Unit(u));
      curve->set_agency("agencies/a");
      curve->set_target(5);
      curve->set_incumbents(u < kMoves && in->name() != "needSnapshots/after" ? 4 : 5);
    }
    writer->Write(batch);
    return grpc::Status::OK;
  }
};

class FakeMatching final : public matching::v1alpha::MatchingService::Service {
 public:
  grpc::Status GetCycle(grpc::ServerContext*, const matching::v1alpha::GetCycleRequest* in,
                        matching::v1alpha::Cycle* out) override {
    out->set_name(in->name());
    out->set_display_name("Siklus 2026");
    if (in->name() == "cycles/empty") return grpc::Status::OK;
    out->set_goals_hash("sealed");
    out->set_released_plan("plans/p");
    const auto add = [&](const char* indicator, const char* scope, double target) {
      matching::v1alpha::Goal* goal = out->add_goals();
      goal->set_indicator(indicator);
      goal->set_scope(scope);
      goal->set_target_value(target);
    };
    add("shortage", "province", 3);
    add("shortage", "orgUnits/u40", 0);
    add("satisfaction", "orgUnits/u00", 99);
    add("happiness", "", 1);
    return grpc::Status::OK;
  }
  grpc::Status GetPlan(grpc::ServerContext*, const matching::v1alpha::GetPlanRequest* in,
                       matching::v1alpha::Plan* out) override {
    out->set_name(in->name());
    out->mutable_spec()->set_need_snapshot("needSnapshots/before");
    return grpc::Status::OK;
  }
};

// One decree of all moves, in a feed that also tells other things and repeats nothing.
class FakeApproval final : public approval::v1alpha::ApprovalService::Service {
 public:
  grpc::Status ListEvents(grpc::ServerContext*, const feed::v1alpha::ListEventsRequest* in,
                          feed::v1alpha::ListEventsResponse* out) override {
    approval::v1alpha::DecreeEvent decree;
    decree.set_decree("decrees/d1");
    decree.set_plan("plans/p");
    SetDate(absl::CivilDay(2026, 1, 15), decree.mutable_effective_date());
    for (int i = 0; i < kMoves; ++i) {
      approval::v1alpha::DecreeEvent::Move* move = decree.add_moves();
      move->set_move(absl::StrCat("plans/p/moves/m", i));
      move->set_employee(absl::StrFormat("employees/e%d", i));
      move->set_from_post(absl::StrFormat("posts/a%02d", i + kMoves));
      move->set_to_post(absl::StrFormat("posts/b%02d", i));
    }
    const std::pair<const char*, std::string> events[] = {{"LeafWritten", "x"},
                                                          {"DecreeApplied", decree.SerializeAsString()},
                                                          // The same decree told by another event.
                                                          {"DecreeApplied", decree.SerializeAsString()}};
    int64_t position = 0;
    for (const auto& [kind, payload] : events) {
      if (++position <= in->after_position()) continue;
      feed::v1alpha::Event* event = out->add_events();
      event->set_position(position);
      event->set_event_id(absl::StrCat("event-", position));
      event->set_kind(kind);
      event->set_tenant("jkt");
      event->mutable_time()->set_seconds(1768500000);
      event->set_payload(payload);
    }
    out->set_latest_position(3);
    return grpc::Status::OK;
  }
};

}  // namespace selaras::evaluation::testing

#endif  // SELARAS_SERVICES_EVALUATION_TESTING_FAKE_PEERS_H_
