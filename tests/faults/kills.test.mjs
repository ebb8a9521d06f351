// The workflow under kills, small: a synthetic province of 2,000 on each database. tests/bench approval is the large run.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { requireSettings, workFolder } from '../e2e/processes.mjs';
import { freshSchemas } from './databases.mjs';
import { killRun, recordRun } from './kill_run.mjs';
import { missedMutations } from './outcome_mutations.mjs';
import { wrongPlaces } from './places.mjs';

requireSettings();

const nothing = { lost: 0, duplicated: 0, unauthorised: 0, wrong: 0, said: [] };
const onSqlite = (folder) => (service) => `sqlite:${folder}/${service}.db`;

test('every place is reached without a death, and the checks can fail', { timeout: 240000 }, async (t) => {
  const folder = path.join(workFolder(t, 'places'), 'run');
  const { facts, faults, reached } = await recordRun(t, { folder, database: onSqlite(folder), preset: 'S', seed: 32, maxMoves: 50 });
  assert.deepEqual(wrongPlaces(reached), []);
  assert.deepEqual(faults, nothing);
  assert.deepEqual(missedMutations(facts), []);
});

for (const engine of ['sqlite', 'postgres']) {
  const skip = engine === 'postgres' && !process.env.SELARAS_TEST_POSTGRES && 'SELARAS_TEST_POSTGRES is not set';
  test(`kills at named places on ${engine}`, { timeout: 540000, skip }, async (t) => {
    const folder = path.join(workFolder(t, `kills-${engine}`), 'run');
    const database = engine === 'sqlite' ? onSqlite(folder) : freshSchemas(t);
    const deaths = { seed: 31, reach: 12, patience: 3 };
    const { figures, faults } = await killRun(t, { folder, database, preset: 'S', seed: 31, maxMoves: 80, batch: 30, deaths });
    console.log(`${engine}: ${JSON.stringify(figures)}`);
    assert.deepEqual(faults, nothing);
    assert.ok(figures.kills >= 5, `${figures.kills} kills`);
    assert.ok(figures.decrees >= 50, `${figures.decrees} decrees`);
  });
}
