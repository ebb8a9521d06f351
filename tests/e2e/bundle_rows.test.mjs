// The second verifier: rows of an instance rebuilt from what registry and needs export. All agree; each of many
// alterations is found. The same export taken in as a bundle gives the same instance, byte for byte.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { binDir, requireSettings, run, workFolder } from './processes.mjs';
import { generate, sha256, startSuite } from './suite.mjs';

requireSettings();
const day = '2026-07-01';

function rows(folder, ...args) {
  const done = run(path.join(binDir, 'selaras-verify-rows'), [folder, '--json', ...args]);
  assert.ok(done.status < 2, done.stderr);
  return { status: done.status, ...JSON.parse(done.stdout) };
}

test('rows rebuilt', { timeout: 600000 }, async (t) => {
  const folder = workFolder(t, 'rows');
  const suite = await startSuite(t, folder);
  suite.ctl(['import', generate(folder, { seed: 43, args: ['--scenario', 'gajahmungkur_province'] })]);
  const snapshot = await suite.analyzeNeeds();
  const policy = suite.sealPolicy();
  const plan = await suite.plan({ policy, need_snapshot: snapshot.name, effective_date: undefined });
  const audit = path.join(folder, 'audit');

  await t.test('only an auditor gets the keys, and leaves a leaf by it', async () => {
    assert.equal(suite.ctl(['export', 'facts', plan.name, audit], { status: null, role: 'analyst' }).status, 4);
    suite.ctl(['export', 'facts', plan.name, audit], { role: 'auditor' });
    const feed = suite.client('matching', 'service');
    const metadata = feed.metadata.bind(feed);
    feed.metadata = () => {
      const named = metadata();
      named.set('selaras-tenant', 'province');  // a service serves every tenant, so it names one
      return named;
    };
    const { events } = await feed.call('ListEvents', { page_size: 2000 });
    assert.equal(events.filter((event) => event.kind === 'InstanceKeysExported').length, 1);
    assert.doesNotMatch(readFileSync(path.join(audit, 'facts/employees.csv'), 'utf8'), /\d{16}/);
  });

  await t.test('everybody\'s row agrees', () => {
    const all = rows(audit, '--all');
    assert.deepEqual(all.differences, []);
    assert.equal(all.verdict, 'OK');
    assert.equal(all.rows, Number(plan.result.employees));
    assert.ok(all.cells > all.rows);
  });

  await t.test('a sample is chosen by its seed', () => {
    const line = (seed) => run(path.join(binDir, 'selaras-verify-rows'), [audit, '--sample', '50', '--seed', seed]).stdout;
    assert.match(line('5'), /^ROWS 50 OK/);
    assert.equal(line('5'), line('5'));
    assert.notEqual(line('5'), line('6'));
  });

  await t.test('the same facts as a bundle give the same instance', async () => {
    const bundle = suite.json(['bundle', 'import', path.join(audit, 'facts'), '--effective-date', day]);
    assert.equal(bundle.fault_count, '0', JSON.stringify(bundle.faults.slice(0, 3)));
    const twin = await suite.plan({ policy, instance_bundle: bundle.name, effective_date: undefined });
    assert.equal(twin.result.instance_hash, plan.result.instance_hash);
    for (const figure of ['objective', 'bound', 'status_quo', 'moves', 'chains', 'lawful_pairs'])
      assert.equal(twin.result[figure], plan.result[figure], figure);
    const moves = async (name) => (await suite.client('matching').call('ListMoves', { parent: name, page_size: 1000 })).moves
      .map((move) => [move.employee, move.from_post, move.to_post, move.gain]);
    assert.deepEqual(await moves(twin.name), await moves(plan.name));
  });

  await t.test('every alteration of a row is found', () => {
    const lines = readFileSync(path.join(audit, 'plan.instance'), 'utf8').split('\n');
    const stated = JSON.parse(readFileSync(path.join(audit, 'plan.json'), 'utf8'));
    const isPerson = (line) => line.startsWith('i ');
    const first = lines.findIndex(isPerson);
    const people = lines.map((line, index) => ({ line, index })).filter(({ line }) => isPerson(line));
    const parts = (line) => line.match(/^(i \S+ \d+ \d+) \|(.*?) ?\|(.*)$/).slice(1).map((part, i) => (i === 0 ? part : part.trim()));
    const join = ([head, cells, posts]) => `${head} |${cells ? ` ${cells}` : ''} |${posts ? ` ${posts}` : ''}`;
    const withCells = people.filter(({ line }) => parts(line)[1].split(' ').length > 3);
    const bump = (item, by) => item.replace(/:(-?\d+)$/, (_, points) => `:${Number(points) + by}`);
    let altered = 0;
    const check = (what, index, line, key) => {
      assert.notEqual(lines[index], line, what);
      const text = [...lines.slice(0, index), line, ...lines.slice(index + 1)].join('\n');
      const instance = path.join(folder, 'altered.instance');
      writeFileSync(instance, text);
      // Whoever alters the instance also states its hash.
      writeFileSync(path.join(audit, 'plan.json'), JSON.stringify({ ...stated, instance_hash: sha256(text) }));
      const found = rows(audit, '--instance', instance, '--key', key ?? people[0].line.split(' ')[1]);
      assert.equal(found.verdict, 'WRONG', `${what}: ${lines[index].slice(0, 80)}`);
      altered += 1;
      return found;
    };
    const person = (what, which, change) => {
      const { line, index } = which;
      const found = check(what, index, join(change(parts(line))), line.split(' ')[1]);
      assert.equal(found.differences[0].where, line.split(' ')[1], what);
    };
    for (let k = 0; k < 8; ++k) {
      const one = withCells[(k * 37) % withCells.length], nth = (list) => (k * 5) % list.length;
      const edit = (text, change) => change(text.split(' ')).join(' ');
      person('points of a cell', one, ([h, c, p]) => [h, edit(c, (l) => l.map((item, i) => (i === nth(l) ? bump(item, k % 2 ? 1 : -1) : item))), p]);
      person('a lawful cell less', one, ([h, c, p]) => [h, edit(c, (l) => l.filter((_, i) => i !== nth(l))), p]);
      person('points of an exception', one, ([h, c, p]) => [h, c, edit(p, (l) => [bump(l[0].replace('!', '1'), 1), ...l.slice(1)])]);
      person('a cell more', one, ([h, c, p]) => {
        const listed = new Set(c.split(' ').map((item) => Number(item.split(':')[0])));
        const free = [...Array(listed.size + 1).keys()].find((index) => !listed.has(index));
        return [h, [...c.split(' '), `${free}:700`].sort((a, b) => parseInt(a, 10) - parseInt(b, 10)).join(' '), p];
      });
    }
    const barred = people.find(({ line }) => /:!/.test(line));
    assert.ok(barred, 'somebody has kin in line');
    person('kin forgotten', barred, ([h, c, p]) => [h, c, p.split(' ').filter((item) => !item.endsWith(':!')).join(' ')]);
    person('home', withCells[3], ([h, c, p]) => [h.replace(/^(i \S+) (\d+)/, (_, key, home) => `${key} ${home === '0' ? 1 : 0}`), c, p]);
    const still = people.find(({ line }) => parts(line)[1] === '');
    if (still) person('somebody who may not move', still, ([h, , p]) => [h, '0:900', p]);
    const wished = people.find(({ line }) => parts(line)[2].split(' ').length > 1 && !/:!/.test(line));
    person('a wish forgotten', wished, ([h, c, p]) => {
      const own = h.split(' ')[3];
      return [h, c, p.split(' ').filter((item) => item.split(':')[0] === own).join(' ')];
    });
    const post = lines.findIndex((line, i) => i < first && /^p \S+ \d+ \d+ \d+:\d/.test(line));
    check('worth of a seat', post, lines[post].replace(/^(p \S+ \d+ \d+ \d+:)(\d+)/, (_, head, points) => `${head}${Number(points) + 1}`));
    check('a seat more', post, lines[post].replace(/^(p \S+ \d+ \d+ )(\d+)/, (_, head, count) => `${head}${Number(count) + 1}`));
    check('district of a post', post, lines[post].replace(/^(p \S+ \d+ )(\d+)/, (_, head, d) => `${head}${d === '0' ? 1 : 0}`));
    const row = lines.findIndex((line) => line.startsWith('r '));
    check('a distance', row, lines[row].replace(/(\d+)$/, (points) => `${Number(points) + 1}`));
    check('the limit of moves', 1, lines[1].replace(/\d+/, (limit) => `${Number(limit) + 1}`));
    assert.ok(altered >= 30, `${altered} alterations`);
    writeFileSync(path.join(audit, 'plan.json'), JSON.stringify(stated));
    assert.equal(rows(audit, '--sample', '5').verdict, 'OK');
    console.log(`${altered} alterations found`);
  });

  await t.test('another policy is found', () => {
    const weights = path.join(audit, 'policy/weights.yaml');
    const text = readFileSync(weights, 'utf8');
    writeFileSync(weights, text.replace('fit: 1000', 'fit: 1001'));
    const found = rows(audit, '--sample', '20');
    assert.equal(found.verdict, 'WRONG');
    assert.ok(found.differences.some((difference) => difference.what === 'SHA-256'));
    assert.ok(found.differences.length > 1);
    writeFileSync(weights, text);
  });

  await t.test('a plan with scope, pins and bans', async () => {
    const moves = (await suite.client('matching').call('ListMoves', { parent: plan.name, page_size: 10 })).moves;
    const [a, b] = moves;
    const scoped = await suite.plan({
      policy, need_snapshot: snapshot.name, effective_date: undefined, max_moves: 40,
      pins: [{ employee: a.employee, post: a.to_post, reason: 'uji' }], bans: [{ employee: b.employee, post: b.to_post, reason: 'uji' }] });
    const other = path.join(folder, 'audit2');
    suite.ctl(['export', 'facts', scoped.name, other], { role: 'auditor' });
    assert.deepEqual(rows(other, '--all').differences, []);
    const teachers = await suite.plan({
      policy, need_snapshot: snapshot.name, effective_date: undefined, scope: { families: ['TEACHER'] }, max_moves: -1 });
    const third = path.join(folder, 'audit3');
    suite.ctl(['export', 'facts', teachers.name, third], { role: 'auditor' });
    assert.deepEqual(rows(third, '--all').differences, []);
  });

  await t.test('a plan with limits, groups, self-requests and tiers: what is not rebuilt is said', async () => {
    const wishing = readFileSync(path.join(audit, 'facts/preferences.csv'), 'utf8').split('\n').slice(1, 60)
      .map((line) => `employees/${line.split(',')[0]}`);
    const agency = readFileSync(path.join(audit, 'facts/agencies.csv'), 'utf8').split('\n')[1].split(',')[0];
    const limited = await suite.plan({
      policy, need_snapshot: snapshot.name, effective_date: undefined, tiers: true,
      limits: { self_requests: [...new Set(wishing)], caps: [{ within: `agencies/${agency}`, max_arrivals: 5 }] } });
    const fourth = path.join(folder, 'audit4');
    suite.ctl(['export', 'facts', limited.name, fourth], { role: 'auditor' });
    assert.match(readFileSync(path.join(fourth, 'plan.instance'), 'utf8'), /^selaras-instance 2\n/);
    const found = rows(fourth, '--all');
    assert.deepEqual(found.differences, []);
    assert.equal(found.not_rebuilt.length, 1);
  });
});
