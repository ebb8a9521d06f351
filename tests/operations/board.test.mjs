// The Grafana board: every query runs against a real Prometheus that scrapes the all-in-one through one whole cycle,
// and gives data.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { binDir, freePort, Program, root, run, until, workFolder } from '../e2e/processes.mjs';
import { Prometheus, requirePrograms } from './tools.mjs';

requirePrograms({ prometheus: 'prometheus', promtool: 'prometheus', 'redis-server': 'redis-server' });

const board = JSON.parse(readFileSync(path.join(root, 'deploy/grafana/dashboards/overview.json'), 'utf8'));
const panels = board.panels.filter((panel) => panel.type !== 'row');

test('the board is complete', () => {
  const ids = board.panels.map((panel) => panel.id);
  assert.equal(new Set(ids).size, ids.length, 'panel ids are unique');
  const titles = panels.map((panel) => panel.title);
  assert.equal(new Set(titles).size, titles.length, 'titles are unique');
  assert.ok(board.uid && board.title && board.schemaVersion && board.time);
  for (const panel of panels) {
    assert.ok(panel.targets?.length > 0, `${panel.title}: has a query`);
    for (const target of panel.targets) {
      assert.ok(target.expr && target.refId && target.legendFormat, `${panel.title}: query, refId, legend`);
      assert.equal(target.datasource.uid, '${datasource}', `${panel.title}: the chosen source`);
      assert.match(target.expr, /job="selaras"/, `${panel.title}: asks for the suite only`);
    }
    assert.match(panel.description ?? '', /^[A-Z].*\. English: \S.*\.$/, `${panel.title}: description in both languages`);
    assert.ok(panel.fieldConfig?.defaults?.unit, `${panel.title}: unit`);
  }
});

test('the board reads the provisioned source unless another is chosen', () => {
  const [source] = board.templating.list;
  const provisioned = readFileSync(path.join(root, 'deploy/grafana/provisioning/datasources/prometheus.yaml'), 'utf8');
  assert.equal(source.name, 'datasource');
  assert.ok(provisioned.includes(`uid: ${source.current.value}\n`));
});

test('panels do not overlap', () => {
  const boxes = board.panels.map((panel) => ({ title: panel.title, ...panel.gridPos }));
  for (const [i, a] of boxes.entries()) {
    assert.ok(a.x >= 0 && a.x + a.w <= 24, `${a.title}: within 24 columns`);
    for (const b of boxes.slice(i + 1)) {
      const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
      assert.ok(apart, `${a.title} and ${b.title}`);
    }
  }
});

async function startSuite(t, folder) {
  const redisPort = await freePort();
  const redis = new Program(t, 'redis-server', ['--port', redisPort, '--bind', '127.0.0.1', '--save', '', '--dir', folder].map(String),
    { logFile: path.join(folder, 'redis.log') });
  await until('redis', () => run('redis-cli', ['-p', String(redisPort), 'ping']).stdout.trim() === 'PONG');
  const [port, adminPort] = [await freePort(), await freePort()];
  const data = path.join(folder, 'data');
  const args = [`--data-dir=${data}`, `--port=${port}`, `--admin-port=${adminPort}`, '--drain=0s', `--matching-redis=127.0.0.1:${redisPort}`,
    '--approval-consideration=simulator', '--gateway-port=0'];
  new Program(t, path.join(binDir, 'selaras'), args, { logFile: path.join(folder, 'suite.log'), cwd: root });
  const admin = `http://127.0.0.1:${adminPort}`;
  await until('readiness of the suite', async () => (await fetch(`${admin}/readyz`)).ok, { seconds: 60 });
  const as = (account, status, ...args) => {
    const env = { SELARAS_SERVER: `127.0.0.1:${port}`, SELARAS_TOKEN_FILE: path.join(data, `${account}.token`) };
    const done = run(path.join(binDir, 'selarasctl'), args, { env, keep: path.join(folder, 'selarasctl.out') });
    if (status !== null) assert.equal(done.status, status, `${args.join(' ')}\n${done.stdout}${done.stderr}`);
    return done.stdout;
  };
  const ctl = (status, ...args) => as('analyst', status, ...args);
  return { redis, adminPort, as, ctl, metrics: async () => (await fetch(`${admin}/metrics`)).text() };
}

// The shipped configuration with the target and the interval of the test.
async function startPrometheus(t, folder, adminPort) {
  const shipped = readFileSync(path.join(root, 'deploy/prometheus/prometheus.yml'), 'utf8');
  const config = shipped
    .replace(/_interval: 15s/g, '_interval: 1s')
    .replace(/static_configs:[^]*/, `static_configs:\n      - targets: ["127.0.0.1:${adminPort}"]\n        labels: {service: selaras}\n`)
    .replace('- alerts.yml', `- ${path.join(root, 'deploy/prometheus/alerts.yml')}`);
  assert.match(config, /_interval: 1s/);
  const configFile = path.join(folder, 'prometheus.yml');
  writeFileSync(configFile, config);
  const port = await freePort();
  mkdirSync(path.join(folder, 'tsdb'));
  const args = [`--config.file=${configFile}`, `--storage.tsdb.path=${folder}/tsdb`, `--web.listen-address=127.0.0.1:${port}`];
  new Program(t, 'prometheus', args, { logFile: path.join(folder, 'prometheus.log') });
  const prometheus = new Prometheus(port);
  await until('readiness of Prometheus', () => prometheus.ready());
  // rate() does not see what was counted before the first scrape.
  await until('a scrape', async () => (await prometheus.number('count_over_time(up{job="selaras"}[1m])')) >= 2);
  return prometheus;
}

// Every chain of the plan from a draft to the registry, so that decrees, leaves and transition plans exist.
function decide({ as, ctl }, plan) {
  const document = ['--document', 'DOK/1/2026'];
  ctl(0, 'case', 'create', '--plan', plan);
  ctl(0, 'case', 'submit', '--all');
  ctl(0, 'case', 'screen', '--all');
  as('secretary', 0, 'case', 'settle', '--all', ...document);
  as('secretary', 0, 'case', 'recommend', '--all', '--note', 'Sesuai kebutuhan organisasi.');
  as('secretary', 0, 'case', 'meet', '--all', '--place', 'Ruang Rapat', '--date', '2026-11-20', '--chair', 'ketua',
    '--attendee', 'ketua,anggota-1,anggota-2,anggota-3,anggota-4');
  as('approver', 0, 'case', 'consent', '--all', ...document);
  ctl(0, 'case', 'watch', '--until', 'CONSIDERED');
  as('approver', 0, 'case', 'approve', '--all');
  as('approver-2', 0, 'case', 'approve', '--all');
  as('secretary', 0, 'case', 'issue', '--all', '--signatory', 'Sekretaris Daerah');
  ctl(0, 'case', 'watch', '--until', 'APPLIED');
}

// One cycle with a caller's mistake and a cache that goes away, so that no panel has a reason to be empty.
function runCycle(suite, folder) {
  const province = path.join(folder, 'province');
  suite.ctl(0, 'generate', '--preset', 'S', '--seed', '1', '--out', province);
  suite.ctl(0, 'policy', 'seal', path.join(root, 'deploy/policy'), 'seimbang');
  const imported = JSON.parse(suite.ctl(0, '--json', 'import', province));
  const needs = JSON.parse(suite.ctl(0, '--json', 'needs', 'analyze'));
  suite.ctl(0, 'vectors');
  const plan = JSON.parse(suite.ctl(0, '--json', 'plan', 'create', '--policy', 'seimbang', '--max-moves', '12'));
  decide(suite, plan.name);
  suite.ctl(5, 'plan', 'show', 'plans/01jzzzzzzzzzzzzzzzzzzzzzzz');
  return {
    employees: Number(imported.import.employees), needs: needs.totals, verdict: plan.result.verdict,
    vectors: Number(plan.result.cache_hits) + Number(plan.result.cache_misses),
    cases: JSON.parse(suite.ctl(0, '--json', 'case', 'list', '--limit', '1')).states,
  };
}

const filled = (expression) => expression.replaceAll('$__rate_interval', '2m').replaceAll('$__range', '10m').replaceAll('$__interval', '15s');

test('every query of the board gives data', async (t) => {
  const folder = workFolder(t, 'board');
  const suite = await startSuite(t, folder);
  const prometheus = await startPrometheus(t, folder, suite.adminPort);
  const told = runCycle(suite, folder);
  await suite.redis.end();
  suite.ctl(null, 'vectors');

  writeFileSync(path.join(folder, 'board.metrics'), await suite.metrics());
  const page = run('promtool', ['check', 'metrics'], { input: await suite.metrics() });
  assert.equal(page.status, 0, page.stdout + page.stderr);
  await until('a scrape after the cycle', async () =>
    (await prometheus.number('sum(increase(selaras_cache_failures_total{job="selaras"}[2m]))')) > 0);

  for (const panel of panels) {
    for (const { expr, legendFormat } of panel.targets) {
      await t.test(`${panel.title} (${legendFormat})`, async () => {
        const series = await prometheus.query(filled(expr));
        assert.ok(series.some(({ value }) => Number.isFinite(value)), `no number from ${filled(expr)}: ${JSON.stringify(series)}`);
        const [, label] = /^\{\{(\w+)\}\}/.exec(legendFormat) ?? [];
        if (label) assert.ok(series.every(({ metric }) => metric[label]), `no series without the label ${label}`);
      });
    }
  }

  const shown = (title) => prometheus.number(filled(panels.find((panel) => panel.title === title).targets[0].expr));
  await t.test('what the board shows is what the command line said', async () => {
    assert.equal(await shown('Hidup'), 1);
    assert.equal(await shown('Siap melayani'), 1);
    assert.equal(await shown('Pegawai'), told.employees);
    assert.equal(await shown('Kekurangan'), Number(told.needs.shortage));
    assert.equal(await shown('Kelebihan'), Number(told.needs.surplus));
    assert.equal(await shown('Menunggu'), 0);
    assert.equal(await prometheus.number('sum(selaras_plan_vectors_total{job="selaras"})'), told.vectors);
    const outcome = told.verdict.replace('VERDICT_', '').toLowerCase();
    assert.equal(await prometheus.number(`selaras_plans_ended_total{job="selaras", outcome="${outcome}"}`), 1);
  });

  await t.test('the board counts the cases as the command line does, and what came of them', async () => {
    assert.ok(told.cases.APPLIED > 0, JSON.stringify(told.cases));
    const gauge = (state) => prometheus.number(`selaras_approval_cases{job="selaras", state="${state.toLowerCase()}"}`);
    for (const [state, count] of Object.entries(told.cases)) {
      await until(`${count} cases ${state}`, async () => (await gauge(state)) === Number(count), { seconds: 40 });
    }
    assert.equal(await shown('Perlu diselesaikan'), 0);
    const steps = (step) => prometheus.number(`selaras_approval_issue_steps_total{job="selaras", step="${step}"}`);
    for (const step of ['reserve', 'number', 'sign', 'apply']) assert.equal(await steps(step), told.cases.APPLIED, step);
    await until('open transition plans', async () => (await shown('Rencana transisi terbuka')) > 0);
  });

  await t.test('no reader of a feed hides another, and all have caught up', async () => {
    const readers = async () => (await prometheus.query('selaras_feed_lag{job="selaras"}')).map(({ metric, value }) =>
      `${metric.reader} ← ${metric.source}: ${value}`).sort();
    const expected = ['approval ← approval: 0', 'approval ← evaluation: 0', 'approval ← matching: 0', 'approval ← needs: 0',
      'approval ← registry: 0', 'evaluation ← approval: 0'];
    await until('feeds without lag', async () => (await readers()).join() === expected.join(), { seconds: 60, everyMs: 500 });
  });

  await t.test('the board shows as many leaves as the auditor finds signed', async () => {
    await until('the same number of leaves', async () => {
      const { leaves } = JSON.parse(suite.as('auditor', 0, '--json', 'evidence', 'verify'));
      return Number(leaves) > 0 && (await shown('Daun tertandatangani')) === Number(leaves);
    }, { seconds: 60, everyMs: 1000 });
    assert.ok((await shown('Umur titik periksa')) < 600);
  });

  await t.test('Prometheus has loaded every alert, and nothing of a healthy suite fires at once', async () => {
    const rules = await (await fetch(`${prometheus.base}/api/v1/rules`)).json();
    const alerts = rules.data.groups.flatMap((group) => group.rules);
    assert.equal(alerts.length, readFileSync(path.join(root, 'deploy/prometheus/alerts.yml'), 'utf8').split('- alert: ').length - 1);
    for (const alert of alerts) {
      assert.equal(alert.health, 'ok', `${alert.name}: ${alert.lastError}`);
      assert.notEqual(alert.state, 'firing', alert.name);
    }
  });
});
