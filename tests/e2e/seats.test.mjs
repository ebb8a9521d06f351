// Seats and decrees as a foreign client uses them: two people change places, once and for good.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { requireSettings, workFolder } from './processes.mjs';
import { detailsOf, refusal } from './rpc.mjs';
import { effectiveDate, generate, startSuite } from './suite.mjs';

requireSettings();

test('seats', { timeout: 240000 }, async (t) => {
  const folder = workFolder(t, 'seats');
  const province = generate(folder, { seed: 53 });
  const suite = await startSuite(t, folder);
  suite.ctl(['import', province]);
  const registry = suite.client('registry', 'service');
  const plain = registry.metadata.bind(registry);
  registry.metadata = () => {
    const named = plain();
    named.set('selaras-tenant', 'province');  // a service serves every tenant, so it names one
    return named;
  };
  const at = { effective_date: effectiveDate };
  // Two of one position in full posts of one agency.
  const everybody = (await suite.profiles()).filter((one) => one.post && one.state === 'EMPLOYEE_STATE_ACTIVE');
  const posts = new Map((await registry.read('StreamPosts', { at })).flatMap((batch) => batch.posts).map((post) => [post.name, post]));
  const [ani, budi] = pairIn(everybody, posts);
  const named = await registry.call('BatchGetProfiles', { at, employee_ids: [ani.employee_id, budi.employee_id] });
  assert.deepEqual(named.profiles.map((one) => one.post), [ani.post, budi.post]);
  const swap = named.profiles.map((one, i) => ({
    employee: `employees/${one.employee_id}`,
    from_post: one.post,
    to_post: named.profiles[1 - i].post,
    expected_appointment_revision: one.post_revision,
  }));
  const reserve = (moves, more = {}) => registry.call('ReserveSeats', {
    request_id: randomUUID(), chain_key: 'swap', effective_date: effectiveDate, moves, ...more });

  const stale = await refusal(reserve([{ ...swap[0], expected_appointment_revision: '999999' }, swap[1]]));
  assert.equal(detailsOf(stale).ErrorInfo.reason, 'SEAT_APPOINTMENT_CHANGED');
  assert.equal(detailsOf(stale).ErrorInfo.metadata.present_revision, named.profiles[0].post_revision);

  const held = await reserve(swap, { request_id: 'once' });
  assert.equal(held.state, 'STATE_HELD');
  assert.equal((await reserve(swap, { request_id: 'once' })).name, held.name);
  assert.equal(detailsOf(await refusal(reserve(swap))).ErrorInfo.metadata.reservation, held.name);

  const decrees = swap.map((move, i) => ({
    decree: `decrees/d${i}`, decree_number: `800/${i}/2026`, employee: move.employee, to_post: move.to_post }));
  const apply = (list, request_id = randomUUID()) => registry.call('ApplyDecrees', { request_id, reservation: held.name, decrees: list });
  assert.equal(detailsOf(await refusal(apply(decrees.slice(1)))).ErrorInfo.reason, 'SEAT_DECREES_INCOMPLETE');
  const applied = await apply(decrees);
  assert.deepEqual(await apply(decrees), applied);
  assert.equal(applied.reservation.state, 'STATE_APPLIED');
  const released = await refusal(registry.call('ReleaseSeats', { name: held.name, etag: applied.reservation.etag, request_id: 'r' }));
  assert.equal(detailsOf(released).ErrorInfo.reason, 'SEAT_RESERVATION_ENDED');

  const after = await registry.call('BatchGetProfiles', { at, employee_ids: [ani.employee_id, budi.employee_id] });
  assert.deepEqual(after.profiles.map((one) => one.post), [budi.post, ani.post]);
  assert.deepEqual(after.profiles.map((one) => one.post_revision), [applied.revision, applied.revision]);
  const filled = await registry.call('BatchGetPosts', { at, names: [ani.post, budi.post] });
  assert.deepEqual(filled.posts.map((post) => post.incumbents), [ani.post, budi.post].map((name) => posts.get(name).incumbents));
  for (const [i, decree] of decrees.entries()) {
    const history = await suite.client('registry').call('GetHistory', { name: decree.employee });
    const made = history.entries.filter((entry) => entry.content_json.includes(decree.decree_number));
    assert.deepEqual(made.map((entry) => entry.fact), [applied.reservation.decrees[i].appointment]);
  }
  const { events } = await registry.call('ListEvents', {});
  const kinds = events.map((event) => event.kind).filter((kind) => kind.startsWith('Seats'));
  assert.deepEqual(kinds.slice(0, 2), ['SeatsReserved', 'SeatsApplied']);
});

// Two people whose posts are other posts of the same position in one agency, each as full as it may be.
function pairIn(people, posts) {
  const seen = new Map();
  for (const one of people) {
    const post = posts.get(one.post);
    if (!post || post.incumbents < post.ceiling) continue;
    const key = `${post.agency} ${post.position}`;
    const other = seen.get(key);
    if (other && other.post !== one.post) return [other, one];
    if (!other) seen.set(key, one);
  }
  throw new Error('no two people fit');
}
