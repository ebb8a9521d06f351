// The people at the other end of the wire: they take cases from a plan's chains to the registry, repeat what was not
// answered with the same request id, and keep their own record of what was.
import { randomUUID } from 'node:crypto';
import { sleep } from '../e2e/processes.mjs';
import { detailsOf, grpc } from '../e2e/rpc.mjs';

const { status } = grpc;
// The answer is lost or late; anything else is an answer. INTERNAL only where the connection broke under the call.
function isLost(error) {
  if (error.code === status.INTERNAL) return /RST_STREAM|GOAWAY/.test(error.details);
  return [status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED, status.RESOURCE_EXHAUSTED].includes(error.code);
}
const reasonOf = (error) => detailsOf(error).ErrorInfo?.reason;

// Runs `work` on every item, at most `width` at a time.
export async function each(items, width, work) {
  const results = [];
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index], index);
    }
  }));
  return results;
}

export class Officials {
  constructor(suite, plan) {
    Object.assign(this, { suite, plan, calls: 0, lost: 0, reconciled: 0, barred: [], trespasses: [] });
    this.acknowledged = [];  // {verb, subject, role}: what was answered
    this.meetings = 0;
    this.stopped = undefined;  // An error that ends all waiting.
  }

  client(role) {
    return this.suite.client('approval', role);
  }

  // The same request again until it is answered. 3 minutes of silence are a fault of the product.
  async insist(role, verb, request) {
    for (const end = Date.now() + 180000; ;) {
      if (this.stopped) throw this.stopped;
      this.calls += 1;
      try {
        return await this.client(role).call(verb, request, 20);
      } catch (error) {
        if (!isLost(error)) throw error;
        if (Date.now() > end) throw new Error(`${verb} is not answered: ${error.message}`);
        this.lost += 1;
        await sleep(50);
      }
    }
  }

  get(kase) {
    return this.insist('analyst', 'GetCase', { name: kase.name });
  }

  // One act with one request id for all its tries; a version that moved on (a desk was quicker) is read anew.
  async act(role, verb, kase, fields = () => ({})) {
    for (let now = kase; ; now = await this.get(now)) {
      const request = { name: now.name, etag: now.etag, request_id: randomUUID(), ...fields(now) };
      try {
        const answer = await this.insist(role, verb, request);
        this.acknowledged.push({ verb, subject: now.name, role });
        return answer;
      } catch (error) {
        if (error.code !== status.ABORTED || reasonOf(error) !== 'CASE_CHANGED') throw error;
      }
    }
  }

  // Something that nobody may do now. An answer other than a refusal is a fault.
  async trespass(role, verb, kase, fields = {}) {
    try {
      await this.insist(role, verb, { name: kase.name, etag: kase.etag, request_id: randomUUID(), ...fields });
      this.trespasses.push({ verb, subject: kase.name, role });
    } catch (error) {
      const refusals = [status.PERMISSION_DENIED, status.FAILED_PRECONDITION];
      if (error.code !== status.ABORTED && !refusals.includes(error.code)) throw error;
    }
  }

  async create(chain) {
    const kase = await this.insist('analyst', 'CreateCase', { request_id: randomUUID(), plan: this.plan, chain_key: chain.key });
    this.acknowledged.push({ verb: 'CreateCase', subject: kase.name, role: 'analyst' });
    return kase;
  }

  // Submitted, screened, complete, recommended; undefined if a rule bars a person of it, which is an honest end.
  async prepare(chain) {
    let kase = await this.act('analyst', 'Submit', await this.create(chain));
    kase = await this.act('analyst', 'Screen', kase);
    while (kase.state === 'STATE_SCREENED') {
      const open = kase.checklist.find((item) => !item.settled);
      if (!open) return this.act('secretary', 'Recommend', kase, () => ({ in_favour: true }));
      kase = await this.act('secretary', 'SettleItem', kase, () => ({
        code: open.code, move: open.move, document_reference: `DOK/${open.code}` }));
    }
    this.barred.push(kase.name);
    return undefined;
  }

  async meet(cases) {
    const attendees = ['ketua', 'anggota-1', 'anggota-2', 'anggota-3', 'anggota-4'];
    await this.insist('secretary', 'RecordMeeting', { request_id: randomUUID(), meeting: {
      meeting_date: { year: 2026, month: 11, day: 20 }, place: 'BKD', chair: 'ketua', attendees, quorum: 3,
      agenda: cases.map((one) => one.name),
      decisions: cases.flatMap((one) => one.moves.map((move) => ({ move: move.name, decision: 'AGREE' }))) } });
    this.meetings += 1;
    for (const kase of cases) this.acknowledged.push({ verb: 'RecordMeeting', subject: kase.name, role: 'secretary' });
  }

  async reached(kase, states) {
    for (let pause = 20; ; pause = Math.min(pause * 2, 320)) {
      const now = await this.get(kase);
      if (states.includes(now.state)) return now;
      await sleep(pause);
    }
  }

  // Consent, two approvals and the order to issue. `tempted`: somebody also tries what he may not do.
  async decide(kase, tempted) {
    let now = await this.reached(kase, ['STATE_COORDINATED', 'STATE_CONSENTED', 'STATE_CONSIDERED']);
    for (const move of now.moves.filter((one) => one.open_steps.includes('CONSENT'))) {
      now = await this.act('approver', 'GiveConsent', now, () => ({
        move: move.name, given: true, document_reference: 'PERSETUJUAN/1' }));
    }
    now = await this.reached(now, ['STATE_CONSIDERED']);
    const sight = (one) => ({ content_hash: one.content_hash });
    if (tempted) await this.trespass(now.proposer.replace('test-', ''), 'Approve', now, sight(now));
    now = await this.act('approver', 'Approve', now, sight);
    if (tempted) {
      await this.trespass('approver', 'Approve', now, sight(now));
      await this.trespass('secretary', 'Issue', now, { signatory: 'Sekretaris Daerah' });
    }
    now = await this.act('approver-2', 'Approve', now, sight);
    return this.act('secretary', 'Issue', now, () => ({ signatory: 'Sekretaris Daerah' }));
  }

  // RECONCILE is for people; here nobody else touches the seats, so trying again must do.
  async finish(kase) {
    for (;;) {
      const now = await this.reached(kase, ['STATE_APPLIED', 'STATE_RECONCILE']);
      if (now.state === 'STATE_APPLIED') return now;
      this.reconciled += 1;
      if (this.reconciled > 200) throw new Error(`${now.name} does not come out of RECONCILE: ${now.reconcile_reason}`);
      await this.act('secretary', 'Reconcile', now, () => ({ action: 'ACTION_RETRY', note: 'Diulangi.' }));
    }
  }

  // Every chain to its end. While one batch is decided and issued the next one is prepared. Returns cases that are applied.
  async takeAll(chains, { batch, width, tell = () => {} }) {
    const applied = [];
    let before = Promise.resolve();
    for (let begin = 0; begin < chains.length; begin += batch) {
      const prepared = (await each(chains.slice(begin, begin + batch), width, (chain) => this.prepare(chain))).filter(Boolean);
      if (prepared.length > 0) await this.meet(prepared);
      await before;
      before = each(prepared, width, (kase, i) => this.decide(kase, i % 10 === 0))
        .then((issued) => each(issued, width, (kase) => this.finish(kase)))
        .then((ended) => { applied.push(...ended); tell(applied.length); });
      before.catch(() => {});  // Awaited above or below.
    }
    await before;
    return applied;
  }
}
