#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/resource/page.h"
#include "libs/rpc/serve.h"
#include "services/registry/rpc/convert_import.h"
#include "services/registry/rpc/page_limits.h"
#include "services/registry/rpc/registry_handler.h"
#include "services/registry/rpc/registry_names.h"

namespace selaras::registry {
namespace {

constexpr size_t kMaxUploadChunk = 1 << 20;
// Chunks are committed together up to this size: a flush to disk per megabyte would be most of an upload's
// time.
constexpr size_t kCommitBytes = 4 << 20;

// Gathers the chunks of a stream and commits them in larger pieces.
class UploadBuffer {
 public:
  UploadBuffer(ImportService& imports, const CallScope& call) : imports_(imports), call_(call) {}

  absl::Status Add(const std::string& id, const pb::UploadImportRequest& chunk) {
    const bool follows = id == id_ && chunk.file() == file_ && chunk.offset() == Next();
    if (!follows) {
      SELARAS_RETURN_IF_ERROR(Flush(false));
      id_ = id;
      file_ = chunk.file();
      offset_ = chunk.offset();
    }
    bytes_.append(chunk.data());
    open_ = true;
    return chunk.last() || bytes_.size() >= kCommitBytes ? Flush(chunk.last()) : absl::OkStatus();
  }

  absl::Status Flush(bool last) {
    if (!open_) return absl::OkStatus();
    open_ = false;
    SELARAS_RETURN_IF_ERROR(imports_.Append(call_, id_, file_, offset_, bytes_, last));
    offset_ = Next();
    bytes_.clear();
    return absl::OkStatus();
  }

  const std::string& id() const { return id_; }

 private:
  int64_t Next() const { return offset_ + static_cast<int64_t>(bytes_.size()); }

  ImportService& imports_;
  const CallScope& call_;
  std::string id_, file_, bytes_;
  int64_t offset_ = 0;
  bool open_ = false;
};

}  // namespace

grpc::Status RegistryHandler::CreateImport(grpc::ServerContext* context, const pb::CreateImportRequest* in,
                                           pb::Import* out) {
  return rpc::Serve(calls_, context, "CreateImport", [&](const CallScope& call) -> absl::Status {
    if (in->layout() != pb::Import::LAYOUT_PROVINCE && in->layout() != pb::Import::LAYOUT_SIASN) {
      return InvalidField("layout", "must be LAYOUT_PROVINCE or LAYOUT_SIASN");
    }
    SELARAS_ASSIGN_OR_RETURN(
        const Import import,
        parts_.imports.Create(call, in->request_id(), static_cast<ImportLayout>(in->layout()),
                              std::vector<std::string>(in->files().begin(), in->files().end())));
    ToProto(import, out);
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::UploadImport(grpc::ServerContext* context,
                                           grpc::ServerReader<pb::UploadImportRequest>* reader,
                                           pb::Import* out) {
  return rpc::Serve(calls_, context, "UploadImport", [&](const CallScope& call) -> absl::Status {
    UploadBuffer buffer(parts_.imports, call);
    pb::UploadImportRequest chunk;
    while (reader->Read(&chunk)) {
      SELARAS_ASSIGN_OR_RETURN(const std::string id, kImportName.ParseId(chunk.name()));
      if (chunk.data().size() > kMaxUploadChunk) return InvalidField("data", "at most 1 MiB a chunk");
      SELARAS_RETURN_IF_ERROR(buffer.Add(id, chunk));
    }
    // Also when the caller went away: what arrived in order is kept, and he goes on behind it.
    SELARAS_RETURN_IF_ERROR(buffer.Flush(false));
    if (buffer.id().empty()) return InvalidField("name", "no chunk came");
    SELARAS_ASSIGN_OR_RETURN(const Import import, parts_.imports.Get(call.tenant, buffer.id()));
    ToProto(import, out);
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::StartImport(grpc::ServerContext* context, const pb::StartImportRequest* in,
                                          pb::Import* out) {
  return rpc::Serve(calls_, context, "StartImport", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kImportName.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const Import import, parts_.imports.Begin(call, id, in->etag()));
    ToProto(import, out);
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::CancelImport(grpc::ServerContext* context, const pb::CancelImportRequest* in,
                                           pb::Import* out) {
  return rpc::Serve(calls_, context, "CancelImport", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kImportName.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const Import import, parts_.imports.Cancel(call, id, in->etag()));
    ToProto(import, out);
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::GetImport(grpc::ServerContext* context, const pb::GetImportRequest* in,
                                        pb::Import* out) {
  return rpc::Serve(calls_, context, "GetImport", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kImportName.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const Import import, parts_.imports.Get(call.tenant, id));
    ToProto(import, out);
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::WatchImport(grpc::ServerContext* context, const pb::WatchImportRequest* in,
                                          grpc::ServerWriter<pb::Import>* writer) {
  return rpc::Serve(calls_, context, "WatchImport", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kImportName.ParseId(in->name()));
    return parts_.imports.Watch(call, id, [&](const Import& import) {
      pb::Import message;
      ToProto(import, &message);
      return writer->Write(message) ? absl::OkStatus() : absl::CancelledError("caller left");
    });
  });
}

grpc::Status RegistryHandler::ListImportFaults(grpc::ServerContext* context,
                                               const pb::ListImportFaultsRequest* in,
                                               pb::ListImportFaultsResponse* out) {
  return rpc::Serve(calls_, context, "ListImportFaults", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kImportName.ParseId(in->name()));
    const std::string query = absl::StrCat(call.tenant, "|faults|", id);
    SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(in->page_size(), kPageLimits));
    SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, tokens_.Decode(query, in->page_token()));
    SELARAS_ASSIGN_OR_RETURN(const int64_t after, CursorNumber(cursor, 0));
    SELARAS_ASSIGN_OR_RETURN(std::vector<StoredFault> faults,
                             parts_.imports.Faults(call.tenant, id, after, size + 1));
    if (CutToPage(size, faults)) {
      out->set_next_page_token(tokens_.Encode(query, {absl::StrCat(faults.back().number)}));
    }
    for (const StoredFault& fault : faults) ToProto(fault, out->add_faults());
    SELARAS_ASSIGN_OR_RETURN(const int64_t total, parts_.imports.CountFaults(call.tenant, id));
    out->set_total_size(total);
    return absl::OkStatus();
  });
}

}  // namespace selaras::registry
