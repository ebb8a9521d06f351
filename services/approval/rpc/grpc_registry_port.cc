#include "services/approval/rpc/grpc_registry_port.h"

#include <algorithm>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "services/approval/domain/classify.h"
#include "services/approval/rpc/approval_names.h"
#include "services/approval/rpc/screening.h"

namespace selaras::approval {
namespace {

namespace pb = registry::v1alpha;

constexpr size_t kBatch = 200;  // The contract's largest.

// A kind of mutasi needs two agencies that the registry knows.
absl::StatusOr<MoveKind> KindOf(const Organisation& organisation, const CaseMove& move) {
  if (move.from_agency.empty() || move.from_agency == move.to_agency) return MoveKind::kIntra;
  const province::Agency* from = organisation.FindAgency(move.from_agency);
  const province::Agency* to = organisation.FindAgency(move.to_agency);
  if (from == nullptr || to == nullptr) {
    return Error(absl::StatusCode::kNotFound, "AGENCY_NOT_FOUND");
  }
  return KindBetween(from->region_code, to->region_code);
}

template <typename Visit>
absl::Status InBatches(const std::vector<std::string>& ids, const Visit& visit) {
  for (size_t begin = 0; begin < ids.size(); begin += kBatch) {
    const size_t end = std::min(ids.size(), begin + kBatch);
    SELARAS_RETURN_IF_ERROR(visit(ids.begin() + begin, ids.begin() + end));
  }
  return absl::OkStatus();
}

}  // namespace

GrpcRegistryPort::GrpcRegistryPort(const rpc::Peer& peer, PolicySource& policies)
    : peer_(peer),
      policies_(policies),
      stub_(pb::RegistryService::NewStub(peer.channel())),
      organisation_(peer, *stub_) {}

absl::StatusOr<RegistryPort::Issuer> GrpcRegistryPort::IssuerOf(const CallScope& scope, Authority authority,
                                                                const CaseMove& move) {
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, organisation_.Get(scope));
  const province::Agency* agency = organisation->FindAgency(move.to_agency);
  if (authority == Authority::kGovernor) {
    for (const auto& [id, one] : organisation->agencies) {
      if (one.kind == province::AgencyKind::kProvince) agency = &one;
    }
  }
  if (agency == nullptr) return Error(absl::StatusCode::kNotFound, "AGENCY_NOT_FOUND");
  return Issuer{agency->id, agency->region_code};
}

absl::StatusOr<std::vector<pb::Post>> GrpcRegistryPort::Posts(const CallScope& scope,
                                                              const std::vector<std::string>& ids) {
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, organisation_.Get(scope));
  std::vector<pb::Post> posts;
  std::vector<std::string> unknown;  // Made since the organisation was read, or not there at all.
  for (const std::string& id : ids) {
    const auto found = organisation->posts.find(id);
    if (found == organisation->posts.end()) {
      unknown.push_back(id);
    } else {
      posts.push_back(found->second);
    }
  }
  SELARAS_RETURN_IF_ERROR(InBatches(unknown, [&](auto begin, auto end) -> absl::Status {
    pb::BatchGetPostsRequest request;
    for (auto id = begin; id != end; ++id) request.add_names(names::kPost.Format(*id));
    SELARAS_ASSIGN_OR_RETURN(
        const auto response,
        peer_.Call<pb::BatchGetPostsResponse>(scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
          return stub_->BatchGetPosts(context, request, out);
        }));
    posts.insert(posts.end(), response.posts().begin(), response.posts().end());
    return absl::OkStatus();
  }));
  return posts;
}

absl::StatusOr<std::vector<pb::Profile>> GrpcRegistryPort::Profiles(const CallScope& scope,
                                                                    const std::vector<std::string>& ids) {
  std::vector<pb::Profile> profiles;
  SELARAS_RETURN_IF_ERROR(InBatches(ids, [&](auto begin, auto end) -> absl::Status {
    pb::BatchGetProfilesRequest request;
    for (auto id = begin; id != end; ++id) request.add_employee_ids(*id);
    SELARAS_ASSIGN_OR_RETURN(
        const auto response,
        peer_.Call<pb::BatchGetProfilesResponse>(scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
          return stub_->BatchGetProfiles(context, request, out);
        }));
    profiles.insert(profiles.end(), response.profiles().begin(), response.profiles().end());
    return absl::OkStatus();
  }));
  return profiles;
}

absl::StatusOr<pb::Employee> GrpcRegistryPort::Unmasked(const CallScope& scope, const std::string& employee,
                                                        const std::string& purpose) {
  pb::GetEmployeeRequest request;
  request.set_name(names::kEmployee.Format(employee));
  request.set_view(pb::EMPLOYEE_VIEW_BASIC);
  request.set_unmask(true);
  request.set_purpose(purpose);
  return peer_.Call<pb::Employee>(scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
    return stub_->GetEmployee(context, request, out);
  });
}

absl::Status GrpcRegistryPort::FillPresentPosts(const CallScope& scope, std::vector<CaseMove>& moves) {
  std::vector<std::string> unsaid;
  for (const CaseMove& move : moves) {
    if (move.from_post.empty()) unsaid.push_back(move.employee);
  }
  if (unsaid.empty()) return absl::OkStatus();
  SELARAS_ASSIGN_OR_RETURN(const std::vector<pb::Profile> profiles, Profiles(scope, unsaid));
  for (CaseMove& move : moves) {
    if (!move.from_post.empty()) continue;
    const auto profile = std::find_if(profiles.begin(), profiles.end(), [&](const pb::Profile& one) {
      return LastPart(one.employee_id()) == move.employee;
    });
    if (profile == profiles.end()) return Error(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND");
    move.from_post = LastPart(profile->post());
  }
  return absl::OkStatus();
}

absl::Status GrpcRegistryPort::Classify(const CallScope& scope, std::vector<CaseMove>& moves) {
  absl::btree_set<std::string> wanted;
  for (const CaseMove& move : moves) {
    if (!move.from_post.empty()) wanted.insert(move.from_post);
    wanted.insert(move.to_post);
  }
  SELARAS_ASSIGN_OR_RETURN(const std::vector<pb::Post> posts,
                           Posts(scope, std::vector<std::string>(wanted.begin(), wanted.end())));
  absl::btree_map<std::string, std::string> agency_of;
  for (const pb::Post& post : posts) agency_of[LastPart(post.name())] = LastPart(post.agency());
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, organisation_.Get(scope));
  for (CaseMove& move : moves) {
    for (const std::string& post : {move.from_post, move.to_post}) {
      if (post.empty() || agency_of.contains(post)) continue;
      return Error(absl::StatusCode::kNotFound, "POST_NOT_FOUND", {{"post", post}});
    }
    move.to_agency = agency_of[move.to_post];
    move.from_agency = move.from_post.empty() ? move.to_agency : agency_of[move.from_post];
    SELARAS_ASSIGN_OR_RETURN(move.kind, KindOf(*organisation, move));
  }
  return absl::OkStatus();
}

absl::StatusOr<Screen> GrpcRegistryPort::ScreenMoves(const CallScope& scope, const CaseRecord& record) {
  SELARAS_ASSIGN_OR_RETURN(const auto policy, policies_.Get(scope, record.policy_hash));
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, organisation_.Get(scope));
  std::vector<std::string> movers;
  absl::btree_set<std::string> posts, kin;
  for (const CaseMove& move : record.moves) {
    movers.push_back(move.employee);
    if (!move.from_post.empty()) posts.insert(move.from_post);
    posts.insert(move.to_post);
  }
  ScreeningFacts facts;
  SELARAS_ASSIGN_OR_RETURN(facts.movers, Profiles(scope, movers));
  for (const pb::Profile& profile : facts.movers) {
    for (const std::string& id : profile.related_employee_ids()) kin.insert(LastPart(id));
  }
  for (const std::string& mover : movers) kin.erase(mover);
  SELARAS_ASSIGN_OR_RETURN(facts.kin, Profiles(scope, {kin.begin(), kin.end()}));
  for (const auto* people : {&facts.movers, &facts.kin}) {
    for (const pb::Profile& profile : *people) {
      if (!profile.post().empty()) posts.insert(LastPart(profile.post()));
    }
  }
  SELARAS_ASSIGN_OR_RETURN(facts.posts, Posts(scope, {posts.begin(), posts.end()}));
  return ScreenCase(record, facts, *organisation, *policy);
}

absl::StatusOr<std::string> GrpcRegistryPort::Reserve(const CallScope& scope, const CaseRecord& record,
                                                      absl::string_view request_id) {
  pb::ReserveSeatsRequest request;
  request.set_request_id(std::string(request_id));
  // A letter's case has no chain: its own id stands for one.
  request.set_chain_key(record.chain_key.empty() ? record.id : record.chain_key);
  SetDate(record.effective_date, request.mutable_effective_date());
  for (const CaseMove& move : record.moves) {
    pb::SeatMove* seat = request.add_moves();
    seat->set_employee(names::kEmployee.Format(move.employee));
    if (!move.from_post.empty()) seat->set_from_post(names::kPost.Format(move.from_post));
    seat->set_to_post(names::kPost.Format(move.to_post));
    seat->set_expected_appointment_revision(move.appointment_revision);
  }
  SELARAS_ASSIGN_OR_RETURN(
      const auto reservation,
      peer_.Call<pb::SeatReservation>(scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
        return stub_->ReserveSeats(context, request, out);
      }));
  return LastPart(reservation.name());
}

absl::Status GrpcRegistryPort::Release(const CallScope& scope, absl::string_view reservation,
                                       absl::string_view request_id) {
  pb::GetSeatReservationRequest get;
  get.set_name(names::kReservation.Format(std::string(reservation)));
  SELARAS_ASSIGN_OR_RETURN(const auto held, peer_.Call<pb::SeatReservation>(
                                                scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
                                                  return stub_->GetSeatReservation(context, get, out);
                                                }));
  if (held.state() != pb::SeatReservation::STATE_HELD) return absl::OkStatus();
  pb::ReleaseSeatsRequest request;
  request.set_name(get.name());
  request.set_etag(held.etag());
  request.set_request_id(std::string(request_id));
  return peer_
      .Call<pb::SeatReservation>(
          scope, rpc::Retry::kSafe,
          [&](auto* context, auto* out) { return stub_->ReleaseSeats(context, request, out); })
      .status();
}

absl::StatusOr<int64_t> GrpcRegistryPort::Apply(const CallScope& scope, const CaseRecord& record,
                                                const std::vector<Decree>& decrees,
                                                absl::string_view request_id) {
  pb::ApplyDecreesRequest request;
  request.set_request_id(std::string(request_id));
  request.set_reservation(names::kReservation.Format(record.issue.reservation));
  for (const Decree& decree : decrees) {
    for (const CaseMove& move : record.moves) {
      if (std::find(decree.moves.begin(), decree.moves.end(), move.number) == decree.moves.end()) continue;
      pb::DecreeApplication* one = request.add_decrees();
      // Of a collective decree the registry keeps each entry of the annex, so that every history names its own.
      const std::string entry = decree.moves.size() > 1 ? absl::StrCat(move.number) : "";
      one->set_decree(names::kDecree.Format(entry.empty() ? decree.id : absl::StrCat(decree.id, "-", entry)));
      one->set_decree_number(entry.empty() ? decree.number
                                           : absl::StrCat(decree.number, " lampiran ", entry));
      one->set_employee(names::kEmployee.Format(move.employee));
      one->set_to_post(names::kPost.Format(move.to_post));
    }
  }
  SELARAS_ASSIGN_OR_RETURN(const auto response, peer_.Call<pb::ApplyDecreesResponse>(
                                                    scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
                                                      return stub_->ApplyDecrees(context, request, out);
                                                    }));
  return response.revision();
}

}  // namespace selaras::approval
