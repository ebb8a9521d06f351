// Each alteration of healthy facts is a fault that the product might have; faultsIn must see every one.
import { faultsIn } from './outcome.mjs';

const mover = (facts) => facts.cases.find((one) => one.state === 'STATE_APPLIED').moves[0];
const leaf = (facts, kind) => facts.log.leaves.findIndex((one) => one.kind === kind);
const event = (facts, service, kind) => facts.feeds[service].findIndex((one) => one.kind === kind);
const applied = (facts) => facts.cases.find((one) => one.state === 'STATE_APPLIED');
const reserved = (facts) => facts.reservations.find((one) => one.state === 'STATE_APPLIED');
const again = (list, index) => list.push(structuredClone(list[index]));

// What happens → [the count that must rise, the alteration].
const mutations = {
  'an approval is lost': ['lost', (f) => applied(f).approvals.pop()],
  'an approval is lost and its leaf stays': ['unauthorised', (f) => { applied(f).approvals[0].voided = true; }],
  'an approval binds to other content': ['unauthorised', (f) => { applied(f).approvals[0].hash = 'other'; }],
  'the proposer approves': ['unauthorised', (f) => { applied(f).approvals[0].principal = applied(f).proposer; }],
  'one person fills both slots': ['unauthorised', (f) => { applied(f).approvals[1].principal = applied(f).approvals[0].principal; }],
  'two approvals stand in one slot': ['unauthorised', (f) => { applied(f).approvals[1].slot = applied(f).approvals[0].slot; }],
  'an approval is done twice': ['duplicated', (f) => again(f.log.leaves, leaf(f, 'CaseApproved'))],
  'a submission is not in the log': ['lost', (f) => f.log.leaves.splice(leaf(f, 'CaseSubmitted'), 1)],
  'a meeting is recorded twice': ['duplicated', (f) => again(f.log.leaves, leaf(f, 'MeetingRecorded'))],
  'a forbidden act is answered': ['unauthorised', (f) => f.trespasses.push({ verb: 'Approve', subject: applied(f).name, role: 'analyst' })],
  'a case is lost': ['lost', (f) => f.cases.pop()],
  'a chain has two cases': ['duplicated', (f) => { f.cases[1].chain = f.cases[0].chain; }],
  'a case is stuck': ['lost', (f) => { applied(f).state = 'STATE_ISSUING'; }],
  'a move has two decrees': ['duplicated', (f) => again(f.decrees, 0)],
  'a decree is lost': ['lost', (f) => f.decrees.splice(0, 1)],
  'a decree is of no case': ['unauthorised', (f) => { f.decrees[0].kase = 'cases/none'; }],
  'a decree stays signed': ['lost', (f) => { f.decrees[0].state = 'STATE_SIGNED'; }],
  'a number is left out': ['lost', (f) => { f.decrees[0].number = f.decrees[0].number.replace(/\/\d+\//, '/99999/'); }],
  'a number is given twice': ['duplicated', (f) => {
    const [one, other] = f.decrees.filter((decree) => decree.series === f.decrees[0].series);
    other.number = one.number;
  }],
  'seats stay held': ['lost', (f) => f.reservations.push({ name: 'seatReservations/r', state: 'STATE_HELD', chain: 'c', decrees: [] })],
  'a chain reserves twice': ['duplicated', (f) => again(f.reservations, f.reservations.indexOf(reserved(f)))],
  'a chain is applied without its decree': ['lost', (f) => reserved(f).decrees.pop()],
  'a move goes to another post': ['lost', (f) => { reserved(f).decrees[0].post = 'posts/other'; }],
  'a decree stands twice in a history': ['duplicated', (f) => f.history[mover(f).employee].push(f.history[mover(f).employee][0])],
  'a decree stands in no history': ['lost', (f) => { f.history[mover(f).employee] = []; }],
  'a mover keeps his old seat': ['duplicated', (f) => { f.seats.after.posts[mover(f).from].incumbents += 1; }],
  'a mover has no seat': ['lost', (f) => { f.seats.after.posts[mover(f).to].incumbents -= 1; }],
  'a post is filled above its ceiling': ['unauthorised', (f) => { f.seats.after.posts[mover(f).to].incumbents += 1000; }],
  'a person disappears': ['lost', (f) => { f.seats.after.employees -= 1; }],
  'a decree is told twice': ['duplicated', (f) => again(f.feeds.approval, event(f, 'approval', 'DecreeApplied'))],
  'a decree is not told': ['lost', (f) => f.feeds.approval.splice(event(f, 'approval', 'DecreeIssued'), 1)],
  'a feed has a gap': ['lost', (f) => f.feeds.registry.splice(0, 1)],
  'seats are told twice': ['duplicated', (f) => again(f.feeds.registry, event(f, 'registry', 'SeatsApplied'))],
  'a leaf of another service never arrives': ['lost', (f) => f.log.leaves.splice(f.log.leaves.findIndex((one) => one.service === 'registry'), 1)],
  'a leaf is taken twice': ['duplicated', (f) => again(f.log.leaves, leaf(f, 'TransitionOpened'))],
  'the log holds a leaf that nobody wrote': ['duplicated', (f) => { f.log.leaves[0].commitment = 'f'.repeat(64); }],
  'a decree is numbered twice': ['duplicated', (f) => again(f.log.leaves, leaf(f, 'DecreeNumbered'))],
  'the log is altered': ['wrong', (f) => { f.log.verdict = 'WRONG'; }],
  'an event opens two plans': ['duplicated', (f) => again(f.plans, 0)],
  'a move gets no plan': ['lost', (f) => f.plans.splice(0, 1)],
};

// Alterations that were not found, or not as what they are. REQUIRES: faultsIn finds none in `facts`.
export function missedMutations(facts) {
  return Object.entries(mutations).filter(([, [kind, alter]]) => {
    const altered = structuredClone(facts);
    alter(altered);
    return faultsIn(altered)[kind] === 0;
  }).map(([what]) => what);
}
