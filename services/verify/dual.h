// The dual value that the certificate's prices give, times the denominator Q:
//
//   Q·D = Σ_i max_j (Q·s_ij − N_j − L·[j ≠ reference_i] − C_ij) + Σ_j Σ_k max(0, N_j + Q·g_j(k)) + L·M + Σ_c N_c·b_c
//
// C_ij: the multipliers N_c of the limits on arrivals and departures that (i, j) counts for (zone_charge.h).
//
// The maximum over lawful j is taken without looking at all of them. Posts are sorted by (cell, district,
// price); a *block* is the posts of one cell in one district, cheapest first. Within a block every factored
// score of a person is the same, so the cheapest post of a block that is no exception of his is all that
// counts, and which block of a cell is best depends on the home district alone and is remembered.
//
// C_ij = In(zone of j) + Out(zone of the reference) − Both(innermost zone around both). The first joins the
// price, the second is the person's. For the third each charged zone Z around the reference is looked at
// alone, its posts with Both(Z) given back: a post in a zone further in is underrated at Z, but rated right
// at that zone, so the maximum over all of them is right.
#ifndef SELARAS_SERVICES_VERIFY_DUAL_H_
#define SELARAS_SERVICES_VERIFY_DUAL_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "services/verify/certificate_reader.h"
#include "services/verify/decimal.h"
#include "services/verify/instance_reader.h"
#include "services/verify/zone_charge.h"

namespace selaras::verify {

// Without tiers. Keeps references: frame and certificate must outlive it. REQUIRES of certificate.points: a
// price per post, a multiplier per limit or none at all, lambda == 0 if the instance has no limit on moves.
class Dual {
 public:
  // By default 48 MB at most, enough for 514 districts × 8,000 cells.
  static constexpr size_t kMaxRemembered = size_t{1} << 22;

  // O(posts·log posts). At most `max_remembered` ≥ 1 best blocks are remembered at a time: fewer cost time
  // only.
  Dual(const Frame& frame, const Certificate& certificate, size_t max_remembered = kMaxRemembered);

  // Adds the next person's term. O(cells + exceptions) once the blocks of his cells are remembered for his
  // home district, and O(districts) more for each cell whose best post is an exception of his.
  void Add(const Person& person);
  // Q·D over all added persons.
  Int128 Total() const { return total_; }
  // Number of lawful (person, post) pairs over all added persons.
  int64_t lawful_pairs() const { return lawful_pairs_; }

 private:
  struct Block {
    int32_t district;
    uint32_t begin, end;  // Into order_.
  };
  struct Remembered {
    int32_t home = -1;
    int32_t cell = -1;
    uint32_t block = 0;
  };
  struct Inside {
    int32_t cell;
    uint32_t begin, end;  // Into inside_posts_.
  };

  Int128 SeatTerms() const;
  void SortIntoBlocks();
  void SortIntoZones();
  // Q·s − N − In of the post, which is lawful for the person.
  Int128 Worth(int64_t score, int32_t post) const {
    return static_cast<Int128>(score) * denominator_ - price_[post];
  }
  // The posts of the cell in a charged zone.
  std::optional<Inside> InsideOf(int32_t zone, int32_t cell) const;
  // Both() of the innermost charged zone around `home_zone` that holds the whole cell.
  Int128 Returned(int32_t home_zone, int32_t cell) const;
  // Raises `best` to the largest worth over the posts that a charged zone around the reference post holds.
  void AddZones(const Person& person, Int128 leaving, Int128* best) const;
  Int128 WorthOfCheapest(const Block& block, int32_t home, int32_t post) const {
    return Worth(-frame_.Distance(home, block.district), post);
  }
  // Largest Q·(−distance) − N over the posts of the cell that are no exceptions of the marked person; nothing
  // if there is none.
  std::optional<Int128> BestOfCell(int32_t home, int32_t cell);
  uint32_t BestBlock(int32_t home, int32_t cell);
  void CountLawful(const Person& person);

  const Frame& frame_;
  const Proof& proof_;
  const int64_t denominator_;
  const ZoneCharge charge_;
  std::vector<Int128> price_;   // N + In, by post.
  std::vector<int32_t> order_;  // Posts by (cell, district, price).
  std::vector<Block> blocks_;
  std::vector<uint32_t> cell_block_;   // cells + 1, into blocks_.
  std::vector<uint32_t> cell_post_;    // cells + 1, into order_.
  std::vector<uint32_t> zone_inside_;  // zones + 1, into inside_; empty where nothing is charged.
  std::vector<Inside> inside_;         // Cells with posts in a charged zone, ascending within the zone.
  std::vector<int32_t> inside_posts_;
  std::vector<Remembered> remembered_;
  std::vector<int32_t> exception_of_;  // By post: number of the last added person of whom it is an exception.
  int32_t added_ = 0;
  Int128 total_ = 0;
  int64_t lawful_pairs_ = 0;
};

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_DUAL_H_
