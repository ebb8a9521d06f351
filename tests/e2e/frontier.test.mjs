// Plans beside each other: the frontier of one plan, two compared, one solver run at a time.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { requireSettings, workFolder } from './processes.mjs';
import { detailsOf, refusal } from './rpc.mjs';
import { generate, startSuite } from './suite.mjs';

requireSettings();

test('frontier', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'frontier');
  const suite = await startSuite(t, folder);
  suite.ctl(['import', generate(folder, { seed: 91 })]);
  const policy = suite.sealPolicy();
  const matching = suite.client('matching');
  const snapshot = await suite.analyzeNeeds();
  const plan = await suite.plan({ policy, need_snapshot: snapshot.name, max_moves: 60 });
  const free = await suite.plan({ policy, need_snapshot: snapshot.name, max_moves: -1 });
  const trace = (request) => matching.call('TraceFrontier', { name: plan.name, ...request }, 200);
  const reasonOf = async (answer) => detailsOf(await refusal(answer)).ErrorInfo?.reason;
  const number = (value) => Number(value);

  await t.test('points go from the fewest moves to the free optimum, proven and concave', async () => {
    const { points } = await trace({});
    assert.equal(points.length, 9);
    const limits = points.map((point) => number(point.max_moves));
    assert.equal(limits.at(-1), -1);
    assert.deepEqual(limits.slice(0, -1), [...limits.slice(0, -1)].sort((a, b) => a - b));
    for (const point of points) {
      assert.ok(number(point.bound) >= number(point.objective));
      if (number(point.max_moves) >= 0) assert.ok(number(point.moves) <= number(point.max_moves));
    }
    for (let k = 1; k < points.length; k++) {
      assert.ok(number(points[k].bound) >= number(points[k - 1].bound), `bound falls at ${k}`);
      assert.ok(number(points[k].objective) >= number(points[k - 1].objective), `value falls at ${k}`);
      assert.ok(number(points[k].price_milli) <= number(points[k - 1].price_milli), `price rises at ${k}`);
    }
    // The plan's own point is the plan, the last one the plan without a limit.
    const own = points.find((point) => point.max_moves === '60');
    assert.deepEqual(
      [own.objective, own.bound, own.moves, own.shortage, own.surplus],
      [plan.result.objective, plan.result.bound, plan.result.moves, plan.result.shortage_after, plan.result.surplus_after]);
    const last = points.at(-1);
    assert.deepEqual(
      [last.objective, last.bound, last.moves, last.shortage],
      [free.result.objective, free.result.bound, free.result.moves, free.result.shortage_after]);
    // Asked limits give the same numbers as a plan made there.
    const at20 = await suite.plan({ policy, need_snapshot: snapshot.name, max_moves: 20 });
    const asked = await trace({ max_moves: [20, 60] });
    assert.deepEqual(asked.points.map((point) => point.max_moves), ['20', '60', '-1']);
    assert.deepEqual([asked.points[0].objective, asked.points[0].bound, asked.points[0].moves],
      [at20.result.objective, at20.result.bound, at20.result.moves]);
    assert.deepEqual(asked.points[1], own);
  });

  await t.test('what cannot be traced is refused with a reason', async () => {
    assert.equal(await reasonOf(trace({ point_count: 1 })), 'INVALID_FIELDS');
    assert.equal(await reasonOf(trace({ max_moves: [-1] })), 'INVALID_FIELDS');
    assert.equal(await reasonOf(matching.call('TraceFrontier', { name: 'plans/nowhere' })), 'PLAN_NOT_FOUND');
    const [move] = await matching.all('ListMoves', 'moves', { parent: plan.name });
    const pinned = await suite.plan({
      policy, need_snapshot: snapshot.name, max_moves: 20,
      pins: [{ employee: move.employee, post: move.to_post, reason: 'uji' }],
    });
    const details = detailsOf(await refusal(matching.call('TraceFrontier', { name: pinned.name, max_moves: [0] })));
    assert.equal(details.ErrorInfo.reason, 'FRONTIER_BELOW_FEWEST');
    assert.equal(details.ErrorInfo.metadata.fewest, '1');
  });

  await t.test('one solver run at a time; a plan waits its turn', async () => {
    const answers = Array.from({ length: 6 }, () => trace({ point_count: 33 }).catch((error) => error));
    const queued = await suite.createPlan({ policy, need_snapshot: snapshot.name, max_moves: 30 });
    const done = await Promise.all(answers);
    const busy = done.filter((answer) => answer instanceof Error);
    assert.ok(busy.length >= 1, 'nobody was turned away');
    assert.ok(busy.length < done.length, 'nobody was served');
    for (const error of busy) {
      const details = detailsOf(error);
      assert.equal(details.ErrorInfo.reason, 'SOLVER_BUSY');
      assert.ok(number(details.RetryInfo.retryDelay?.seconds ?? 0) > 0, 'it says when to come back');
    }
    const waited = await suite.planEnd(queued.name);
    assert.equal(waited.state, 'STATE_PLANNED', waited.failure_reason);
  });

  await t.test('two plans compared: every move of both is counted once', async () => {
    const found = await matching.call('ComparePlans', { plan_a: plan.name, plan_b: free.name, page_size: 1000 });
    assert.ok(found.same_facts && found.same_needs && found.same_policy);
    const [a, b] = await Promise.all(
      [plan, free].map(async ({ name }) =>
        new Map((await matching.all('ListMoves', 'moves', { parent: name })).map((move) => [move.employee, move.to_post]))));
    const both = [...a].filter(([employee, post]) => b.get(employee) === post).length;
    const elsewhere = [...a].filter(([employee, post]) => b.has(employee) && b.get(employee) !== post).length;
    assert.deepEqual(
      [found.moves_in_both, found.moves_elsewhere, found.moves_only_a, found.moves_only_b].map(number),
      [both, elsewhere, a.size - both - elsewhere, b.size - both - elsewhere]);
    const figure = (name) => found.figures.find((row) => row.figure === name);
    assert.equal(figure('objective').a, plan.result.objective);
    assert.equal(figure('objective').b, free.result.objective);
    assert.equal(figure('shortage').b, free.result.shortage_after);
    // Pages hold together.
    const pages = [];
    let page_token = '';
    do {
      const page = await matching.call('ComparePlans', { plan_a: plan.name, plan_b: free.name, page_size: 7, page_token });
      pages.push(...page.placements);
      page_token = page.next_page_token;
    } while (page_token);
    assert.equal(pages.length, a.size + b.size - 2 * both - elsewhere);
    assert.deepEqual(pages.slice(0, found.placements.length), found.placements);
    for (const { employee, to_post_a, to_post_b } of pages) {
      assert.deepEqual([to_post_a, to_post_b], [a.get(employee) ?? '', b.get(employee) ?? '']);
    }
    const same = await matching.call('ComparePlans', { plan_a: plan.name, plan_b: plan.name });
    assert.equal(same.placements.length, 0);
    assert.equal(same.moves_in_both, plan.result.moves);
  });

  await t.test('selarasctl draws it and sets plans beside each other', async () => {
    const picture = path.join(folder, 'frontier.svg');
    const drawn = suite.ctl(['frontier', plan.name, '--points', '5', '--svg', picture, '--no-unicode']).stdout;
    assert.match(drawn, /Kenaikan nilai/);
    assert.match(drawn, /rencana ini/);
    for (const line of drawn.split('\n').filter((text) => /[|+]/.test(text))) assert.ok(line.length <= 80, line);
    assert.match(fs.readFileSync(picture, 'utf8'), /^<svg [\s\S]*pegawai yang dipindahkan \(orang\)[\s\S]*<\/svg>\n$/);
    assert.equal(suite.json(['frontier', plan.name, '--max-moves', '10,40']).points.length, 3);
    const braille = suite.ctl(['frontier', plan.name, '--points', '4'], { env: { LC_ALL: 'C.UTF-8' } }).stdout;
    assert.match(braille, /[\u2801-\u28ff]/);
    assert.match(suite.ctl(['compare', plan.name, free.name]).stdout, /sama pada keduanya/);
    assert.equal(suite.json(['compare', plan.name, free.name]).plan_a, plan.name);
  });
});
