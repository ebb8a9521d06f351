#include "libs/rest/schema.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "google/api/annotations.pb.h"
#include "selaras/access/v1/access.pb.h"

namespace selaras::rest {

// Generated at build time (embed_descriptors.cmake).
extern const unsigned char kDescriptorSet[];
extern const size_t kDescriptorSetSize;

namespace {

constexpr char kTypePrefix[] = "type.googleapis.com";

}  // namespace

Schema::Schema(absl::string_view descriptor_set) : factory_(&pool_) {
  // Options are read as the generated types, so their extensions must be linked in.
  (void)google::api::http;
  (void)access::v1::allow;
  google::protobuf::FileDescriptorSet files;
  if (!files.ParseFromArray(descriptor_set.data(), static_cast<int>(descriptor_set.size()))) std::abort();
  for (const auto& file : files.file()) {
    if (pool_.BuildFile(file) == nullptr) std::abort();
  }
  resolver_.reset(google::protobuf::util::NewTypeResolverForDescriptorPool(kTypePrefix, &pool_));
}

const Schema& Schema::Embedded() {
  static const Schema& schema =
      *new Schema(absl::string_view(reinterpret_cast<const char*>(kDescriptorSet), kDescriptorSetSize));
  return schema;
}

std::unique_ptr<google::protobuf::Message> Schema::New(const google::protobuf::Descriptor& type) const {
  return std::unique_ptr<google::protobuf::Message>(factory_.GetPrototype(&type)->New());
}

std::string Schema::TypeUrl(const google::protobuf::Descriptor& type) {
  return absl::StrCat(kTypePrefix, "/", type.full_name());
}

}  // namespace selaras::rest
