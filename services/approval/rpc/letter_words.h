// Small words of official letters: heads of regions, ranks, receipts.
#ifndef SELARAS_SERVICES_APPROVAL_RPC_LETTER_WORDS_H_
#define SELARAS_SERVICES_APPROVAL_RPC_LETTER_WORDS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "libs/province/facts.h"

namespace selaras::approval {

// "Gubernur Lampung", "Bupati Way Kanan", "Wali Kota Metro"; a ministry gives "Menteri …" of its own name.
std::string HeadOf(const province::Agency& agency);
// "Lampung", "Way Kanan": where a letter of the agency is dated from, for lack of a seat in the registry.
std::string PlaceOf(const province::Agency& agency);
// "Pemerintah Provinsi Lampung".
std::string GovernmentOf(const province::Agency& agency);

// Rank (pangkat) and grade (golongan ruang) of a PNS by SIASN id, "Penata Muda" and "III/a"; of a PPPK only the grade.
struct Rank {
  std::string rank, grade;
};
Rank RankOf(int32_t grade);

// Text of the QR code, and a short form that people can read out.
std::string ReceiptText(absl::string_view log, absl::string_view number, absl::string_view leaf_hash_hex);
std::string ShortCode(absl::string_view leaf_hash_hex);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_RPC_LETTER_WORDS_H_
