// Cases through the public API, as the scripted principals of tests take them from a plan to the registry.
import { randomUUID } from 'node:crypto';
import { until } from './processes.mjs';

export const ended = ['STATE_APPLIED', 'STATE_REJECTED', 'STATE_WITHDRAWN', 'STATE_EXPIRED', 'STATE_REPLACED'];

// Verbs of one suite: `await deciding.act('approver', 'Approve', case, {content_hash})` → the case as it stands.
export class Deciding {
  constructor(suite) {
    this.suite = suite;
  }

  client(role) {
    return this.suite.client('approval', role);
  }

  // With a fresh request id unless one is given.
  act(role, verb, kase, fields = {}) {
    return this.client(role).call(verb, { name: kase.name, etag: kase.etag, request_id: randomUUID(), ...fields });
  }

  get(kase, role = 'analyst') {
    return this.client(role).call('GetCase', { name: kase.name });
  }

  createFromChain(plan, chain) {
    return this.client('analyst').call('CreateCase', { request_id: randomUUID(), plan, chain_key: chain.key });
  }

  // Submitted, screened, its open items settled, recommended.
  async prepare(kase) {
    let now = await this.act('analyst', 'Submit', kase);
    now = await this.act('analyst', 'Screen', now);
    for (const item of now.checklist.filter((one) => !one.settled)) {
      now = await this.act('secretary', 'SettleItem', now, {
        code: item.code, move: item.move, document_reference: `DOK/${item.code}/2026` });
    }
    return this.act('secretary', 'Recommend', now, { in_favour: true, note: 'Sesuai kebutuhan organisasi.' });
  }

  meet(cases, decisions = {}) {
    const attendees = ['ketua', 'anggota-1', 'anggota-2', 'anggota-3', 'anggota-4'];
    return this.client('secretary').call('RecordMeeting', {
      request_id: randomUUID(),
      meeting: {
        meeting_date: { year: 2026, month: 11, day: 20 }, place: 'Ruang Rapat BKD', chair: 'ketua', attendees, quorum: 3,
        agenda: cases.map((one) => one.name),
        decisions: cases.flatMap((one) => one.moves.map((move) => (
          { move: move.name, decision: 'AGREE', dissenters: [], note: '', ...decisions[move.name] }))),
      },
    });
  }

  async consent(kase) {
    let now = await this.get(kase);
    for (const move of now.moves.filter((one) => one.open_steps.includes('CONSENT'))) {
      now = await this.act('integrator', 'GiveConsent', now, {
        move: move.name, given: true, document_reference: 'PERSETUJUAN/1/2026' });
    }
    return now;
  }

  reached(kase, states, seconds = 60) {
    return until(`${kase.name} in ${states}`, async () => {
      const now = await this.get(kase);
      return states.includes(now.state) && now;
    }, { seconds });
  }

  async approve(kase) {
    const first = await this.act('approver', 'Approve', kase, { content_hash: kase.content_hash });
    return this.act('approver-2', 'Approve', first, { content_hash: first.content_hash });
  }

  issue(kase, fields = {}) {
    return this.act('secretary', 'Issue', kase, { signatory: 'Sekretaris Daerah', ...fields });
  }
}
