// Caps, chains, tiers and what nothing can keep: through the real services, checked by the outside verifier.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { requireSettings, workFolder } from './processes.mjs';
import { detailsOf, refusal } from './rpc.mjs';
import { generate, sha256, startSuite } from './suite.mjs';

requireSettings();

test('limits', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'limits');
  const suite = await startSuite(t, folder);
  suite.ctl(['import', generate(folder, { seed: 73 })]);
  const policy = suite.sealPolicy();
  const matching = suite.client('matching');
  const snapshot = await suite.analyzeNeeds();
  const base = { policy, need_snapshot: snapshot.name, max_moves: -1 };
  const movesOf = (plan) => matching.all('ListMoves', 'moves', { parent: plan.name });
  const chainsOf = (plan) => matching.all('ListChains', 'chains', { parent: plan.name });
  const reasonOf = async (answer) => detailsOf(await refusal(answer)).ErrorInfo?.reason;
  const use = (plan, kind, within = '') => plan.result.limits.find((one) => one.kind === kind && one.within === within);
  const free = await suite.plan(base);
  const freeMoves = await movesOf(free);

  const registry = suite.client('registry');
  const posts = new Map();
  const unitOf = async (name) => {
    if (!posts.has(name)) posts.set(name, (await registry.call('GetPost', { name })).org_unit);
    return posts.get(name);
  };

  await t.test('a cap is kept, priced and proven', async () => {
    // The unit that most people would enter.
    const arrivals = new Map();
    for (const move of freeMoves) {
      const [from, to] = [move.from_post && await unitOf(move.from_post), await unitOf(move.to_post)];
      if (from !== to) arrivals.set(to, (arrivals.get(to) ?? 0) + 1);
    }
    const [[unit, most]] = [...arrivals].sort((a, b) => b[1] - a[1]);
    assert.ok(most >= 2, `${most} arrive in the busiest unit`);
    const plan = await suite.plan({ ...base, limits: { caps: [{ within: unit, max_arrivals: 1 }] } });
    const cap = use(plan, 'ARRIVALS', unit);
    assert.equal(cap.bound, '1');
    assert.ok(Number(cap.used) <= 1);
    assert.ok(Number(plan.result.objective) <= Number(free.result.objective));
    assert.ok(Number(plan.result.bound) >= Number(plan.result.objective));
    const files = await suite.exports(plan.name);
    assert.equal(`VERDICT_${suite.verify(files).verdict}`, plan.result.verdict);
    assert.equal(sha256(files.plan), plan.result.plan_hash);
    assert.match(files.plan.toString(), /^selaras-plan 2\n/);
    console.log(`cap: ${most} → ${cap.used}, price ${cap.price_milli} milli, ${free.result.objective} → ${plan.result.objective} of ${plan.result.bound}`);
  });

  await t.test('chains are cut and the gap is proven', async () => {
    const longest = Math.max(...(await chainsOf(free)).map((chain) => chain.moves.length));
    const plan = await suite.plan({ ...base, limits: { max_chain_moves: 1, chains_within_agencies: true } });
    for (const chain of await chainsOf(plan)) assert.equal(chain.moves.length, 1);
    assert.equal(use(plan, 'CHAIN_LENGTH').used, '1');
    if (longest > 1) assert.equal(plan.result.verdict, 'VERDICT_WITHIN');
    assert.equal(plan.result.bound, free.result.bound, 'the bound is that of the plan without the limit');
    const verdict = suite.verify(await suite.exports(plan.name));
    assert.equal(`VERDICT_${verdict.verdict}`, plan.result.verdict);
    console.log(`chains: longest ${longest}, gap ${plan.result.bound - plan.result.objective}`);
  });

  await t.test('tiers fill critical seats, then target seats, before points', async () => {
    const plan = await suite.plan({ ...base, tiers: true });
    assert.deepEqual(plan.result.tiers.map(({ tier }) => tier), ['CRITICAL', 'TARGET', 'POINTS']);
    for (const tier of plan.result.tiers) assert.equal(tier.objective, tier.bound);
    assert.ok(Number(plan.result.objective) <= Number(free.result.objective), 'points come last');
    assert.ok(Number(plan.result.shortage_after) <= Number(free.result.shortage_after));
    assert.equal(suite.verify(await suite.exports(plan.name)).verdict, 'OPTIMAL');
  });

  await t.test('what nothing can keep is a result with every reason, and is relaxed by a replan', async () => {
    // One that needs no other, so that it alone is possible.
    const alone = (await chainsOf(free)).find((chain) => chain.moves.length === 1);
    const one = freeMoves.find((move) => move.chain === alone.name);
    const into = await unitOf(one.to_post);
    const spec = {
      ...base,
      max_moves: 0,
      pins: [{ employee: one.employee, post: one.to_post, reason: 'uji' }],
      limits: { caps: [{ within: into, max_arrivals: 0 }] },
    };
    const plan = await suite.plan(spec);
    assert.equal(plan.result.verdict, 'VERDICT_INFEASIBLE');
    const reasons = plan.result.conflicts.map(({ reason }) => reason).sort();
    assert.deepEqual(reasons, ['PINS_OVER_ARRIVALS', 'PINS_OVER_LIMIT']);
    for (const conflict of plan.result.conflicts) {
      assert.ok(conflict.text_id.length > 20 && conflict.text_en.length > 20);
      assert.ok(!conflict.text_id.includes('{'), conflict.text_id);
    }
    assert.equal((await movesOf(plan)).length, 0);
    assert.equal((await chainsOf(plan)).length, 0, 'no case can come from it');
    const release = matching.call('ReleasePlan', { name: plan.name, etag: plan.etag, request_id: randomUUID() });
    assert.equal(await reasonOf(release), 'PLAN_INFEASIBLE');
    const explain = matching.call('ExplainEmployee', { name: plan.name, employee: one.employee });
    assert.equal(await reasonOf(explain), 'PLAN_INFEASIBLE');
    assert.match(suite.ctl(['plan', 'show', plan.name], { status: null }).stdout, /INFEASIBLE\n- Penetapan awal/);

    const queued = await matching.call('Replan', { name: plan.name, request_id: randomUUID(), limits: {}, max_moves: '1' });
    const child = await suite.planEnd(queued.name);
    assert.equal(child.state, 'STATE_PLANNED', child.failure_reason);
    assert.notEqual(child.result.verdict, 'VERDICT_INFEASIBLE');
    const [move, ...rest] = await movesOf(child);
    assert.equal(rest.length, 0);
    assert.equal(move.employee, one.employee);
  });

  await t.test('what is malformed is refused at the call, with field and cure', async () => {
    const fieldsOf = async (limits) => {
      const details = detailsOf(await refusal(suite.createPlan({ ...base, limits })));
      return details.BadRequest?.fieldViolations.map(({ field }) => field);
    };
    assert.deepEqual(await fieldsOf({ absorption_permille: -1 }), ['spec.limits.absorption_permille']);
    assert.deepEqual(await fieldsOf({ caps: [{ within: 'posts/x', max_arrivals: 1 }] }), ['spec.limits.caps[0].within']);
    assert.deepEqual(await fieldsOf({ caps: [{ within: 'agencies/x' }] }), ['spec.limits.caps[0]']);
    const [a, b] = freeMoves.map(({ employee }) => employee);
    const groups = ['KIND_TOGETHER', 'KIND_APART'].map((kind) => ({ kind, level: 'LEVEL_UNIT', employees: [a, b] }));
    assert.deepEqual(await fieldsOf({ groups }), ['spec.limits.groups[1].employees']);
  });

  await t.test('the command line asks for all of it', async () => {
    const plan = suite.json(['plan', 'create', '--unlimited', '--max-chain', '2', '--absorption', '500']);
    assert.equal(plan.spec.limits.max_chain_moves ?? plan.spec.limits.maxChainMoves, 2);
    const shown = suite.ctl(['plan', 'show', plan.name]).stdout;
    assert.match(shown, /CHAIN_LENGTH/);
    assert.match(shown, /gap/);
  });
});
