# Sourced by deploy/demo. A cycle with goals sealed before anybody knows the plan.
step 'A cycle, and goals sealed before the plan'
"${ctl[@]}" --json cycle create "Mutasi $(date +%Y)" >"$work/cycle.json"
cycle=$(field .name <"$work/cycle.json")
shortage=$(field .totals.shortage <"$work/needs.json")
"${ctl[@]}" cycle seal-goals "$cycle" --goal "shortage:province:$((shortage * 9 / 10))" \
  --goal complaints_per_1000:province:15 --goal satisfaction:province:80
advance() { "${ctl[@]}" cycle advance "$cycle" --phase "$1"; }
advance ANALYSIS
advance PLANNING
cycle_option=(--cycle "$cycle")
