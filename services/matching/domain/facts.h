// The province as planning sees it: the shared facts of libs/province under the names of this service.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_FACTS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_FACTS_H_

#include "libs/province/facts.h"
#include "libs/province/lawfulness.h"
#include "libs/province/province_index.h"

namespace selaras::matching {

using province::Agency;
using province::AgencyKind;
using province::Appraisal;
using province::Cell;
using province::Discipline;
using province::District;
using province::Education;
using province::ElectionCalendar;
using province::EmployeeState;
using province::Employment;
using province::Family;
using province::Group;
using province::HeldCertificate;
using province::HeldPost;
using province::kCoreCompetencies;
using province::Lawfulness;
using province::NeedCurve;
using province::OrgUnit;
using province::PeerReview;
using province::Person;
using province::Position;
using province::Post;
using province::Preference;
using province::PreferenceKind;
using province::Province;
using province::ProvinceIndex;
using province::RaterGroup;
using province::Severity;
using province::TechnicalLevel;

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_FACTS_H_
