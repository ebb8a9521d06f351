// Registry, needs and matching as three processes, each killed in mid-work and started again: the work ends as if nothing
// had happened. Used on both databases.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { until, workFolder } from './processes.mjs';
import { effectiveDate, generate, startServices } from './suite.mjs';

// database(service, folder) → URL.
export async function killEachService(t, { database, redis, preset, args = [], name }) {
  const folder = workFolder(t, name);
  const province = generate(folder, { seed: 21, preset, args });
  const options = { database: (service) => database(service, folder), redis, needs: ['--analysis-lease=2s'] };
  const suite = await startServices(t, folder, options);
  const kill = async (service) => {
    await suite[service].kill();
    await suite[service].start();
  };

  await t.test('the registry is killed in mid-import; the import goes on and nothing is lost or doubled', async () => {
    const imported = await beginImport(suite, province);
    const done = (state) => state.files.reduce((sum, file) => sum + Number(file.done), 0);
    const at = await until('rows done', async () => {
      const now = await suite.client('registry').call('GetImport', { name: imported });
      assert.ok(now.state === 'STATE_IMPORTING', 'too late: the import has ended; use a larger province');
      return done(now) > 0 && now;
    }, { everyMs: 1 });
    await kill('registry');
    const end = await until('end of the import', async () => {
      const now = await suite.client('registry').call('GetImport', { name: imported });
      return now.state !== 'STATE_IMPORTING' && now;
    });
    assert.equal(end.state, 'STATE_IMPORTED');
    const rows = end.files.reduce((sum, file) => sum + Number(file.rows), 0);
    assert.ok(done(at) < rows, `killed at ${done(at)} of ${rows} rows`);
    assert.equal(done(end), rows);
    for (const file of end.files) {
      assert.equal(Number(file.landed) + Number(file.unchanged) + Number(file.refused), Number(file.rows), file.file);
    }
    // A second import finds everything there.
    const again = suite.json(['import', province]);
    assert.equal(again.import.files.reduce((sum, file) => sum + Number(file.landed), 0), 0);
    const revisions = await suite.client('registry', 'integrator').read('WatchChanges', { replay_only: true });
    const seen = [...new Set(revisions.map((change) => Number(change.revision)))];
    assert.deepEqual(seen, [...seen.keys()].map((k) => k + 1), 'revisions without gaps');
  });

  let reference, hash;
  await t.test('undisturbed', async () => {
    reference = await suite.analyzeNeeds();
    assert.equal(reference.state, 'STATE_ANALYSED');
    const policy = suite.sealPolicy();
    reference.plan = { policy, need_snapshot: reference.name };
    const plan = await suite.plan(reference.plan);
    assert.equal(plan.result.verdict, 'VERDICT_OPTIMAL');
    hash = plan.result.plan_hash;
  });

  // Kills `victim` while analyses are under way; they must end like the undisturbed one.
  const analysisSurvives = async (victim) => {
    const request = () => ({ request_id: randomUUID(), effective_date: effectiveDate });
    const begin = async () => (await suite.client('needs').call('AnalyzeNeeds', request())).name;
    const names = await Promise.all([begin(), begin(), begin()]);
    const underWay = async () => {
      const all = await Promise.all(names.map((name) => suite.client('needs').call('GetNeedSnapshot', { name })));
      return all.filter((snapshot) => snapshot.state === 'STATE_ANALYSING').length;
    };
    await suite[victim].kill();
    if (victim !== 'needs') assert.ok((await underWay()) > 0, 'too late: use a larger province');
    await suite[victim].start();
    if (victim === 'needs') assert.ok((await until('answer', underWay, { seconds: 2 })) > 0);
    for (const snapshot of names) {
      const end = await until(`end of ${snapshot}`, async () => {
        const now = await suite.client('needs').call('GetNeedSnapshot', { name: snapshot });
        return now.state !== 'STATE_ANALYSING' && now;
      });
      assert.equal(end.state, 'STATE_ANALYSED', end.failure_reason);
      assert.equal(end.content_hash, reference.content_hash);
      assert.deepEqual(end.totals, reference.totals);
    }
  };
  await t.test('needs is killed in mid-analysis', () => analysisSurvives('needs'));
  await t.test('the registry is killed while needs reads it', () => analysisSurvives('registry'));

  // A new plan that is in `stage` now. A stage lasts some hundredths of a second, so that it may be missed.
  const planIn = async (stage) => {
    for (let tries = 0; tries < 10; tries += 1) {
      const { name } = await suite.createPlan(reference.plan);
      const seen = await until(`plan in ${stage}`, async () => {
        const now = await suite.client('matching').call('GetPlan', { name });
        return (now.state === stage || now.state === 'STATE_PLANNED') && now;
      }, { everyMs: 1 });
      if (seen.state === stage) return name;
    }
    throw new Error(`no plan was seen in ${stage}; use a larger province`);
  };
  // Kills `victim` in each of the stages; the plan must end like the undisturbed one.
  const planSurvives = async (victim, stages) => {
    for (const stage of stages) {
      const name = await planIn(stage);
      await kill(victim);
      const end = await suite.planEnd(name);
      assert.equal(end.state, 'STATE_PLANNED', end.failure_reason);
      assert.equal(end.result.plan_hash, hash);
      assert.equal(suite.verify(await suite.exports(name)).verdict, 'OPTIMAL');
    }
  };
  await t.test('matching is killed while it builds and while it solves', () =>
    planSurvives('matching', ['STATE_BUILDING', 'STATE_SOLVING']));
  await t.test('the registry is killed while matching reads profiles', () => planSurvives('registry', ['STATE_BUILDING']));
  await t.test('needs is killed while matching reads the snapshot', () => planSurvives('needs', ['STATE_BUILDING']));

  await t.test('queued plans survive, in their order', async () => {
    const names = [];
    for (let k = 0; k < 3; k += 1) names.push((await suite.createPlan(reference.plan)).name);
    await kill('matching');
    const ends = [];
    for (const plan of names) ends.push(await suite.planEnd(plan));
    for (const end of ends) assert.equal(end.result?.plan_hash, hash, end.failure_reason);
    const times = ends.map((end) => Number(end.end_time.seconds) + end.end_time.nanos / 1e9);
    assert.deepEqual([...times].sort((a, b) => a - b), times);
  });

  await t.test('all three end orderly on SIGTERM', async () => {
    await suite.keepMetrics();
    for (const service of [suite.matching, suite.needs, suite.registry]) {
      assert.deepEqual(await service.program.end('SIGTERM'), { code: 0, signal: null }, service.name);
    }
  });
}

// Uploads the folder and starts the import, which then runs on its own.
async function beginImport(suite, province) {
  const registry = suite.client('registry');
  const present = readdirSync(province).filter((file) => importOrder.includes(file));
  const files = importOrder.filter((file) => present.includes(file));
  let state = await registry.call('CreateImport', { request_id: randomUUID(), layout: 'LAYOUT_PROVINCE', files });
  for (const file of files) {
    const bytes = readFileSync(path.join(province, file));
    const chunks = [];
    for (let offset = 0; offset === 0 || offset < bytes.length; offset += 1 << 19) {
      const data = bytes.subarray(offset, offset + (1 << 19));
      chunks.push({ name: state.name, file, offset, data, last: offset + data.length === bytes.length });
    }
    state = await registry.write('UploadImport', chunks);
  }
  await registry.call('StartImport', { name: state.name, etag: state.etag, request_id: randomUUID() });
  return state.name;
}

const importOrder = [
  'agencies', 'districts', 'org_units', 'positions', 'posts', 'calendar', 'employees', 'appointments', 'duties',
  'educations', 'certificates', 'assessments', 'appraisals', 'peer_reviews', 'preferences', 'developments', 'relations',
  'disciplinary_actions', 'trainings',
].map((name) => `${name}.csv`);
