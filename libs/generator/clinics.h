#ifndef SELARAS_LIBS_GENERATOR_CLINICS_H_
#define SELARAS_LIBS_GENERATOR_CLINICS_H_

#include <array>
#include <string>

namespace selaras::generator {

// Size classes of puskesmas, in the order of ClinicMinimum::persons.
inline constexpr std::array<const char*, 4> kClinicClasses = {"URBAN", "URBAN_INPATIENT", "RURAL",
                                                              "RURAL_INPATIENT"};

struct ClinicMinimum {
  const char* position;
  std::array<int, 4> persons;
};

// Least staff of a puskesmas; nurses and midwives are split between the skilled and the expert position.
inline constexpr std::array<ClinicMinimum, 14> kClinicMinimum = {{
    {"DOKTER-X", {1, 2, 1, 2}},
    {"DOKTER-GIGI-X", {1, 1, 1, 1}},
    {"PERAWAT-A", {3, 5, 3, 5}},
    {"PERAWAT-X", {2, 3, 2, 3}},
    {"BIDAN-A", {3, 5, 3, 5}},
    {"BIDAN-X", {1, 2, 1, 2}},
    {"PROMKES-X", {1, 1, 1, 1}},
    {"EPIDEMIOLOG-X", {1, 1, 0, 0}},
    {"SANITARIAN-A", {1, 1, 1, 1}},
    {"LAB-KESEHATAN-A", {1, 1, 1, 1}},
    {"NUTRISIONIS-A", {1, 2, 1, 2}},
    {"ASISTEN-APOTEKER-A", {1, 2, 1, 1}},
    {"ADMIN-KANTOR", {3, 3, 2, 2}},
    {"PENGELOLA-UMUM", {2, 2, 1, 1}},
}};

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_CLINICS_H_
