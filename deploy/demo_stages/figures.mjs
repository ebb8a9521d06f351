// The figures of deploy/demo as JSON: node figures.mjs WORK_FOLDER NAME=SECONDS…
import fs from 'node:fs';

const [work, ...times] = process.argv.slice(2);
const has = (file) => fs.existsSync(`${work}/${file}`);
const read = (file) => JSON.parse(fs.readFileSync(`${work}/${file}`, 'utf8'));
const seconds = Object.fromEntries(times.map((pair) => pair.split('=')).map(([name, value]) => [name, Number(value)]));
const [imported, needs, plan, verify] = ['import', 'needs', 'plan', 'verify'].map((name) => read(`${name}.json`));
const result = plan.result;
const figures = {
  employees: +imported.import.employees, posts: +imported.import.posts, lawful_pairs: +result.lawful_pairs,
  needs: { shortage: +needs.totals.shortage, surplus: +needs.totals.surplus },
  plan: {
    verdict: result.verdict.replace('VERDICT_', ''), objective: +result.objective, bound: +result.bound, moves: +result.moves,
    chains: +result.chains, measured_moves: +result.measured_moves,
  },
  verify: { verdict: verify.verdict },
  cache: { hits: +result.cache_hits, misses: +result.cache_misses },
};
if (has('cases.json')) {
  const { states: counts, total } = read('cases.json');
  const registry = read('revisions.json');
  const evidence = read('evidence.json');
  const count = (state) => counts[state] ?? 0;
  figures.cases = { created: total, approved: count('APPLIED') + count('ISSUED') + count('ISSUING') + count('APPROVED'),
    vetoed: read('veto.json').vetoed };
  figures.decrees = { issued: +read('decrees.json').total };
  figures.registry = { revision_before: registry.before, revision_after: registry.after };
  figures.evidence = { leaves: evidence.leaves, verdict: evidence.verdict };
} else {
  for (const stage of ['approval', 'apply', 'evaluation']) delete seconds[stage];
}
if (has('evaluation.json')) figures.evaluation = read('evaluation.json');
figures.seconds = seconds;
console.log(JSON.stringify(figures, null, 2));
