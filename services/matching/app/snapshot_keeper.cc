#include "services/matching/app/snapshot_keeper.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "services/matching/app/policy_book.h"

namespace selaras::matching {
namespace {

constexpr absl::Duration kForgotten = absl::Hours(1);
constexpr absl::Duration kWait = absl::Seconds(2);  // Told to who asks too early.
constexpr absl::Duration kLeastRest = absl::Milliseconds(100);
constexpr int kRest = 3;  // Times the load before.
constexpr int kPolicies = 1000;
constexpr size_t kMostPolicies = 32;  // That a tenant ranks by at a time.

}  // namespace

std::string RankingView::Stamp() const {
  return absl::StrCat(facts->at.revision, "@", absl::FormatCivilTime(*facts->at.effective_date));
}

SnapshotKeeper::SnapshotKeeper(const Deps& deps, const Options& options)
    : deps_(deps),
      options_(options),
      ready_(deps.metrics.GetGauge({"selaras_ranking_ready", "1 while a snapshot for ranking is loaded."})),
      revision_(
          deps.metrics.GetGauge({"selaras_ranking_revision", "Registry revision of the newest snapshot."})),
      loaded_time_(deps.metrics.GetGauge(
          {"selaras_ranking_loaded_time_seconds", "Unix time at which the newest snapshot was loaded."})),
      bytes_(deps.metrics.GetGauge(
          {"selaras_ranking_bytes", "Memory of masks, columns and scorers; estimate."})),
      seconds_(
          deps.metrics.GetHistogram({"selaras_ranking_load_seconds", "Loading a snapshot with its views."},
                                    {0.1, 0.3, 1, 3, 10, 30, 100, 300})),
      loads_(deps.metrics, {"selaras_ranking_loads_total", "Snapshots loaded."}, "kind",
             {"whole", "changes", "failed"}) {
  const absl::Time now = deps.clock.Now();
  absl::MutexLock lock(&mutex_);
  for (const std::string& tenant : options.tenants) tenants_[tenant].asked = now;
}

SnapshotKeeper::~SnapshotKeeper() {
  Stop();
}

void SnapshotKeeper::Start() {
  if (options_.enabled && deps_.registry != nullptr) thread_ = std::thread([this] { Work(); });
}

void SnapshotKeeper::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (told_) told_(false);
    told_ = nullptr;
  }
  if (thread_.joinable()) thread_.join();
}

void SnapshotKeeper::OnReadiness(std::function<void(bool)> told) {
  absl::MutexLock lock(&mutex_);
  told_ = std::move(told);
  if (told_) told_(loaded_);
}

absl::StatusOr<std::shared_ptr<const RankingView>> SnapshotKeeper::View(const std::string& tenant,
                                                                        const std::string& policy) {
  if (!options_.enabled || deps_.registry == nullptr)
    return Error(absl::StatusCode::kFailedPrecondition, "RANKING_OFF");
  const absl::Time now = deps_.clock.Now();
  absl::MutexLock lock(&mutex_);
  Tenant& of = tenants_[tenant];
  of.asked = now;
  if (of.policies.size() >= kMostPolicies && !of.policies.contains(policy)) {
    // Ids that nobody sealed make room; an account that invents more of them waits like everybody.
    std::erase_if(of.policies, [](const auto& kept) { return absl::IsNotFound(kept.second.failed); });
    if (of.policies.size() >= kMostPolicies)
      return WithRetryAfter(Error(absl::StatusCode::kUnavailable, "RANKING_LOADING"), kWait);
  }
  const auto [it, inserted] = of.policies.try_emplace(policy);
  it->second.asked = now;
  if (it->second.view != nullptr) return it->second.view;
  if (absl::IsNotFound(it->second.failed)) {
    const absl::Status failed = it->second.failed;
    of.policies.erase(it);  // It may be sealed by the time of the next question.
    return failed;
  }
  something_new_ = true;
  return WithRetryAfter(Error(absl::StatusCode::kUnavailable, "RANKING_LOADING"), kWait);
}

CallScope SnapshotKeeper::ScopeOf(const std::string& tenant) const {
  CallScope call;
  call.tenant = tenant;
  call.clock = &deps_.clock;
  call.is_cancelled = [this] { return stopping_.load(); };
  return call;
}

void SnapshotKeeper::Work() {
  absl::Duration rest = absl::ZeroDuration();
  while (!stopping_) {
    std::vector<std::string> names;
    {
      absl::MutexLock lock(&mutex_);
      something_new_ = false;
      for (const auto& [name, tenant] : tenants_) names.push_back(name);
    }
    const absl::Time begin = deps_.clock.Now();
    bool loaded = false;
    for (const std::string& name : names) loaded |= !stopping_ && Follow(name);
    const absl::Duration took = deps_.clock.Now() - begin;
    if (loaded) {
      seconds_.Observe(absl::ToDoubleSeconds(took));
      rest = took * kRest;
    }
    Forget();
    ShowLoaded();
    absl::MutexLock lock(&mutex_);
    // Whoever asks too early is answered soon, but does not make it spin.
    const auto stop = [this] { return stopping_.load(); };
    mutex_.AwaitWithTimeout(absl::Condition(&stop), kLeastRest);
    const auto due = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || something_new_; };
    mutex_.AwaitWithTimeout(absl::Condition(&due),
                            std::max(options_.poll, loaded ? rest : absl::ZeroDuration()));
  }
}

bool SnapshotKeeper::Follow(const std::string& tenant) {
  const CallScope call = ScopeOf(tenant);
  const bool facts = LoadFacts(call, tenant);
  return LoadViews(call, tenant) || facts;
}

bool SnapshotKeeper::LoadFacts(const CallScope& call, const std::string& tenant) {
  std::shared_ptr<const SnapshotFacts> before;
  {
    absl::MutexLock lock(&mutex_);
    before = tenants_[tenant].facts;
  }
  const absl::CivilDay today = Today(deps_.clock, deps_.zone);
  const absl::StatusOr<int64_t> newest = deps_.registry->ReadNewestRevision(call);
  if (!newest.ok() || *newest == 0)
    return false;  // Asked again after a while; requests go on with what is there.
  if (before != nullptr && before->at.revision == *newest && before->at.effective_date == today) return false;
  auto facts = deps_.loader->Load(call, today, before.get());
  if (!facts.ok()) {
    if (stopping_) return false;
    loads_.At("failed").Increment();
    deps_.logger.Log(selaras::Severity::kWarning, "ranking: the snapshot could not be loaded",
                     {log_keys::kTenant(tenant), log_keys::kReason(ReasonOf(facts.status())),
                      log_keys::kState(absl::StatusCodeToString(facts.status().code()))});
    return true;  // So that it rests before the next try.
  }
  const bool whole = (*facts)->persons_read == static_cast<int64_t>((*facts)->province->persons().size());
  loads_.At(whole ? "whole" : "changes").Increment();
  absl::MutexLock lock(&mutex_);
  tenants_[tenant].facts = *std::move(facts);
  return true;
}

bool SnapshotKeeper::LoadViews(const CallScope& call, const std::string& tenant) {
  bool loaded = false;
  WantNewestPolicy(tenant);
  while (!stopping_) {
    std::shared_ptr<const SnapshotFacts> facts;
    std::string policy;
    {
      absl::MutexLock lock(&mutex_);
      const Tenant& of = tenants_[tenant];
      facts = of.facts;
      for (const auto& [id, wanted] : of.policies) {
        if (wanted.failed.ok() && (wanted.view == nullptr || wanted.view->facts != facts)) policy = id;
      }
    }
    if (facts == nullptr || policy.empty()) break;
    const absl::Time begin = deps_.clock.Now();
    auto view = MakeView(call, policy, facts);
    if (stopping_) break;
    loaded = true;
    absl::MutexLock lock(&mutex_);
    Wanted& wanted = tenants_[tenant].policies[policy];
    if (!view.ok()) {
      wanted.failed = view.status();
      continue;
    }
    wanted.view = *std::move(view);
    deps_.logger.Log(selaras::Severity::kInfo, "ranking: snapshot loaded",
                     {log_keys::kTenant(tenant), log_keys::kResource(absl::StrCat("policies/", policy)),
                      log_keys::kRevision(facts->at.revision), log_keys::kCount(facts->persons_read),
                      log_keys::kBytes(wanted.view->ranking->bytes()),
                      log_keys::kMillis(absl::ToDoubleMilliseconds(deps_.clock.Now() - begin))});
  }
  absl::MutexLock lock(&mutex_);
  for (auto& [id, wanted] : tenants_[tenant].policies) {
    if (!absl::IsNotFound(wanted.failed)) wanted.failed = absl::OkStatus();  // Tried again next time.
  }
  return loaded;
}

absl::StatusOr<std::shared_ptr<const RankingView>> SnapshotKeeper::MakeView(
    const CallScope& call, const std::string& policy, std::shared_ptr<const SnapshotFacts> facts) {
  SELARAS_ASSIGN_OR_RETURN(const PolicyRecord record, deps_.store.GetPolicy(call.tenant, policy));
  SELARAS_ASSIGN_OR_RETURN(LoadedPolicy loaded, LoadPolicy(record, *facts->at.effective_date));
  const auto view = std::make_shared<RankingView>();
  view->policy = policy;
  SELARAS_ASSIGN_OR_RETURN(view->ranking,
                           Ranking::Make({facts->province, facts->vectors, std::move(loaded.scores),
                                          std::move(loaded.rules), options_.column_bytes},
                                         call.is_cancelled));
  view->ranking->Warm(call.is_cancelled);
  view->facts = std::move(facts);
  return std::shared_ptr<const RankingView>(view);
}

// So that the first request of a tenant named at the start finds its answer.
void SnapshotKeeper::WantNewestPolicy(const std::string& tenant) {
  {
    absl::MutexLock lock(&mutex_);
    const Tenant& of = tenants_[tenant];
    if (of.facts == nullptr || !of.policies.empty()) return;
  }
  const absl::StatusOr<Page<PolicyRecord>> policies = deps_.store.ListPolicies(tenant, "", kPolicies);
  if (!policies.ok() || policies->items.empty()) return;
  const auto newest = std::max_element(
      policies->items.begin(), policies->items.end(),
      [](const PolicyRecord& a, const PolicyRecord& b) { return a.seal_time < b.seal_time; });
  absl::MutexLock lock(&mutex_);
  tenants_[tenant].policies[newest->id].asked = deps_.clock.Now();
}

void SnapshotKeeper::Forget() {
  const absl::Time oldest = deps_.clock.Now() - kForgotten;
  absl::MutexLock lock(&mutex_);
  for (auto tenant = tenants_.begin(); tenant != tenants_.end();) {
    const bool named =
        std::find(options_.tenants.begin(), options_.tenants.end(), tenant->first) != options_.tenants.end();
    auto& policies = tenant->second.policies;
    for (auto it = policies.begin(); it != policies.end();) {
      const bool last = policies.size() == 1;
      it = it->second.asked < oldest && !(named && last) ? policies.erase(it) : std::next(it);
    }
    tenant = tenant->second.asked < oldest && !named ? tenants_.erase(tenant) : std::next(tenant);
  }
}

void SnapshotKeeper::ShowLoaded() {
  int64_t bytes = 0, revision = 0;
  bool loaded = false;
  absl::MutexLock lock(&mutex_);
  for (const auto& [name, tenant] : tenants_) {
    for (const auto& [id, wanted] : tenant.policies) {
      if (wanted.view == nullptr) continue;
      loaded = true;
      bytes += wanted.view->ranking->bytes();
      revision = std::max(revision, wanted.view->facts->at.revision);
    }
  }
  if (revision != static_cast<int64_t>(revision_.Value())) {
    loaded_time_.Set(static_cast<double>(absl::ToUnixSeconds(deps_.clock.Now())));
  }
  ready_.Set(loaded ? 1 : 0);
  revision_.Set(static_cast<double>(revision));
  bytes_.Set(static_cast<double>(bytes));
  if (loaded != loaded_ && told_ && !stopping_) told_(loaded);
  loaded_ = loaded;
}

}  // namespace selaras::matching
