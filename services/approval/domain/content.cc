#include "services/approval/domain/content.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "libs/base/civil_date.h"
#include "libs/base/digest.h"
#include "services/approval/domain/verb.h"

namespace selaras::approval {
namespace {

void Line(std::string& out, absl::string_view key, absl::string_view text) {
  absl::StrAppend(&out, key, " ", text.size(), ":", text, "\n");
}

void Write(std::string& out, const CaseMove& move) {
  Line(out, "move", absl::StrCat(move.number));
  Line(out, "employee", move.employee);
  Line(out, "from_post", move.from_post);
  Line(out, "to_post", move.to_post);
  Line(out, "kind", KindName(move.kind));
  Line(out, "self_request", move.self_request ? "yes" : "no");
  Line(out, "from_agency", move.from_agency);
  Line(out, "to_agency", move.to_agency);
  Line(out, "appointment_revision", absl::StrCat(move.appointment_revision));
}

void Write(std::string& out, const ChecklistItem& item) {
  Line(out, "item", item.code);
  Line(out, "of_move", absl::StrCat(item.move));
  Line(out, "text", item.text_id);
  Line(out, "settled", item.settled ? "yes" : "no");
  Line(out, "document", item.document_reference);
}

}  // namespace

std::string CanonicalContent(const CaseRecord& record) {
  std::string out = "selaras-case-content 1\n";
  Line(out, "case", record.id);
  Line(out, "plan", record.plan);
  Line(out, "chain_key", record.chain_key);
  Line(out, "letter", record.letter_number);
  Line(out, "policy", record.policy_hash);
  Line(out, "effective_date", FormatCivilDay(record.effective_date));
  std::vector<const CaseMove*> moves;
  for (const CaseMove& move : record.moves) moves.push_back(&move);
  std::sort(moves.begin(), moves.end(),
            [](const CaseMove* a, const CaseMove* b) { return a->number < b->number; });
  for (const CaseMove* move : moves) Write(out, *move);
  std::vector<const ChecklistItem*> items;
  for (const ChecklistItem& item : record.checklist) items.push_back(&item);
  std::sort(items.begin(), items.end(), [](const ChecklistItem* a, const ChecklistItem* b) {
    return std::tie(a->move, a->code) < std::tie(b->move, b->code);
  });
  for (const ChecklistItem* item : items) Write(out, *item);
  out += "end\n";
  return out;
}

std::string ContentHash(const CaseRecord& record) {
  return Sha256Hex(
      absl::StrCat(record.content_salt.size(), ":", record.content_salt, CanonicalContent(record)));
}

}  // namespace selaras::approval
