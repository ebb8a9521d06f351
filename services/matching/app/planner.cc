#include "services/matching/app/planner.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/assignment/certificate_text.h"
#include "libs/assignment/instance_text.h"
#include "libs/assignment/solver.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/matching/app/plan_outcome.h"
#include "services/matching/app/policy_book.h"
#include "services/matching/app/replan.h"

namespace selaras::matching {
namespace {

constexpr char kPseudonymSecret[] = "pseudonym";

absl::Status GivenUp() {
  return absl::CancelledError("the plan was given up");
}

absl::StatusOr<PlanRequest> RequestOf(const PlanSpec& spec, std::string pseudonym_key) {
  PlanRequest request;
  request.scope.agencies = spec.agencies;
  request.scope.org_units = spec.org_units;
  for (const std::string& name : spec.families) {
    SELARAS_ASSIGN_OR_RETURN(const Family family, ParseFamily(name));
    request.scope.families.push_back(family);
  }
  request.max_moves = spec.max_moves;
  request.pins = spec.pins;
  request.bans = spec.bans;
  request.limits = spec.limits;
  request.tiers = spec.tiers;
  request.pseudonym_key = std::move(pseudonym_key);
  return request;
}

// Which word the watcher sees for a stage of the solver.
std::string StageWord(absl::string_view solver_stage) {
  if (solver_stage == "face" || solver_stage == "moves" || solver_stage == "hash" ||
      solver_stage == "budget") {
    return "canonical";
  }
  if (solver_stage == "chains") return "chains";
  if (solver_stage == "certificate" || solver_stage == "done") return "certify";
  return "solve";
}

}  // namespace

absl::StatusOr<Planner::Prepared> Planner::Prepare(const CallScope& call, const PlanSpec& spec,
                                                   const StageReport& report) {
  const auto progress = [&](const char* stage) {
    return
        [&report, stage](int64_t done, int64_t total) { report(PlanState::kBuilding, stage, done, total); };
  };
  SELARAS_ASSIGN_OR_RETURN(const PolicyRecord policy, deps_.store.GetPolicy(call.tenant, spec.policy));
  if (!report(PlanState::kBuilding, "profiles", 0, 0)) return GivenUp();
  SELARAS_ASSIGN_OR_RETURN(PlanFacts facts, deps_.facts.Read(call, spec, progress("profiles")));
  SELARAS_ASSIGN_OR_RETURN(const LoadedPolicy loaded, LoadPolicy(policy, facts.province.effective_date));
  SELARAS_ASSIGN_OR_RETURN(ProvinceIndex index, ProvinceIndex::Make(std::move(facts.province)));
  const auto province = std::make_shared<const ProvinceIndex>(std::move(index));

  if (!report(PlanState::kBuilding, "vectors", 0, 0)) return GivenUp();
  const ClusterDictionary dictionary(province->positions());
  SELARAS_ASSIGN_OR_RETURN(Vectors vectors, deps_.facts.LoadVectors(call, facts, province->persons(),
                                                                    dictionary, progress("vectors")));

  if (!report(PlanState::kBuilding, "instance", 0, 0)) return GivenUp();
  SELARAS_ASSIGN_OR_RETURN(std::string secret, PseudonymSecret(call.tenant));
  SELARAS_ASSIGN_OR_RETURN(PlanRequest request, RequestOf(spec, std::move(secret)));
  ProblemInputs inputs = {province, std::move(vectors.vectors), loaded.scores, loaded.rules,
                          std::move(request)};
  SELARAS_ASSIGN_OR_RETURN(PlanProblem problem,
                           PlanProblem::Build(std::move(inputs), [&](int64_t done, int64_t total) {
                             return report(PlanState::kBuilding, "instance", done, total);
                           }));
  Prepared prepared;
  prepared.problem = std::make_shared<const PlanProblem>(std::move(problem));
  prepared.result.policy_hash = policy.content_hash;
  prepared.result.need_hash = facts.need_hash;
  prepared.result.registry_revision = facts.at.revision;
  prepared.result.effective_date = *facts.at.effective_date;
  prepared.result.cache_hits = vectors.hits;
  prepared.result.cache_misses = vectors.misses;
  for (const Coverage& coverage : prepared.problem->coverage()) {
    prepared.result.coverage_permille[coverage.term] = coverage.permille;
  }
  return prepared;
}

absl::StatusOr<std::string> Planner::PseudonymSecret(const std::string& tenant) {
  std::string fresh(32, '\0');
  deps_.ids.Fill(absl::MakeSpan(reinterpret_cast<uint8_t*>(fresh.data()), fresh.size()));
  return deps_.store.GetSecret(tenant, kPseudonymSecret, fresh);
}

absl::StatusOr<std::optional<Planner::Parent>> Planner::ReadParent(const PlanRecord& plan) {
  if (plan.parent.empty()) return std::nullopt;
  Parent parent;
  SELARAS_ASSIGN_OR_RETURN(parent.record, deps_.store.GetPlan(plan.tenant, plan.parent));
  if (!parent.record.result.has_value()) {
    return Error(absl::StatusCode::kFailedPrecondition, "PLAN_STATE", {{"plan", plan.parent}});
  }
  SELARAS_ASSIGN_OR_RETURN(const std::vector<MoveRecord> moves,
                           AllMoves(deps_.store, plan.tenant, plan.parent));
  parent.earlier = EarlierOf(parent.record, moves);
  return std::make_optional(std::move(parent));
}

absl::StatusOr<std::vector<assignment::PostIndex>> Planner::NearestTo(const PlanRecord& plan,
                                                                      const PlanProblem& problem) {
  SELARAS_ASSIGN_OR_RETURN(const std::optional<Parent> parent, ReadParent(plan));
  if (!parent.has_value() || !parent->feasible()) return std::vector<assignment::PostIndex>();
  return EarlierPlacement(problem, parent->earlier);
}

absl::StatusOr<assignment::Certificate> Planner::ReadCertificate(const PlanRecord& plan) {
  std::string text;
  SELARAS_RETURN_IF_ERROR(
      deps_.store.ReadFile(plan.tenant, plan.id, PlanFile::kCertificate, [&](absl::string_view part) {
        text.append(part.data(), part.size());
        return absl::OkStatus();
      }));
  return assignment::ParseCertificate(text);
}

absl::StatusOr<std::optional<assignment::WarmStart>> Planner::StartOf(const std::optional<Parent>& parent,
                                                                      const PlanProblem& problem,
                                                                      const SolvedPlan* known) {
  const assignment::Instance& instance = problem.instance();
  if (known != nullptr) {
    return std::make_optional(BringOver(known->problem->instance(), known->certificate, instance));
  }
  if (!parent.has_value() || !parent->feasible()) return std::nullopt;
  SELARAS_ASSIGN_OR_RETURN(const assignment::Certificate certificate, ReadCertificate(parent->record));
  // A child has its parent's facts and scope, so its posts and people are the parent's: no need to read the parent's
  // instance for their ids, which takes longer than it saves. Were they others, only time would be lost.
  if (certificate.prices.size() != instance.posts.size() ||
      certificate.placement.size() != instance.persons.size()) {
    return std::nullopt;
  }
  return std::make_optional(BringOver(instance, certificate, instance));
}

absl::StatusOr<Planner::Made> Planner::Make(const CallScope& call, const PlanRecord& plan,
                                            const SolvedPlan* known, const StageReport& report) {
  const PlanSpec& spec = plan.spec;
  SELARAS_ASSIGN_OR_RETURN(const std::optional<Parent> parent, ReadParent(plan));
  SELARAS_ASSIGN_OR_RETURN(Prepared prepared, Prepare(call, spec, report));
  const PlanProblem& problem = *prepared.problem;
  // An infeasible parent has no placement to stay near; its hash stays the child's origin.
  const EarlierPlan* earlier = parent.has_value() && parent->feasible() ? &parent->earlier : nullptr;
  const std::string parent_hash = parent.has_value() ? parent->record.result->plan_hash : "";
  assignment::SolveOptions options;
  options.seed = spec.seed;
  if (earlier != nullptr) options.nearest_to = EarlierPlacement(problem, *earlier);
  SELARAS_ASSIGN_OR_RETURN(options.warm_start, StartOf(parent, problem, known));
  std::string stage = "solve";
  options.stop = [&] { return call.cancelled() || !report(PlanState::kSolving, stage, 0, 0); };
  std::optional<SolverGate::Hold> turn =
      solver_.Enter([&] { return call.cancelled() || !report(PlanState::kSolving, "waiting", 0, 0); });
  if (!turn.has_value() || !report(PlanState::kSolving, stage, 0, 0)) return GivenUp();
  SELARAS_ASSIGN_OR_RETURN(PlanSolution solution,
                           SolvePlan(problem, options, [&](const assignment::ProgressReport& at) {
                             stage = StageWord(at.stage);
                             report(PlanState::kSolving, stage, 0, 0);
                           }));
  turn.reset();
  if (!report(PlanState::kExplaining, "explain", 0, 0)) return GivenUp();
  Made made;
  if (!solution.feasible()) {
    made.outcome = MakeInfeasible(problem, std::move(solution.conflicts), std::move(prepared.result),
                                  spec.seed, parent_hash);
    return made;
  }
  const auto solved = std::make_shared<SolvedPlan>();
  solved->problem = prepared.problem;
  solved->certificate = std::move(solution.certificate);
  if (earlier != nullptr) KeepEarlierIfNoWorse(problem, *earlier, solved->certificate);
  std::string instance_text = assignment::InstanceText(problem.instance());
  solved->certificate.instance_sha256 = assignment::Sha256Hex(instance_text);
  solved->plan = MakePlan(problem, solved->certificate);
  if (earlier != nullptr) {
    prepared.result.replan = CompareWithParent(problem, solved->plan, solved->certificate, *earlier);
  }
  made.outcome =
      MakeOutcome(*solved, std::move(prepared.result), spec.seed, std::move(instance_text), parent_hash);
  made.solved = solved;
  return made;
}

absl::StatusOr<std::shared_ptr<const SolvedPlan>> Planner::Rebuild(const CallScope& call,
                                                                   const PlanRecord& plan) {
  if (!plan.result.has_value()) {
    return Error(absl::StatusCode::kFailedPrecondition, "PLAN_STATE", {{"plan", plan.id}});
  }
  if (!plan.result->conflicts.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "PLAN_INFEASIBLE", {{"plan", plan.id}});
  }
  PlanSpec spec = plan.spec;
  spec.registry_revision = plan.result->registry_revision;
  spec.effective_date = plan.result->effective_date;
  const StageReport nobody = [&](PlanState, const std::string&, int64_t, int64_t) {
    return !call.cancelled();
  };
  SELARAS_ASSIGN_OR_RETURN(const Prepared prepared, Prepare(call, spec, nobody));
  if (assignment::InstanceSha256(prepared.problem->instance()) != plan.result->instance_hash) {
    return Error(absl::StatusCode::kFailedPrecondition, "PLAN_NOT_REBUILT", {{"plan", plan.id}});
  }
  const auto solved = std::make_shared<SolvedPlan>();
  solved->problem = prepared.problem;
  SELARAS_ASSIGN_OR_RETURN(solved->certificate, ReadCertificate(plan));
  solved->plan = MakePlan(*solved->problem, solved->certificate);
  return std::shared_ptr<const SolvedPlan>(solved);
}

}  // namespace selaras::matching
