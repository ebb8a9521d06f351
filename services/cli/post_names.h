// What people call a post: "Bidan, Puskesmas Tebet" instead of posts/7f3k. For tables; programs read names.
#ifndef SELARAS_SERVICES_CLI_POST_NAMES_H_
#define SELARAS_SERVICES_CLI_POST_NAMES_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "services/cli/session.h"

namespace selaras::cli {

class PostNames {
 public:
  explicit PostNames(Session& session) : session_(session) {}

  // "-" for no post; the resource name itself where the registry cannot be asked. At most three calls a post.
  std::string Of(const std::string& post);

 private:
  std::string Ask(const std::string& post);
  std::string UnitName(const std::string& unit);
  std::string PositionName(const std::string& position);

  Session& session_;
  absl::flat_hash_map<std::string, std::string> known_;
  bool away_ = false;
};

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_POST_NAMES_H_
