// The large run under kills on one database: node kill.mjs ENGINE PEOPLE MAX_MOVES SEED FOLDER → figures as JSON. MAX_MOVES 0:
// no limit; then about one in five moves.
import path from 'node:path';
import { freshSchemas } from '../../faults/databases.mjs';
import { killRun } from '../../faults/kill_run.mjs';
import { places } from '../../faults/places.mjs';

const [engine, people, maxMoves, seed, folder] = process.argv.slice(2);
const ends = [];
const t = { after: (end) => ends.push(end) };
const run = path.join(folder, engine);
// The standard output is the figures'.
console.log = console.error;
let status = 0;
try {
  const database = engine === 'sqlite' ? (service) => `sqlite:${run}/${service}.db` : freshSchemas(t);
  // Many deaths, but most of the time for work: a service that starts again reads what it had in memory anew.
  const deaths = { seed: Number(seed), ...(Number(people) > 5000 ? { reach: 100, patience: 30 } : { reach: 20, patience: 5 }) };
  const { figures, faults, kills } = await killRun(t, {
    folder: run, database, preset: 'M', args: ['--people', people], seed: Number(seed), maxMoves: Number(maxMoves), deaths, width: 32, talk: true });
  const never = Object.values(places).flat().filter((name) => !kills.includes(name));
  process.stdout.write(`${JSON.stringify({ engine, ...figures, reached: [...new Set(kills)], never, faults })}\n`);
} catch (error) {
  console.error(error);
  status = 1;
} finally {
  for (const end of ends.reverse()) await end();
}
process.exit(status);
