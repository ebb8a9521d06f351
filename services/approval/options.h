// Settings of the approval service.
#ifndef SELARAS_SERVICES_APPROVAL_OPTIONS_H_
#define SELARAS_SERVICES_APPROVAL_OPTIONS_H_

#include <string>

#include "libs/config/settings.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/service_options.h"

namespace selaras::approval {

inline constexpr int kDefaultPort = 7404;
inline constexpr int kDefaultAdminPort = 7414;

struct ApprovalOptions : rpc::ServiceOptions {
  ApprovalOptions() { database = "sqlite:approval.db"; }

  rpc::PeerOptions registry, needs, matching, evaluation;
  // Zone in which civil dates of the province are read: WIB, WITA, WIT or an IANA name.
  std::string zone = "WIB";
  // Names the evidence log and its key for ever.
  std::string log_name = "selaras/evidence";
  // "manual": people enter the consideration of BKN. "simulator": a simulator of I-MUT answers, and says so.
  std::string consideration = "manual";
  // Of moves that the simulator refuses.
  int simulator_refused_permille = 0;
  int issue_hands = 4;

  // Settings: those of rpc::ServiceOptions, zone, log-name, consideration, simulator-refused-permille, issue-hands, and
  // those of the peers under registry-, needs-, matching-, evaluation-.
  static ApprovalOptions FromSettings(SettingsReader& reader);
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_OPTIONS_H_
