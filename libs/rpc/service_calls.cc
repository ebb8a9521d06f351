#include "libs/rpc/service_calls.h"

#include <google/protobuf/descriptor.h>

#include <cstdio>
#include <cstdlib>

#include "libs/rpc/grpc_status.h"
#include "selaras/access/v1/access.pb.h"

namespace selaras::rpc {
namespace {

constexpr int kCodeCount = 17;

const char* TypeName(const google::protobuf::MethodDescriptor& method) {
  if (method.client_streaming()) return method.server_streaming() ? "bidi_stream" : "client_stream";
  return method.server_streaming() ? "server_stream" : "unary";
}

MethodCalls MakeMethod(const google::protobuf::MethodDescriptor& method, Metrics& metrics) {
  MethodCalls calls;
  calls.name = method.name();
  calls.streaming = method.client_streaming() || method.server_streaming();
  for (const int role : method.options().GetExtension(access::v1::allow).roles()) {
    calls.allowed.push_back(static_cast<Role>(role));
  }
  Labels labels = {{"grpc_service", method.service()->full_name()},
                   {"grpc_method", method.name()},
                   {"grpc_type", TypeName(method)}};
  calls.started = &metrics.GetCounter({"grpc_server_started_total", "Calls that a handler began."}, labels);
  calls.seconds = &metrics.GetHistogram({"grpc_server_handling_seconds", "Time from begin to end of a call."},
                                        LatencyBounds(), labels);
  for (int code = 0; code < kCodeCount; ++code) {
    labels["grpc_code"] = CodeName(static_cast<absl::StatusCode>(code));
    calls.handled.push_back(
        &metrics.GetCounter({"grpc_server_handled_total", "Calls ended, by status code."}, labels));
  }
  return calls;
}

}  // namespace

ServiceCalls::ServiceCalls(const ServerDeps& deps, absl::string_view service, const CallLimits& limits)
    : deps_(deps),
      service_(service),
      limits_(limits),
      in_flight_(&deps.metrics.GetGauge({"grpc_server_in_flight", "Calls being served."},
                                        {{"grpc_service", service_}})) {
  const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service_);
  if (descriptor == nullptr) {
    std::fprintf(stderr, "no gRPC service named %s is linked into this program\n", service_.c_str());
    std::abort();
  }
  for (int i = 0; i < descriptor->method_count(); ++i) {
    methods_.emplace(descriptor->method(i)->name(), MakeMethod(*descriptor->method(i), deps.metrics));
  }
}

const MethodCalls* ServiceCalls::Find(absl::string_view method) const {
  const auto it = methods_.find(method);
  return it == methods_.end() ? nullptr : &it->second;
}

bool ServiceCalls::Enter(bool streaming) const {
  std::atomic<int>& count = streaming ? streams_ : unary_;
  const int limit = streaming ? limits_.max_streams : limits_.max_unary;
  if (count.fetch_add(1) >= limit) {
    count.fetch_sub(1);
    return false;
  }
  in_flight_->Add(1);
  return true;
}

void ServiceCalls::Leave(bool streaming) const {
  (streaming ? streams_ : unary_).fetch_sub(1);
  in_flight_->Add(-1);
}

}  // namespace selaras::rpc
