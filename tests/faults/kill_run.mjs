// The workflow under kills: clients take every chain of a plan from proposal to the registry while approval and registry
// are killed at named places again and again. The driver keeps its own record of what was acknowledged, repeats what was
// not with the same request id, and in the end checks that nothing is lost, done twice, or done without authority.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { binDir, run, sleep, until } from '../e2e/processes.mjs';
import { grpc } from '../e2e/rpc.mjs';
import { generate, startServices } from '../e2e/suite.mjs';

// Every named place on the way of a decree, by the service that dies there.
export const failpoints = {
  approval: ['submit', 'approve', 'issue', 'act', 'meeting'].flatMap((act) => [`${act}.before_commit`, `${act}.after_commit`])
    .concat(['reserve.before_call', 'reserve.after_call', 'number.before_transaction', 'number.before_commit',
      'number.after_commit', 'sign.before_transaction', 'sign.before_commit', 'sign.after_commit', 'apply.before_call',
      'apply.after_call', 'apply.before_commit', 'apply.after_commit', 'consider.before_call', 'notify.before_commit',
      'checkpoint.before_commit']).map((name) => `approval.${name}`),
  registry: ['reserve.before_commit', 'reserve.after_commit', 'apply.before_commit', 'apply.after_commit']
    .map((name) => `registry.${name}`),
  evaluation: ['evaluation.open_plans.before_commit'],
};

const retriable = new Set([grpc.status.UNAVAILABLE, grpc.status.DEADLINE_EXCEEDED, grpc.status.CANCELLED,
  grpc.status.RESOURCE_EXHAUSTED, grpc.status.INTERNAL]);
const reasonOf = (error) => String(error.metadata?.get('grpc-status-details-bin')?.[0] ?? '');

// One person at the other end of the wire: the same request again until it is answered.
async function insist(client, verb, request, record) {
  for (;;) {
    try {
      const answer = await client.call(verb, request, 20);
      record?.(answer);
      return answer;
    } catch (error) {
      if (!retriable.has(error.code)) throw error;
      await sleep(50);
    }
  }
}

class Driver {
  constructor(suite, plan) {
    Object.assign(this, { suite, plan, acknowledged: [], meetings: 0, refusals: 0 });
  }

  client(role) {
    return this.suite.client('approval', role);
  }

  get(kase) {
    return insist(this.client('analyst'), 'GetCase', { name: kase.name });
  }

  // One act with one request id for all its tries; a version that moved on (a desk was quicker) is read anew.
  async act(role, verb, kase, fields = () => ({})) {
    let now = kase;
    for (;;) {
      const request = { name: now.name, etag: now.etag, request_id: randomUUID(), ...fields(now) };
      try {
        return await insist(this.client(role), verb, request, () => this.acknowledged.push({ verb, kase: now.name, role }));
      } catch (error) {
        if (error.code !== grpc.status.ABORTED || !/CASE_CHANGED/.test(reasonOf(error))) throw error;
        now = await this.get(now);
      }
    }
  }

  async create(chain) {
    const request = { request_id: randomUUID(), plan: this.plan, chain_key: chain.key };
    return insist(this.client('analyst'), 'CreateCase', request, (kase) => {
      this.acknowledged.push({ verb: 'CreateCase', kase: kase.name, role: 'analyst' });
    });
  }

  async prepare(chain) {
    let kase = await this.act('analyst', 'Submit', await this.create(chain));
    kase = await this.act('analyst', 'Screen', kase);
    for (;;) {
      const open = kase.checklist.find((item) => !item.settled);
      if (kase.state !== 'STATE_SCREENED' || !open) break;
      kase = await this.act('secretary', 'SettleItem', kase, () => ({
        code: open.code, move: open.move, document_reference: `DOK/${open.code}` }));
    }
    if (kase.state !== 'STATE_SCREENED') { this.refusals += 1; return undefined; }  // Barred by a rule: an honest end.
    return this.act('secretary', 'Recommend', kase, () => ({ in_favour: true }));
  }

  async meet(cases) {
    const attendees = ['ketua', 'anggota-1', 'anggota-2', 'anggota-3', 'anggota-4'];
    const request = { request_id: randomUUID(), meeting: {
      meeting_date: { year: 2026, month: 11, day: 20 }, place: 'BKD', chair: 'ketua', attendees, quorum: 3,
      agenda: cases.map((one) => one.name),
      decisions: cases.flatMap((one) => one.moves.map((move) => ({ move: move.name, decision: 'AGREE' }))) } };
    await insist(this.client('secretary'), 'RecordMeeting', request, () => { this.meetings += 1; });
  }

  async reached(kase, states) {
    for (;;) {
      const now = await this.get(kase);
      if (states.includes(now.state)) return now;
      await sleep(20);
    }
  }

  async decide(kase) {
    let now = await this.reached(kase, ['STATE_COORDINATED', 'STATE_CONSENTED', 'STATE_CONSIDERED']);
    for (const move of now.moves.filter((one) => one.open_steps.includes('CONSENT'))) {
      now = await this.act('approver', 'GiveConsent', now, () => ({
        move: move.name, given: true, document_reference: 'PERSETUJUAN/1' }));
    }
    now = await this.reached(now, ['STATE_CONSIDERED']);
    now = await this.act('approver', 'Approve', now, (one) => ({ content_hash: one.content_hash }));
    now = await this.act('approver-2', 'Approve', now, (one) => ({ content_hash: one.content_hash }));
    return this.act('secretary', 'Issue', now, () => ({ signatory: 'Sekretaris Daerah' }));
  }

  // RECONCILE is for people; here nobody else touches the seats, so trying again must do.
  async finish(kase) {
    for (;;) {
      const now = await this.reached(kase, ['STATE_APPLIED', 'STATE_RECONCILE']);
      if (now.state === 'STATE_APPLIED') return now;
      this.reconciled = (this.reconciled ?? 0) + 1;
      if (this.reconciled > 200) throw new Error(`${now.name} does not come out of RECONCILE: ${now.reconcile_reason}`);
      await this.act('secretary', 'Reconcile', now, () => ({ action: 'ACTION_RETRY', note: 'Diulangi.' }));
    }
  }
}

// At most `width` of them at a time.
async function each(items, width, work) {
  const results = [];
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  }));
  return results;
}

// Kills the armed service at its place, starts it with the next one armed; stops when `done()` holds and every place had
// its turn, or no place is reached any more.
async function killer(suite, { atLeast, done, rounds }) {
  const kills = [];
  const queue = Array.from({ length: rounds }, (_, round) => Object.entries(failpoints).flatMap(
    ([service, names]) => names.map((name) => ({ service, name, nth: 1 + ((round * 7 + name.length) % 23) })))).flat();
  const lanes = Object.keys(failpoints).map(async (service) => {
    for (const { name, nth } of queue.filter((one) => one.service === service)) {
      if (done()) return;
      await suite[service].program.end('SIGTERM');
      await suite[service].start({ SELARAS_FAILPOINT: `${name}:${nth}` });
      const died = await Promise.race([suite[service].program.ended.then(() => true), doneSoon(done)]);
      if (died && suite[service].program.process.signalCode === 'SIGKILL') {
        kills.push(name);
        await suite[service].start();
      }
    }
  });
  await Promise.all(lanes);
  return { kills, enough: kills.length >= atLeast };
}

// Also gives up on a place that is not reached for a while, so that the others get their turn.
async function doneSoon(done) {
  for (let i = 0; i < 60 && !done(); ++i) await sleep(100);
  return false;
}

// Everything that must hold when the work is done: returns the counts of what does not.
async function check(suite, driver, applied, before) {
  const faults = { lost: 0, duplicated: 0, unauthorised: 0, other: [] };
  const note = (kind, text) => { faults[kind] += 1; if (faults.other.length < 20) faults.other.push(`${kind}: ${text}`); };
  const cases = await driver.client('auditor').all('ListCases', 'cases', { plan: driver.plan, page_size: 1000 });
  const decrees = await driver.client('auditor').all('ListDecrees', 'decrees', { page_size: 1000 });
  const byName = new Map(cases.map((kase) => [kase.name, kase]));

  for (const { verb, kase, role } of driver.acknowledged) {
    const found = byName.get(kase);
    if (!found) { note('lost', `${verb} of ${kase}`); continue; }
    const standing = found.approvals.filter((one) => !one.void);
    if (verb === 'Approve' && !standing.some((one) => one.principal === `test-${role}`)) note('lost', `approval by ${role} of ${kase}`);
    if (verb === 'Issue' && found.decrees.length === 0) note('lost', `decrees of ${kase}`);
  }
  const running = new Map();
  for (const kase of cases) {
    running.set(kase.chain_key, (running.get(kase.chain_key) ?? 0) + 1);
    const standing = kase.approvals.filter((one) => !one.void);
    if (new Set(standing.map((one) => one.slot)).size !== standing.length) note('duplicated', `slots of ${kase.name}`);
    if (kase.state === 'STATE_APPLIED') {
      const people = new Set(standing.map((one) => one.principal));
      if (people.size < 2 || people.has(kase.proposer)) note('unauthorised', kase.name);
    }
  }
  for (const [key, count] of running) if (count > 1) note('duplicated', `cases of chain ${key}`);

  // Decrees: one living one a move, numbers without gaps by agency and year, each in the registry's history once.
  const living = new Map();
  const numbers = new Map();
  for (const decree of decrees) {
    const sequence = Number(decree.number.split('/').find((part) => /^\d+$/.test(part)));
    const series = `${decree.agency}/${decree.decree_date.year}`;
    numbers.set(series, [...(numbers.get(series) ?? []), { sequence, number: decree.number }]);
    if (decree.state === 'STATE_VOID') continue;
    for (const move of decree.moves) living.set(move, (living.get(move) ?? 0) + 1);
    if (decree.state !== 'STATE_APPLIED') note('lost', `${decree.name} stays ${decree.state}`);
  }
  for (const [move, count] of living) if (count !== 1) note('duplicated', `decrees of ${move}`);
  for (const [series, all] of numbers) {
    if (new Set(all.map((one) => one.number)).size !== all.length) note('duplicated', `numbers of ${series}`);
  }
  const texts = new Map(decrees.map((decree) => [decree.name, decree]));
  const moves = applied.flatMap((kase) => kase.moves);
  await each(moves, 16, async (move) => {
    const decree = texts.get(move.decree);
    if (!decree) { note('lost', `decree of ${move.name}`); return; }
    const history = await suite.client('registry').call('GetHistory', { name: move.employee });
    const times = history.entries.filter((entry) => JSON.stringify(entry).includes(decree.number)).length;
    if (times === 0) note('lost', `${decree.name} in the history`);
    if (times > 1) note('duplicated', `${decree.name} in the history ${times} times`);
  });

  // Seats and people are conserved; nothing stays held.
  const held = await suite.client('registry', 'service').call('ListSeatReservations', { state: 'STATE_HELD', page_size: 1 })
    .catch(() => ({ total_size: '0' }));
  if (Number(held.total_size) !== 0) note('lost', `${held.total_size} reservations stay held`);
  const after = await suite.client('registry').call('GetRegistry');
  if (after.employees !== before.employees) note('lost', 'employees');
  return { faults, decrees };
}

async function drained(suite) {
  await until('feeds to drain', async () => {
    const page = await suite.approval.metrics();
    const lags = [...page.matchAll(/^selaras_feed_lag\{[^}]*\} (\S+)$/gm)].map((match) => Number(match[1]));
    return lags.length > 0 && lags.every((lag) => lag === 0);
  }, { seconds: 60, everyMs: 200 });
}

// What the log says must agree with what the tables say: decree leaves by kind, and the outside verifier's verdict.
function verifyLog(suite, decrees, folder) {
  const file = path.join(folder, 'evidence.log');
  suite.ctl(['evidence', 'export', '-o', file, '--public-key-out', `${file}.pem`], { role: 'auditor' });
  const begin = Date.now();
  const told = JSON.parse(run(path.join(binDir, 'selaras-verify-log'), [file, '--public-key', `${file}.pem`, '--json']).stdout);
  const seconds = (Date.now() - begin) / 1000;
  return { told, seconds, size: readFileSync(file).length, decrees: decrees.length };
}

// database: service → URL. Returns figures; faults in words for people.
export async function killRun(t, { folder, database, preset, seed, maxMoves, kills: atLeast, rounds = 4, width = 24 }) {
  mkdirSync(folder, { recursive: true });
  const province = generate(folder, { seed, preset });
  const suite = await startServices(t, folder, { database });
  suite.ctl(['import', province]);
  const snapshot = await suite.analyzeNeeds();
  const policy = suite.sealPolicy();
  const plan = await suite.plan({ policy, need_snapshot: snapshot.name, ...(maxMoves ? { max_moves: maxMoves } : {}) });
  const chains = await suite.client('matching').all('ListChains', 'chains', { parent: plan.name, page_size: 1000 });
  const before = await suite.client('registry').call('GetRegistry');
  const driver = new Driver(suite, plan.name);
  let finished = false;
  const deaths = killer(suite, { atLeast, done: () => finished, rounds });

  const applied = [];
  const batch = 200;
  const work = (async () => {
    for (let begin = 0; begin < chains.length; begin += batch) {
      const prepared = (await each(chains.slice(begin, begin + batch), width, (chain) => driver.prepare(chain))).filter(Boolean);
      if (prepared.length > 0) await driver.meet(prepared);
      applied.push(...await each(prepared, width, async (kase) => driver.finish(await driver.decide(kase))));
      if (process.env.SELARAS_FAULTS_TALK) console.error(`${applied.length} of ${chains.length} chains`);
    }
  })();
  await work.finally(() => { finished = true; });
  const { kills } = await deaths;
  for (const service of Object.keys(failpoints)) {
    await suite[service].program.end('SIGTERM');
    await suite[service].start();
  }
  await drained(suite);
  const { faults, decrees } = await check(suite, driver, applied, before);
  const log = verifyLog(suite, decrees, folder);
  if (log.told.verdict !== 'OK') faults.other.push(`log: ${log.told.verdict}`);
  const plans = await until('transition plans', async () => {
    const page = await suite.client('evaluation').call('ListTransitionPlans', { page_size: 1 });
    return Number(page.total_size) >= applied.flatMap((kase) => kase.moves).length && page;
  }, { seconds: 60, everyMs: 300 }).catch(() => ({ total_size: -1 }));
  if (Number(plans.total_size) !== applied.flatMap((kase) => kase.moves).length) faults.other.push(`transition plans: ${plans.total_size}`);
  writeFileSync(path.join(folder, 'kills.json'), JSON.stringify({ kills, faults }, null, 1));
  return {
    decrees: decrees.filter((one) => one.state === 'STATE_APPLIED').length, kills: kills.length, places: new Set(kills).size,
    cases: applied.length, barred: driver.refusals, reconciled: driver.reconciled ?? 0, faults, leaves: log.told.leaves, verify_s: log.seconds,
  };
}
