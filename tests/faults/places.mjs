// Where the services may die, and which of these places the way of a decree passes.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../e2e/processes.mjs';

const both = (...acts) => acts.flatMap((act) => [`${act}.before_commit`, `${act}.after_commit`]);

// Every named place on the way from a proposal to the registry's history, by the service that dies there.
export const places = {
  approval: [
    ...both('approval.submit', 'approval.approve', 'approval.issue', 'approval.act', 'approval.meeting'),
    'approval.reserve.before_call', 'approval.reserve.after_call',
    'approval.number.before_transaction', ...both('approval.number'),
    'approval.sign.before_transaction', ...both('approval.sign'),
    'approval.apply.before_call', 'approval.apply.after_call', ...both('approval.apply'),
    'approval.consider.before_call', 'approval.notify.before_commit', 'approval.checkpoint.before_commit',
    ...both('feed.take', 'sql.group'),
  ],
  registry: both('registry.reserve', 'registry.apply', 'sql.group'),
  evaluation: ['evaluation.open_plans.before_commit', ...both('feed.take')],
};

// Places that no decree passes on its way here, and what does pass them.
export const excused = {
  'registry.import': 'an import, which ends before the first case begins',
  'registry.release': 'a withdrawal after the seats were reserved',
  'registry.expire': 'a reservation that nobody applied',
  'registry.activate': 'a decree with a date still to come; here all are in force when they are applied',
  'evaluation.report_cycle': 'the report at the end of a cycle',
  'evaluation.submit_feedback': 'what a person says months after the move',
};

// Reached once a batch or less often, so that waiting for many reaches is waiting for nothing.
export const isRare = (name) => /\.(meeting|checkpoint|consider|notify)\.|^feed\./.test(name);

function sourcesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(cc|h)$/.test(entry.name) && !/_test\.cc$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

// Names that the sources of these services and of what they share can reach.
export function placesInSources() {
  const folders = ['services/approval', 'services/registry', 'services/evaluation', 'libs/feed', 'libs/sql'];
  const names = new Set();
  for (const file of folders.flatMap((folder) => sourcesBelow(path.join(root, folder)))) {
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/failpoint::Reach\("([^"]+)"\)/g)) names.add(name);
  }
  return names;
}

// What does not fit together: `reached` are the names that an undisturbed run recorded, by service.
export function wrongPlaces(reached) {
  const wrong = [];
  for (const [service, names] of Object.entries(places)) {
    for (const name of names) if (!reached[service].has(name)) wrong.push(`${service} never reaches ${name}`);
  }
  const listed = new Set(Object.values(places).flat());
  for (const name of placesInSources()) {
    const why = excused[name.split('.').slice(0, 2).join('.')];
    if (!listed.has(name) && !why) wrong.push(`${name} is neither listed nor excused`);
  }
  return wrong;
}
