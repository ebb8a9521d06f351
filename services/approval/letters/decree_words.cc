// The wording of decrees: subject and dictums.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/approval/letters/decree.h"
#include "services/approval/letters/indonesian_text.h"

namespace selaras::approval::letters {
namespace {

bool IsCollective(const Decree& decree) {
  return decree.movers.size() > 1;
}

// "Pegawai Negeri Sipil", or the word for both kinds where a PPPK is among them.
std::string People(const Decree& decree) {
  const bool has_contract = std::any_of(decree.movers.begin(), decree.movers.end(),
                                        [](const Mover& mover) { return mover.is_contract; });
  return has_contract ? "Pegawai Aparatur Sipil Negara" : "Pegawai Negeri Sipil";
}

// The value all movers share; empty if they differ.
std::string Shared(const Decree& decree, std::string Mover::*field) {
  const std::string& first = decree.movers.front().*field;
  const bool all = std::all_of(decree.movers.begin(), decree.movers.end(),
                               [&](const Mover& mover) { return mover.*field == first; });
  return all ? first : "";
}

std::string People1(const Decree& decree) {
  return absl::StrCat(People(decree), " sebagaimana dimaksud dalam diktum KESATU");
}

std::string MoveDictum(const Decree& decree) {
  const std::string from_to = decree.kind == MoveKind::kIntra ? "dari jabatan lama ke jabatan baru"
                                                              : "dari instansi asal ke instansi penerima";
  const std::string when = absl::StrCat("terhitung mulai tanggal ", LongDate(decree.effective_date));
  if (IsCollective(decree)) {
    return absl::StrCat("Memindahkan ", People(decree),
                        " sebagaimana tercantum dalam Lampiran yang merupakan bagian tidak terpisahkan dari "
                        "Keputusan ini ",
                        from_to, ", ", when, ".");
  }
  return absl::StrCat("Memindahkan ", People(decree), " di bawah ini ", from_to, ", ", when, ":");
}

// domain.md §4.2: outside one agency the receiving appointing authority (PPK) appoints to the post.
std::string AppointmentDictum(const Decree& decree) {
  if (decree.kind == MoveKind::kIntra) {
    return absl::StrCat(
        People1(decree),
        decree.inauguration ? " dilantik dalam jabatan baru sesuai dengan ketentuan peraturan "
                              "perundang-undangan dan menyelesaikan"
                            : " menyelesaikan",
        " serah terima tugas pada unit kerja lama sebelum melaksanakan tugas pada unit kerja baru.");
  }
  const std::string authority = Shared(decree, &Mover::receiving_authority);
  return absl::StrCat(authority.empty()
                          ? "Pejabat Pembina Kepegawaian instansi penerima"
                          : absl::StrCat(authority, " selaku Pejabat Pembina Kepegawaian instansi penerima"),
                      " mengangkat ", People1(decree), " dalam jabatan baru sebagaimana tercantum dalam ",
                      IsCollective(decree) ? "Lampiran Keputusan ini." : "diktum KESATU.");
}

}  // namespace

std::string DecreeSubject(const Decree& decree) {
  const std::string people = absl::StrCat("Pemindahan ", People(decree));
  const std::string from = Shared(decree, &Mover::old_agency), to = Shared(decree, &Mover::new_agency);
  switch (decree.kind) {
    case MoveKind::kIntra:
      return to.empty() ? absl::StrCat(people, " dalam Jabatan")
                        : absl::StrCat(people, " dalam Jabatan di Lingkungan ", to);
    case MoveKind::kInterKab:
      if (from.empty() || to.empty()) return absl::StrCat(people, " Antarinstansi dalam Satu Provinsi");
      break;
    case MoveKind::kInterProv:
      if (from.empty() || to.empty()) return absl::StrCat(people, " Antarprovinsi");
      break;
    case MoveKind::kRegCentral:
    case MoveKind::kCentral:
      if (from.empty() || to.empty()) return absl::StrCat(people, " Antarinstansi");
      break;
  }
  return absl::StrCat(people, " dari ", from, " ke ", to);
}

std::vector<std::string> DecreeDictums(const Decree& decree) {
  std::vector<std::string> dictums = {MoveDictum(decree), AppointmentDictum(decree)};
  if (decree.kind == MoveKind::kIntra) {
    dictums.push_back(
        absl::StrCat("Kepada ", People1(decree),
                     " diberikan hak keuangan dan hak kepegawaian lainnya sesuai dengan ketentuan "
                     "peraturan perundang-undangan."));
  } else {
    // Peraturan BKN 5/2019 art. 11 (domain.md §4.4).
    dictums.push_back(
        "Segala biaya yang timbul akibat ditetapkannya Keputusan ini dibebankan pada anggaran instansi "
        "penerima.");
  }
  for (const std::string& dictum : decree.further_dictums) dictums.push_back(EndedWith(dictum, "."));
  dictums.push_back(
      "Keputusan ini disampaikan kepada yang bersangkutan untuk dilaksanakan sebagaimana mestinya.");
  dictums.push_back(
      "Keputusan ini mulai berlaku pada tanggal ditetapkan, dengan ketentuan apabila di kemudian hari "
      "terdapat kekeliruan dalam Keputusan ini, akan diadakan perbaikan sebagaimana mestinya.");
  return dictums;
}

}  // namespace selaras::approval::letters
