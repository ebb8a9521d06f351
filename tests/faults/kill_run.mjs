// The workflow under kills: people take every chain of a plan from proposal to the registry's history while approval,
// registry and evaluation are killed at named places again and again. In the end the people's own record is held against
// what the services say: nothing is lost, done twice, or done without authority.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generate, startServices } from '../e2e/suite.mjs';
import { collect, seatsNow } from './facts.mjs';
import { killUntil } from './killer.mjs';
import { Officials } from './officials.mjs';
import { faultsIn } from './outcome.mjs';
import { places } from './places.mjs';

// Both engines wait for the disk as in production; the clients wait for nothing but answers.
async function prepare(t, { folder, database, preset, args = [], seed, maxMoves }) {
  mkdirSync(folder, { recursive: true });
  const province = generate(folder, { seed, preset, args });
  const suite = await startServices(t, folder, { database });
  suite.ctl(['import', province]);
  const snapshot = await suite.analyzeNeeds();
  const policy = suite.sealPolicy();
  const plan = await suite.plan({ policy, need_snapshot: snapshot.name, ...(maxMoves ? { max_moves: maxMoves } : {}) });
  return { suite, plan: plan.name, chains: await suite.client('matching').all('ListChains', 'chains', { parent: plan.name }) };
}

// made: preset, args and seed of the province, maxMoves of the plan (0: no limit), folder, database: service → URL. deaths: as
// for killUntil. Returns figures, the facts and the faults in them.
export async function killRun(t, { deaths, batch = 200, width = 24, talk = false, ...made }) {
  const { suite, plan, chains } = await prepare(t, made);
  const officials = new Officials(suite, plan);
  const seats = await seatsNow(suite);
  let finished = false;
  const begin = Date.now();
  const tell = (applied) => talk && console.error(`${applied} of ${chains.length} chains, ${Math.round((Date.now() - begin) / 1000)} s`);
  const work = officials.takeAll(chains, { batch, width, tell }).finally(() => { finished = true; });
  const killing = killUntil(() => finished, suite, deaths).catch((error) => {
    officials.stopped = error;
    throw error;
  });
  const [, kills] = await Promise.all([work, killing]);
  const seconds = (Date.now() - begin) / 1000;
  for (const service of Object.keys(places)) {
    await suite[service].kill();
    await suite[service].start();
  }
  const facts = await collect(suite, officials, { folder: made.folder, seats });
  const faults = faultsIn(facts);
  writeFileSync(path.join(made.folder, 'kills.json'), JSON.stringify({ kills, faults }, null, 1));
  const applied = facts.decrees.filter((one) => one.state === 'STATE_APPLIED').length;
  const figures = { decrees: applied, kills: kills.length, places: new Set(kills).size, cases: facts.cases.length, calls: officials.calls,
    unanswered: officials.lost, barred: officials.barred.length, reconciled: officials.reconciled, seconds,
    leaves: facts.log.leaves.length, verify_s: facts.log.seconds };
  return { figures, faults, facts, kills };
}

// The same way without a death: which places each service reached, by service.
export async function recordRun(t, options) {
  const record = (service) => path.join(options.folder, `${service}.places`);
  const { suite, plan, chains } = await prepare(t, options);
  for (const service of Object.keys(places)) {
    await suite[service].program.end();
    await suite[service].start({ SELARAS_FAILPOINT_RECORD: record(service) });
  }
  const officials = new Officials(suite, plan);
  const seats = await seatsNow(suite);
  await officials.takeAll(chains, { batch: 200, width: 8 });
  const facts = await collect(suite, officials, { folder: options.folder, seats });
  const reached = Object.keys(places).map((service) => [service, new Set(readFileSync(record(service), 'utf8').split('\n').filter(Boolean))]);
  return { facts, faults: faultsIn(facts), reached: Object.fromEntries(reached) };
}
