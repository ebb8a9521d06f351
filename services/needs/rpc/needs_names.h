#ifndef SELARAS_SERVICES_NEEDS_RPC_NEEDS_NAMES_H_
#define SELARAS_SERVICES_NEEDS_RPC_NEEDS_NAMES_H_

#include "libs/resource/resource_name.h"

namespace selaras::needs {

inline constexpr ResourcePattern kSnapshotName("needSnapshots/{need_snapshot}");
inline constexpr ResourcePattern kRecordImportName("recordImports/{record_import}");
inline constexpr ResourcePattern kOrgUnitName("orgUnits/{org_unit}");
inline constexpr ResourcePattern kPositionName("positions/{position}");

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_RPC_NEEDS_NAMES_H_
