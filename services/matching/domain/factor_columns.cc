#include "services/matching/domain/factor_columns.h"

#include <algorithm>
#include <utility>

namespace selaras::matching {

FactorColumns::FactorColumns(std::shared_ptr<const Scorer> scorer, size_t persons, size_t positions,
                             size_t most_bytes)
    : scorer_(std::move(scorer)),
      persons_(persons),
      positions_(positions),
      most_columns_(std::max<size_t>(1, most_bytes / (sizeof(int32_t) * std::max<size_t>(1, persons)))),
      slots_(positions) {}

FactorColumns::Column FactorColumns::Of(int32_t position) const {
  {
    absl::MutexLock lock(&mutex_);
    Slot& slot = slots_[position];
    slot.used = ++clock_;
    if (slot.column != nullptr) return slot.column;
  }
  auto column = std::make_shared<std::vector<int32_t>>(persons_);
  for (size_t i = 0; i < persons_; ++i) {
    (*column)[i] = scorer_->FactorTerms(static_cast<int32_t>(i), position).Total();
  }
  absl::MutexLock lock(&mutex_);
  if (slots_[position].column == nullptr) {
    if (kept_ == most_columns_) {
      const auto oldest = std::min_element(slots_.begin(), slots_.end(), [](const Slot& a, const Slot& b) {
        if ((a.column == nullptr) != (b.column == nullptr)) return a.column != nullptr;
        return a.used < b.used;
      });
      oldest->column = nullptr;
      --kept_;
    }
    slots_[position].column = column;
    ++kept_;
  }
  return column;
}

int64_t FactorColumns::bytes() const {
  absl::MutexLock lock(&mutex_);
  return static_cast<int64_t>(kept_ * persons_ * sizeof(int32_t));
}

}  // namespace selaras::matching
