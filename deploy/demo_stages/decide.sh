# Sourced by deploy/demo. From chains to approved cases: the analyst proposes, the secretary records, two approvers decide;
# nobody does two of these. One name is rejected on the way, and the plan repairs itself around it.
today=$(date +%F)
"${ctl[@]}" --json status >"$work/status_before.json"

through_the_committee() {
  as analyst case submit --all
  as analyst case screen --all
  as secretary case settle --all --document "DOK/$today"
  as secretary case recommend --all --note 'Sesuai kebutuhan organisasi dan kompetensi.'
  as secretary case meet --all --place 'Ruang Rapat BKD' --date "$today" --chair ketua \
    --attendee ketua --attendee anggota-1 --attendee anggota-2 --attendee anggota-3 --attendee anggota-4 | tee "$work/meetings.txt"
  # Consent is the origin agency's: here its own system gives it.
  as integrator case consent --all --document "PERSETUJUAN/$today"
  # The simulator of I-MUT answers by itself.
  as analyst case watch --until CONSIDERED
}

at=$(now)
step 'Cases: proposed, screened by the rules, recommended, met on, considered'
as analyst plan release "$plan"
advance APPROVAL
as analyst case create --plan "$plan"
through_the_committee

step 'One name is rejected: who else would change, and what it costs'
as approver --json case list --state CONSIDERED --limit 1 >"$work/chosen.json"
chosen=$(field '.cases[0].name' <"$work/chosen.json")
as approver case reject "$chosen" --move 1 --reason 'Masih diperlukan di unit asal sampai akhir tahun anggaran.'
as approver case veto "$chosen"
as approver case confirm-veto "$chosen"
as approver --json case show "$chosen" >"$work/vetoed.json"
echo '{"vetoed": 1}' >"$work/veto.json"
# Chains that the child plan made anew go the same way.
through_the_committee

step 'Approved by two persons, each over what he saw'
as approver case approve --all
as approver-2 case approve --all
approval_s=$(since "$at")
