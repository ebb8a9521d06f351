#include "services/cli/cases/case_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "libs/base/civil_date.h"
#include "libs/rpc/proto_time.h"
#include "services/cli/cases/case_desk.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;

int ValidApprovals(const pb::Case& one) {
  return static_cast<int>(std::count_if(one.approvals().begin(), one.approvals().end(),
                                        [](const pb::Approval& approval) { return !approval.void_(); }));
}

std::string MovesText(const Session& session, const pb::Case& one, PostNames& posts) {
  Table table({{session.Say("no", "no")},
               {session.Say("pegawai", "employee")},
               {session.Say("dari", "from")},
               {session.Say("ke", "to")},
               {session.Say("jenis", "kind")},
               {session.Say("keputusan", "decree")}});
  for (const pb::CaseMove& move : one.moves()) {
    table.Add({ShortName(move.name()), ShortName(move.employee()), posts.Of(move.from_post()),
               posts.Of(move.to_post()), pb::CaseMove::Kind_Name(move.kind()).substr(5),
               move.decree().empty() ? "-" : ShortName(move.decree())});
  }
  return table.ToString();
}

std::string StepsText(const Session& session, const pb::Case& one) {
  Table table({{session.Say("no", "no")},
               {session.Say("tahap", "step")},
               {session.Say("keadaan", "state")},
               {session.Say("batas", "due")},
               {session.Say("dokumen", "document")},
               {session.Say("oleh", "by")}});
  for (const pb::CaseMove& move : one.moves()) {
    for (const pb::MoveStep& step : move.steps()) {
      table.Add({ShortName(move.name()), step.step(), pb::MoveStep::State_Name(step.state()).substr(6),
                 DayText(step.due_date()), step.reference().empty() ? "-" : step.reference(),
                 step.principal().empty() ? "-" : step.principal()});
    }
  }
  return table.empty() ? "" : absl::StrCat("\n", table.ToString());
}

std::string ChecklistText(const Session& session, const pb::Case& one) {
  if (one.checklist().empty()) return "";
  Table table({{session.Say("butir", "item")},
               {session.Say("no", "no")},
               {session.Say("keadaan", "state")},
               {session.Say("dokumen", "document")},
               {session.Say("keterangan", "text")}});
  for (const pb::ChecklistItem& item : one.checklist()) {
    table.Add({item.code(), item.move().empty() ? "-" : ShortName(item.move()),
               item.settled() ? session.Say("selesai", "settled") : session.Say("terbuka", "open"),
               item.document_reference().empty() ? "-" : item.document_reference(), item.text_id()});
  }
  return absl::StrCat("\n", table.ToString());
}

std::string ApprovalsText(const Session& session, const pb::Case& one) {
  if (one.approvals().empty()) return "";
  Table table({{session.Say("persetujuan", "approval")},
               {session.Say("oleh", "by")},
               {session.Say("waktu", "time")},
               {""}});
  for (const pb::Approval& approval : one.approvals()) {
    table.Add(
        {approval.slot(), approval.principal(),
         absl::FormatTime("%Y-%m-%d %H:%M UTC", absl::FromUnixSeconds(approval.approve_time().seconds()),
                          absl::UTCTimeZone()),
         approval.void_() ? session.Say("batal", "void") : ""});
  }
  return absl::StrCat("\n", table.ToString());
}

void AppendLine(std::string& out, const std::string& label, const std::string& text) {
  if (!text.empty()) absl::StrAppend(&out, label, ": ", text, "\n");
}

}  // namespace

std::string DayText(const google::type::Date& date) {
  const auto day = DayOf(date);
  return day.has_value() ? FormatCivilDay(*day) : "-";
}

std::string ShortName(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

std::string CaseTable(const Session& session, const std::vector<pb::Case>& cases) {
  Table table({{session.Say("berkas", "case")},
               {session.Say("keadaan", "state")},
               {session.Say("pindah", "moves"), Align::kRight},
               {session.Say("berlaku", "effective")},
               {session.Say("setuju", "approvals"), Align::kRight},
               {session.Say("terbuka", "open items"), Align::kRight},
               {session.Say("langkah berikut", "next")}});
  for (const pb::Case& one : cases) {
    const auto open = std::count_if(one.checklist().begin(), one.checklist().end(),
                                    [](const pb::ChecklistItem& item) { return !item.settled(); });
    table.Add({one.name(), StateWord(one.state()), Thousands(one.moves_size()), DayText(one.effective_date()),
               Thousands(ValidApprovals(one)), Thousands(open), absl::StrJoin(one.next_verbs(), " ")});
  }
  return table.ToString();
}

std::string VetoText(const Session& session, const pb::Case& one, PostNames& posts) {
  if (!one.has_veto()) return "";
  const pb::Veto& veto = one.veto();
  std::string out;
  AppendLine(out, session.Say("penolakan", "veto"),
             absl::StrCat(pb::Veto::State_Name(veto.state()).substr(6), " ", ShortName(veto.move()), ": ",
                          veto.reason()));
  AppendLine(out, session.Say("sebab gagal", "failure"), veto.failure_reason());
  if (veto.child_plan().empty()) return out;
  AppendLine(out, session.Say("rencana turunan", "child plan"), veto.child_plan());
  AppendLine(out, session.Say("nilai yang hilang", "value lost"),
             absl::StrCat(Thousands(veto.value_lost()), " (",
                          session.Say("bila tidak ada yang lain berubah ", "if nothing else may change "),
                          Thousands(veto.value_lost_alone()), ")"));
  AppendLine(out, session.Say("berkas yang diganti", "cases replaced"),
             absl::StrJoin(veto.replaced_cases(), " "));
  AppendLine(out, session.Say("rangkaian baru", "new chains"), absl::StrJoin(veto.new_chain_keys(), " "));
  if (veto.changes().empty()) return out;
  Table table({{session.Say("pegawai yang berubah", "who else changes")},
               {session.Say("semula ke", "was to")},
               {session.Say("menjadi", "becomes")}});
  for (const pb::VetoChange& change : veto.changes()) {
    table.Add({ShortName(change.employee()), posts.Of(change.was_post()), posts.Of(change.becomes_post())});
  }
  return absl::StrCat(out, table.ToString());
}

std::string CasePage(const Session& session, const pb::Case& one, PostNames& posts) {
  std::string out = absl::StrCat(one.name(), "  ", StateWord(one.state()), "\n");
  AppendLine(out, session.Say("rencana", "plan"), one.plan());
  AppendLine(out, session.Say("surat", "letter"), one.letter_number());
  AppendLine(out, session.Say("berlaku", "effective"), DayText(one.effective_date()));
  AppendLine(out, session.Say("pengusul", "proposer"), one.proposer());
  AppendLine(out, session.Say("isi", "content"), one.content_hash());
  AppendLine(out, session.Say("cacat", "defects"), absl::StrJoin(one.defects(), "; "));
  AppendLine(out, session.Say("perlu diurus", "to reconcile"), one.reconcile_reason());
  AppendLine(out, session.Say("diganti oleh", "replaced by"), one.replaced_by());
  absl::StrAppend(&out, "\n", MovesText(session, one, posts), StepsText(session, one),
                  ChecklistText(session, one), ApprovalsText(session, one));
  const std::string veto = VetoText(session, one, posts);
  if (!veto.empty()) absl::StrAppend(&out, "\n", veto);
  absl::StrAppend(&out, "\n", session.Say("langkah berikut", "next"), ": ",
                  absl::StrJoin(one.next_verbs(), " "), "\n");
  return out;
}

}  // namespace selaras::cli
