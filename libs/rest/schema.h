#ifndef SELARAS_LIBS_REST_SCHEMA_H_
#define SELARAS_LIBS_REST_SCHEMA_H_

// Descriptors of the outward services, with the comments of the .proto files, as they were compiled into the program: what
// is transcoded and what is documented comes from the same place.

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/util/type_resolver.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace selaras::rest {

// Thread-safe.
class Schema {
 public:
  // From a serialized google.protobuf.FileDescriptorSet, imports included and first. Ends the process if it is broken.
  explicit Schema(absl::string_view descriptor_set);

  // That of the registry, needs, matching, approval and evaluation services; made at the first call.
  static const Schema& Embedded();

  const google::protobuf::DescriptorPool& pool() const { return pool_; }
  // An empty message; its descriptor is of this schema.
  std::unique_ptr<google::protobuf::Message> New(const google::protobuf::Descriptor& type) const;
  google::protobuf::util::TypeResolver* resolver() const { return resolver_.get(); }
  static std::string TypeUrl(const google::protobuf::Descriptor& type);

 private:
  google::protobuf::DescriptorPool pool_;
  mutable google::protobuf::DynamicMessageFactory factory_;
  std::unique_ptr<google::protobuf::util::TypeResolver> resolver_;
};

}  // namespace selaras::rest

#endif  // SELARAS_LIBS_REST_SCHEMA_H_
