# Sourced by deploy/demo. Seats reserved, decrees numbered, signed and applied; the log checked by a separate program.
at=$(now)
step 'Decrees: seats reserved, numbered, signed, applied to the registry'
as secretary case issue --all --signatory 'Sekretaris Daerah'
as analyst case watch --until APPLIED
apply_s=$(since "$at")
advance APPLIED
as analyst --json case list --limit 1 >"$work/cases.json"
as analyst case list --limit 3
as analyst --json decree list --limit 5 >"$work/decrees.json"
as analyst decree list --limit 3
"${ctl[@]}" --json status >"$work/status_after.json"
node -e '
  const fs = require("fs"), d = process.argv[1];
  const revision = (f) => +JSON.parse(fs.readFileSync(`${d}/${f}`, "utf8")).registry.revision;
  fs.writeFileSync(`${d}/revisions.json`, JSON.stringify({ before: revision("status_before.json"), after: revision("status_after.json") }));
' "$work"

step 'The evidence log, checked by a program that shares no code with it'
as auditor evidence export -o "$work/evidence.log" --public-key-out "$work/evidence.pem"
as auditor --json evidence verify --export "$work/evidence.log" --public-key "$work/evidence.pem" >"$work/evidence.json"
as auditor evidence checkpoint

papers=${keep_dir:-$work/papers}
mkdir -p "$papers"
decree=$(field '.decrees[0].name' <"$work/decrees.json")
as analyst decree pdf "$decree" -o "$papers/decree.pdf"
as secretary decree minutes "$(grep -om1 "meetings/[a-z0-9]*" "$work/meetings.txt")" -o "$papers/minutes.pdf"
as analyst decree letter "$(field '.decrees[0].moves[0]' <"$work/decrees.json")" -o "$papers/reason_letter.pdf"
