// node measure.mjs BUILD_DIR FOLDER [--quick] [--seed N]: `key value` lines on the standard output. Ends with 1 if anything was
// lost, done twice or done without authority, or if a figure would mean nothing.
import { spawn } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../e2e/processes.mjs';
import { freshSchemas } from '../../faults/databases.mjs';

const [build, folder, ...flags] = process.argv.slice(2);
const quick = flags.includes('--quick');
const seed = Number(flags[flags.indexOf('--seed') + 1] || 1);
if (flags.some((flag) => flag.startsWith('--') && !['--quick', '--seed'].includes(flag))) throw new Error(`unknown option in ${flags}`);
const engines = ['sqlite', 'postgres'];
// The whole case: 10,000 decrees and 100 kills, half on each database.
const size = quick
  ? { people: 2000, moves: 200, decrees: 100, kills: 5, seeds: 500, leaves: 50000, seconds: 1 }
  : { people: 32000, moves: 0, decrees: 5000, kills: 50, seeds: 10000, leaves: 1000000, seconds: 5 };

const wrong = [];
const told = (key, value) => process.stdout.write(`${key} ${value}\n`);
const round = (value, digits = 3) => Number(value.toFixed(digits));

// Runs a program to its end; what it says on the standard error passes through.
async function output(program, args) {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (data) => { text += data; });
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (status !== 0) throw new Error(`${path.basename(program)} ${args.join(' ')} ended with ${status}`);
  return text;
}

async function timed(work) {
  const begin = performance.now();
  const result = await work();
  return [result, round((performance.now() - begin) / 1000)];
}

async function killed() {
  const sum = { decrees: 0, kills: 0, lost: 0, duplicated: 0, unauthorised: 0, wrong: 0 };
  const places = new Map();
  for (const engine of engines) {
    const script = path.join(root, 'tests/benchmarks/approval/kill.mjs');
    const [text, seconds] = await timed(() => output('node', [script, engine, `${size.people}`, `${size.moves}`, `${seed}`, folder]));
    const { faults, reached, never, ...figures } = JSON.parse(text);
    for (const key of ['decrees', 'kills']) sum[key] += figures[key];
    for (const key of ['lost', 'duplicated', 'unauthorised', 'wrong']) sum[key] += faults[key];
    for (const name of reached) places.set(name, (places.get(name) ?? 0) + 1);
    for (const fault of faults.said) console.error(`${engine}: ${fault}`);
    if (never.length > 0) console.error(`${engine}: nobody died at ${never.join(', ')}`);
    if (figures.decrees < size.decrees) wrong.push(`${figures.decrees} decrees on ${engine}`);
    if (figures.kills < size.kills) wrong.push(`${figures.kills} kills on ${engine}`);
    for (const [key, value] of Object.entries(figures)) if (key !== 'engine') told(`killed_${key}_${engine}`, value);
    told(`killed_run_s_${engine}`, seconds);
    rmSync(path.join(folder, engine), { recursive: true });
  }
  told('killed_run_decrees', sum.decrees);
  told('killed_run_kills', sum.kills);
  told('killed_places', places.size);
  for (const key of ['lost', 'duplicated', 'unauthorised', 'wrong']) {
    told(key, sum[key]);
    if (sum[key] !== 0) wrong.push(`${sum[key]} ${key}`);
  }
}

// Acts and bare commits on the same database in the same run. Of the two acts that are measured the slower one counts.
async function transitions(t) {
  const databases = { sqlite: `sqlite:${folder}/store.db`, postgres: freshSchemas(t)('approval') };
  for (const engine of engines) {
    const text = await output(path.join(build, 'bench/approval_store_bench'), [databases[engine], `${size.seconds}`, '1', '16']);
    const rows = text.trim().split('\n').map((line) => JSON.parse(line));
    const rate = (threads, ...what) => Math.min(...rows.filter((row) => row.threads === threads && what.includes(row.what)).map((row) => row.per_second));
    for (const [threads, suffix] of [[16, ''], [1, '_1_thread']]) {
      const acts = rate(threads, 'submit', 'approve'), commits = rate(threads, 'commit');
      told(`transitions_per_s_${engine}${suffix}`, acts);
      told(`bare_commits_per_s_${engine}${suffix}`, commits);
      told(`commits_per_transition_${engine}${suffix}`, round(commits / acts, 2));
    }
  }
}

async function simulated() {
  const [text, seconds] = await timed(() => output(path.join(build, 'bin/approval_simulate'), ['--seeds', `${size.seeds}`, '--first', `${seed}`]));
  const number = (word) => Number(new RegExp(`${word} (\\d+)`).exec(text)[1]);
  told('simulated_seeds', size.seeds);
  for (const word of ['decrees', 'acts', 'crashes']) told(`simulated_${word}`, number(word));
  told('simulated_s', seconds);
}

async function forbidden() {
  const sum = { forbidden_statements: 0, refused_statements: 0 };
  for (const [program, ...args] of [['approval_forbidden', '--json'], ['other_forbidden']]) {
    const counts = JSON.parse(await output(path.join(build, 'bin', program), args));
    for (const key of Object.keys(sum)) sum[key] += counts[key];
  }
  for (const [key, value] of Object.entries(sum)) told(key, value);
}

async function verified() {
  const made = JSON.parse(await output(path.join(build, 'bench/approval_log_bench'), [`${size.leaves}`, folder]));
  const log = path.join(folder, 'log');
  const [text, seconds] = await timed(() => output(path.join(build, 'bin/selaras-verify-log'), [log, '--public-key', `${log}.pem`, '--json']));
  const { verdict, leaves, key } = JSON.parse(text);
  if (verdict !== 'OK' || key !== 'GIVEN' || leaves !== size.leaves) wrong.push(`the verifier says ${text}`);
  told('verify_leaves', leaves);
  told('verify_s', seconds);
  told('verify_bytes', statSync(log).size);
  told('log_leaves_per_s', Math.round(made.leaves / made.keep_s));
  told('log_export_s', made.export_s);
}

const ends = [];
try {
  told('seed', seed);
  told('people', size.people);
  await transitions({ after: (end) => ends.push(end) });
  await forbidden();
  await verified();
  await simulated();
  await killed();
  told('run_s', round(performance.now() / 1000, 1));
} finally {
  for (const end of ends) end();
}
for (const what of wrong) console.error(`tests/bench approval: ${what}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
