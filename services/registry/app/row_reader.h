#ifndef SELARAS_SERVICES_REGISTRY_APP_ROW_READER_H_
#define SELARAS_SERVICES_REGISTRY_APP_ROW_READER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/registry/app/code_book.h"
#include "services/registry/app/record_lander.h"
#include "services/registry/domain/checks.h"

namespace selaras::registry {

// A fault with the shape of the cell that it is about.
struct CellFault {
  Fault fault;
  std::string column;  // as the file's header has it; of the fault where empty
  std::string shape;
};

// From rows of one file layout to records. Not thread-safe.
class RowReader {
 public:
  virtual ~RowReader() = default;

  // Kinds of records that the file brings.
  virtual std::vector<RecordKind> kinds() const = 0;
  // Takes the header. False: the file cannot be read, faults say why (a missing column). Unknown columns are
  // warned of once and ignored.
  virtual bool Bind(const std::vector<std::string>& header, std::vector<CellFault>& faults) = 0;
  // Appends the row's records. False: the row is refused, faults say why.
  virtual bool Read(const std::vector<absl::string_view>& cells, std::vector<IncomingRecord>& records,
                    std::vector<CellFault>& faults) = 0;
  // Shape of a column's cell in the row read last; "" = not a column of the file.
  virtual std::string ShapeOfColumn(absl::string_view column) const = 0;
};

// docs/formats.md §3. `schema` is one of RecordSchemas().
std::unique_ptr<RowReader> MakeProvinceReader(const RecordSchema& schema);

// The SIASN profile export, docs/formats.md §4: one row brings a profile, its present appointment and its
// last education. Units, positions and agencies are found in `book`, which must outlive the reader.
std::unique_ptr<RowReader> MakeSiasnReader(const CodeBook& book);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_ROW_READER_H_
