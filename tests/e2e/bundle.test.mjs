// Matching alone: no registry, no needs, a folder of CSV with codes of the caller's own. Import, plan, explain, verify,
// restart; what is refused leaves nothing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { requireSettings, until, workFolder } from './processes.mjs';
import { detailsOf } from './rpc.mjs';
import { generate, startMatchingAlone } from './suite.mjs';

requireSettings();
const day = '2026-01-01';

test('matching alone', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'bundle');
  const province = generate(folder, { seed: 41, args: ['--dirty', '0'] });
  const suite = await startMatchingAlone(t, folder);
  const matching = suite.client('matching');
  const facts = path.join(folder, 'facts');
  const made = suite.json(['bundle', 'from-folder', province, facts, '--effective-date', day]);
  const policy = suite.sealPolicy();
  let bundle, plan, moves;

  await t.test('it says that it is alone', async () => {
    assert.match(await suite.matching.metrics(), /selaras_matching_peer\{service="registry"\} 0/);
    await assert.rejects(matching.call('RefreshVectors', {}), (error) => detailsOf(error).ErrorInfo.reason === 'MATCHING_ALONE');
  });

  await t.test('a bundle made of a folder holds no number, name or birth date', () => {
    const people = readFileSync(path.join(province, 'employees.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
    const text = ['employees', 'appointments', 'relations'].map((file) => readFileSync(path.join(facts, `${file}.csv`), 'utf8')).join('');
    assert.equal(existsSync(path.join(facts, 'facts.pairs.csv')), false);
    assert.doesNotMatch(text, /\d{18}/);
    for (const [nip, name] of people.slice(0, 200)) assert.ok(!text.includes(nip) && !text.includes(name));
    assert.ok(Number(made.people) > 0.98 * people.length);
  });

  await t.test('a folder with NIPs is refused, told in both languages, never repeated, and leaves nothing', () => {
    const refused = suite.ctl(['bundle', 'import', province], { status: null });
    assert.notEqual(refused.status, 0);
    assert.match(refused.stderr, /BUNDLE_ID_IS_NIP/);
    assert.match(refused.stderr, /Ganti dengan kode Anda sendiri/);
    assert.match(refused.stderr, /opaque code of your own/);
    assert.doesNotMatch(refused.stdout + refused.stderr, /\d{16}/);
    assert.equal(suite.json(['bundle', 'list']).instance_bundles?.length ?? 0, 0);
  });

  await t.test('import', () => {
    bundle = suite.json(['bundle', 'import', facts, '--effective-date', day, '--name', 'uji']);
    assert.equal(bundle.employees, made.people);
    assert.ok(Number(bundle.posts) > 0 && Number(bundle.positions) > 0);
    assert.match(bundle.content_hash, /^[0-9a-f]{64}$/);
  });

  await t.test('plan, proven', async () => {
    plan = await suite.plan({ policy, instance_bundle: bundle.name, effective_date: undefined });
    assert.equal(plan.spec.instance_bundle, bundle.name);
    assert.equal(plan.spec.need_snapshot, '');
    assert.equal(plan.result.need_hash, bundle.content_hash);
    assert.equal(plan.result.coverage_permille.need, 0, 'needs are the ceilings, and say so');
    const verdict = suite.verify(await suite.exports(plan.name));
    assert.equal(verdict.verdict, 'OPTIMAL');
    moves = (await matching.call('ListMoves', { parent: plan.name, page_size: 1000 })).moves;
    assert.ok(moves.length > 0);
    const posts = new Set(readFileSync(path.join(facts, 'posts.csv'), 'utf8').split('\n').map((line) => `posts/${line.split(',')[0]}`));
    for (const move of moves) {
      assert.match(move.employee, /^employees\/E\d{6}$/);
      assert.ok(posts.has(move.to_post), move.to_post);
    }
  });

  await t.test('the command line plans and lists', () => {
    const shown = suite.json(['plan', 'create', '--bundle', bundle.name, '--policy', 'seimbang']);
    assert.equal(shown.state, 'STATE_PLANNED');
    assert.match(suite.ctl(['plan', 'moves', shown.name, '--limit', '3']).stdout, /employees\/E\d{6}/);
  });

  const explain = () => matching.call('ExplainEmployee', { name: plan.name, employee: moves[0].employee });
  await t.test('why, by the caller\'s own code', async () => {
    const why = await explain();
    assert.equal(why.employee, moves[0].employee);
    assert.equal(why.to_post, moves[0].to_post);
  });

  await t.test('replan', async () => {
    const child = await matching.call('Replan', {
      name: plan.name, request_id: randomUUID(),
      bans: [{ employee: moves[0].employee, post: moves[0].to_post, reason: 'masih diperlukan' }] });
    const ended = await suite.planEnd(child.name);
    assert.equal(ended.state, 'STATE_PLANNED', ended.failure_reason);
    assert.equal(ended.spec.instance_bundle, bundle.name);
  });

  await t.test('posts and candidates ranked live, from the newest bundle', async () => {
    const ask = (method, request) => until(method, () => matching.call(method, { policy, ...request }), { seconds: 60, everyMs: 300 });
    const mover = moves.find((move) => move.from_post) ?? moves[0];
    const posts = await ask('RankPosts', { employee: mover.employee, page_size: 200, unlawful_size: 3 });
    assert.equal(posts.basis.registry_revision, '1');
    assert.ok(posts.posts.length > 0);
    for (const post of posts.posts) assert.match(post.post, /^posts\/\S+$/);
    const people = await ask('RankCandidates', { post: mover.to_post, page_size: 200 });
    assert.ok(people.candidates.some((one) => one.employee === mover.employee));
    for (const one of people.candidates) assert.match(one.employee, /^employees\/E\d{6}$/);
  });

  await t.test('rows with faults are told and left out, the rest lands', () => {
    const bad = path.join(folder, 'bad');
    cpSync(facts, bad, { recursive: true });
    appendFileSync(path.join(bad, 'employees.csv'), 'X-1,PNS,besok,32,,31,,ACTIVE,,0,0,,,\nX-2,PNS,,32,,tidak-ada,,ACTIVE,,0,0,,,\n');
    appendFileSync(path.join(bad, 'posts.csv'), 'ada spasi,,,\n');
    appendFileSync(path.join(bad, 'preferences.csv'), 'X-9,1,POST,tidak-ada,\n');
    writeFileSync(path.join(bad, 'needs.csv'), 'post_code,critical,target,urgencies\nada-salah,1,2,\n');
    const told = suite.json(['bundle', 'import', bad, '--effective-date', day]);
    assert.equal(told.employees, bundle.employees);
    assert.equal(told.posts, bundle.posts);
    const reasons = told.faults.filter((fault) => !fault.warning).map((fault) => `${fault.file} ${fault.column} ${fault.reason}`);
    for (const wanted of ['employees.csv appointed_date IMPORT_DATE_MALFORMED', 'employees.csv agency_code IMPORT_REFERENCE_UNKNOWN',
      'preferences.csv employee_code IMPORT_EMPLOYEE_UNKNOWN', 'needs.csv post_code IMPORT_REFERENCE_UNKNOWN']) {
      assert.ok(reasons.includes(wanted), `${wanted} in ${reasons}`);
    }
    assert.ok(reasons.some((reason) => reason.startsWith('posts.csv')));
    const fault = told.faults.find((one) => one.reason === 'IMPORT_DATE_MALFORMED');
    assert.equal(fault.shape, 'text of 5');
    assert.ok(fault.text_id.length > 10 && fault.text_en.length > 10);
    assert.ok(!JSON.stringify(told.faults).includes('besok'));
    assert.equal(suite.ctl(['bundle', 'import', bad, '--strict'], { status: 7 }).status, 7);
  });

  await t.test('little is enough: agencies, units, positions, posts, people', async () => {
    const little = path.join(folder, 'little');
    mkdirSync(little);
    for (const file of ['agencies', 'org_units', 'positions', 'posts', 'employees', 'appointments'])
      cpSync(path.join(facts, `${file}.csv`), path.join(little, `${file}.csv`));
    // Without districts nobody may name one.
    for (const file of ['org_units', 'employees']) {
      const name = path.join(little, `${file}.csv`);
      const [head, ...rows] = readFileSync(name, 'utf8').trimEnd().split('\n');
      const drop = head.split(',').findIndex((column) => column.endsWith('district_code'));
      const cut = (line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).slice(0, head.split(',').length).filter((_, i) => i !== drop)
        .join('').replace(/,$/, '');
      const empty = rows.map((row) => row.match(/("([^"]|"")*"|[^,]*)(,|$)/g)).map((cells) =>
        cells.slice(0, head.split(',').length).map((cell, i) => (i === drop ? (cell.endsWith(',') ? ',' : '') : cell)).join(''));
      writeFileSync(name, `${[head, ...empty].join('\n')}\n`);
      assert.ok(cut(head).length < head.length);
    }
    const small = suite.json(['bundle', 'import', little, '--effective-date', day]);
    assert.equal(small.employees, bundle.employees);
    const little_plan = await suite.plan({ policy, instance_bundle: small.name, effective_date: undefined });
    assert.equal(little_plan.result.verdict, 'VERDICT_OPTIMAL');
    assert.equal(little_plan.result.coverage_permille.fit, 0);
  });

  await t.test('a missing file, a missing column, a broken stream leave nothing', async () => {
    const before = suite.json(['bundle', 'list']).total_size;
    const missing = path.join(folder, 'missing');
    cpSync(facts, missing, { recursive: true });
    rmSync(path.join(missing, 'posts.csv'));
    assert.match(suite.ctl(['bundle', 'import', missing], { status: null }).stderr, /BUNDLE_FILE_MISSING/);
    writeFileSync(path.join(missing, 'posts.csv'), 'post_code,unit_code\n');
    assert.match(suite.ctl(['bundle', 'import', missing], { status: null }).stderr, /BUNDLE_COLUMN_MISSING/);
    await new Promise((resolve) => {
      const stream = matching.stub.ImportInstance(matching.metadata(), (error) => resolve(error));
      stream.on('error', () => {});
      stream.write({ header: { request_id: randomUUID() } });
      for (const file of ['agencies', 'org_units', 'positions', 'posts', 'employees'])
        stream.write({ chunk: { file: `${file}.csv`, data: readFileSync(path.join(facts, `${file}.csv`)) } });
      setTimeout(() => stream.cancel(), 300);
    });
    assert.equal(suite.json(['bundle', 'list']).total_size, before);
  });

  await t.test('a restart keeps bundle, plan and reasons', async () => {
    const why = await explain();
    await suite.matching.kill();
    await suite.matching.start();
    const kept = suite.json(['bundle', 'show', bundle.name]);
    assert.equal(kept.content_hash, bundle.content_hash);
    assert.deepEqual(await explain(), why);
    const again = await suite.plan({ policy, instance_bundle: bundle.name, effective_date: undefined });
    assert.equal(again.result.instance_hash, plan.result.instance_hash);
    assert.equal(again.result.certificate_hash, plan.result.certificate_hash);
  });
  await suite.keepMetrics();
});
