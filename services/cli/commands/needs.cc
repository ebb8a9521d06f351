// needs analyze | show | load
#include <iostream>
#include <memory>

#include "absl/strings/str_format.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/grpc_status.h"
#include "services/cli/command.h"
#include "services/cli/post_names.h"
#include "services/cli/progress_bar.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = needs::v1alpha;

struct NeedsOptions {
  std::string snapshot;  // Empty = newest.
  int limit = 20;
  bool surplus = false;
};

absl::StatusOr<pb::NeedSnapshot> Watch(Session& session, const Session::Remote<Session::Needs>& needs,
                                       pb::NeedSnapshot snapshot) {
  ProgressBar bar(false);
  pb::WatchNeedSnapshotRequest request;
  request.set_name(snapshot.name());
  const auto context = needs.peer->MakeContext(session.Scope());
  const auto reader = needs.stub->WatchNeedSnapshot(context.get(), request);
  while (reader->Read(&snapshot)) bar.Update("analyse", snapshot.posts_done(), snapshot.posts_total());
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return snapshot;
}

void PrintTotals(const pb::NeedSnapshot& snapshot) {
  const pb::NeedTotals& totals = snapshot.totals();
  Table table({{"needs"}, {"", Align::kRight}});
  table.Add({"posts", Thousands(totals.posts())});
  table.Add({"  of which measured", Thousands(totals.measured_posts())});
  table.Add({"approved seats", Thousands(totals.ceiling())});
  table.Add({"people in post", Thousands(totals.incumbents())});
  table.Add({"needed (target)", Thousands(totals.target())});
  table.Add({"  of which critical", Thousands(totals.critical())});
  table.Add({"short of target", Thousands(totals.shortage())});
  table.Add({"above target", Thousands(totals.surplus())});
  std::cout << snapshot.name() << "  " << pb::NeedSnapshot::State_Name(snapshot.state()).substr(6)
            << "  registry revision " << snapshot.registry_revision() << "\n"
            << table.ToString();
}

absl::StatusOr<ExitStatus> Analyze(Session& session) {
  SELARAS_ASSIGN_OR_RETURN(const auto needs, session.ToNeeds());
  pb::AnalyzeNeedsRequest request;
  request.set_request_id(session.ids().NewId());
  SELARAS_ASSIGN_OR_RETURN(pb::NeedSnapshot snapshot,
                           needs.peer->Call<pb::NeedSnapshot>(session.Scope(), rpc::Retry::kSafe,
                                                              [&](grpc::ClientContext* context, auto* out) {
                                                                return needs.stub->AnalyzeNeeds(context,
                                                                                                request, out);
                                                              }));
  SELARAS_ASSIGN_OR_RETURN(snapshot, Watch(session, needs, std::move(snapshot)));
  if (session.json()) {
    std::cout << ToJson(snapshot) << "\n";
  } else {
    PrintTotals(snapshot);
  }
  return snapshot.state() == pb::NeedSnapshot::STATE_ANALYSED ? kDone : kFailed;
}

absl::StatusOr<std::string> NewestSnapshot(Session& session, const Session::Remote<Session::Needs>& needs) {
  pb::ListNeedSnapshotsRequest request;
  request.set_page_size(1);
  SELARAS_ASSIGN_OR_RETURN(
      const auto list, needs.peer->Call<pb::ListNeedSnapshotsResponse>(
                           session.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                             return needs.stub->ListNeedSnapshots(context, request, out);
                           }));
  if (list.need_snapshots().empty()) {
    return absl::NotFoundError("no need snapshot yet; run `selarasctl needs analyze`");
  }
  return list.need_snapshots(0).name();
}

absl::StatusOr<ExitStatus> Show(Session& session, const NeedsOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const auto needs, session.ToNeeds());
  pb::ListNeedCurvesRequest request;
  request.set_parent(options.snapshot);
  if (options.snapshot.empty()) {
    SELARAS_ASSIGN_OR_RETURN(*request.mutable_parent(), NewestSnapshot(session, needs));
  }
  request.set_page_size(options.limit);
  request.set_order_by(options.surplus ? "surplus desc" : "shortage desc");
  SELARAS_ASSIGN_OR_RETURN(
      const auto list, needs.peer->Call<pb::ListNeedCurvesResponse>(
                           session.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                             return needs.stub->ListNeedCurves(context, request, out);
                           }));
  if (session.json()) {
    std::cout << ToJson(list) << "\n";
    return kDone;
  }
  Table table({{"post"},
               {"people", Align::kRight},
               {"critical", Align::kRight},
               {"target", Align::kRight},
               {"ceiling", Align::kRight},
               {"raw", Align::kRight},
               {"from"}});
  PostNames posts(session);
  for (const pb::NeedCurve& curve : list.need_curves()) {
    table.Add({posts.Of(curve.post()), Thousands(curve.incumbents()), Thousands(curve.critical()),
               Thousands(curve.target()), Thousands(curve.ceiling()),
               absl::StrFormat("%.2f", curve.raw_target()),
               session.indonesian() ? curve.reason_id() : curve.reason_en()});
  }
  std::cout << table.ToString();
  return kDone;
}

absl::StatusOr<ExitStatus> Load(Session& session, const NeedsOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const auto needs, session.ToNeeds());
  pb::GetLoadBalanceRequest request;
  request.set_parent(options.snapshot);
  if (options.snapshot.empty()) {
    SELARAS_ASSIGN_OR_RETURN(*request.mutable_parent(), NewestSnapshot(session, needs));
  }
  request.set_page_size(options.limit);
  SELARAS_ASSIGN_OR_RETURN(
      const auto list, needs.peer->Call<pb::GetLoadBalanceResponse>(
                           session.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                             return needs.stub->GetLoadBalance(context, request, out);
                           }));
  if (session.json()) {
    std::cout << ToJson(list) << "\n";
    return kDone;
  }
  Table table({{"unit"},
               {"people", Align::kRight},
               {"needed", Align::kRight},
               {"load", Align::kRight},
               {"band"},
               {"perceived", Align::kRight},
               {"complaints/1000", Align::kRight}});
  const auto number = [](bool known, double value) { return known ? absl::StrFormat("%.2f", value) : "-"; };
  for (const pb::LoadBalance& unit : list.load_balances()) {
    table.Add({unit.display_name(), Thousands(unit.incumbents()), absl::StrFormat("%.2f", unit.raw_target()),
               number(unit.has_load_index(), unit.load_index()), unit.band(),
               number(unit.has_perceived_load(), unit.perceived_load()),
               number(unit.has_complaint_rate(), unit.complaint_rate())});
  }
  std::cout << table.ToString();
  return kDone;
}

}  // namespace

void AddNeeds(CLI::App& app, Work& run) {
  auto options = std::make_shared<NeedsOptions>();
  CLI::App* needs = app.add_subcommand("needs", "Who is needed where, from workload, classes and standards");
  needs->require_subcommand(1);
  needs->add_subcommand("analyze", "Analyse every post; makes an immutable snapshot")->callback([&run] {
    run = Analyze;
  });
  CLI::App* show = needs->add_subcommand("show", "Posts with the greatest shortage (or surplus)");
  show->add_flag("--surplus", options->surplus, "Greatest surplus first");
  show->callback([options, &run] { run = [options](Session& session) { return Show(session, *options); }; });
  CLI::App* load = needs->add_subcommand("load", "Measured and perceived load per unit, highest first");
  load->callback([options, &run] { run = [options](Session& session) { return Load(session, *options); }; });
  for (CLI::App* command : {show, load}) {
    command->add_option("--snapshot", options->snapshot, "needSnapshots/…; default: the newest");
    command->add_option("--limit", options->limit, "Lines")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
  }
}

}  // namespace selaras::cli
