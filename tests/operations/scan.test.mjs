// The scan that tests/run ends with: finds a personal number, names its place and not the number, and takes nothing else
// for one.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { root, run, workFolder } from '../e2e/processes.mjs';

// Put together here, so that this source holds none.
const nip = ['19850312', '200901', '1', '004'].join('');
const nik = ['180105', '520385', '0001'].join('');

function scan(t, name, text) {
  // Not in the folder of the whole run, which is scanned as well.
  const kept = process.env.SELARAS_TEST_WORK_DIR;
  delete process.env.SELARAS_TEST_WORK_DIR;
  const folder = workFolder(t, 'scan');
  if (kept) process.env.SELARAS_TEST_WORK_DIR = kept;
  mkdirSync(path.join(folder, 'below'));
  writeFileSync(path.join(folder, 'below', name), text);
  return run(path.join(root, 'tests/scan_personal_numbers'), [folder]);
}

for (const [what, name, text] of [
  ['a NIP in a log', 'a.log', `ok\n{"message":"call","employee":"${nip}"}\n`],
  ['a NIK in an output', 'a.out', `x ${nik}\n`],
  ['a NIP in a metric', 'a.metrics', `selaras_x{who="${nip}"} 1\n`],
  ['a NIP in a report', 'report.html', `<td>${nip}</td>`],
  ['a NIP beside a time', 'a.log', `time 1775008800123456 ${nip}\n`],
  ['a NIK that is called anything but a time', 'a.log', `"mark": ${nik}\n`],
]) {
  test(`finds ${what}`, (t) => {
    const done = scan(t, name, text);
    assert.equal(done.status, 1);
    assert.match(done.stderr, /^personal number in \S+, lines \d/);
    assert.ok(!done.stderr.includes(nip) && !done.stderr.includes(nik));
  });
}

for (const [what, name, text] of [
  ['times of checkpoints', 'a.out', 'time 1795310201391196\n"time_us": 1795310212391196, {"time_us":1795310201391196}\n'],
  ['ids, hashes, counts', 'a.log', '01m80d8k1nmz091jvfcetd3g43 c2cda87edd5ee831a04b3f8a3e0183e5 149703 1775008800\n'],
  ['fractions', 'a.metrics', 'process_start_time_seconds 0.1801055203850001\n'],
  ['files of a database', 'a.db', nip],
]) {
  test(`passes over ${what}`, (t) => {
    const done = scan(t, name, text);
    assert.equal(done.status, 0, done.stdout + done.stderr);
  });
}
