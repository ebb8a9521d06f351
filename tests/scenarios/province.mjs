// What the scenarios share: a province with planted facts in the suite, found again by the codes and numbers in which
// the generator tells what it planted. Everything asserted is read through the public API.
import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Deciding } from '../e2e/deciding.mjs';
import { run } from '../e2e/processes.mjs';
import { detailsOf, refusal } from '../e2e/rpc.mjs';
import { generate, startSuite } from '../e2e/suite.mjs';

const settings = ['--approval-consideration=simulator'];

export class ScenarioProvince {
  // Generated, imported, needs analysed.
  static async start(t, folder, { scenario, preset = 'S', seed }) {
    const made = new ScenarioProvince();
    made.folder = folder;
    made.source = generate(folder, { seed, preset, args: ['--scenario', scenario] });
    made.planted = JSON.parse(readFileSync(path.join(made.source, 'province.json'), 'utf8')).planted;
    made.suite = await startSuite(t, folder, settings);
    made.deciding = new Deciding(made.suite);
    made.imported = made.suite.json(['import', made.source]);
    made.snapshot = await made.suite.analyzeNeeds();
    await made.readOrganisation();
    return made;
  }

  client(service, role) {
    return this.suite.client(service, role);
  }

  async readOrganisation() {
    const registry = this.client('registry');
    const byName = async (method, field) => new Map((await registry.all(method, field)).map((one) => [one.name, one]));
    this.posts = await byName('ListPosts', 'posts');
    this.positions = await byName('ListPositions', 'positions');
    this.agencies = await byName('ListAgencies', 'agencies');
    this.units = await byName('ListOrgUnits', 'org_units');
    const byCode = (things) => new Map([...things.values()].map((one) => [codeOf(one), one]).sort(([a], [b]) => (a < b ? -1 : 1)));
    this.postByCode = byCode(this.posts);
    this.agencyByCode = byCode(this.agencies);
    const curves = await this.client('needs').all('ListNeedCurves', 'need_curves', { parent: this.snapshot.name });
    this.curves = new Map(curves.map((curve) => [curve.post, curve]));
  }

  // "" has none: the post of a person who holds no post.
  agencyOf(post) {
    return post ? this.agencies.get(this.posts.get(post).agency) : undefined;
  }

  postCode(post) {
    return post ? codeOf(this.posts.get(post)) : '';
  }

  positionOf(post) {
    return post ? this.positions.get(this.posts.get(post).position) : undefined;
  }

  // The number travels in the body. Resource name of the employee.
  async employee(nip) {
    return (await this.client('registry').call('LookupEmployee', { external_id: { kind: 'NIP', value: nip } })).name;
  }

  employees(nips) {
    return Promise.all(nips.map((nip) => this.employee(nip)));
  }

  // As planning sees them, by resource name.
  async profiles() {
    return new Map((await this.suite.profiles()).map((one) => [`employees/${one.employee_id}`, one]));
  }

  // Adds accounts [{name, roles, agency, employee}] and starts again, as the token file is read at the start.
  async addAccounts(accounts) {
    const folder = this.suite.tokenFolder;
    for (const { name, roles, agency = '', employee = '' } of accounts) {
      const token = randomBytes(32).toString('hex');
      const hash = createHash('sha256').update(token).digest('hex');
      writeFileSync(path.join(folder, `${name}.token`), `${token}\n`, { mode: 0o600 });
      const words = [hash, `local-${name}`, 'province', idOf(agency) || '-', roles.join(','), idOf(employee)];
      appendFileSync(path.join(folder, 'tokens'), `${words.join(' ').trim()}\n`);
    }
    await this.restart();
  }

  restart(more = []) {
    return this.suite.restart([...settings, ...more]);
  }

  async movesOf(plan) {
    return this.client('matching').all('ListMoves', 'moves', { parent: plan.name });
  }

  // Chains with their moves in place of the moves' names, in an order that is the same in every run (ids are not).
  async chainsOf(plan) {
    const moves = new Map((await this.movesOf(plan)).map((move) => [move.name, move]));
    const chains = await this.client('matching').all('ListChains', 'chains', { parent: plan.name });
    const told = chains.map((chain) => ({ ...chain, moves: chain.moves.map((name) => moves.get(name)) }));
    const order = (chain) => chain.moves.map((move) => `${this.postCode(move.from_post)}→${this.postCode(move.to_post)}`).sort().join();
    return told.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }

  explain(plan, employee, posts = [], role = 'analyst') {
    return this.client('matching', role).call('ExplainEmployee', { name: plan.name, employee, posts });
  }

  // An approver confined to each agency, who speaks for it where people leave it: `origin-CODE`.
  originAccounts() {
    return [...this.agencies.values()].map((agency) => ({ name: originOf(agency), roles: ['approver'], agency: agency.name }));
  }

  // Of each move that needs it, by its own origin agency.
  async consent(kase) {
    let now = await this.deciding.get(kase);
    for (const move of now.moves.filter((one) => one.open_steps.includes('CONSENT'))) {
      const role = originOf(this.agencies.get(move.from_agency));
      now = await this.deciding.act(role, 'GiveConsent', now, { move: move.name, given: true, document_reference: 'PERSETUJUAN/1/2026' });
    }
    return now;
  }

  // A draft, proposed and screened by `analyst`.
  async screen(kase, analyst = 'analyst') {
    return this.deciding.act(analyst, 'Screen', await this.deciding.act(analyst, 'Submit', kase));
  }

  async settle(kase) {
    let now = kase;
    for (const item of kase.checklist.filter((one) => !one.settled)) {
      now = await this.deciding.act('secretary', 'SettleItem', now, {
        code: item.code, move: item.move, document_reference: `DOK/${item.code}/2026` });
    }
    return now;
  }

  // From SCREENED on: recommended, met on, consented, considered.
  async consider(kase) {
    let now = await this.settle(kase);
    now = await this.deciding.act('secretary', 'Recommend', now, { in_favour: true, note: 'Sesuai kebutuhan organisasi.' });
    await this.deciding.meet([now]);
    await this.consent(now);
    return this.deciding.reached(now, ['STATE_CONSIDERED']);
  }

  // Approved by two, issued, applied.
  async carryOut(kase) {
    await this.deciding.issue(await this.deciding.approve(kase));
    const done = await this.deciding.reached(kase, ['STATE_APPLIED', 'STATE_RECONCILE']);
    if (done.state !== 'STATE_APPLIED') throw new Error(`${kase.name}: ${done.reconcile_reason}`);
    return done;
  }

  // How the plan looks at one post for one person.
  async outcomeAt(plan, employee, post) {
    const { alternatives } = await this.explain(plan, employee, [post]);
    return alternatives.find((one) => one.post === post);
  }
}

export const originOf = (agency) => `origin-${codeOf(agency)}`;
export const idOf = (name) => name.split('/').pop();

// The outside id under which the generator knows it.
export function codeOf(thing) {
  return (thing.external_ids.find((id) => /CODE/.test(id.kind)) ?? thing.external_ids[0])?.value;
}

// Reason of the error of a call that must fail.
export async function reasonOf(promise) {
  return detailsOf(await refusal(promise)).ErrorInfo?.reason;
}

// Text of a PDF, words as a reader of the page sees them.
export function textOf(pdf, folder) {
  const file = path.join(folder, `read-${randomBytes(4).toString('hex')}.pdf`);
  writeFileSync(file, pdf);
  const done = run('pdftotext', ['-layout', file, '-']);
  rmSync(file);
  if (done.status !== 0) throw new Error(`pdftotext ended with ${done.status}: ${done.stderr}`);
  return done.stdout.replace(/\s+/g, ' ');
}

export const sum = (values) => values.reduce((total, value) => total + Number(value), 0);
