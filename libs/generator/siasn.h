#ifndef SELARAS_LIBS_GENERATOR_SIASN_H_
#define SELARAS_LIBS_GENERATOR_SIASN_H_

#include <string>

#include "absl/status/status.h"
#include "libs/generator/province.h"

namespace selaras::generator {

// Writes siasn_profile.csv: the people of this province in the layout of the SIASN profile export, 67
// columns, `;`, dates DD-MM-YYYY. Columns that no plan needs (NIK, religion, marriage, addresses, numbers)
// stay empty. Errors: UNKNOWN where the file cannot be written.
absl::Status WriteSiasnProfile(const Province& province, const std::string& out_dir, bool bom);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_SIASN_H_
