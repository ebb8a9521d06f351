#include "services/gateway/rest/instance_upload.h"

#include <grpcpp/support/client_callback.h>

#include <deque>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rest/multipart.h"
#include "libs/rest/transcoder.h"
#include "selaras/matching/v1alpha/matching_service.grpc.pb.h"

namespace selaras::gateway {
namespace {

namespace pb = ::selaras::matching::v1alpha;

constexpr size_t kMaxField = 1024;

// Turns parts into messages of the stream.
class BundleMessages : public rest::FormSink {
 public:
  absl::Status OnPart(const rest::FormPart& part) override {
    part_ = part;
    field_.clear();
    if (!part.is_file) {
      if (header_sent_) return InvalidField("file", "plain fields come before the files");
      return absl::OkStatus();
    }
    if (!header_sent_) {
      *Next().mutable_header() = header_;
      header_sent_ = true;
    }
    // An empty file is a file too.
    Next().mutable_chunk()->set_file(part.file_name);
    return absl::OkStatus();
  }

  absl::Status OnData(absl::string_view bytes) override {
    if (part_.is_file) {
      pb::ImportInstanceChunk& chunk = *Next().mutable_chunk();
      chunk.set_file(part_.file_name);
      chunk.set_data(std::string(bytes));
      return absl::OkStatus();
    }
    if (field_.size() + bytes.size() > kMaxField)
      return InvalidField("field", "a plain field is at most 1 KiB");
    field_.append(bytes.data(), bytes.size());
    return absl::OkStatus();
  }

  absl::Status OnPartEnd() override { return part_.is_file ? absl::OkStatus() : SetField(); }

  bool has_file() const { return header_sent_; }
  std::deque<pb::ImportInstanceRequest>& waiting() { return waiting_; }

 private:
  pb::ImportInstanceRequest& Next() { return waiting_.emplace_back(); }

  absl::Status SetField() {
    if (!rest::IsUtf8(field_)) return InvalidField(part_.name, "must be UTF-8");
    if (part_.name == "requestId" || part_.name == "request_id") {
      header_.set_request_id(field_);
    } else if (part_.name == "displayName" || part_.name == "display_name") {
      header_.set_display_name(field_);
    } else if (part_.name == "effectiveDate" || part_.name == "effective_date") {
      const auto day = ParseCivilDay(field_);
      if (!day.ok()) return InvalidField("effectiveDate", "must be YYYY-MM-DD");
      header_.mutable_effective_date()->set_year(static_cast<int>(day->year()));
      header_.mutable_effective_date()->set_month(day->month());
      header_.mutable_effective_date()->set_day(day->day());
    } else {
      return InvalidField("?", "an upload has the fields requestId, displayName, effectiveDate, and files");
    }
    return absl::OkStatus();
  }

  rest::FormPart part_;
  std::string field_;
  pb::ImportInstanceHeader header_;
  bool header_sent_ = false;
  std::deque<pb::ImportInstanceRequest> waiting_;
};

// Lives until the call has ended and nobody holds it. The server's calls and gRPC's come on different threads.
class InstanceUpload : public Exchange,
                       public grpc::ClientWriteReactor<pb::ImportInstanceRequest>,
                       public std::enable_shared_from_this<InstanceUpload> {
 public:
  InstanceUpload(const UploadDeps& deps, Backend& matching, absl::string_view boundary, RequestRecord record)
      : deps_(deps),
        record_(std::move(record)),
        stub_(pb::MatchingService::NewStub(matching.peer->channel())),
        parser_(boundary, messages_) {}

  void Begin() {
    for (const auto& [name, value] : record_.caller().metadata) context_.AddMetadata(name, value);
    context_.set_deadline(std::chrono::system_clock::now() +
                          absl::ToChronoMilliseconds(record_.caller().timeout));
    stub_->async()->ImportInstance(&context_, &bundle_, this);
    alive_ = shared_from_this();
    AddHold();  // writes begin outside of reactions
    StartCall();
  }

  uint64_t max_body() const override { return deps_.max_body; }

  void OnBody(absl::string_view bytes, std::function<void(bool)> more) override {
    trouble_.Update(parser_.Feed(bytes));
    if (!trouble_.ok()) return more(false);
    {
      const std::lock_guard lock(mutex_);
      more_ = std::move(more);
    }
    WriteNext(true);
  }

  void OnEnd(std::function<void(HttpResponse)> respond) override {
    trouble_.Update(parser_.Finish());
    if (trouble_.ok() && !messages_.has_file()) {
      trouble_ = Error(absl::StatusCode::kInvalidArgument, "UPLOAD_FILE_MISSING");
    }
    bool done;
    {
      const std::lock_guard lock(mutex_);
      respond_ = respond;
      done = status_.has_value();
    }
    if (!trouble_.ok()) {
      context_.TryCancel();
    } else if (!broken_) {
      StartWritesDone();
    }
    LetGo();
    if (done) Respond();
  }

  HttpResponse Refuse(const absl::Status& status) override { return record_.Fail(status); }

  // Also what the server says when OnEnd will never come.
  void Cancel() override {
    context_.TryCancel();
    LetGo();
  }

  void OnWriteDone(bool ok) override { WriteNext(ok); }

  void OnDone(const grpc::Status& status) override {
    bool waited_for;
    {
      const std::lock_guard lock(mutex_);
      status_ = status;
      waited_for = respond_ != nullptr;
    }
    deps_.calls.GiveBack(1);
    const auto keep = std::move(alive_);
    if (waited_for) Respond();
  }

 private:
  // Writes what waits, one message at a time, and asks for more when nothing does.
  void WriteNext(bool ok) {
    if (ok && !messages_.waiting().empty()) {
      now_ = std::move(messages_.waiting().front());
      messages_.waiting().pop_front();
      StartWrite(&now_);
      return;
    }
    broken_ = !ok;  // the service has ended the call; its status says why
    std::function<void(bool)> more;
    {
      const std::lock_guard lock(mutex_);
      std::swap(more, more_);
    }
    if (more) more(ok);
  }

  void LetGo() {
    if (!let_go_.exchange(true)) RemoveHold();
  }

  void Respond() {
    std::function<void(HttpResponse)> respond;
    {
      const std::lock_guard lock(mutex_);
      std::swap(respond, respond_);
    }
    if (respond) respond(Answer());
  }

  HttpResponse Answer() {
    // A service that refuses says more than a parser that was cut short by it.
    if (broken_ && !status_->ok()) return record_.Fail(*status_);
    if (!trouble_.ok()) return record_.Fail(trouble_);
    if (!status_->ok()) return record_.Fail(*status_);
    const auto* type =
        deps_.schema.pool().FindMessageTypeByName(std::string(pb::InstanceBundle::descriptor()->full_name()));
    auto json = rest::ResponseJson(deps_.schema, *type, bundle_.SerializeAsString());
    if (!json.ok()) return record_.Fail(json.status());
    return record_.Finish(
        {.headers = {{"Content-Type", "application/json; charset=utf-8"}}, .body = *std::move(json)});
  }

  const UploadDeps deps_;
  const RequestRecord record_;
  const std::unique_ptr<pb::MatchingService::Stub> stub_;
  grpc::ClientContext context_;
  pb::InstanceBundle bundle_;
  BundleMessages messages_;
  rest::MultipartParser parser_;
  pb::ImportInstanceRequest now_;
  absl::Status trouble_;
  std::atomic<bool> broken_ = false;
  std::atomic<bool> let_go_ = false;
  std::shared_ptr<InstanceUpload> alive_;  // until OnDone

  std::mutex mutex_;
  std::function<void(bool)> more_;
  std::function<void(HttpResponse)> respond_;
  std::optional<grpc::Status> status_;
};

}  // namespace

std::shared_ptr<Exchange> StartInstanceUpload(const UploadDeps& deps, Backend& matching,
                                              absl::string_view boundary, RequestRecord record) {
  auto upload = std::make_shared<InstanceUpload>(deps, matching, boundary, std::move(record));
  upload->Begin();
  return upload;
}

}  // namespace selaras::gateway
