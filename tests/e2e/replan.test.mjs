// After a veto: a cycle with sealed goals, its plan, child plans near their parent, releases, and what the feed tells.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { requireSettings, workFolder } from './processes.mjs';
import { detailsOf, refusal } from './rpc.mjs';
import { generate, sha256, startSuite } from './suite.mjs';

requireSettings();

test('replan', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'replan');
  const suite = await startSuite(t, folder);
  suite.ctl(['import', generate(folder, { seed: 71 })]);
  const policy = suite.sealPolicy();
  const matching = suite.client('matching');
  const snapshot = await suite.analyzeNeeds();
  const act = (method, request) => matching.call(method, { request_id: randomUUID(), ...request });
  const goals = [{ indicator: 'shortage', scope: '', target_value: 120.5, text_id: 'Kekurangan paling banyak 120' }];
  const reasonOf = async (answer) => detailsOf(await refusal(answer)).ErrorInfo?.reason;
  const movesOf = (plan) => matching.all('ListMoves', 'moves', { parent: plan.name });
  const keysOf = async (plan) => new Set((await matching.all('ListChains', 'chains', { parent: plan.name })).map(({ key }) => key));
  const placements = (moves) => moves.map((move) => `${move.employee} ${move.to_post}`).sort();
  let cycle, plan, moves;

  const replan = async (parent, request) => {
    const queued = await act('Replan', { name: parent.name, ...request });
    const child = await suite.planEnd(queued.name);
    assert.equal(child.state, 'STATE_PLANNED', child.failure_reason);
    assert.equal(child.parent, parent.name);
    return child;
  };

  await t.test('a cycle goes forward one by one, on its days', async () => {
    cycle = await act('CreateCycle', {
      cycle: {
        display_name: 'Mutasi 2026',
        policy,
        phase_dates: [
          { phase: 'PHASE_ANALYSIS', start_date: { year: 2020, month: 1, day: 1 } },
          { phase: 'PHASE_CLOSED', start_date: { year: 2999, month: 1, day: 1 } },
        ],
      },
    });
    assert.equal(cycle.phase, 'PHASE_PREFERENCES');
    const early = act('AdvanceCycle', { name: cycle.name, etag: cycle.etag, phase: 'PHASE_PLANNING' });
    assert.equal(await reasonOf(early), 'CYCLE_PHASE_ORDER');
    for (const phase of ['PHASE_ANALYSIS', 'PHASE_PLANNING']) {
      cycle = await act('AdvanceCycle', { name: cycle.name, etag: cycle.etag, phase });
      assert.equal(cycle.phase, phase);
    }
    const { cycles } = await matching.call('ListCycles');
    assert.deepEqual(cycles, [cycle]);
  });

  await t.test('no plan of it is released before its goals are sealed', async () => {
    plan = await suite.plan({ policy, need_snapshot: snapshot.name, cycle: cycle.name });
    moves = await movesOf(plan);
    assert.ok(moves.length > 10, `${moves.length} moves`);
    assert.equal(await reasonOf(act('ReleasePlan', { name: plan.name, etag: plan.etag })), 'CYCLE_GOALS_NOT_SEALED');
    const sealed = await act('SealGoals', { name: cycle.name, etag: cycle.etag, goals });
    const text = `selaras-goals 1\ncycle ${cycle.name.split('/')[1]}\ngoal 8:shortage 0: 120.5 28:Kekurangan paling banyak 120\n`;
    assert.equal(sealed.goals_hash, sha256(text));
    const other = act('SealGoals', { name: cycle.name, etag: sealed.etag, goals: [{ ...goals[0], target_value: 1 }] });
    assert.equal(await reasonOf(other), 'CYCLE_GOALS_SEALED');
    cycle = sealed;
  });

  await t.test('a ban of what the plan does not do changes nothing', async () => {
    const [first, ...rest] = moves;
    const elsewhere = rest.find((move) => move.to_post !== first.to_post && move.to_post !== first.from_post).to_post;
    const child = await replan(plan, { bans: [{ employee: first.employee, post: elsewhere, reason: 'uji' }] });
    if (plan.result.verdict !== 'VERDICT_OPTIMAL') {
      // Only a better plan may take the place of one that was not proven the best.
      assert.ok(Number(child.result.objective) >= Number(plan.result.objective));
      if (child.result.objective !== plan.result.objective) return;
    }
    assert.deepEqual(placements(await movesOf(child)), placements(moves));
    assert.deepEqual(await keysOf(child), await keysOf(plan));
    assert.equal(child.replan.people_changed, '0');
    assert.equal(child.replan.value_lost, '0');
    assert.equal(child.replan.chains_gone, '0');
  });

  await t.test('a veto gives a proven child near its parent', async () => {
    const vetoed = moves[0];
    const request_id = randomUUID();
    const ask = { request_id, name: plan.name, bans: [{ employee: vetoed.employee, post: vetoed.to_post, reason: 'veto' }] };
    const [queued, again] = [await matching.call('Replan', ask), await matching.call('Replan', ask)];
    assert.equal(again.name, queued.name, 'the same request is the same child');
    const child = await suite.planEnd(queued.name);
    assert.equal(child.state, 'STATE_PLANNED', child.failure_reason);
    const after = await movesOf(child);
    assert.ok(!after.some((move) => move.employee === vetoed.employee && move.to_post === vetoed.to_post));
    const before = new Set(placements(moves));
    const kept = placements(after).filter((placement) => before.has(placement)).length;
    console.log(`veto: ${child.replan.people_changed} people changed, ${kept} of ${moves.length} moves kept, lost ` +
      `${child.replan.value_lost} points, ${child.replan.value_lost_alone} alone, chains ${child.replan.chains_kept} kept ` +
      `${child.replan.chains_new} new ${child.replan.chains_gone} gone`);
    assert.ok(Number(child.replan.people_changed) >= 1);
    assert.ok(kept >= moves.length - Number(child.replan.people_changed));
    assert.ok(Number(child.replan.value_lost) >= 0);
    assert.ok(Number(child.replan.value_lost_alone) >= Number(child.replan.value_lost));
    assert.ok(Number(child.replan.chains_kept) > 0);
    const [old, now] = [await keysOf(plan), await keysOf(child)];
    assert.equal([...now].filter((key) => old.has(key)).length, Number(child.replan.chains_kept));
    const files = await suite.exports(child.name);
    const verdict = suite.verify(files);
    assert.equal(`VERDICT_${verdict.verdict}`, child.result.verdict);
    assert.equal(sha256(files.plan), child.result.plan_hash);
    assert.match(files.plan.toString(), new RegExp(`^parent ${plan.result.plan_hash}$`, 'm'));

    // A second veto on the child: bans add up, settled moves stay.
    const [settled, next] = [after[0], after.find((move) => move.chain !== after[0].chain)];
    const grandchild = await replan(child, {
      bans: [{ employee: next.employee, post: '', reason: 'tetap' }],
      settled_moves: [settled.name],
    });
    assert.equal(grandchild.spec.bans.length, 2);
    const last = await movesOf(grandchild);
    assert.ok(last.some((move) => move.employee === settled.employee && move.to_post === settled.to_post));
    assert.ok(!last.some((move) => move.employee === next.employee));
    assert.ok(!last.some((move) => move.employee === vetoed.employee && move.to_post === vetoed.to_post));
    assert.equal(`VERDICT_${suite.verify(await suite.exports(grandchild.name)).verdict}`, grandchild.result.verdict);
  });

  await t.test('what cannot be asked is refused at the call, with the cure', async () => {
    const [{ employee, to_post: post, name }] = moves;
    const refused = (request) => reasonOf(act('Replan', { name: plan.name, ...request }));
    assert.equal(await refused({}), 'REPLAN_NOTHING_ASKED');
    assert.equal(await refused({ bans: [{ employee: 'employees/nobody' }] }), 'REPLAN_REFERENCE_UNKNOWN');
    assert.equal(await refused({ pins: [{ employee, post: 'posts/nowhere' }] }), 'REPLAN_REFERENCE_UNKNOWN');
    assert.equal(await refused({ settled_moves: [`${plan.name}/moves/none`] }), 'REPLAN_REFERENCE_UNKNOWN');
    assert.equal(await refused({ settled_moves: [name], bans: [{ employee, post }] }), 'REPLAN_CONFLICT');
    assert.equal(await refused({ etag: '77', bans: [{ employee, post }] }), 'ETAG_STALE');
  });

  await t.test('a release leads the cycle on; a child takes its parent’s place', async () => {
    const released = await act('ReleasePlan', { name: plan.name, etag: plan.etag });
    assert.equal(released.state, 'STATE_RELEASED');
    cycle = await matching.call('GetCycle', { name: cycle.name });
    assert.equal(cycle.phase, 'PHASE_RELEASED');
    assert.equal(cycle.released_plan, plan.name);
    const child = await replan(plan, { bans: [{ employee: moves[1].employee, post: moves[1].to_post }] });
    await act('ReleasePlan', { name: child.name, etag: child.etag });
    assert.equal((await matching.call('GetCycle', { name: cycle.name })).released_plan, child.name);
    const stranger = await suite.plan({ policy, need_snapshot: snapshot.name, cycle: cycle.name });
    assert.equal(await reasonOf(act('ReleasePlan', { name: stranger.name, etag: stranger.etag })), 'CYCLE_PHASE');
  });

  await t.test('the feed tells every act once, with evidence', async () => {
    // A service serves every tenant and names the one it asks for.
    const feed = suite.client('matching', 'service');
    const metadata = feed.metadata.bind(feed);
    feed.metadata = () => {
      const named = metadata();
      named.set('selaras-tenant', 'province');
      return named;
    };
    const { events, latest_position: latest } = await feed.call('ListEvents', { page_size: 2000 });
    assert.equal(events.at(-1).position, latest);
    const count = (kind) => events.filter((event) => event.kind === kind).length;
    assert.equal(count('PolicySealed'), 1);
    assert.equal(count('GoalsSealed'), 1);
    assert.equal(count('CycleAdvanced'), 3);
    assert.equal(count('PlanFinished'), 6);
    assert.equal(count('PlanReleased'), 2);
    assert.equal(count('LeafWritten') * 2, events.length);
    assert.equal(new Set(events.map((event) => event.event_id)).size, events.length);
    assert.equal(await reasonOf(matching.call('ListEvents', {})), 'ROLE_REQUIRED');
  });
});
