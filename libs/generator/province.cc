#include "libs/generator/province.h"

namespace selaras::generator {

int FindPosition(const Province& province, const std::string& code) {
  for (size_t i = 0; i < province.positions.size(); ++i) {
    if (province.positions[i].code == code) return static_cast<int>(i);
  }
  return -1;
}

int FindUnit(const Province& province, const std::string& code) {
  for (size_t i = 0; i < province.units.size(); ++i) {
    if (province.units[i].code == code) return static_cast<int>(i);
  }
  return -1;
}

const char* FamilyName(Family family) {
  static constexpr const char* kNames[] = {"TEACHER", "HEALTH", "FUNCTIONAL", "STRUCTURAL", "STAFF"};
  return kNames[static_cast<int>(family)];
}

const char* GroupName(Group group) {
  static constexpr const char* kNames[] = {"JPT_M", "JPT_P", "ADM", "PGW", "JF_EXPERT", "JF_SKILLED", "PLK"};
  return kNames[static_cast<int>(group)];
}

const char* UnitKindName(UnitKind kind) {
  static constexpr const char* kNames[] = {"DEPARTMENT",      "SECRETARIAT",   "DIVISION",  "SECTION",
                                           "OFFICE",          "SCHOOL",        "PUSKESMAS", "HOSPITAL",
                                           "DISTRICT_OFFICE", "VILLAGE_OFFICE"};
  return kNames[static_cast<int>(kind)];
}

const char* EmploymentName(Employment employment) {
  static constexpr const char* kNames[] = {"PNS", "CPNS", "PPPK"};
  return kNames[static_cast<int>(employment)];
}

const char* StateName(State state) {
  static constexpr const char* kNames[] = {"ACTIVE", "STUDY", "UNPAID_LEAVE", "LONG_SICK", "SUSPENDED"};
  return kNames[static_cast<int>(state)];
}

bool IsStructural(Group group) {
  return group <= Group::kPgw;
}

}  // namespace selaras::generator
