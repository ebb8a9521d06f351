#ifndef SELARAS_SERVICES_NEEDS_APP_RECORD_BATCH_H_
#define SELARAS_SERVICES_NEEDS_APP_RECORD_BATCH_H_

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/needs/domain/record.h"

namespace selaras::needs {

// Many records of one kind, packed: about 50 bytes a row above its text. Views stay valid while the batch
// lives and also when it is moved.
class RecordBatch {
 public:
  struct Row {
    absl::string_view unit_code;
    absl::string_view key;
    absl::string_view content;
  };

  RecordBatch() = default;
  RecordBatch(RecordBatch&&) = default;
  RecordBatch& operator=(RecordBatch&&) = default;

  const Row& Add(const Record& record) {
    rows_.push_back({Keep(record.unit_code), Keep(record.key), Keep(record.content)});
    return rows_.back();
  }
  const std::vector<Row>& rows() const { return rows_; }

 private:
  static constexpr size_t kChunk = 1 << 18;

  absl::string_view Keep(const std::string& text) {
    if (chunks_.empty() || chunks_.back().capacity() - chunks_.back().size() < text.size()) {
      chunks_.emplace_back();
      chunks_.back().reserve(std::max(kChunk, text.size()));
    }
    std::string& chunk = chunks_.back();
    const size_t at = chunk.size();
    chunk += text;
    return absl::string_view(chunk.data() + at, text.size());
  }

  std::deque<std::string> chunks_;
  std::vector<Row> rows_;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_APP_RECORD_BATCH_H_
