#include "libs/generator/scale.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace selaras::generator {
namespace {

std::string Region(const GeneratorOptions& options) {
  if (!options.province.empty()) return absl::StrReplaceAll(options.province, {{".", ""}});
  if (options.scenario == "medan_performance") return "1271";
  if (options.scenario == "gajahmungkur_province") return "99";
  if (options.scenario == "lampung_regions") return "18";
  if (options.scenario != "baseline") return "31";
  if (options.preset == "M") return "1271";
  if (options.preset == "XL") return "18";
  return "31";
}

int Part(double whole, double factor, int least) {
  return std::max(least, static_cast<int>(whole * factor + 0.5));
}

Scale Jakarta(double f) {
  Scale s;
  s.tenant = "dki-jakarta", s.name = "Pemerintah Provinsi DKI Jakarta";
  s.mix = {0.38, 0.14, 0.12, 0.06, 0.30};
  s.regencies = 6, s.districts = Part(44, f, 8), s.villages = Part(267, f, 10);
  s.sd = Part(1300, f, 20), s.smp = Part(293, f, 6), s.sma = Part(117, f, 3), s.smk = Part(73, f, 2);
  s.slb = Part(8, f, 1), s.puskesmas = Part(150, f, 6), s.hospitals = Part(30, f, 1);
  s.departments = 38;
  return s;
}

Scale Medan(double f) {
  Scale s;
  s.tenant = "kota-medan", s.name = "Pemerintah Kota Medan";
  s.mix = {0.42, 0.15, 0.09, 0.09, 0.25};
  s.regencies = 1, s.districts = Part(21, f, 8), s.villages = Part(151, f, 10);
  s.sd = Part(382, f, 24), s.smp = Part(46, f, 8), s.puskesmas = Part(41, f, 6), s.hospitals = Part(3, f, 1);
  s.departments = 32;
  return s;
}

Scale Lampung(double f) {
  Scale s;
  s.tenant = "lampung";
  s.mix = {0.50, 0.16, 0.09, 0.07, 0.18};
  s.autonomous = true;
  s.regencies = f < 0.2 ? 4 : 15;
  s.government = "Pemerintah Provinsi Lampung";
  s.name = absl::StrCat(s.government, " dan ", s.regencies, " kabupaten/kota");
  s.districts = f < 0.2 ? 12 : 229, s.villages = Part(205, f, 6);
  s.sd = Part(4200, f, 40), s.smp = Part(680, f, 10), s.sma = Part(240, f, 5), s.smk = Part(110, f, 3);
  s.slb = Part(12, f, 1), s.puskesmas = Part(320, f, 10), s.hospitals = Part(20, f, 2);
  s.departments = 26;
  return s;
}

Scale Fictional(double f) {
  Scale s;
  s.tenant = "gajahmungkur", s.name = "Pemerintah Provinsi Gajahmungkur";
  s.mix = {0.40, 0.14, 0.11, 0.07, 0.28};
  s.regencies = 4, s.districts = Part(24, f, 8), s.villages = Part(150, f, 8);
  s.sd = Part(800, f, 20), s.smp = Part(180, f, 6), s.sma = Part(80, f, 3), s.smk = Part(50, f, 2);
  s.slb = Part(6, f, 1), s.puskesmas = Part(100, f, 6), s.hospitals = Part(14, f, 1);
  s.departments = 34;
  return s;
}

int PresetPeople(const std::string& preset) {
  if (preset == "S") return 2000;
  if (preset == "M") return 15000;
  if (preset == "L") return 75000;
  if (preset == "XL") return 110000;
  return 0;
}

}  // namespace

const std::vector<std::string>& Scenarios() {
  static const auto* const kNames =
      new std::vector<std::string>{"jakarta_distribution", "jakarta_workload", "medan_performance",
                                   "gajahmungkur_province", "lampung_regions"};
  return *kNames;
}

absl::StatusOr<Scale> ResolveScale(const GeneratorOptions& options) {
  const int people = options.people > 0 ? options.people : PresetPeople(options.preset);
  if (people == 0) {
    return absl::InvalidArgumentError(absl::StrCat("preset \"", options.preset, "\" is none of S, M, L, XL"));
  }
  if (people < 500 || people > 2000000) {
    return absl::InvalidArgumentError(absl::StrCat(people, " people are outside 500 … 2,000,000"));
  }
  if (options.scenario != "baseline" && !absl::c_linear_search(Scenarios(), options.scenario)) {
    return absl::InvalidArgumentError(absl::StrCat("no scenario \"", options.scenario, "\""));
  }
  if (!(options.dirty >= 0 && options.dirty <= 0.2)) {
    return absl::InvalidArgumentError("the share of bad rows must lie in 0 … 0.2");
  }
  if (options.months < 1 || options.months > 120) {
    return absl::InvalidArgumentError("months of indicators must lie in 1 … 120");
  }
  const std::string region = Region(options);
  Scale scale;
  if (region == "31") {
    scale = Jakarta(people / 75000.0);
  } else if (region == "1271") {
    scale = Medan(people / 15000.0);
  } else if (region == "18") {
    scale = Lampung(people / 110000.0);
  } else if (region == "99") {
    scale = Fictional(people / 40000.0);
    // Its coordination meeting needs agencies that meet.
    if (options.scenario == "gajahmungkur_province") {
      scale.autonomous = true, scale.government = scale.name;
      absl::StrAppend(&scale.name, " dan ", scale.regencies, " kabupaten/kota");
    }
  } else {
    return absl::InvalidArgumentError(absl::StrCat("province \"", region, "\" is none of 31, 18, 12.71, 99"));
  }
  scale.region = region;
  scale.people = people;
  // The structure must fit the staff: the structural share decides how deep departments are divided.
  const int agencies = scale.autonomous ? scale.regencies + 1 : 1;
  const double chairs = people * scale.mix[static_cast<int>(Family::kStructural)] / agencies;
  if (chairs < 160) {
    scale.departments = std::min(scale.departments, 14), scale.divisions = chairs < 60 ? 1 : 2,
    scale.sections = 1;
    if (chairs < 60) scale.departments = 8;
  } else if (chairs < 700) {
    scale.divisions = 2, scale.sections = 1;
    if (chairs > 400) scale.divisions = 3;
  } else if (chairs < 1500) {
    scale.divisions = 3, scale.sections = 2;
  } else {
    scale.divisions = 5, scale.sections = chairs > 3500 ? 6 : 4;
  }
  return scale;
}

}  // namespace selaras::generator
