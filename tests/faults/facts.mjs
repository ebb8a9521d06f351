// What the services say when the work is done, as plain values, so that faultsIn can be tried on altered ones.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { binDir, run, until } from '../e2e/processes.mjs';
import { each } from './officials.mjs';

// A day on which every decree of the run is in force.
const later = { year: 2027, month: 6, day: 1 };
const services = ['registry', 'needs', 'matching', 'approval', 'evaluation'];

// A client as another service would be one: it serves every tenant, so it names one.
function peer(suite, service) {
  const client = suite.client(service, 'service');
  const plain = Object.getPrototypeOf(client).metadata.bind(client);
  client.metadata = () => {
    const named = plain();
    named.set('selaras-tenant', 'province');
    return named;
  };
  return client;
}

// Post → {ceiling, incumbents}, and how many people there are.
export async function seatsNow(suite) {
  const pages = await suite.client('registry', 'auditor').read('StreamPosts', { at: { effective_date: later } });
  const posts = {};
  for (const post of pages.flatMap((page) => page.posts)) posts[post.name] = { ceiling: post.ceiling, incumbents: post.incumbents };
  const { employees } = await suite.client('registry').call('GetRegistry');
  return { posts, employees: Number(employees) };
}

// docs/formats.md, "Evidence leaf".
function leafOf(bytes) {
  const found = /^selaras-leaf 1\nservice \d+:(.*)\nkind \d+:(.*)\nsubject \d+:(.*)\ntime \d+\ncommitment ([0-9a-f]{64})\n$/.exec(bytes.toString());
  if (!found) throw new Error('a leaf that is not as docs/formats.md says');
  const [, service, kind, subject, commitment] = found;
  return { service, kind, subject, commitment };
}

const idIn = (payload, collection) => new RegExp(`${collection}/[0-9a-z]+`).exec(payload.toString('latin1'))?.[0] ?? '';

// Reads what a feed has beyond `events`, and adds it. Of leaves and decrees what they are about.
async function readOn(suite, service, events) {
  for (;;) {
    const after = events.at(-1)?.position ?? 0;
    const page = await peer(suite, service).call('ListEvents', { after_position: after, page_size: 2000 });
    for (const { position, kind, payload } of page.events) {
      events.push({ position: Number(position), kind,
        ...(kind === 'LeafWritten' && { leaf: leafOf(payload).commitment }),
        ...(kind.startsWith('Decree') && { subject: idIn(payload, 'decrees') }),
        ...(kind.startsWith('Seats') && { subject: idIn(payload, 'seatReservations') }) });
    }
    if (page.events.length === 0) return;
  }
}

// The log as a stranger gets it: exported, checked by the verifier that shares no code with it, and its leaves.
function logOf(suite, folder) {
  const file = path.join(folder, 'evidence.log');
  suite.ctl(['evidence', 'export', '-o', file, '--public-key-out', `${file}.pem`], { role: 'auditor' });
  const begin = Date.now();
  const { verdict } = JSON.parse(run(path.join(binDir, 'selaras-verify-log'), [file, '--public-key', `${file}.pem`, '--json']).stdout);
  const seconds = (Date.now() - begin) / 1000;
  const leaves = readFileSync(file, 'latin1').split('\n').filter((line) => line.startsWith('l '))
    .map((line) => leafOf(Buffer.from(line.slice(2), 'base64')));
  return { verdict, seconds, leaves };
}

const caseFacts = (one) => ({ name: one.name, state: one.state, chain: one.chain_key, proposer: one.proposer, hash: one.content_hash,
  approvals: one.approvals.map(({ slot, principal, content_hash: hash, void: voided }) => ({ slot, principal, hash, voided })),
  moves: one.moves.map(({ name, employee, from_post: from, to_post: to, decree }) => ({ name, employee, from, to, decree })) });

// The feeds of all services, read when nothing is on its way any more: every move has its plan and every leaf is under a
// checkpoint. If that does not come to pass, faultsIn says what stayed behind.
async function settledFeeds(suite, moves) {
  const feeds = Object.fromEntries(services.map((service) => [service, []]));
  await until('end of all feeds', async () => {
    const plans = await suite.client('evaluation').call('ListTransitionPlans', { page_size: 1 });
    for (const service of services) await readOn(suite, service, feeds[service]);
    const leaves = Object.values(feeds).flat().filter((event) => event.kind === 'LeafWritten').length;
    const { tree_size: signed } = await suite.client('approval', 'auditor').call('GetCheckpoint');
    return Number(plans.total_size) >= moves && Number(signed) >= leaves;
  }, { seconds: 60, everyMs: 200 }).catch((error) => console.error(error.message));
  return feeds;
}

// `seats`: seatsNow before the first decree.
export async function collect(suite, officials, { folder, seats }) {
  const auditor = suite.client('approval', 'auditor');
  const cases = (await auditor.all('ListCases', 'cases', { plan: officials.plan })).map(caseFacts);
  const decrees = (await auditor.all('ListDecrees', 'decrees')).map(({ name, state, number, case: kase, moves, agency, decree_date: date }) => (
    { name, state, number, kase, moves, series: `${agency} ${date.year}` }));
  const moves = cases.filter((one) => one.state === 'STATE_APPLIED').flatMap((one) => one.moves);
  const feeds = await settledFeeds(suite, moves.length);
  const history = {};
  await each(moves, 16, async ({ employee }) => {
    const { entries } = await suite.client('registry').call('GetHistory', { name: employee });
    history[employee] = entries.filter((entry) => entry.kind === 'appointments' && entry.provenance.known_to_revision === '0')
      .map((entry) => /^decree:(.*)$/.exec(entry.provenance.source)?.[1]).filter(Boolean);
  });
  const reservations = (await suite.client('registry').all('ListSeatReservations', 'seat_reservations')).map((one) => ({
    name: one.name, state: one.state, chain: one.chain_key,
    decrees: one.decrees.map(({ decree, decree_number: number, employee, to_post: post }) => ({ decree, number, employee, post })) }));
  const plans = (await suite.client('evaluation').all('ListTransitionPlans', 'transition_plans'))
    .map(({ decree, move, employee }) => ({ decree, move, employee }));
  return { acknowledged: officials.acknowledged, meetings: officials.meetings, barred: officials.barred, trespasses: officials.trespasses,
    cases, decrees, reservations, history, feeds, log: logOf(suite, folder), plans, seats: { before: seats, after: await seatsNow(suite) } };
}
