// Three processes on PostgreSQL with Redis, each killed in mid-work.
import { test } from 'node:test';
import { killEachService } from './kills.mjs';
import { requireSettings, run } from './processes.mjs';

requireSettings('SELARAS_TEST_POSTGRES', 'SELARAS_TEST_REDIS');
const postgres = process.env.SELARAS_TEST_POSTGRES;

test('separate processes on PostgreSQL and Redis', { timeout: 600000 }, async (t) => {
  const schema = (service) => `e2e_${process.pid}_${service}`;
  t.after(() => {
    for (const service of ['registry', 'needs', 'matching']) {
      run('psql', [postgres, '-qc', `set client_min_messages = error; drop schema if exists ${schema(service)} cascade`]);
    }
  });
  const database = (service) => `${postgres}${postgres.includes('?') ? '&' : '?'}schema=${schema(service)}`;
  const redis = process.env.SELARAS_TEST_REDIS;
  await killEachService(t, { name: 'postgres', database, redis, preset: 'S', args: ['--people', '6000'] });
});
