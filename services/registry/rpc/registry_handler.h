#ifndef SELARAS_SERVICES_REGISTRY_RPC_REGISTRY_HANDLER_H_
#define SELARAS_SERVICES_REGISTRY_RPC_REGISTRY_HANDLER_H_

#include <atomic>
#include <functional>

#include "libs/resource/page_token.h"
#include "libs/resource/resource_name.h"
#include "libs/rpc/service_calls.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"
#include "services/registry/app/employee_service.h"
#include "services/registry/app/import_service.h"
#include "services/registry/app/reads.h"
#include "services/registry/app/seat_service.h"

namespace selaras::registry {

namespace pb = ::selaras::registry::v1alpha;

// The gRPC edge: translate, call, translate. Bodies stand in organisation_calls.cc, employee_calls.cc,
// batch_calls.cc, import_calls.cc, stream_calls.cc, record_calls.cc and seat_calls.cc.
class RegistryHandler final : public pb::RegistryService::Service {
 public:
  struct Parts {
    Reads& reads;
    EmployeeService& employees;
    ImportService& imports;
    SeatService& seats;
    // Answers ListEvents from the outbox.
    std::function<absl::StatusOr<feed::v1alpha::ListEventsResponse>(const feed::v1alpha::ListEventsRequest&)>
        events;
  };

  // All must outlive the handler. `page_key`: PageTokenCodec.
  RegistryHandler(const rpc::ServerDeps& deps, const Parts& parts, absl::string_view page_key,
                  const rpc::CallLimits& limits = {});

  // Ends streams that stay open (WatchChanges); call before the server shuts down.
  void Stop() { stopping_ = true; }

#define SELARAS_UNARY(Method, Request, Response) \
  grpc::Status Method(grpc::ServerContext* context, const pb::Request* in, pb::Response* out) override;
#define SELARAS_STREAM(Method, Request, Response)                          \
  grpc::Status Method(grpc::ServerContext* context, const pb::Request* in, \
                      grpc::ServerWriter<pb::Response>* writer) override;
  SELARAS_UNARY(GetRegistry, GetRegistryRequest, Registry)
  SELARAS_UNARY(GetAgency, GetAgencyRequest, Agency)
  SELARAS_UNARY(ListAgencies, ListAgenciesRequest, ListAgenciesResponse)
  SELARAS_UNARY(ListDistricts, ListDistrictsRequest, ListDistrictsResponse)
  SELARAS_UNARY(GetOrgUnit, GetOrgUnitRequest, OrgUnit)
  SELARAS_UNARY(ListOrgUnits, ListOrgUnitsRequest, ListOrgUnitsResponse)
  SELARAS_UNARY(GetPosition, GetPositionRequest, Position)
  SELARAS_UNARY(ListPositions, ListPositionsRequest, ListPositionsResponse)
  SELARAS_UNARY(GetPost, GetPostRequest, Post)
  SELARAS_UNARY(ListPosts, ListPostsRequest, ListPostsResponse)
  SELARAS_UNARY(LookupPost, LookupPostRequest, Post)
  SELARAS_UNARY(BatchGetPosts, BatchGetPostsRequest, BatchGetPostsResponse)
  SELARAS_UNARY(ListElectionCalendars, ListElectionCalendarsRequest, ListElectionCalendarsResponse)
  SELARAS_UNARY(GetEmployee, GetEmployeeRequest, Employee)
  SELARAS_UNARY(ListEmployees, ListEmployeesRequest, ListEmployeesResponse)
  SELARAS_UNARY(BatchGetEmployees, BatchGetEmployeesRequest, BatchGetEmployeesResponse)
  SELARAS_UNARY(LookupEmployee, LookupEmployeeRequest, Employee)
  SELARAS_UNARY(SearchEmployees, SearchEmployeesRequest, SearchEmployeesResponse)
  SELARAS_UNARY(GetHistory, GetHistoryRequest, GetHistoryResponse)
  SELARAS_UNARY(SubmitPreference, SubmitPreferenceRequest, SubmitPreferenceResponse)
  SELARAS_UNARY(RecordFact, RecordFactRequest, RecordFactResponse)
  SELARAS_UNARY(CreateImport, CreateImportRequest, Import)
  grpc::Status UploadImport(grpc::ServerContext* context, grpc::ServerReader<pb::UploadImportRequest>* reader,
                            pb::Import* out) override;
  SELARAS_UNARY(StartImport, StartImportRequest, Import)
  SELARAS_UNARY(CancelImport, CancelImportRequest, Import)
  SELARAS_UNARY(GetImport, GetImportRequest, Import)
  SELARAS_STREAM(WatchImport, WatchImportRequest, Import)
  SELARAS_UNARY(ListImportFaults, ListImportFaultsRequest, ListImportFaultsResponse)
  SELARAS_STREAM(StreamProfiles, StreamProfilesRequest, StreamProfilesResponse)
  SELARAS_STREAM(StreamProfileRevisions, StreamProfileRevisionsRequest, StreamProfileRevisionsResponse)
  SELARAS_UNARY(BatchGetProfiles, BatchGetProfilesRequest, BatchGetProfilesResponse)
  SELARAS_UNARY(BatchGetCompetencies, BatchGetCompetenciesRequest, BatchGetCompetenciesResponse)
  SELARAS_STREAM(StreamPosts, StreamPostsRequest, StreamPostsResponse)
  SELARAS_STREAM(WatchChanges, WatchChangesRequest, Change)
  SELARAS_UNARY(GetDataQuality, GetDataQualityRequest, DataQuality)
  SELARAS_UNARY(ListAccesses, ListAccessesRequest, ListAccessesResponse)
  SELARAS_UNARY(ReserveSeats, ReserveSeatsRequest, SeatReservation)
  SELARAS_UNARY(ReleaseSeats, ReleaseSeatsRequest, SeatReservation)
  SELARAS_UNARY(ApplyDecrees, ApplyDecreesRequest, ApplyDecreesResponse)
  SELARAS_UNARY(GetSeatReservation, GetSeatReservationRequest, SeatReservation)
  SELARAS_UNARY(ListSeatReservations, ListSeatReservationsRequest, ListSeatReservationsResponse)
  grpc::Status ListEvents(grpc::ServerContext* context, const feed::v1alpha::ListEventsRequest* in,
                          feed::v1alpha::ListEventsResponse* out) override;
#undef SELARAS_UNARY
#undef SELARAS_STREAM

 private:
  // Coordinates and the organisation at them.
  struct View {
    ReadAt at;
    std::shared_ptr<const Organisation> organisation;
  };
  absl::StatusOr<View> Open(const CallScope& call, const pb::ReadAt& at);
  absl::StatusOr<Sources> SourcesOf(const CallScope& call,
                                    absl::Span<const Organisation::Thing* const> things);

  // One thing by name.
  template <typename Convert>
  absl::Status GetThing(const CallScope& call, const pb::ReadAt& at, RecordKind kind,
                        const ResourcePattern& pattern, const std::string& name, absl::string_view missing,
                        Convert convert);
  // One page of the things of a kind that `keep` keeps.
  template <typename Request, typename Response, typename Keep, typename Convert>
  absl::Status ListThings(const CallScope& call, const pb::ReadAt& at, RecordKind kind, const Request& in,
                          absl::string_view filter, Keep keep, Convert convert, Response* out);

  absl::Status ShowEmployees(const CallScope& call, std::vector<EmployeeFacts> employees,
                             pb::EmployeeView view, google::protobuf::RepeatedPtrField<pb::Employee>* out);
  absl::Status ShowEmployee(const CallScope& call, const std::string& id, const pb::ReadAt& at,
                            pb::EmployeeView view, bool unmask, const std::string& purpose,
                            pb::Employee* out);

  rpc::ServiceCalls calls_;
  Parts parts_;
  PageTokenCodec tokens_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_RPC_REGISTRY_HANDLER_H_
