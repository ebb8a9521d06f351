#include "services/matching/rpc/matching_convert.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "services/matching/rpc/limits_convert.h"
#include "services/matching/rpc/names.h"

namespace selaras::matching {
namespace {

namespace pb = v1alpha;

std::string PostName(const ProvinceIndex& province, int32_t post) {
  return post < 0 ? "" : names::kPost.Format(province.posts()[post].id);
}

std::string PostName(const std::string& id) {
  return id.empty() ? "" : names::kPost.Format(id);
}

void ToProto(const Weights& weights, pb::Weights* out) {
  out->set_fit(weights.fit);
  out->set_experience(weights.experience);
  out->set_performance(weights.performance);
  out->set_talent(weights.talent);
  out->set_development(weights.development);
  for (const int32_t points : weights.preference) out->add_preference(points);
  out->set_rotation(weights.rotation);
  out->set_remedy(weights.remedy);
  out->set_stay(weights.stay);
  out->set_distance_per_km_milli(weights.distance_per_km_milli);
  out->set_distance_cap(weights.distance_cap);
  out->set_need_critical(weights.need_critical);
  out->set_need_target(weights.need_target);
  out->set_above_target(weights.above_target);
  out->set_above_ceiling(weights.above_ceiling);
}

void ToProto(const rules::Rule& rule, pb::Rule* out) {
  out->set_code(rule.code);
  out->set_scope(static_cast<pb::Rule::Scope>(static_cast<int>(rule.scope) + 1));
  out->set_severity(rule.severity == rules::RuleSeverity::kBlock ? pb::Rule::SEVERITY_BLOCK
                                                                 : pb::Rule::SEVERITY_WARN);
  out->set_title_id(rule.title_id);
  out->set_title_en(rule.title_en);
  out->set_legal_basis(rule.legal_basis);
  if (rule.validity.from.has_value()) SetDate(*rule.validity.from, out->mutable_valid_from());
  if (rule.validity.to.has_value()) SetDate(*rule.validity.to, out->mutable_valid_to());
  out->set_predicate(rule.predicate);
}

void ToProto(const PlanSpec& spec, pb::PlanSpec* out) {
  out->set_policy(names::kPolicy.Format(spec.policy));
  if (!spec.need_snapshot.empty()) out->set_need_snapshot(names::kSnapshot.Format(spec.need_snapshot));
  if (!spec.instance_bundle.empty()) out->set_instance_bundle(names::kBundle.Format(spec.instance_bundle));
  out->set_registry_revision(spec.registry_revision);
  if (spec.effective_date.has_value()) SetDate(*spec.effective_date, out->mutable_effective_date());
  for (const auto& id : spec.agencies) out->mutable_scope()->add_agencies(names::kAgency.Format(id));
  for (const auto& id : spec.org_units) out->mutable_scope()->add_org_units(names::kOrgUnit.Format(id));
  for (const auto& family : spec.families) out->mutable_scope()->add_families(family);
  if (spec.max_moves.has_value()) out->set_max_moves(*spec.max_moves);
  for (const Pin& pin : spec.pins) {
    pb::Pin& to = *out->add_pins();
    to.set_employee(names::kEmployee.Format(pin.employee));
    to.set_post(PostName(pin.post));
    to.set_reason(pin.reason);
  }
  for (const Ban& ban : spec.bans) {
    pb::Ban& to = *out->add_bans();
    to.set_employee(names::kEmployee.Format(ban.employee));
    to.set_post(PostName(ban.post));
    to.set_reason(ban.reason);
  }
  out->set_seed(spec.seed);
  ToProto(spec.limits, out->mutable_limits());
  out->set_tiers(spec.tiers);
  if (!spec.cycle.empty()) out->set_cycle(names::kCycle.Format(spec.cycle));
}

void ToProto(const PlanResult& result, pb::PlanResult* out) {
  const PlanSummary& s = result.summary;
  out->set_verdict(VerdictMessage(result));
  out->set_objective(s.objective);
  out->set_bound(s.bound);
  out->set_status_quo(s.status_quo);
  out->set_employees(s.employees);
  out->set_posts(s.posts);
  out->set_seats(s.seats);
  out->set_lawful_pairs(s.lawful_pairs);
  out->set_move_budget(s.move_budget);
  out->set_moves(s.moves);
  out->set_chains(s.chains);
  out->set_measured_moves(s.measured_moves);
  out->set_shortage_before(s.shortage_before);
  out->set_shortage_after(s.shortage_after);
  out->set_surplus_before(s.surplus_before);
  out->set_surplus_after(s.surplus_after);
  out->set_preferences(s.preferences);
  out->set_preferences_first(s.preferences_first);
  out->set_preferences_any(s.preferences_any);
  for (const auto& [term, permille] : result.coverage_permille)
    (*out->mutable_coverage_permille())[term] = permille;
  out->set_policy_hash(result.policy_hash);
  out->set_need_hash(result.need_hash);
  out->set_instance_hash(result.instance_hash);
  out->set_certificate_hash(result.certificate_hash);
  out->set_plan_hash(result.plan_hash);
  out->set_cache_hits(result.cache_hits);
  out->set_cache_misses(result.cache_misses);
  for (const LimitUse& use : result.limits) ToProto(use, out->add_limits());
  for (const Conflict& conflict : result.conflicts) ToProto(conflict, out->add_conflicts());
  for (const TierResult& tier : result.tiers) ToProto(tier, out->add_tiers());
}

}  // namespace

absl::StatusOr<PlanSpec> SpecOf(const pb::PlanSpec& message) {
  PlanSpec spec;
  SELARAS_ASSIGN_OR_RETURN(spec.policy, names::kPolicy.ParseId(message.policy()));
  if (message.instance_bundle().empty()) {
    SELARAS_ASSIGN_OR_RETURN(spec.need_snapshot, names::kSnapshot.ParseId(message.need_snapshot()));
  } else {
    SELARAS_ASSIGN_OR_RETURN(spec.instance_bundle, names::kBundle.ParseId(message.instance_bundle()));
    if (!message.need_snapshot().empty() || message.registry_revision() != 0) {
      return InvalidField("spec.instance_bundle",
                          "without need_snapshot and registry_revision: the bundle has both");
    }
  }
  if (message.registry_revision() < 0)
    return InvalidField("spec.registry_revision", "0 for the newest, or a revision");
  spec.registry_revision = message.registry_revision();
  if (message.has_effective_date()) {
    spec.effective_date = DayOf(message.effective_date());
    if (!spec.effective_date.has_value()) return InvalidField("spec.effective_date", "a whole date, or none");
  }
  for (const std::string& name : message.scope().agencies()) {
    SELARAS_ASSIGN_OR_RETURN(spec.agencies.emplace_back(), names::kAgency.ParseId(name));
  }
  for (const std::string& name : message.scope().org_units()) {
    SELARAS_ASSIGN_OR_RETURN(spec.org_units.emplace_back(), names::kOrgUnit.ParseId(name));
  }
  spec.families.assign(message.scope().families().begin(), message.scope().families().end());
  if (message.has_max_moves()) spec.max_moves = message.max_moves();
  SELARAS_ASSIGN_OR_RETURN(Constraints constraints, ConstraintsOf(message.pins(), message.bans()));
  spec.pins = std::move(constraints.pins);
  spec.bans = std::move(constraints.bans);
  if (!message.cycle().empty()) {
    SELARAS_ASSIGN_OR_RETURN(spec.cycle, names::kCycle.ParseId(message.cycle()));
  }
  spec.seed = message.seed();
  SELARAS_ASSIGN_OR_RETURN(spec.limits, LimitsOf(message.limits(), "spec.limits"));
  spec.tiers = message.tiers();
  return spec;
}

absl::StatusOr<Constraints> ConstraintsOf(const google::protobuf::RepeatedPtrField<pb::Pin>& pins,
                                          const google::protobuf::RepeatedPtrField<pb::Ban>& bans) {
  Constraints constraints;
  for (const pb::Pin& pin : pins) {
    SELARAS_ASSIGN_OR_RETURN(const std::string employee, names::kEmployee.ParseId(pin.employee()));
    SELARAS_ASSIGN_OR_RETURN(const std::string post, names::kPost.ParseId(pin.post()));
    constraints.pins.push_back({employee, post, pin.reason()});
  }
  for (const pb::Ban& ban : bans) {
    SELARAS_ASSIGN_OR_RETURN(const std::string employee, names::kEmployee.ParseId(ban.employee()));
    std::string post;
    if (!ban.post().empty()) {
      SELARAS_ASSIGN_OR_RETURN(post, names::kPost.ParseId(ban.post()));
    }
    constraints.bans.push_back({employee, post, ban.reason()});
  }
  return constraints;
}

absl::StatusOr<std::string> MoveOf(const std::string& plan, const std::string& name) {
  const std::string id = LastPart(name);
  if (id.empty() || name != names::kMove.Format(plan, id)) {
    return InvalidField("settled_moves", absl::StrCat("plans/", plan, "/moves/{move}"));
  }
  return id;
}

absl::StatusOr<std::optional<int64_t>> VersionOf(const std::string& etag) {
  if (etag.empty()) return InvalidField("etag", "must be set: the etag of the resource as you read it");
  int64_t version = 0;
  if (!absl::SimpleAtoi(etag, &version)) return InvalidField("etag", "an etag that this service gave");
  return std::make_optional(version);
}

void ToProto(const PolicyRecord& policy, const LoadedPolicy* loaded, pb::Policy* out) {
  out->set_name(names::kPolicy.Format(policy.id));
  out->set_display_name(policy.display_name);
  out->set_content_hash(policy.content_hash);
  SetTime(policy.seal_time, out->mutable_seal_time());
  out->set_sealed_by(policy.sealed_by);
  if (loaded == nullptr) return;
  out->set_description_id(loaded->description_id);
  out->set_description_en(loaded->description_en);
  out->set_move_budget_permille(loaded->scores.move_budget_permille);
  ToProto(loaded->scores.weights, out->mutable_weights());
  for (const rules::Rule& rule : loaded->rules->rules()) ToProto(rule, out->add_rules());
  for (const PolicyRecord::File& file : policy.files) {
    pb::PolicyFile& to = *out->add_files();
    to.set_file(file.name);
    to.set_text(file.text);
  }
}

void ToProto(const PlanRecord& plan, pb::Plan* out) {
  out->set_name(names::kPlan.Format(plan.id));
  out->set_etag(absl::StrCat(plan.version));
  out->set_state(static_cast<pb::Plan::State>(plan.state));
  ToProto(plan.spec, out->mutable_spec());
  SetTime(plan.create_time, out->mutable_create_time());
  if (plan.end_time.has_value()) SetTime(*plan.end_time, out->mutable_end_time());
  out->mutable_progress()->set_stage(plan.progress.stage);
  out->mutable_progress()->set_done(plan.progress.done);
  out->mutable_progress()->set_total(plan.progress.total);
  for (const auto& [stage, millis] : plan.progress.stage_ms) {
    (*out->mutable_progress()->mutable_stage_ms())[stage] = millis;
  }
  if (plan.result.has_value()) ToProto(*plan.result, out->mutable_result());
  out->set_failure_reason(plan.failure_reason);
  for (const auto& [key, value] : plan.failure_metadata) (*out->mutable_failure_metadata())[key] = value;
  if (plan.parent.empty()) return;
  out->set_parent(names::kPlan.Format(plan.parent));
  if (!plan.result.has_value() || !plan.result->replan.has_value()) return;
  const ReplanSummary& changed = *plan.result->replan;
  pb::ReplanResult& replan = *out->mutable_replan();
  replan.set_parent(out->parent());
  replan.set_people_changed(changed.people_changed);
  replan.set_value_lost(changed.value_lost);
  if (changed.value_lost_alone.has_value()) replan.set_value_lost_alone(*changed.value_lost_alone);
  replan.set_chains_kept(changed.chains_kept);
  replan.set_chains_new(changed.chains_new);
  replan.set_chains_gone(changed.chains_gone);
}

void ToProto(const std::string& plan, const MoveRecord& move, pb::Move* out) {
  out->set_name(names::kMove.Format(plan, move.id));
  out->set_employee(names::kEmployee.Format(move.employee));
  out->set_from_post(PostName(move.from_post));
  out->set_to_post(PostName(move.to_post));
  out->set_chain(names::kChain.Format(plan, move.chain));
  out->set_gain(move.gain);
  out->set_measured(move.measured);
  for (const auto& term : move.assumed) out->add_assumed(term);
  for (const auto& reason : move.reasons) out->add_reasons(reason);
  out->set_kind(move.kind);
  for (const auto& code : move.warnings) out->add_warnings(code);
  for (const TermRecord& term : move.terms) {
    pb::ScoreTerm& to = *out->add_terms();
    to.set_term(term.term);
    to.set_points_from(term.from);
    to.set_points_to(term.to);
    to.set_assumed(term.assumed);
  }
}

void ToProto(const std::string& plan, const ChainRecord& chain, pb::Chain* out) {
  out->set_name(names::kChain.Format(plan, chain.id));
  out->set_key(chain.id);
  for (const std::string& move : chain.moves) out->add_moves(names::kMove.Format(plan, move));
  for (const std::string& agency : chain.agencies) out->add_agencies(names::kAgency.Format(agency));
  out->set_marked(chain.marked);
}

void ToProto(const CutoffRecord& cutoff, pb::Cutoff* out) {
  out->set_post(PostName(cutoff.post));
  out->set_points(cutoff.points);
  out->set_seats(cutoff.seats);
  out->set_placed(cutoff.placed);
}

}  // namespace selaras::matching
