// The workflow under kills, small: a synthetic province of 2,000 on each database. tests/bench approval is the large run.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { requireSettings, workFolder } from '../e2e/processes.mjs';
import { freshSchemas } from './databases.mjs';
import { killRun } from './kill_run.mjs';

requireSettings();

for (const engine of ['sqlite', 'postgres']) {
  const skip = engine === 'postgres' && !process.env.SELARAS_TEST_POSTGRES && 'SELARAS_TEST_POSTGRES is not set';
  test(`kills at named places on ${engine}`, { timeout: 540000, skip }, async (t) => {
    const folder = path.join(workFolder(t, `kills-${engine}`), 'run');
    const database = engine === 'sqlite' ? (service) => `sqlite:${folder}/${service}.db` : freshSchemas(t);
    const told = await killRun(t, { folder, database, preset: 'S', seed: 31, maxMoves: 120, kills: 5, rounds: 1 });
    console.log(JSON.stringify(told));
    assert.deepEqual(told.faults, { lost: 0, duplicated: 0, unauthorised: 0, other: [] });
    assert.ok(told.kills >= 5, `${told.kills} kills`);
    assert.ok(told.decrees >= 50, `${told.decrees} decrees`);
  });
}
