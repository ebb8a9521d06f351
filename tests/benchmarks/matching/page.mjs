#!/usr/bin/env node
// Makes docs/benchmarks.md from what `tests/bench matching --json FILE` wrote. Nothing on that page is typed by hand.
//
//   page.mjs FILE [INSTANCES] > docs/benchmarks.md
//
// INSTANCES: JSON lines of make_instance --describe (command, people, posts, lawful_pairs, optimum, sha256).
import { readFileSync } from "node:fs";

const figures = JSON.parse(readFileSync(process.argv[2], "utf8"));
const instances = process.argv[3]
  ? readFileSync(process.argv[3], "utf8").trim().split("\n").map((line) => JSON.parse(line))
  : [];

const whole = (n) => Number(n).toLocaleString("en-US");
const number = (n, digits = 2) => (n === undefined ? "not measured" : Number(n).toFixed(digits));
const milliseconds = (n) => (n === undefined ? "not measured" : `${number(n, 1)} ms`);
const growth = (people) => (figures.growth ?? []).find((row) => row.people === people);

// One row of the goals: name, what was measured, the goal, whether it is reached.
function ratio(name, value, goal, reached, unit = "×") {
  const text = value === undefined || !Number.isFinite(value) ? "not measured" : `${number(value, value < 0.1 ? 3 : 2)} ${unit}`;
  const verdict = text === "not measured" ? "–" : reached(value) ? "yes" : "no";
  return `| ${name} | ${text} | ${goal} | ${verdict} |`;
}

const least = (...values) => Math.min(...values.filter((v) => v !== undefined));
const cold = figures.cold_cpu_s ?? figures.cold_s;
const pass = figures.certificate_pass_cpu_s ?? figures.certificate_pass_s;
const cpu = (key) => figures[`${key}_cpu_s`] ?? figures[`${key}_s`];
const small = growth(100000), large = growth(1000000);
const perPerson = small && large ? (large.peak_rss_bytes - small.peak_rss_bytes) / (large.people - small.people) : undefined;

const goals = [
  ratio("LEMON's quicker code on the best-32 shortlist over the cold, proven plan",
    least(cpu("lemon_cost_scaling"), cpu("lemon_network_simplex")) / cold, "≥ 10 ×", (v) => v >= 10),
  ratio("the same with at most 2.5 % moved, over the free plan", cpu("budget_cold") / cold, "≤ 3 ×", (v) => v <= 3),
  ratio("its proven gap, of the gain over the status quo", figures.budget_gap, "≤ 0.001", (v) => v <= 0.001, ""),
  ratio("warm after 1 % of the data changed, over cold", cpu("warm_data") / cold,
    `≤ ${number(Math.max(0.1, (3 * pass) / cold))} × (a tenth, or 3 certificate passes)`, (v) => v <= Math.max(0.1, (3 * pass) / cold)),
  ratio("warm under new weights, over cold", cpu("warm_weights") / cold, "≤ 0.5 ×", (v) => v <= 0.5),
  ratio("after one veto, over a certificate pass", cpu("veto") / pass, "≤ 3 ×", (v) => v <= 3),
  ratio("1,000,000 people over 100,000, seconds", large && small ? large.cold_s / small.cold_s : undefined, "≤ 25 × (aim 15)", (v) => v <= 25),
  ratio("memory for each further person", perPerson, "≤ 1,024 bytes", (v) => v <= 1024, "bytes"),
  ratio("fit kernel over its scalar oracle", figures.fit_per_second_core / figures.fit_scalar_per_second_core, "≥ 4 ×", (v) => v >= 4),
  ratio("vectors out of Redis over a bare read of the same bytes", figures.vectors_redis_ms / figures.vectors_bare_redis_ms, "≤ 3 ×", (v) => v <= 3),
  ratio("vectors out of Redis over computing them anew", figures.vectors_redis_ms / figures.vectors_recompute_ms, "≤ 0.1 ×", (v) => v <= 0.1),
  ratio("RankCandidates, p99, 4 in flight", figures.rank_candidates_p99_ms, "≤ 10 ms", (v) => v <= 10, "ms"),
  ratio("RankPosts, p99, 4 in flight", figures.rank_posts_p99_ms, "≤ 10 ms", (v) => v <= 10, "ms"),
  ratio("an explanation with five posts, p99", figures.explain_p99_ms, "< 200 ms", (v) => v < 200, "ms"),
];

const page = `# Benchmarks

Made by \`tests/bench matching --json FILE && tests/benchmarks/matching/page.mjs FILE\`; nothing here is typed by hand. Product and
peer ran in one process or one run on one machine, with the same number of threads; ratios are of processor time where both
are our own process.

Machine: ${figures.machine}. Commit ${figures.commit}, seed ${figures.seed}${figures.quick === true ? ", **quick: a smaller case, compare with nothing**" : ""}.

## The goals

| what | measured | goal | reached |
|---|---|---|---|
${goals.join("\n")}

## The reference province

${whole(figures.people)} people, ${whole(figures.posts)} posts, ${whole(figures.seats)} seats, ${whole(figures.lawful_pairs)} lawful pairs,
one agency, 44 districts; the free optimum moves ${whole(figures.moves ?? 0)} people.

| method | sees | seconds | value |
|---|---|---|---|
| Selaras, cold, to the proof (\`OPTIMAL\`, gap ${figures.gap}) | every pair | ${number(figures.cold_s)} | ${whole(figures.objective)} |
| Selaras, choosing among the optima | | ${number(figures.canonical_s)} | |
| Selaras, two threads | every pair | ${number(figures.threads2_s)} | the same |
| Selaras, at most ${whole(figures.budget_limit ?? figures.budget_moves)} moved | every pair | ${number(figures.budget_cold_s)} | gap ${number(figures.budget_gap, 6)} of the gain |
| LEMON cost scaling | best 32 a person, ${whole(figures.shortlist_edges)} pairs | ${number(figures.lemon_cost_scaling_s)} | ${whole(figures.lemon_objective)} |
| LEMON network simplex | the same | ${number(figures.lemon_network_simplex_s)} | ${whole(figures.lemon_objective)} |
| one certificate pass over all pairs | every pair | ${number(figures.certificate_pass_s, 3)} | |
| Selaras, warm: 1 % of the data changed · new weights · one veto | every pair | ${number(figures.warm_data_s, 3)} · ${number(figures.warm_weights_s, 3)} · ${number(figures.veto_s, 3)} | |
| Selaras, a point of the frontier | every pair | ${number(figures.frontier_point_s)} | |
| Selaras, 16 agencies, grade bands, scopes | every pair | ${number(figures.agencies_cold_s)} | |
| the worst instance found: ${figures.worst_instance_name ?? "–"}, ${whole(figures.worst_instance_people ?? 0)} people | | ${number(figures.worst_instance_s)} | |

Growth, positions and districts fixed, each size in a process of its own:

| people | posts | seconds | peak memory, MB |
|---|---|---|---|
${(figures.growth ?? []).map((row) => `| ${whole(row.people)} | ${whole(row.posts)} | ${number(row.cold_s)} | ${whole(Math.round(row.peak_rss_bytes / 1e6))} |`).join("\n")}

Live: ${milliseconds(figures.rank_candidates_p99_ms)} RankCandidates, ${milliseconds(figures.rank_posts_p99_ms)} RankPosts (p99, 4 in flight, gRPC, first 50),
${milliseconds(figures.explain_p99_ms)} an explanation (p99); ${milliseconds(figures.vectors_redis_ms)} for all vectors out of Redis, ${milliseconds(figures.vectors_bare_redis_ms)} a bare
read of the same bytes, ${milliseconds(figures.vectors_recompute_ms)} to compute them anew; ${whole(Math.round(figures.fit_per_second_core ?? 0))} fits a second and core,
${whole(Math.round(figures.fit_scalar_per_second_core ?? 0))} by the scalar oracle.
`;

const table = instances.length === 0 ? "" : `
## Published instances

Anybody can make these files again and compare: a solver of his own against the optimum, byte against byte by the hash. The form
is docs/formats.md §1; \`selaras-verify\` checks any placement with prices.

| made by | people | posts | lawful pairs | optimum | SHA-256 |
|---|---|---|---|---|---|
${instances.map((x) => `| \`${x.command}\` | ${whole(x.people)} | ${whole(x.posts)} | ${whole(x.lawful_pairs)} | ${whole(x.optimum)} | \`${x.sha256}\` |`).join("\n")}
`;

process.stdout.write(page + table);
