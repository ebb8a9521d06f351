// Settings of the evaluation service.
#ifndef SELARAS_SERVICES_EVALUATION_OPTIONS_H_
#define SELARAS_SERVICES_EVALUATION_OPTIONS_H_

#include <string>

#include "absl/time/time.h"
#include "libs/config/settings.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/service_options.h"

namespace selaras::evaluation {

inline constexpr int kDefaultPort = 7405;
inline constexpr int kDefaultAdminPort = 7415;

struct EvaluationOptions : rpc::ServiceOptions {
  EvaluationOptions() { database = "sqlite:evaluation.db"; }

  rpc::PeerOptions registry, needs, matching, approval;
  // Zone in which "today" is read.
  std::string time_zone = "Asia/Jakarta";
  // Months before and after a move that an estimate uses at most.
  int pre_months = 12;
  int post_months = 6;
  // Untouched units that each treated one is compared with.
  int neighbours = 3;
  // Between looks for transition plans that wait for the registry.
  absl::Duration prepare_pause = absl::Seconds(2);

  // Settings: those of rpc::ServiceOptions, time-zone, effect-pre-months, effect-post-months, effect-neighbours,
  // prepare-pause, and those of the peers under registry-, needs-, matching- and approval-.
  static EvaluationOptions FromSettings(SettingsReader& reader);
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_OPTIONS_H_
