// One whole cycle through the all-in-one: a province in, a proven and explained plan out; and what callers do wrong.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { requireSettings, workFolder } from './processes.mjs';
import { detailsOf, grpc, refusal } from './rpc.mjs';
import { generate, sha256, startSuite } from './suite.mjs';

requireSettings();
const { status: codes } = grpc;

test('cycle', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'cycle');
  const province = generate(folder, { seed: 11 });
  const suite = await startSuite(t, folder);
  const registry = suite.client('registry');
  const matching = suite.client('matching');
  let snapshot, plan, moves;

  await t.test('a province comes in; a second import changes nothing', async () => {
    const first = suite.json(['import', province]);
    assert.equal(first.import.state, 'STATE_IMPORTED');
    const rows = (result, count) =>
      [...result.import.files, ...result.records.files].reduce((sum, file) => sum + Number(file[count]), 0);
    assert.ok(rows(first, 'landed') > 20000);
    assert.ok(rows(first, 'refused') > 0, 'the generator plants bad rows');
    const before = await registry.call('GetRegistry');
    assert.equal(before.employees, first.import.employees);
    const second = suite.json(['import', province]);
    assert.equal(second.import.state, 'STATE_IMPORTED');
    assert.equal(rows(second, 'landed'), 0);
    assert.equal(rows(second, 'refused'), rows(first, 'refused'));
    assert.equal(rows(second, 'unchanged'), rows(first, 'landed'));
    assert.deepEqual(await registry.call('GetRegistry'), before);
    assert.equal(second.records.needs_revision, first.records.needs_revision);
  });

  await t.test('every refused row names place, shape, reason and cure, never the value', async () => {
    const { import: again } = suite.json(['import', province]);
    const faults = await registry.all('ListImportFaults', 'faults', { name: again.name });
    assert.ok(faults.length > 20);
    for (const fault of faults) {
      assert.ok(Number(fault.line) >= 1 && fault.file.endsWith('.csv'));
      assert.match(fault.reason, /^IMPORT_[A-Z_]+$/);
      assert.ok(fault.cure_id.length > 10 && fault.cure_en.length > 10);
      assert.doesNotMatch(fault.value_shape, /\d{6}/);
    }
  });

  await t.test('needs are analysed', async () => {
    snapshot = await suite.analyzeNeeds();
    assert.equal(snapshot.state, 'STATE_ANALYSED');
    const curves = await suite.client('needs').all('ListNeedCurves', 'need_curves', { parent: snapshot.name });
    assert.equal(String(curves.length), snapshot.totals.posts);
    const shortage = curves.reduce((sum, c) => sum + Math.max(0, c.target - c.incumbents), 0);
    assert.equal(String(shortage), snapshot.totals.shortage);
    for (const curve of curves) {
      curve.urgency.forEach((u, k) => assert.ok(k === 0 || u <= curve.urgency[k - 1], 'urgency never rises'));
    }
  });

  await t.test('a plan is made, proven, and verified by another program', async () => {
    const vectors = await matching.call('RefreshVectors', {});
    assert.equal(vectors.employees, (await registry.call('GetRegistry')).employees);
    plan = await suite.plan({ policy: suite.sealPolicy(), need_snapshot: snapshot.name });
    assert.equal(plan.result.verdict, 'VERDICT_OPTIMAL');
    assert.equal(plan.result.objective, plan.result.bound);
    assert.ok(Number(plan.result.objective) > Number(plan.result.status_quo));
    const files = await suite.exports(plan.name);
    assert.equal(sha256(files.plan), plan.result.plan_hash);
    assert.equal(sha256(files.instance), plan.result.instance_hash);
    assert.equal(sha256(files.certificate), plan.result.certificate_hash);
    assert.equal(suite.verify(files).verdict, 'OPTIMAL');
    // The verifier is no rubber stamp: a plan that claims more than it has is refused.
    const text = files.certificate.toString().replace(/^objective (\d+)$/m, (_, v) => `objective ${Number(v) + 1}`);
    assert.notEqual(suite.verify({ ...files, certificate: text }).verdict, 'OPTIMAL');
  });

  await t.test('moves and chains agree with the result and with each other', async () => {
    moves = await matching.all('ListMoves', 'moves', { parent: plan.name, page_size: 7 });
    const chains = await matching.all('ListChains', 'chains', { parent: plan.name });
    assert.equal(String(moves.length), plan.result.moves);
    assert.ok(moves.length > 0 && moves.length <= Number(plan.result.move_budget));
    assert.equal(new Set(moves.map((move) => move.employee)).size, moves.length);
    moves.forEach((move, k) => assert.ok(k === 0 || Number(move.gain) <= Number(moves[k - 1].gain)));
    assert.deepEqual(chains.flatMap((chain) => chain.moves).sort(), moves.map((move) => move.name).sort());
    const chainOf = new Map(chains.flatMap((chain) => chain.moves.map((move) => [move, chain.name])));
    for (const move of moves) {
      assert.equal(move.chain, chainOf.get(move.name));
      assert.notEqual(move.from_post, move.to_post);
      assert.ok(move.reasons.length > 0);
      assert.equal(move.measured, move.assumed.length === 0);
    }
    assert.equal(String(moves.filter((move) => move.measured).length), plan.result.measured_moves);
  });

  await t.test('movers and a refused wish are explained in both languages', async () => {
    for (const move of moves.slice(0, 5)) {
      const why = await matching.call('ExplainEmployee', { name: plan.name, employee: move.employee });
      assert.ok(why.moved);
      assert.equal(why.to_post, move.to_post);
      for (const text of [why.text_id, why.text_en, why.benefit_id, why.benefit_en]) assert.ok(text.length > 20, text);
      assert.notEqual(why.text_id, why.text_en);
    }
    const wish = await refusedWish(suite, plan, new Set(moves.map((move) => move.employee)));
    assert.ok(Number(wish.value) < Number(wish.cutoff), 'below the cutoff');
    assert.ok(wish.text_id.length > 20 && wish.text_en.length > 20 && wish.text_id !== wish.text_en);
    const printed = (lang) => suite.ctl(['explain', '--plan', plan.name, '--employee', moves[0].employee, '--lang', lang]).stdout;
    assert.notEqual(printed('id'), printed('en'));
  });

  await t.test('the same request id is the same plan', async () => {
    const request = { request_id: randomUUID(), spec: plan.spec };
    const [first, second] = [await matching.call('CreatePlan', request), await matching.call('CreatePlan', request)];
    assert.equal(first.name, second.name);
    const again = await suite.planEnd(first.name);
    assert.equal(again.result.plan_hash, plan.result.plan_hash);
  });

  await t.test('who may not, and what is wrong, is told with its reason', async () => {
    const expect = async (call, code, reason) => {
      const error = await refusal(call);
      assert.equal(error.code, code, `${error.code} ${error.details}`);
      const details = detailsOf(error);
      assert.equal(details.ErrorInfo.reason, reason);
      assert.ok(details.ErrorInfo.domain.length > 0);
      assert.equal(details.LocalizedMessage.locale, 'id');
      assert.ok(details.LocalizedMessage.message.length > 10);
      assert.notEqual(details.LocalizedMessage.message, error.details);
      return details;
    };
    const get = (role, name) => suite.client('matching', role).call('GetPlan', { name });
    await expect(get(null, plan.name), codes.UNAUTHENTICATED, 'TOKEN_REQUIRED');
    await expect(get('portal', plan.name), codes.PERMISSION_DENIED, 'ROLE_REQUIRED');
    await expect(get('analyst', 'plans/01jzzzzzzzzzzzzzzzzzzzzzzz'), codes.NOT_FOUND, 'PLAN_NOT_FOUND');
    await expect(get('analyst', 'posts/1'), codes.INVALID_ARGUMENT, 'INVALID_RESOURCE_NAME');
    const list = (request) => matching.call('ListMoves', { parent: plan.name, ...request });
    await expect(list({ page_size: -1 }), codes.INVALID_ARGUMENT, 'INVALID_PAGE_SIZE');
    await expect(list({ page_token: 'AAAA' }), codes.INVALID_ARGUMENT, 'PAGE_TOKEN_INVALID');
    await expect(list({ order_by: 'salary' }), codes.INVALID_ARGUMENT, 'INVALID_FIELDS');
    const page = await list({ page_size: 3 });
    assert.equal(page.total_size, plan.result.moves);
    const { next_page_token: token } = page;
    await expect(list({ page_token: token, order_by: 'name' }), codes.INVALID_ARGUMENT, 'PAGE_TOKEN_FOREIGN');
    const damaged = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA');
    await expect(list({ page_token: damaged }), codes.INVALID_ARGUMENT, 'PAGE_TOKEN_INVALID');
  });
  await suite.keepMetrics();
});

// The first wish of somebody who stays, lawful but below the cutoff.
async function refusedWish(suite, plan, movers) {
  for (const person of await suite.profiles()) {
    const employee = `employees/${person.employee_id}`;
    if (person.preferences.length === 0 || movers.has(employee)) continue;
    const why = await suite.client('matching').call('ExplainEmployee', { name: plan.name, employee });
    const wish = why.alternatives.find((a) => a.preference_rank === 1 && a.outcome === 'OUTCOME_BELOW_CUTOFF');
    if (wish) return wish;
  }
  throw new Error('every wish was met or unlawful');
}
