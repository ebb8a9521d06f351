// What must hold when every chain has come to its end, whatever was killed on the way. `facts` as collect() returns them.
// Pure: outcome_mutations.mjs alters the facts of a real run and each alteration must be found.

// Acts of people and the leaf that each leaves once.
const leafOfVerb = { CreateCase: 'CaseCreated', Submit: 'CaseSubmitted', Screen: 'CaseScreened', SettleItem: 'ItemSettled',
  Recommend: 'CaseRecommended', RecordMeeting: 'MeetingHeld', GiveConsent: 'ConsentAnswered', Approve: 'CaseApproved',
  Issue: 'IssueStarted', Reconcile: 'CaseReconciled' };
const approvers = ['test-approver', 'test-approver-2'];

function count(keys) {
  const counts = new Map();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

class Faults {
  constructor() {
    Object.assign(this, { lost: 0, duplicated: 0, unauthorised: 0, wrong: 0, said: [] });
  }

  note(kind, text) {
    this[kind] += 1;
    if (this.said.length < 20) this.said.push(`${kind}: ${text}`);
  }

  // Each key must be found as often as it is wanted: fewer is lost, more is done twice.
  compare(what, wanted, found) {
    const want = count(wanted), have = count(found);
    for (const key of new Set([...want.keys(), ...have.keys()])) {
      const difference = (have.get(key) ?? 0) - (want.get(key) ?? 0);
      if (difference !== 0) this.note(difference < 0 ? 'lost' : 'duplicated', `${what} ${key}: ${have.get(key) ?? 0} of ${want.get(key) ?? 0}`);
    }
  }
}

// What was acknowledged is in the log, and as often as it was done.
function checkActs(faults, { acknowledged, meetings, log }) {
  const kinds = new Set(Object.values(leafOfVerb));
  const ofPeople = log.leaves.filter((leaf) => leaf.service === 'approval' && kinds.has(leaf.kind));
  faults.compare('act', acknowledged.map(({ verb, subject }) => `${leafOfVerb[verb]} ${subject}`),
    ofPeople.map((leaf) => `${leaf.kind} ${leaf.subject}`));
  const held = log.leaves.filter((leaf) => leaf.kind === 'MeetingRecorded').length;
  if (held !== meetings) faults.note(held < meetings ? 'lost' : 'duplicated', `meetings: ${held} of ${meetings}`);
}

function isLawful(kase) {
  const valid = kase.approvals.filter((one) => !one.voided && one.hash === kase.hash && approvers.includes(one.principal));
  const people = new Set(valid.map((one) => one.principal)), slots = new Set(valid.map((one) => one.slot));
  return people.size === 2 && slots.size === 2 && !people.has(kase.proposer);
}

// One case a chain, at its end, with the approvals that were given and no others.
function checkCases(faults, { acknowledged, barred, trespasses, cases }) {
  faults.compare('case', acknowledged.filter(({ verb }) => verb === 'CreateCase').map(({ subject }) => subject), cases.map((one) => one.name));
  for (const [chain, times] of count(cases.map((one) => one.chain))) if (times > 1) faults.note('duplicated', `cases of chain ${chain}`);
  faults.compare('approval', acknowledged.filter(({ verb }) => verb === 'Approve').map(({ subject, role }) => `${subject} test-${role}`),
    cases.flatMap((one) => one.approvals.filter(({ voided }) => !voided).map(({ principal }) => `${one.name} ${principal}`)));
  for (const kase of cases) {
    if (kase.state === 'STATE_APPLIED' && !isLawful(kase)) faults.note('unauthorised', `${kase.name} is applied`);
    if (kase.state !== 'STATE_APPLIED' && !barred.includes(kase.name)) faults.note('lost', `${kase.name} stays ${kase.state}`);
  }
  for (const { verb, subject, role } of trespasses) faults.note('unauthorised', `${verb} of ${subject} by ${role}`);
}

// One living decree a move, applied; numbers from 1 without gaps or doubles, voided decrees counted.
function checkDecrees(faults, { cases, decrees }) {
  const byName = new Map(cases.map((one) => [one.name, one]));
  const living = decrees.filter((decree) => decree.state !== 'STATE_VOID');
  const applied = cases.filter((one) => one.state === 'STATE_APPLIED').flatMap((one) => one.moves);
  faults.compare('decree', applied.map((move) => `${move.name} ${move.decree}`),
    living.flatMap((decree) => decree.moves.map((move) => `${move} ${decree.name}`)));
  for (const decree of living) {
    if (decree.state !== 'STATE_APPLIED') faults.note('lost', `${decree.name} stays ${decree.state}`);
    const kase = byName.get(decree.kase);
    if (!kase || !isLawful(kase)) faults.note('unauthorised', `${decree.name} of ${decree.kase}`);
  }
  const series = new Map();
  for (const decree of decrees) series.set(decree.series, [...(series.get(decree.series) ?? []), decree.number]);
  for (const [name, numbers] of series) {
    const sequences = numbers.map((number) => Number(number.split('/')[1]));
    faults.compare(`number in ${name}`, numbers.map((_, i) => i + 1), sequences);
    if (new Set(numbers).size !== numbers.length) faults.note('duplicated', `numbers in ${name}`);
  }
}

// What the registry has by decree is what was decided, once, and it holds nothing back.
function checkRegistry(faults, { cases, decrees, reservations, history, seats }) {
  const numbers = new Map(decrees.map((decree) => [decree.name, decree.number]));
  const applied = cases.filter((one) => one.state === 'STATE_APPLIED');
  const moves = applied.flatMap((one) => one.moves);
  const done = reservations.filter((one) => one.state === 'STATE_APPLIED');
  faults.compare('reservation', applied.map((one) => one.chain), done.map((one) => one.chain));
  for (const one of reservations) if (one.state === 'STATE_HELD') faults.note('lost', `${one.name} stays held`);
  faults.compare('applied', moves.map((move) => `${move.decree} ${numbers.get(move.decree)} ${move.employee} ${move.to}`),
    done.flatMap((one) => one.decrees.map((decree) => `${decree.decree} ${decree.number} ${decree.employee} ${decree.post}`)));
  faults.compare('history', moves.map((move) => `${move.employee} ${numbers.get(move.decree)}`),
    Object.entries(history).flatMap(([employee, of]) => of.map((number) => `${employee} ${number}`)));
  checkSeats(faults, seats, moves);
}

// Nobody appears or disappears, every mover changed his post, and no post holds more than its ceiling, or than it held.
function checkSeats(faults, { before, after }, moves) {
  const leave = count(moves.map((move) => move.from)), arrive = count(moves.map((move) => move.to));
  for (const post of new Set([...Object.keys(before.posts), ...Object.keys(after.posts)])) {
    const was = before.posts[post] ?? { ceiling: 0, incumbents: 0 }, is = after.posts[post] ?? { incumbents: 0 };
    const wanted = was.incumbents - (leave.get(post) ?? 0) + (arrive.get(post) ?? 0);
    if (is.incumbents !== wanted) faults.note(is.incumbents < wanted ? 'lost' : 'duplicated', `${post} has ${is.incumbents} of ${wanted}`);
    if (is.incumbents > Math.max(was.ceiling, was.incumbents)) faults.note('unauthorised', `${post} above its ceiling`);
  }
  if (after.employees !== before.employees) faults.note(after.employees < before.employees ? 'lost' : 'duplicated', 'employees');
}

// Feeds tell each thing once, and the log holds each leaf once and no other.
function checkFeeds(faults, { decrees, reservations, feeds, log }) {
  for (const [service, events] of Object.entries(feeds)) {
    faults.compare(`event of ${service} at`, events.map((_, i) => i + 1), events.map((event) => event.position));
  }
  const told = (kind) => Object.values(feeds).flat().filter((event) => event.kind === kind);
  const living = decrees.filter((decree) => decree.state !== 'STATE_VOID').map((decree) => decree.name);
  for (const kind of ['DecreeIssued', 'DecreeApplied']) faults.compare(`event ${kind}`, living, told(kind).map((event) => event.subject));
  const done = reservations.filter((one) => one.state === 'STATE_APPLIED').map((one) => one.name);
  for (const kind of ['SeatsApplied', 'SeatsActivated']) faults.compare(`event ${kind}`, done, told(kind).map((event) => event.subject));
  faults.compare('leaf', told('LeafWritten').map((event) => event.leaf), log.leaves.map((leaf) => leaf.commitment));
}

// The log counts the same decrees as the tables.
function checkLog(faults, { decrees, log }) {
  const states = { DecreeNumbered: ['STATE_NUMBERED', 'STATE_SIGNED', 'STATE_APPLIED', 'STATE_VOID'],
    DecreeSigned: ['STATE_SIGNED', 'STATE_APPLIED'], DecreeApplied: ['STATE_APPLIED'], DecreeVoided: ['STATE_VOID'] };
  const voided = new Set(decrees.filter((decree) => decree.state === 'STATE_VOID').map((decree) => decree.name));
  for (const [kind, of] of Object.entries(states)) {
    // A decree that is void now may have been signed before.
    const leaves = log.leaves.filter((leaf) => leaf.kind === kind && !(kind === 'DecreeSigned' && voided.has(leaf.subject)));
    faults.compare(`leaf ${kind}`, decrees.filter((decree) => of.includes(decree.state)).map((decree) => decree.name),
      leaves.map((leaf) => leaf.subject));
  }
  if (log.verdict !== 'OK') faults.note('wrong', `the verifier of the log says ${log.verdict}`);
}

export function faultsIn(facts) {
  const faults = new Faults();
  checkActs(faults, facts);
  checkCases(faults, facts);
  checkDecrees(faults, facts);
  checkRegistry(faults, facts);
  checkFeeds(faults, facts);
  checkLog(faults, facts);
  const applied = facts.cases.filter((one) => one.state === 'STATE_APPLIED').flatMap((one) => one.moves);
  faults.compare('transition plan', applied.map((move) => `${move.decree} ${move.name} ${move.employee}`),
    facts.plans.map((plan) => `${plan.decree} ${plan.move} ${plan.employee}`));
  const { lost, duplicated, unauthorised, wrong, said } = faults;
  return { lost, duplicated, unauthorised, wrong, said };
}
