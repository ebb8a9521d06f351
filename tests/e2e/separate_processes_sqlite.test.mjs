// Three processes, each on a SQLite file of its own and without Redis, each killed in mid-work.
import path from 'node:path';
import { test } from 'node:test';
import { killEachService } from './kills.mjs';
import { requireSettings } from './processes.mjs';

requireSettings();

test('separate processes on SQLite', { timeout: 600000 }, async (t) => {
  const database = (service, folder) => `sqlite:${path.join(folder, `${service}.db`)}`;
  await killEachService(t, { name: 'sqlite', database, preset: 'S', args: ['--people', '6000'] });
});
