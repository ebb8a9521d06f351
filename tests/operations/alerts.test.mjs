// The scrape configuration and the alerts, as promtool reads them; alerts_test.yml says when each must fire.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { root, run } from '../e2e/processes.mjs';
import { requirePrograms } from './tools.mjs';

requirePrograms({ promtool: 'prometheus' });

function promtool(...args) {
  const done = run('promtool', args);
  assert.equal(done.status, 0, done.stdout + done.stderr);
}

test('promtool accepts the configuration', () => promtool('check', 'config', 'deploy/prometheus/prometheus.yml'));

test('promtool accepts the rules', () => promtool('check', 'rules', 'deploy/prometheus/alerts.yml'));

test('every alert fires on its fault and keeps silent without it', () => {
  promtool('test', 'rules', 'tests/operations/alerts_test.yml');
});

test('no alert is without its test', () => {
  const read = (file) => readFileSync(path.join(root, file), 'utf8');
  const alerts = [...read('deploy/prometheus/alerts.yml').matchAll(/- alert: (\w+)/g)].map((found) => found[1]);
  assert.ok(alerts.length >= 5);
  const tests = read('tests/operations/alerts_test.yml');
  for (const alert of alerts) assert.ok(tests.split(`alertname: ${alert}`).length >= 3, `${alert}: silence and firing`);
});
