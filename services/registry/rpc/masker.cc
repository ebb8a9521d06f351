#include "services/registry/rpc/masker.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <memory>

#include "selaras/access/v1/access.pb.h"

namespace selaras::registry {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsMasked(const FieldDescriptor& field) {
  switch (field.options().GetExtension(access::v1::data)) {
    case access::v1::DATA_CLASS_IDENTIFIER:
    case access::v1::DATA_CLASS_PRIVATE:
    case access::v1::DATA_CLASS_SPECIFIC:
    case access::v1::DATA_CLASS_UNSPECIFIED:  // a field that states no class is not shown
      return true;
    default:
      return false;
  }
}

void MaskInto(Message* message, const std::string& prefix, std::vector<std::string>& paths) {
  const auto* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = prefix + field->name();
    if (IsMasked(*field)) {
      reflection->ClearField(message, field);
      paths.push_back(path);
    } else if (field->options().GetExtension(access::v1::data) != access::v1::DATA_CLASS_NESTED) {
      continue;  // dates and timestamps of a class that is shown
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
        MaskInto(reflection->MutableRepeatedMessage(message, field, i), path + ".", paths);
      }
    } else {
      MaskInto(reflection->MutableMessage(message, field), path + ".", paths);
    }
  }
}

}  // namespace

std::vector<std::string> Mask(Message* message) {
  std::vector<std::string> paths;
  MaskInto(message, "", paths);
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

std::vector<std::string> MaskedPaths(const Message& message) {
  const std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  return Mask(copy.get());
}

}  // namespace selaras::registry
