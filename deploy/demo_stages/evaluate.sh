# Sourced by deploy/demo. A year later: the clock moves on, the generator writes the months with planted effects, and the
# evaluation has to find them, knowing nothing of the plant.
at=$(now)
step 'A year later: the months after, with planted effects'
as analyst trial moves -o "$work/moves.csv"
"$bin/selaras-generate" aftermath --province "$from" --moves "$work/moves.csv" --out "$work/after" --seed "$seed"
stop_suite
start_suite --clock-offset 9480h
as analyst --json import "$work/after" >"$work/import_after.json"

advance EVALUATION

step 'What came of it: differences against units that nobody came to or left'
as analyst trial verdicts "$work/after/planted.json" -o "$work/evaluation.json" ||
  echo "not every planted change was found: the table says which, and why is in the report of the cycle"

step 'Needs again: what is still short'
"${ctl[@]}" needs analyze >/dev/null
"${ctl[@]}" needs show --limit 3

step 'The report of the cycle: goals sealed before, results now'
as analyst evaluate report --cycle "$cycle" -o "${keep_dir:-$work/papers}"
evaluation_s=$(since "$at")
