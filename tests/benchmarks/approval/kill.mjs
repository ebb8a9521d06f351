// The large run under kills: node kill.mjs ENGINE PRESET MAX_MOVES KILLS SEED FOLDER → figures as JSON.
import path from 'node:path';
import { freshSchemas } from '../../faults/databases.mjs';
import { killRun } from '../../faults/kill_run.mjs';

const [engine, preset, maxMoves, kills, seed, folder] = process.argv.slice(2);
const ends = [];
const t = { after: (end) => ends.push(end) };
const run = path.join(folder, engine);
try {
  const database = engine === 'sqlite' ? (service) => `sqlite:${run}/${service}.db` : freshSchemas(t);
  const told = await killRun(t, {
    folder: run, database, preset, seed: Number(seed), maxMoves: Number(maxMoves), kills: Number(kills), rounds: 40 });
  console.log(JSON.stringify({ engine, ...told }));
} finally {
  for (const end of ends.reverse()) await end();
}
process.exit(0);
