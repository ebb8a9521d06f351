// Who holds the seats of each post in an auction and what each paid, the
// cheapest first (a heap per post). Rows lie in one block and double where they
// are; a row that is full moves to the end of the block, so memory is linear in
// the seats held, not in the seats there are.
#ifndef SELARAS_LIBS_ASSIGNMENT_HELD_SEATS_H_
#define SELARAS_LIBS_ASSIGNMENT_HELD_SEATS_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/types/span.h"

namespace selaras::assignment {

class HeldSeats {
 public:
  struct Held {
    int64_t price;
    int32_t person;
    bool operator>(const Held& other) const { return price > other.price; }
  };

  explicit HeldSeats(int32_t posts) : rows_(posts), block_(static_cast<size_t>(posts) * kFirstRoom) {
    for (int32_t j = 0; j < posts; ++j) rows_[j] = {static_cast<int64_t>(j) * kFirstRoom, 0, kFirstRoom};
  }

  int32_t Count(int32_t j) const { return rows_[j].count; }
  // Heap order: [0] is the cheapest, one of [1] and [2] the next.
  absl::Span<Held> Of(int32_t j) { return absl::MakeSpan(block_.data() + rows_[j].begin, rows_[j].count); }

  // Adds without regard to order: right where everybody pays the same.
  void Append(int32_t j, Held held) {
    Row& row = rows_[j];
    if (row.count == row.room) Grow(row);
    block_[row.begin + row.count++] = held;
  }
  void Push(int32_t j, Held held) {
    Append(j, held);
    const auto row = Of(j);
    std::push_heap(row.begin(), row.end(), std::greater<>());
  }
  // REQUIRES Count(j) > 0. Returns who had it.
  int32_t ReplaceCheapest(int32_t j, Held held) {
    const auto row = Of(j);
    const int32_t loser = row[0].person;
    // Down from the root: the heir of the cheapest seat.
    size_t at = 0;
    while (true) {
      size_t child = 2 * at + 1;
      if (child >= row.size()) break;
      if (child + 1 < row.size() && row[child] > row[child + 1]) ++child;
      if (!(held > row[child])) break;
      row[at] = row[child];
      at = child;
    }
    row[at] = held;
    return loser;
  }
  // Takes somebody out without regard to order.
  void Remove(int32_t j, int32_t person) {
    const auto row = Of(j);
    const auto it = std::find_if(row.begin(), row.end(), [&](const Held& h) { return h.person == person; });
    *it = row.back();
    --rows_[j].count;
  }
  template <typename Leaves>
  void RemoveIf(int32_t j, const Leaves& leaves) {
    const auto row = Of(j);
    rows_[j].count = static_cast<int32_t>(std::remove_if(row.begin(), row.end(), leaves) - row.begin());
  }

 private:
  static constexpr int32_t kFirstRoom = 4;
  struct Row {
    int64_t begin;
    int32_t count;
    int32_t room;
  };
  void Grow(Row& row) {
    const auto begin = static_cast<int64_t>(block_.size());
    block_.resize(block_.size() + 2 * static_cast<size_t>(row.room));
    std::copy_n(block_.begin() + row.begin, row.count, block_.begin() + begin);
    row.begin = begin;
    row.room *= 2;
  }

  std::vector<Row> rows_;
  std::vector<Held> block_;
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_HELD_SEATS_H_
