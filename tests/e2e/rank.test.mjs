// Live ranking: values of the plan to the point, reasons, what-ifs, slates, embargo, and a snapshot that follows the registry.
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { requireSettings, until, workFolder } from './processes.mjs';
import { Client, detailsOf, refusal } from './rpc.mjs';
import { generate, startSuite } from './suite.mjs';

requireSettings();

const firstWish = 300; // Points, deploy/policy.

test('rank', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'rank');
  const settings = ['--matching-ranking-poll=100ms'];
  const suite = await startSuite(t, folder, settings);
  const registry = suite.client('registry');
  const matching = suite.client('matching');
  const reasonOf = async (answer) => detailsOf(await refusal(answer)).ErrorInfo?.reason;
  // Today's facts, like the snapshot's.
  const today = { effective_date: null };

  await t.test('before anything is loaded it says so, and when to come again', async () => {
    const error = await refusal(matching.call('RankPosts', { employee: 'employees/nobody', policy: 'policies/none' }));
    assert.equal(error.code, 14);
    const details = detailsOf(error);
    assert.equal(details.ErrorInfo.reason, 'RANKING_LOADING');
    assert.ok(details.RetryInfo, JSON.stringify(details));
  });

  suite.ctl(['import', generate(folder, { seed: 83 })]);
  const policy = suite.sealPolicy();
  const snapshot = await suite.analyzeNeeds(today);
  const plan = await suite.plan({ policy, need_snapshot: snapshot.name, ...today });
  const moves = await matching.all('ListMoves', 'moves', { parent: plan.name });
  assert.ok(moves.length > 5, `${moves.length} moves`);
  const ranked = (method, request, client = matching) =>
    until(`answer of ${method}`, () => client.call(method, { policy, page_size: 200, ...request }).catch((error) => {
      if (error.code === 14) return false;
      return { error };
    })).then((answer) => {
      if (answer.error) throw answer.error;
      return answer;
    });
  const posts = (employee, request = {}) => ranked('RankPosts', { employee, ...request });
  const allPosts = async (employee) => {
    const rows = [];
    for (let token = ''; ;) {
      const page = await posts(employee, { page_token: token });
      rows.push(...page.posts);
      token = page.next_page_token;
      if (!token) return rows;
    }
  };

  await t.test('what a plan moved somebody for is what the ranking says', async () => {
    for (const move of moves.slice(0, 20)) {
      const rows = await allPosts(move.employee);
      const there = rows.find((row) => row.post === move.to_post);
      assert.ok(there, `${move.to_post} is not among the lawful posts`);
      const terms = Object.fromEntries(there.terms.filter((term) => term.points_to !== 0).map((term) => [term.term, term.points_to]));
      const planned = Object.fromEntries(move.terms.filter((term) => term.points_to !== 0).map((term) => [term.term, term.points_to]));
      assert.deepEqual(terms, planned);
      assert.equal(Number(there.score), Object.values(planned).reduce((sum, points) => sum + points, 0));
      assert.ok(['LAWFUL', 'UNKNOWN'].includes(there.lawfulness));
      const values = rows.map((row) => Number(row.value));
      assert.deepEqual(values, [...values].sort((a, b) => b - a));
      // And the other way around.
      const people = await ranked('RankCandidates', { post: move.to_post });
      const him = people.candidates.find((row) => row.employee === move.employee);
      if (him) {
        assert.equal(him.score, there.score);
        assert.equal(him.present_post, move.from_post);
      } else {
        assert.ok(Number(people.candidates.at(-1).value) >= Number(there.value));
      }
    }
  });

  await t.test('who may not go there is told every rule with its article', async () => {
    let asked = 0;
    for (const move of moves.slice(0, 5)) {
      const { unlawful } = await posts(move.employee, { unlawful_size: 20 });
      assert.equal(unlawful.length, 20);
      for (const row of unlawful) {
        assert.equal(row.lawfulness, 'UNLAWFUL');
        const barring = row.rules.filter((rule) => rule.result !== 'WARN');
        assert.ok(barring.length > 0);
        for (const rule of row.rules) assert.ok(rule.legal_basis && rule.title_id && rule.title_en, rule.code);
      }
      // The planner's own explanation names the same rules.
      const [row] = unlawful;
      const why = await matching.call('ExplainEmployee', { name: plan.name, employee: move.employee, posts: [row.post] });
      const other = why.alternatives.find((alternative) => alternative.post === row.post);
      const codes = row.rules.filter((rule) => rule.result === 'UNLAWFUL').map((rule) => rule.code).sort();
      const explained = other.rules.filter((rule) => rule.result === 'UNLAWFUL').map((rule) => rule.code).sort();
      if (codes.length > 0) {
        assert.deepEqual(explained, codes);
        asked += 1;
      }
      const people = await ranked('RankCandidates', { post: row.post, unlawful_size: 50 });
      const him = people.unlawful.find((candidate) => candidate.employee === move.employee);
      if (him) assert.deepEqual(him.rules, row.rules);
    }
    assert.ok(asked > 0);
  });

  const batches = await suite.client('registry', 'auditor').read('StreamProfiles', {});
  const profiles = new Map(batches.flatMap((batch) => batch.profiles).map((profile) => [`employees/${profile.employee_id}`, profile]));

  await t.test('a what-if of what is stored changes nothing; one of a wish adds its points', async () => {
    for (const move of moves.slice(0, 5)) {
      const stored = await posts(move.employee, { unlawful_size: 10 });
      const thought = await ranked('RankPosts', { profile: profiles.get(move.employee), unlawful_size: 10 });
      assert.deepEqual(thought.posts, stored.posts);
      assert.deepEqual(thought.unlawful, stored.unlawful);
    }
    const [{ employee }] = moves.filter((move) => profiles.get(move.employee).preferences.length === 0);
    const before = await allPosts(employee);
    const target = before.find((row) => row.post !== `posts/${profiles.get(employee).post.split('/').pop()}`);
    const wished = await ranked('RankPosts', {
      profile: { ...profiles.get(employee), preferences: [{ rank: 1, post: target.post }] } });
    assert.equal(Number(wished.posts.find((row) => row.post === target.post).value), Number(target.value) + firstWish);
    const nobody = await ranked('RankPosts', { profile: { ...profiles.get(employee), employee_id: '', post: '' } });
    assert.ok(nobody.basis.registry_revision > 0);
  });

  await t.test('pages follow each other; a scope leaves the others out', async () => {
    const { employee } = moves[0];
    const whole = await allPosts(employee);
    const first = await posts(employee, { page_size: 3 });
    assert.equal(Number(first.total_size), whole.length);
    const second = await posts(employee, { page_size: 3, page_token: first.next_page_token });
    assert.deepEqual([...first.posts, ...second.posts], whole.slice(0, 6));
    const { agencies } = await registry.call('ListAgencies');
    const part = await posts(employee, { scope: { agencies: [agencies[0].name] } });
    assert.ok(part.posts.every((row) => whole.some((other) => other.post === row.post)));
    assert.equal(await reasonOf(posts(employee, { scope: { agencies: ['agencies/nowhere'] } })), 'PLAN_REFERENCE_UNKNOWN');
    assert.equal(await reasonOf(posts(employee, { page_token: 'xx' })), 'PAGE_TOKEN_INVALID');
  });

  const stored = await registry.all('ListPosts', 'posts');
  const positions = new Map((await registry.all('ListPositions', 'positions')).map((position) => [position.name, position]));
  const executive = stored.filter((post) => positions.get(post.position).group.startsWith('GROUP_JPT'));

  await t.test('a post thought of is ranked like one that is there', async () => {
    const post = stored.find((item) => !item.certificate && !item.head_of_unit && !executive.includes(item));
    const there = await ranked('RankCandidates', { post: post.name });
    const thought = await ranked('RankCandidates', { hypothetical: { position: post.position, org_unit: post.org_unit } });
    const others = (rows) => rows.filter((row) => row.present_post !== post.name && !row.terms.some(({ term, points_to: to }) => term === 'preference' && to > 0))
      .map(({ employee, score }) => `${employee} ${score}`);
    const both = new Set(others(there.candidates));
    assert.ok(others(thought.candidates).filter((row) => both.has(row)).length > both.size / 2);
    assert.equal(await reasonOf(ranked('RankCandidates', { hypothetical: { position: 'positions/none', org_unit: post.org_unit } })),
      'PLAN_REFERENCE_UNKNOWN');
  });

  await t.test('three for an executive post, with what the plan would lose by each', async () => {
    assert.ok(executive.length > 0);
    let losses = 0;
    for (const post of executive.slice(0, 10)) {
      const slate = await ranked('RankCandidates', { post: post.name, plan: plan.name, slate: true });
      assert.ok(slate.candidates.length <= 3);
      assert.equal(slate.basis.plan, plan.name);
      for (const row of slate.candidates) {
        assert.ok(row.rules.every((rule) => rule.code !== 'J01'));
        losses += row.loss === undefined || row.loss === null ? 0 : 1;
      }
    }
    console.log(`${losses} losses on the slates of ${Math.min(10, executive.length)} posts`);
    const ordinary = stored.find((post) => !executive.includes(post));
    assert.equal(await reasonOf(ranked('RankCandidates', { post: ordinary.name, plan: plan.name, slate: true })), 'SLATE_NOT_EXECUTIVE');
    assert.equal(await reasonOf(ranked('RankCandidates', { post: executive[0].name, slate: true })), 'INVALID_FIELDS');
  });

  await t.test('prices only after the release; who may ask for whom', async () => {
    const integrator = suite.client('matching', 'integrator');
    const { employee, to_post: post } = moves[0];
    const priced = { employee, plan: plan.name, page_size: 200 };
    assert.equal(await reasonOf(integrator.call('RankPosts', priced)), 'PLAN_EMBARGOED');
    assert.equal(await reasonOf(suite.client('matching', 'approver').call('RankCandidates', { post, plan: plan.name })), 'PLAN_EMBARGOED');
    assert.equal(await reasonOf(suite.client('matching', 'approver').call('RankPosts', priced)), 'ROLE_REQUIRED');
    const early = await ranked('RankPosts', priced);
    await matching.call('ReleasePlan', { name: plan.name, etag: plan.etag, request_id: randomUUID() });
    const released = await integrator.call('RankPosts', priced);
    assert.deepEqual(released.posts, early.posts);
    const cutoffs = new Map((await matching.all('ListCutoffs', 'cutoffs', { parent: plan.name })).map((cutoff) => [cutoff.post, Number(cutoff.points)]));
    for (const row of released.posts) assert.equal(Number(row.value), Number(row.score) - (cutoffs.get(row.post) ?? 0));
    assert.ok(released.posts.some((row) => row.value !== row.score));
    assert.equal((await suite.client('matching', 'portal').call('RankPosts', priced)).posts.length, released.posts.length);
    assert.equal(await reasonOf(matching.call('RankPosts', { ...priced, employee: 'employees/nobody' })), 'EMPLOYEE_NOT_FOUND');
  });

  await t.test('the command line', () => {
    const text = suite.ctl(['rank', 'posts', moves[0].employee, '--policy', policy, '--size', '5', '--unlawful', '2']).stdout;
    assert.match(text, /nilai/);
    assert.match(text, /fit/);
    const answer = suite.json(['rank', 'candidates', moves[0].to_post, '--policy', policy, '--size', '5']);
    assert.equal(answer.candidates.length, 5);
    suite.ctl(['rank', 'candidates', executive[0].name, '--slate', '--plan', plan.name]);
  });

  await t.test('the snapshot follows the registry, and a page of the old one says so', async () => {
    const { employee } = moves.find((move) => profiles.get(move.employee).preferences.length === 0);
    const before = await allPosts(employee);
    const first = await posts(employee, { page_size: 1 });
    assert.ok(first.next_page_token);
    const target = before.at(-1);
    const { etag } = await registry.call('GetEmployee', { name: employee });
    const { revision } = await registry.call('SubmitPreference', {
      name: employee, etag, request_id: randomUUID(), preferences: [{ rank: 1, post: target.post }] });
    const now = await until('the new revision', async () => {
      const answer = await posts(employee, { page_size: 200 });
      return Number(answer.basis.registry_revision) >= Number(revision) && answer;
    });
    const rows = now.next_page_token ? await allPosts(employee) : now.posts;
    assert.equal(Number(rows.find((row) => row.post === target.post).value), Number(target.value) + firstWish);
    assert.equal(await reasonOf(posts(employee, { page_size: 1, page_token: first.next_page_token })), 'RANKING_MOVED_ON');
    const metrics = await suite.service.metrics();
    assert.match(metrics, /selaras_ranking_loads_total\{kind="changes"\} [1-9]/);
    assert.match(metrics, /selaras_ranking_ready 1/);
  });

  await t.test('after a restart it is the same; an employee ranks posts for himself only', async () => {
    const { employee } = moves[1];
    const before = await posts(employee);
    const token = randomBytes(32).toString('hex');
    const hash = createHash('sha256').update(token).digest('hex');
    appendFileSync(path.join(suite.tokenFolder, 'tokens'), `${hash} test-employee province - employee ${employee.split('/')[1]}\n`);
    await suite.restart(settings);
    const after = await posts(employee);
    assert.deepEqual(after, before);
    const himself = new Client('matching', suite.addressOf('matching'), token);
    t.after(() => himself.close());
    const own = await himself.call('RankPosts', { employee, policy, page_size: 200 });
    assert.deepEqual(own.posts, before.posts);
    assert.equal(await reasonOf(himself.call('RankPosts', { employee: moves[0].employee, policy })), 'EMPLOYEE_FOREIGN');
    assert.equal(await reasonOf(himself.call('RankPosts', { profile: profiles.get(moves[0].employee), policy })), 'EMPLOYEE_FOREIGN');
    assert.equal(await reasonOf(himself.call('RankCandidates', { post: moves[0].to_post, policy })), 'ROLE_REQUIRED');
  });

  await t.test('it can be switched off', async () => {
    await suite.restart(['--matching-ranking=false']);
    assert.equal(await reasonOf(matching.call('RankPosts', { employee: moves[0].employee, policy })), 'RANKING_OFF');
  });
  await suite.keepMetrics();
});
