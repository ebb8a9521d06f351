// Agencies, districts, units, positions, posts, calendars.

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/serve.h"
#include "services/registry/rpc/convert_organisation.h"
#include "services/registry/rpc/page_limits.h"
#include "services/registry/rpc/registry_handler.h"
#include "services/registry/rpc/registry_names.h"

namespace selaras::registry {

RegistryHandler::RegistryHandler(const rpc::ServerDeps& deps, const Parts& parts, absl::string_view page_key,
                                 const rpc::CallLimits& limits)
    : calls_(deps, pb::RegistryService::service_full_name(), limits), parts_(parts), tokens_(page_key) {}

absl::StatusOr<RegistryHandler::View> RegistryHandler::Open(const CallScope& call, const pb::ReadAt& at) {
  View view;
  SELARAS_ASSIGN_OR_RETURN(const AskedAt asked, FromProto(at));
  SELARAS_ASSIGN_OR_RETURN(view.at, parts_.reads.Resolve(call, asked));
  SELARAS_ASSIGN_OR_RETURN(view.organisation, parts_.reads.OrganisationAt(call, view.at));
  return view;
}

absl::StatusOr<Sources> RegistryHandler::SourcesOf(const CallScope& call,
                                                   absl::Span<const Organisation::Thing* const> things) {
  std::vector<int64_t> revisions;
  for (const Organisation::Thing* thing : things) revisions.push_back(thing->fact.known_from);
  return parts_.reads.SourcesOf(call, std::move(revisions));
}

template <typename Convert>
absl::Status RegistryHandler::GetThing(const CallScope& call, const pb::ReadAt& at, RecordKind kind,
                                       const ResourcePattern& pattern, const std::string& name,
                                       absl::string_view missing, Convert convert) {
  SELARAS_ASSIGN_OR_RETURN(const std::string id, pattern.ParseId(name));
  SELARAS_ASSIGN_OR_RETURN(const AskedAt asked, FromProto(at));
  SELARAS_ASSIGN_OR_RETURN(const ReadAt read_at, parts_.reads.Resolve(call, asked));
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, parts_.reads.NamedAt(call, read_at, id));
  const Organisation::Thing* thing = organisation->Find(kind, id);
  if (thing == nullptr) return Error(absl::StatusCode::kNotFound, missing);
  SELARAS_ASSIGN_OR_RETURN(const Sources sources, SourcesOf(call, {thing}));
  convert(*thing, *organisation, sources);
  return absl::OkStatus();
}

template <typename Request, typename Response, typename Keep, typename Convert>
absl::Status RegistryHandler::ListThings(const CallScope& call, const pb::ReadAt& at, RecordKind kind,
                                         const Request& in, absl::string_view filter, Keep keep,
                                         Convert convert, Response* out) {
  SELARAS_ASSIGN_OR_RETURN(const View view, Open(call, at));
  // A list goes on at the coordinates at which it began only if the caller names them; each page says so by
  // its query.
  const std::string query = absl::StrCat(call.tenant, "|", static_cast<int>(kind), "|", filter, "|",
                                         at.read_revision(), "|", at.ShortDebugString());
  SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(in.page_size(), kPageLimits));
  SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, tokens_.Decode(query, in.page_token()));
  const std::string after = cursor.empty() ? "" : cursor[0];
  std::vector<const Organisation::Thing*> page;
  int64_t total = 0;
  bool more = false;
  for (const Organisation::Thing& thing : view.organisation->All(kind)) {
    if (!keep(thing)) continue;
    ++total;
    const std::string key = absl::StrCat(thing.fact.subject, "/", thing.fact.key);
    if (key <= after) continue;
    if (static_cast<int>(page.size()) < size) {
      page.push_back(&thing);
    } else {
      more = true;
    }
  }
  SELARAS_ASSIGN_OR_RETURN(const Sources sources, SourcesOf(call, page));
  for (const Organisation::Thing* thing : page) convert(*thing, *view.organisation, sources);
  if (more) {
    out->set_next_page_token(
        tokens_.Encode(query, {absl::StrCat(page.back()->fact.subject, "/", page.back()->fact.key)}));
  }
  out->set_total_size(total);
  return absl::OkStatus();
}

namespace {

bool All(const Organisation::Thing&) {
  return true;
}

// "" stays "", else the id of a name.
absl::StatusOr<std::string> OptionalId(const ResourcePattern& pattern, const std::string& name) {
  if (name.empty()) return std::string();
  return pattern.ParseId(name);
}

}  // namespace

grpc::Status RegistryHandler::GetRegistry(grpc::ServerContext* context, const pb::GetRegistryRequest*,
                                          pb::Registry* out) {
  return rpc::Serve(calls_, context, "GetRegistry", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const View view, Open(call, pb::ReadAt()));
    SELARAS_ASSIGN_OR_RETURN(const int64_t employees, parts_.reads.store().CountStates(
                                                          call.tenant, RecordKind::kProfile, view.at, ""));
    const auto count = [&](RecordKind kind) {
      return static_cast<int64_t>(view.organisation->All(kind).size());
    };
    out->set_revision(view.at.revision);
    out->set_employees(employees);
    out->set_posts(count(RecordKind::kPost));
    out->set_seats(view.organisation->seats());
    out->set_agencies(count(RecordKind::kAgency));
    out->set_org_units(count(RecordKind::kOrgUnit));
    out->set_positions(count(RecordKind::kPosition));
    out->set_districts(count(RecordKind::kDistrict));
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::GetAgency(grpc::ServerContext* context, const pb::GetAgencyRequest* in,
                                        pb::Agency* out) {
  return rpc::Serve(calls_, context, "GetAgency", [&](const CallScope& call) {
    return GetThing(
        call, in->at(), RecordKind::kAgency, kAgencyName, in->name(), "AGENCY_NOT_FOUND",
        [&](const auto& thing, const auto&, const Sources& sources) { ToProto(thing, sources, out); });
  });
}

grpc::Status RegistryHandler::ListAgencies(grpc::ServerContext* context, const pb::ListAgenciesRequest* in,
                                           pb::ListAgenciesResponse* out) {
  return rpc::Serve(calls_, context, "ListAgencies", [&](const CallScope& call) {
    return ListThings(
        call, in->at(), RecordKind::kAgency, *in, "", All,
        [&](const auto& thing, const auto&, const Sources& sources) {
          ToProto(thing, sources, out->add_agencies());
        },
        out);
  });
}

grpc::Status RegistryHandler::ListDistricts(grpc::ServerContext* context, const pb::ListDistrictsRequest* in,
                                            pb::ListDistrictsResponse* out) {
  return rpc::Serve(calls_, context, "ListDistricts", [&](const CallScope& call) {
    return ListThings(
        call, pb::ReadAt(), RecordKind::kDistrict, *in, "", All,
        [&](const auto& thing, const auto&, const Sources&) { ToProto(thing, out->add_districts()); }, out);
  });
}

grpc::Status RegistryHandler::GetOrgUnit(grpc::ServerContext* context, const pb::GetOrgUnitRequest* in,
                                         pb::OrgUnit* out) {
  return rpc::Serve(calls_, context, "GetOrgUnit", [&](const CallScope& call) {
    return GetThing(
        call, in->at(), RecordKind::kOrgUnit, kOrgUnitName, in->name(), "ORG_UNIT_NOT_FOUND",
        [&](const auto& thing, const auto&, const Sources& sources) { ToProto(thing, sources, out); });
  });
}

grpc::Status RegistryHandler::ListOrgUnits(grpc::ServerContext* context, const pb::ListOrgUnitsRequest* in,
                                           pb::ListOrgUnitsResponse* out) {
  return rpc::Serve(calls_, context, "ListOrgUnits", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string agency, OptionalId(kAgencyName, in->agency()));
    return ListThings(
        call, in->at(), RecordKind::kOrgUnit, *in, agency,
        [&](const Organisation::Thing& thing) { return agency.empty() || thing.fact.agency == agency; },
        [&](const auto& thing, const auto&, const Sources& sources) {
          ToProto(thing, sources, out->add_org_units());
        },
        out);
  });
}

grpc::Status RegistryHandler::GetPosition(grpc::ServerContext* context, const pb::GetPositionRequest* in,
                                          pb::Position* out) {
  return rpc::Serve(calls_, context, "GetPosition", [&](const CallScope& call) {
    return GetThing(
        call, in->at(), RecordKind::kPosition, kPositionName, in->name(), "POSITION_NOT_FOUND",
        [&](const auto& thing, const auto&, const Sources& sources) { ToProto(thing, sources, out); });
  });
}

grpc::Status RegistryHandler::ListPositions(grpc::ServerContext* context, const pb::ListPositionsRequest* in,
                                            pb::ListPositionsResponse* out) {
  return rpc::Serve(calls_, context, "ListPositions", [&](const CallScope& call) {
    return ListThings(
        call, in->at(), RecordKind::kPosition, *in, "", All,
        [&](const auto& thing, const auto&, const Sources& sources) {
          ToProto(thing, sources, out->add_positions());
        },
        out);
  });
}

grpc::Status RegistryHandler::GetPost(grpc::ServerContext* context, const pb::GetPostRequest* in,
                                      pb::Post* out) {
  return rpc::Serve(calls_, context, "GetPost", [&](const CallScope& call) {
    return GetThing(call, in->at(), RecordKind::kPost, kPostName, in->name(), "POST_NOT_FOUND",
                    [&](const auto& thing, const Organisation& organisation, const Sources& sources) {
                      ToProto(thing, organisation, sources, out);
                    });
  });
}

grpc::Status RegistryHandler::ListPosts(grpc::ServerContext* context, const pb::ListPostsRequest* in,
                                        pb::ListPostsResponse* out) {
  return rpc::Serve(calls_, context, "ListPosts", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string agency, OptionalId(kAgencyName, in->agency()));
    SELARAS_ASSIGN_OR_RETURN(const std::string unit, OptionalId(kOrgUnitName, in->org_unit()));
    SELARAS_ASSIGN_OR_RETURN(const std::string position, OptionalId(kPositionName, in->position()));
    return ListThings(
        call, in->at(), RecordKind::kPost, *in, absl::StrCat(agency, "|", unit, "|", position),
        [&](const Organisation::Thing& thing) {
          if (!agency.empty() && thing.fact.agency != agency) return false;
          const RecordView record(thing.fact.content);
          return (unit.empty() || record.Text(post_field::kOrgUnit) == unit) &&
                 (position.empty() || record.Text(post_field::kPosition) == position);
        },
        [&](const auto& thing, const Organisation& organisation, const Sources& sources) {
          ToProto(thing, organisation, sources, out->add_posts());
        },
        out);
  });
}

grpc::Status RegistryHandler::LookupPost(grpc::ServerContext* context, const pb::LookupPostRequest* in,
                                         pb::Post* out) {
  return rpc::Serve(calls_, context, "LookupPost", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto id,
                             parts_.reads.store().FindExternalId(call.tenant, kPostCode, in->code()));
    if (!id.has_value()) return Error(absl::StatusCode::kNotFound, "POST_NOT_FOUND");
    return GetThing(call, in->at(), RecordKind::kPost, kPostName, kPostName.Format(*id), "POST_NOT_FOUND",
                    [&](const auto& thing, const Organisation& organisation, const Sources& sources) {
                      ToProto(thing, organisation, sources, out);
                    });
  });
}

grpc::Status RegistryHandler::ListElectionCalendars(grpc::ServerContext* context,
                                                    const pb::ListElectionCalendarsRequest* in,
                                                    pb::ListElectionCalendarsResponse* out) {
  return rpc::Serve(calls_, context, "ListElectionCalendars", [&](const CallScope& call) {
    return ListThings(
        call, pb::ReadAt(), RecordKind::kCalendar, *in, "", All,
        [&](const auto& thing, const auto&, const Sources&) {
          ToProto(thing, out->add_election_calendars());
        },
        out);
  });
}

}  // namespace selaras::registry
