// lampung_regions: experienced health staff gather in Bandar Lampung and Metro while Lampung Tengah is short. Each
// regency has needs of its own; who goes to Lampung Tengah goes from one agency to another, by the governor's decree;
// everybody learns why. What was planted stands in province.json.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { requireSettings, workFolder } from '../e2e/processes.mjs';
import { detailsOf, grpc, refusal } from '../e2e/rpc.mjs';
import { effectiveDate, sha256 } from '../e2e/suite.mjs';
import { codeOf, originOf, reasonOf, ScenarioProvince, sum, textOf } from './province.mjs';

requireSettings();
const { status: codes } = grpc;
const seed = 5;
const rich = ['1871', '1872'];  // Bandar Lampung, Metro
const short = '1802';           // Lampung Tengah

test('lampung_regions', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'lampung');
  const province = await ScenarioProvince.start(t, folder, { scenario: 'lampung_regions', seed });
  const { deciding, planted, suite } = province;
  const registry = province.client('registry');
  const matching = (role) => province.client('matching', role);
  const policy = suite.sealPolicy();
  const need_snapshot = province.snapshot.name;
  const plan = await suite.plan({ policy, need_snapshot });
  const moves = await province.movesOf(plan);
  const agencyCode = (post) => (post ? codeOf(province.agencyOf(post)) : '');
  const isHealth = (post) => province.positionOf(post).family === 'FAMILY_HEALTH';
  const volunteers = await province.employees(planted.experienced_volunteers.nips);
  const profiles = await province.profiles();
  const arrivals = moves.filter((move) => (
    rich.includes(agencyCode(move.from_post)) && agencyCode(move.to_post) === short && isHealth(move.to_post)));
  const byCode = (a, b) => (province.postCode(a.to_post) < province.postCode(b.to_post) ? -1 : 1);
  const chosen = arrivals.filter((move) => volunteers.includes(move.employee)).sort(byCode);

  await t.test('each regency and city is an agency of its own under one province', () => {
    const kinds = [...province.agencyByCode].map(([code, agency]) => `${code} ${agency.kind}`);
    const own = planted.regencies.map(({ code, name }) => `${code} ${/^Kota/.test(name) ? 'KIND_CITY' : 'KIND_REGENCY'}`);
    assert.deepEqual(kinds, ['18 KIND_PROVINCE', ...own].sort());
    for (const { code, name } of planted.regencies) assert.equal(province.agencyByCode.get(code).display_name, `Pemerintah ${name}`);
  });

  await t.test('growth and schooling of each regency are known, as they were planted', async () => {
    const districts = await registry.all('ListDistricts', 'districts');
    for (const { code, population, growth_percent, schooling_years } of planted.regencies) {
      const own = districts.filter((district) => district.regency_code === code);
      const mean = (field) => sum(own.map((district) => district.population * district[field])) / population;
      assert.equal(sum(own.map((district) => district.population)), population, code);
      // Two decimals in the file, and two in what was planted.
      assert.ok(Math.abs(mean('growth_percent') - growth_percent) < 0.011, code);
      assert.ok(Math.abs(mean('mean_schooling_years') - schooling_years) < 0.011, code);
    }
  });

  await t.test('needs are known by agency: Lampung Tengah lacks health staff, Bandar Lampung and Metro have more than they need', () => {
    const gap = {};
    for (const curve of province.curves.values()) {
      if (!isHealth(curve.post)) continue;
      const code = codeOf(province.agencies.get(curve.agency));
      gap[code] = (gap[code] ?? 0) + curve.incumbents - curve.target;
    }
    console.log('health staff against need, by agency:', gap);
    assert.ok(gap[short] < 0);
    for (const code of rich) assert.ok(gap[code] > 0, code);
    for (const one of planted.short_health_posts) {
      const curve = province.curves.get(province.postByCode.get(one.post_code).name);
      assert.deepEqual([curve.target, curve.incumbents, curve.basis], [one.need, one.incumbents, 'BASIS_HEALTH_WORKLOAD'], one.post_code);
      assert.ok(curve.urgency[one.incumbents] > 0, one.post_code);
    }
  });

  await t.test('a regency plans for itself, with priorities of its own', async () => {
    const scope = { agencies: [province.agencyByCode.get(short).name] };
    const alone = async (name) => suite.plan({ policy: suite.sealPolicy(name), need_snapshot, scope });
    const [service, balanced] = [await alone('pelayanan'), await alone('seimbang')];
    for (const own of [service, balanced]) {
      assert.equal(own.result.verdict, 'VERDICT_OPTIMAL');
      const within = await province.movesOf(own);
      assert.ok(within.length > 0);
      for (const { name, from_post, to_post } of within) {
        assert.ok([short, ''].includes(agencyCode(from_post)) && agencyCode(to_post) === short, name);
      }
    }
    assert.notEqual(service.result.policy_hash, balanced.result.policy_hash);
    assert.ok(Number(service.result.employees) < Number(plan.result.employees));
  });

  await t.test('experienced health staff reach short posts of Lampung Tengah between agencies', () => {
    const lacking = new Set(planted.short_health_posts.map((one) => province.postByCode.get(one.post_code).name));
    console.log(`${arrivals.length} health staff to Lampung Tengah, ${chosen.length} of ${volunteers.length} planted volunteers`);
    assert.ok(chosen.length >= 3);
    for (const move of arrivals) {
      assert.equal(move.kind, 'INTER_KAB');
      assert.ok(lacking.has(move.to_post), province.postCode(move.to_post));
    }
    for (const { employee } of chosen) {
      assert.ok(profiles.get(employee).post_since.year <= effectiveDate.year - 10, 'ten years in the post');
    }
    const count = (field, post) => moves.filter((move) => move[field] === post).length;
    const filled = (post) => count('to_post', post) - count('from_post', post);
    assert.ok(sum([...lacking].map(filled)) >= arrivals.length);
    for (const post of lacking) assert.ok(province.curves.get(post).incumbents + filled(post) <= province.posts.get(post).ceiling);
  });

  // Somebody whose first wish was lawful and not met.
  const moved = new Set(moves.map((move) => move.employee));
  let refused;
  for (const [employee, profile] of profiles) {
    if (refused || moved.has(employee) || profile.preferences.length === 0) continue;
    const wish = (await province.explain(plan, employee)).alternatives.find((one) => one.preference_rank === 1);
    if (wish?.outcome === 'OUTCOME_BELOW_CUTOFF') refused = employee;
  }
  const mover = chosen[0].employee;
  await province.addAccounts([
    { name: 'mover', roles: ['employee'], employee: mover },
    { name: 'refused', roles: ['employee'], employee: refused },
    ...province.originAccounts(),
  ]);

  await t.test('the choice is proven: a separate program finds no better one in the exported instance', async () => {
    const { verdict, ...rest } = suite.verify(await suite.exports(plan.name));
    assert.equal(verdict, 'OPTIMAL', JSON.stringify(rest));
  });

  await t.test('nobody but those who prepare the plan sees it before its release', async () => {
    for (const role of ['mover', 'refused', 'portal', 'approver']) {
      const employee = role === 'refused' ? refused : mover;
      assert.equal(await reasonOf(province.explain(plan, employee, [], role)), 'PLAN_EMBARGOED', role);
    }
    assert.equal((await province.explain(plan, mover)).moved, true);
    const { etag } = await matching().call('GetPlan', { name: plan.name });
    const released = await matching().call('ReleasePlan', { name: plan.name, etag, request_id: randomUUID() });
    assert.equal(released.state, 'STATE_RELEASED');
  });

  await t.test('after it everybody learns why: the mover his post and its benefit, the refused what he lacked', async () => {
    const why = await province.explain(plan, mover, [], 'mover');
    assert.equal(why.moved, true);
    assert.equal(why.to_post, chosen[0].to_post);
    // The district he came from: a post there, or one as good for everybody.
    const home = why.alternatives.find((one) => one.preference_rank === 1);
    assert.ok(['OUTCOME_PLACED', 'OUTCOME_TIED'].includes(home.outcome), home.outcome);
    assert.equal(home.value, home.cutoff);
    assert.ok(why.text_id.length > 0 && why.benefit_id.length > 0 && why.text_en.length > 0);

    const { moved: goes, alternatives } = await province.explain(plan, refused, [], 'refused');
    assert.equal(goes, false);
    const wish = alternatives.find((one) => one.preference_rank === 1);
    assert.equal(wish.outcome, 'OUTCOME_BELOW_CUTOFF');
    assert.ok(Number(wish.value) < Number(wish.cutoff), `${wish.value} < ${wish.cutoff}`);
    for (const points of [wish.value, wish.cutoff]) assert.ok(wish.text_id.includes(points), wish.text_id);
    // One learns of oneself only.
    assert.equal((await refusal(province.explain(plan, mover, [], 'refused'))).code, codes.PERMISSION_DENIED);
  });

  const chain = (await province.chainsOf(plan)).find((one) => one.moves.some((move) => move.employee === mover));
  let kase;

  await t.test('the way between agencies: the origin agency alone consents, BKN considers', async () => {
    kase = await province.screen(await deciding.createFromChain(plan.name, chain));
    assert.equal(kase.state, 'STATE_SCREENED', `${kase.defects}`);
    const step = () => kase.moves[0].steps.map((one) => `${one.step} ${one.state.replace('STATE_', '')}`);
    assert.deepEqual(step(), ['RECOMMENDATION OPEN', 'MEETING OPEN', 'CONSENT OPEN', 'CONSIDERATION OPEN']);
    kase = await province.settle(kase);
    kase = await deciding.act('secretary', 'Recommend', kase, { in_favour: true, note: 'Lampung Tengah kekurangan tenaga kesehatan.' });
    await deciding.meet([kase]);
    kase = await deciding.get(kase);
    assert.equal(kase.state, 'STATE_COORDINATED');

    const [move] = kase.moves;
    const origin = province.agencies.get(move.from_agency);
    const consent = (role) => deciding.act(role, 'GiveConsent', kase, {
      move: move.name, given: true, document_reference: 'PERSETUJUAN/7/2026' });
    for (const agency of province.agencies.values()) {
      if (agency === origin) continue;
      const error = await refusal(consent(originOf(agency)));
      assert.equal(error.code, codes.PERMISSION_DENIED, codeOf(agency));
      assert.equal(detailsOf(error).ErrorInfo.reason, 'CASE_AGENCY', codeOf(agency));
    }
    assert.equal(codeOf(origin), '1871');
    await consent(originOf(origin));
    kase = await deciding.reached(kase, ['STATE_CONSIDERED']);
    assert.ok(kase.moves[0].steps.every((one) => one.state === 'STATE_CLOSED'));
    assert.match(kase.moves[0].steps.find((one) => one.step === 'CONSIDERATION').reference, /SIMULATOR/);
  });

  await t.test('the mover is heard before the decree, on his own case', async () => {
    const respond = (role) => province.client('approval', role).call('Respond', {
      parent: kase.name, request_id: randomUUID(), employee: mover, text: 'Saya bersedia ditempatkan di Lampung Tengah.' });
    assert.equal((await respond('mover')).employee, mover);
    assert.equal(await reasonOf(respond('refused')), 'CASE_NOT_HIS');
    assert.equal((await deciding.get(kase)).etag, kase.etag);
  });

  await t.test('two approve, the governor decrees, the regent of Lampung Tengah appoints', async () => {
    const first = await deciding.act('approver', 'Approve', kase, { content_hash: kase.content_hash });
    assert.equal(first.state, 'STATE_CONSIDERED');
    kase = await deciding.act('approver-2', 'Approve', first, { content_hash: first.content_hash });
    assert.equal(kase.state, 'STATE_APPROVED');
    await deciding.issue(kase, { signatory: 'Gubernur Lampung' });
    kase = await deciding.reached(kase, ['STATE_APPLIED', 'STATE_RECONCILE']);
    assert.equal(kase.state, 'STATE_APPLIED', kase.reconcile_reason);
    const decree = await province.client('approval').call('GetDecree', { name: kase.moves[0].decree });
    assert.equal(decree.authority, 'GOVERNOR');
    assert.equal(codeOf(province.agencies.get(decree.agency)), '18');
    const text = textOf((await province.client('approval').call('GetDocument', { name: decree.name })).pdf, folder);
    for (const words of ['GUBERNUR LAMPUNG', 'Bupati Lampung Tengah', decree.number]) assert.ok(text.includes(words), words);
    const letter = textOf((await province.client('approval').call('GetDocument', { name: kase.moves[0].name })).pdf, folder);
    assert.match(letter, /Lampung Tengah/);
  });

  await t.test('the registry knows the person in the new agency and post, once and for good', async () => {
    const [move] = kase.moves;
    const read = async () => {
      const { post, agency } = await registry.call('GetEmployee', { name: mover, at: { effective_date: effectiveDate } });
      const { entries } = await registry.call('GetHistory', { name: mover });
      const { revision } = await registry.call('GetRegistry');
      return { post, agency, entries: entries.length, history: sha256(JSON.stringify(entries)), revision };
    };
    const after = await read();
    assert.deepEqual([after.post, after.agency], [move.to_post, province.agencyByCode.get(short).name]);
    const { number } = await province.client('approval').call('GetDecree', { name: move.decree });
    const { entries } = await registry.call('GetHistory', { name: mover });
    assert.equal(entries.filter((entry) => entry.content_json.includes(number)).length, 1, 'one appointment by this decree');

    const { seat_reservations } = await registry.call('ListSeatReservations', { chain_key: chain.key });
    assert.equal(seat_reservations.length, 1);
    const [reservation] = seat_reservations;
    assert.equal(reservation.state, 'STATE_APPLIED');
    const service = asService(province.client('registry', 'service'));
    const decrees = reservation.decrees.map(({ decree, decree_number, employee, to_post }) => (
      { decree, decree_number, employee, to_post }));
    const again = () => service.call('ApplyDecrees', { request_id: randomUUID(), reservation: reservation.name, decrees });
    const answers = [await again(), await again()];
    assert.deepEqual(answers[0], answers[1]);
    assert.equal(answers[0].revision, reservation.applied_revision);
    assert.deepEqual(await read(), after);
  });

  await t.test('the mover may object to the decree, which stands meanwhile; nobody else may', async () => {
    const { decree } = kase.moves[0];
    const object = (role) => province.client('approval', role).call('ObjectToDecree', {
      name: decree, request_id: randomUUID(), text: 'Mohon ditinjau kembali.' });
    assert.equal((await object('mover')).state, 'STATE_FILED');
    assert.equal((await refusal(object('refused'))).code, codes.PERMISSION_DENIED);
    assert.equal((await province.client('approval').call('GetDecree', { name: decree })).state, 'STATE_APPLIED');
  });

  await t.test('a development into another field that was agreed is lawful, weighed and carried out', async () => {
    const { position_code, nips } = planted.cross_field_development;
    const people = await province.employees(nips);
    const seats = [...province.postByCode].filter(([code]) => code.endsWith(`.${position_code}`)).map(([, post]) => post);
    const open = seats.find((post) => post.incumbents < post.ceiling);
    assert.ok(open, 'an open seat of the position');
    const outcomes = await Promise.all(people.map((one) => province.outcomeAt(plan, one, open.name)));
    assert.ok(outcomes.every((one) => one.outcome !== 'OUTCOME_UNLAWFUL'), JSON.stringify(outcomes.map((one) => one.rules)));
    const [person] = people;
    const pins = [{ employee: person, post: open.name, reason: 'pengembangan yang disepakati dengan atasan' }];
    const pinned = await suite.plan({ policy, need_snapshot, scope: { families: ['FUNCTIONAL', 'STAFF'] }, pins });
    const cross = (await province.chainsOf(pinned)).find((one) => one.moves.some((move) => move.employee === person));
    const move = cross.moves.find((one) => one.employee === person);
    assert.notEqual(province.positionOf(move.from_post).family, province.positionOf(move.to_post).family);
    const development = move.terms.find((term) => term.term === 'development');
    assert.ok(development.points_to > development.points_from);
    assert.ok(move.reasons.includes('CAREER_DEVELOPMENT'), `${move.reasons}`);

    const screened = await province.screen(await deciding.createFromChain(pinned.name, cross));
    assert.equal(screened.state, 'STATE_SCREENED', `${screened.defects}`);
    await province.carryOut(await province.consider(screened));
    assert.equal((await registry.call('GetEmployee', { name: person, at: { effective_date: effectiveDate } })).post, open.name);
  });

  await t.test('nothing personal in logs and metrics', () => suite.keepMetrics());
});

// A service serves every tenant, so it names one.
function asService(client) {
  const plain = client.metadata.bind(client);
  client.metadata = () => {
    const named = plain();
    named.set('selaras-tenant', 'province');
    return named;
  };
  return client;
}
