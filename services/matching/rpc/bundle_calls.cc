// The handler's methods about bundles, and about the keys of instances.
#include "absl/strings/str_cat.h"
#include "libs/base/catalogue.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "libs/rpc/serve.h"
#include "services/matching/rpc/fill_page.h"
#include "services/matching/rpc/matching_convert.h"
#include "services/matching/rpc/matching_handler.h"
#include "services/matching/rpc/names.h"

namespace selaras::matching {
namespace {

namespace pb = v1alpha;

constexpr size_t kMaxChunk = 1 << 20;
constexpr int kKeyBatch = 2000;

void ToProto(const BundleRecord& record, bool with_faults, pb::InstanceBundle* out) {
  out->set_name(names::kBundle.Format(record.id));
  out->set_display_name(record.display_name);
  out->set_content_hash(record.content_hash);
  SetDate(record.effective_date, out->mutable_effective_date());
  SetTime(record.create_time, out->mutable_create_time());
  out->set_employees(record.employees);
  out->set_posts(record.posts);
  out->set_positions(record.positions);
  out->set_needs(record.needs);
  out->set_fault_count(record.fault_count);
  for (const std::string& ignored : record.ignored) out->add_ignored(ignored);
  if (!with_faults) return;
  for (const BundleFault& fault : record.faults) {
    pb::BundleFault& to = *out->add_faults();
    const Metadata told = {{"column", fault.column}, {"shape", fault.shape}};
    to.set_file(fault.file);
    to.set_line(fault.line);
    to.set_column(fault.column);
    to.set_shape(fault.shape);
    to.set_reason(fault.reason);
    to.set_warning(fault.warning);
    to.set_text_id(Explain(fault.reason, Language::kIndonesian, told));
    to.set_text_en(Explain(fault.reason, Language::kEnglish, told));
  }
}

}  // namespace

grpc::Status MatchingHandler::ImportInstance(Context* context,
                                             grpc::ServerReader<pb::ImportInstanceRequest>* reader,
                                             pb::InstanceBundle* out) {
  return rpc::Serve(calls_, context, "ImportInstance", [&](const CallScope& call) -> absl::Status {
    BundleDesk::Asked asked;
    BundleUpload upload;
    bool begun = false;
    for (pb::ImportInstanceRequest part; reader->Read(&part);) {
      if (part.has_header()) {
        if (begun) return InvalidField("header", "only in the first message");
        begun = true;
        asked.request_id = part.header().request_id();
        asked.display_name = part.header().display_name();
        asked.effective_date = DayOf(part.header().effective_date());
        if (part.header().has_effective_date() && !asked.effective_date.has_value())
          return InvalidField("header.effective_date", "a whole date of the calendar, or none");
        continue;
      }
      if (!begun) return InvalidField("header", "must come in the first message");
      if (part.chunk().data().size() > kMaxChunk) return InvalidField("chunk.data", "at most 1 MiB a chunk");
      SELARAS_RETURN_IF_ERROR(upload.Add(part.chunk().file(), part.chunk().data()));
    }
    // A stream that broke ends like one that is complete; only its context knows.
    if (call.cancelled()) return absl::CancelledError("the upload broke off");
    if (!begun) return InvalidField("header", "must come in the first message");
    SELARAS_ASSIGN_OR_RETURN(const BundleRecord record, deps_.bundle_desk.Import(call, asked, upload));
    ToProto(record, /*with_faults=*/true, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::GetInstanceBundle(Context* context, const pb::GetInstanceBundleRequest* in,
                                                pb::InstanceBundle* out) {
  return rpc::Serve(calls_, context, "GetInstanceBundle", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kBundle.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const BundleRecord record, deps_.bundles.GetBundle(call.tenant, id));
    ToProto(record, /*with_faults=*/true, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::ListInstanceBundles(Context* context, const pb::ListInstanceBundlesRequest* in,
                                                  pb::ListInstanceBundlesResponse* out) {
  return rpc::Serve(calls_, context, "ListInstanceBundles", [&](const CallScope& call) -> absl::Status {
    return FillPage<BundleRecord>(
        deps_.page_tokens, absl::StrCat("bundles|", call.tenant), in->page_size(), in->page_token(),
        [&](const std::string& after, int limit) {
          return deps_.bundles.ListBundles(call.tenant, after, limit);
        },
        [&](const BundleRecord& record) {
          ToProto(record, /*with_faults=*/false, out->add_instance_bundles());
        },
        out);
  });
}

grpc::Status MatchingHandler::ExportInstanceKeys(Context* context, const pb::ExportInstanceKeysRequest* in,
                                                 grpc::ServerWriter<pb::ExportInstanceKeysResponse>* writer) {
  return rpc::Serve(calls_, context, "ExportInstanceKeys", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const PlanRecord plan, deps_.desk.Get(call, id));
    SELARAS_ASSIGN_OR_RETURN(const auto solved, deps_.desk.Solved(call, plan));
    const PlanProblem& problem = *solved->problem;
    const int64_t persons = problem.scope_size();
    // Before the first key leaves: who was given them is on record even if he went away.
    SELARAS_RETURN_IF_ERROR(deps_.bundles.NoteKeysExported(ActOf(call, "ExportInstanceKeys"), id, persons));
    pb::ExportInstanceKeysResponse batch;
    for (int64_t i = 0; i < persons; ++i) {
      const int32_t person = problem.ProvincePerson(static_cast<assignment::PersonIndex>(i));
      pb::InstanceKey& key = *batch.add_keys();
      key.set_employee(names::kEmployee.Format(problem.province().persons()[person].id));
      key.set_key(problem.KeyOf(person));
      if (batch.keys_size() < kKeyBatch && i + 1 < persons) continue;
      if (!writer->Write(batch)) return absl::CancelledError("the reader has gone");
      batch.Clear();
    }
    return absl::OkStatus();
  });
}

}  // namespace selaras::matching
