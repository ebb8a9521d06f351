#ifndef SELARAS_SERVICES_REGISTRY_RPC_CONVERT_ORGANISATION_H_
#define SELARAS_SERVICES_REGISTRY_RPC_CONVERT_ORGANISATION_H_

#include "selaras/registry/v1alpha/organisation.pb.h"
#include "services/registry/rpc/convert.h"

namespace selaras::registry {

void ToProto(const Organisation::Thing& thing, const Sources& sources, pb::Agency* agency);
void ToProto(const Organisation::Thing& thing, pb::District* district);
void ToProto(const Organisation::Thing& thing, const Sources& sources, pb::OrgUnit* unit);
void ToProto(const Organisation::Thing& thing, const Sources& sources, pb::Position* position);
void ToProto(const Organisation::Thing& thing, const Organisation& organisation, const Sources& sources,
             pb::Post* post);
void ToProto(const Organisation::Thing& thing, pb::ElectionCalendar* calendar);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_RPC_CONVERT_ORGANISATION_H_
