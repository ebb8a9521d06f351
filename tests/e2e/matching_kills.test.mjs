// Killed at each step of its acts, matching comes back with what was acknowledged, and a repeat does the rest once.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { requireSettings, until, workFolder } from './processes.mjs';
import { generate, startSuite } from './suite.mjs';

requireSettings();

test('matching_kills', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'matching-kills');
  const suite = await startSuite(t, folder);
  suite.ctl(['import', generate(folder, { seed: 72 })]);
  const policy = suite.sealPolicy();
  const snapshot = await suite.analyzeNeeds();
  const matching = suite.client('matching');
  const feed = suite.client('matching', 'service');
  const metadata = feed.metadata.bind(feed);
  feed.metadata = () => {
    const named = metadata();
    named.set('selaras-tenant', 'province');
    return named;
  };
  const goals = [{ indicator: 'shortage', target_value: 1 }];
  const spec = (cycle) => ({ policy, need_snapshot: snapshot.name, effective_date: { year: 2026, month: 7, day: 1 }, cycle });

  // Restarts with the point armed, lets `act` run into it, and restarts without.
  const dieAt = async (point, act) => {
    await suite.service.program.end();
    await suite.service.start({ SELARAS_FAILPOINT: point });
    await act().catch(() => {});
    await until(`death at ${point}`, async () => !suite.service.program.running);
    await suite.service.start();
  };
  const eventsOf = async () => (await feed.call('ListEvents', { page_size: 2000 })).events;
  const count = async (kind) => (await eventsOf()).filter((event) => event.kind === kind).length;

  for (const when of ['before_commit', 'after_commit']) {
    await t.test(`killed ${when}`, async () => {
      const cycle = await matching.call('CreateCycle', { request_id: randomUUID(), cycle: { display_name: when } });
      const once = (method, request) => {
        const asked = { request_id: randomUUID(), ...request };
        return () => matching.call(method, asked);
      };
      // A step of a cycle.
      const seal = once('SealGoals', { name: cycle.name, etag: cycle.etag, goals });
      const [sealed, advanced] = [await count('GoalsSealed'), await count('CycleAdvanced')];
      await dieAt(`matching.change_cycle.${when}`, seal);
      assert.equal(await count('GoalsSealed'), sealed + (when === 'after_commit' ? 1 : 0));
      let now = await seal();
      assert.ok(now.goals_hash);
      assert.equal(await count('GoalsSealed'), sealed + 1);
      for (const phase of ['PHASE_ANALYSIS', 'PHASE_PLANNING']) {
        now = await once('AdvanceCycle', { name: now.name, etag: now.etag, phase })();
      }
      assert.equal(await count('CycleAdvanced'), advanced + 2);

      // A plan is asked for, then finished.
      const create = once('CreatePlan', { spec: spec(cycle.name) });
      const finished = await count('PlanFinished');
      await dieAt(`matching.create_plan.${when}`, create);
      const first = await create();
      let plan = await suite.planEnd(first.name);
      assert.equal(plan.state, 'STATE_PLANNED');
      assert.equal(await count('PlanFinished'), finished + 1);
      const second = once('CreatePlan', { spec: { ...spec(cycle.name), seed: 9 } });
      await dieAt(`matching.finish.${when}`, second);
      const again = await suite.planEnd((await second()).name);
      assert.equal(again.state, 'STATE_PLANNED');
      assert.equal(again.result.objective, plan.result.objective);
      assert.equal(await count('PlanFinished'), finished + 2);
      assert.equal(suite.verify(await suite.exports(again.name)).verdict, 'OPTIMAL');

      // And released.
      const released = await count('PlanReleased');
      const release = once('ReleasePlan', { name: plan.name, etag: plan.etag });
      await dieAt(`matching.release.${when}`, release);
      plan = await release();
      assert.equal(plan.state, 'STATE_RELEASED');
      assert.equal((await matching.call('GetCycle', { name: cycle.name })).released_plan, plan.name);
      assert.equal(await count('PlanReleased'), released + 1);
      const events = await eventsOf();
      assert.equal(events.filter(({ kind }) => kind === 'LeafWritten').length * 2, events.length, 'every act has its evidence');
      events.forEach((event, k) => assert.equal(Number(event.position), k + 1, 'the feed has no gap'));
    });
  }
});
