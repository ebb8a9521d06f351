// From a plan to decrees and their proof by commands alone: bulk acts, a workbook, a veto, documents, the log.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { binDir, programEnvironment, requireSettings, run, workFolder } from './processes.mjs';
import { generate, startSuite } from './suite.mjs';
import { fillCells } from './workbook.mjs';

requireSettings();
// selarasctl beside this program → {status, stdout, stderr} when it has ended.
function besides(suite, role, args) {
  const env = programEnvironment({ SELARAS_TOKEN_FILE: path.join(suite.tokenFolder, `${role}.token`) });
  const child = spawn(path.join(binDir, 'selarasctl'), [...suite.flags(), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (data) => { texts[name] += data; });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...texts })));
}

const frame = ['--place', 'Ruang Rapat BKD', '--date', '2026-11-20', '--chair', 'ketua', '--attendee', 'ketua', 'anggota-1', 'anggota-2', 'anggota-3'];

test('approval by commands', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'approval-cli');
  const file = (name) => path.join(folder, name);
  const suite = await startSuite(t, folder, ['--approval-consideration=simulator']);
  suite.ctl(['import', generate(folder, { seed: 21 })]);
  const snapshot = await suite.analyzeNeeds();
  const plan = await suite.plan({ policy: suite.sealPolicy(), need_snapshot: snapshot.name });
  // Ends with `status`, 0 unless given, and prints one JSON value.
  const by = (role, args, status = 0) => suite.json(args, { role, status });
  const states = (state) => by('analyst', ['case', 'list', '--plan', plan.name, '--limit', '10000', ...(state ? ['--state', state] : [])]);
  let chains;

  await t.test('every chain becomes a case, once', () => {
    const some = by('analyst', ['case', 'create', '--plan', plan.name, '--limit', '3']);
    assert.equal(some.done, 3);
    const all = by('analyst', ['case', 'create', '--plan', plan.name]);
    chains = all.total;
    assert.ok(chains > 10);
    assert.equal(all.skipped, 3);
    assert.equal(all.done, chains - 3);
    assert.equal(states().total, chains);
  });

  await t.test('bulk acts outlive the service, say how many, and fail by reason with exit status 1', async () => {
    // The service dies with an act done whose answer nobody gets; what is repeated under the same id is not done twice.
    await suite.service.program.end();
    await suite.service.start({ SELARAS_FAILPOINT: 'approval.submit.after_commit:5' });
    const submitting = besides(suite, 'analyst', ['--json', 'case', 'submit', '--all', '--plan', plan.name, '--in-flight', '4']);
    const { signal } = await suite.service.program.ended;
    assert.equal(signal, 'SIGKILL');
    await suite.service.start();
    const submitted = await submitting;
    assert.equal(submitted.status, 0, submitted.stdout + submitted.stderr);
    const told = JSON.parse(submitted.stdout);
    assert.deepEqual([told.done, told.failed, told.skipped], [chains, 0, 0]);
    assert.equal(by('analyst', ['case', 'submit', '--all']).total, 0);
    const named = states('SUBMITTED').cases.slice(0, 2).map((one) => one.name);
    const refused = by('analyst', ['case', 'submit', ...named], 1);
    assert.deepEqual(refused.reasons, { CASE_STATE: 2 });
    assert.equal(refused.failures[0].item, named[0]);
    suite.ctl(['case', 'submit', named[0]], { status: 6 });
    suite.ctl(['case', 'submit', 'cases/01jzzzzzzzzzzzzzzzzzzzzzzz'], { status: 5 });
    suite.ctl(['case', 'submit'], { status: 2 });
    suite.ctl(['case', 'issue', '--all', '--signatory', 'x'], { role: 'portal', status: 4 });
  });

  await t.test('screened, settled, recommended', () => {
    assert.equal(by('analyst', ['case', 'screen', '--all']).failed, 0);
    by('secretary', ['case', 'settle', '--all', '--document', 'DOK/1/2026']);
    const recommended = by('secretary', ['case', 'recommend', '--all', '--note', 'Sesuai kebutuhan.']);
    assert.equal(recommended.failed, 0);
    assert.equal(states('RECOMMENDED').total, recommended.done);
    const page = suite.ctl(['case', 'show', recommended.cases[0].name]).stdout;
    assert.match(page, /RECOMMENDATION +CLOSED/);
    assert.match(page, /langkah berikut: .*RecordMeeting/);
    assert.match(suite.ctl(['--lang', 'en', 'case', 'show', recommended.cases[0].name]).stdout, /next: .*RecordMeeting/);
    const { tasks } = by('secretary', ['case', 'tasks', '--limit', '5']);
    assert.ok(tasks.some((task) => task.verb === 'RecordMeeting'));
  });

  await t.test('a meeting over all but those of a workbook, which another meeting decides', () => {
    const cases = states('RECOMMENDED').cases;
    const [first] = cases;
    suite.ctl(['case', 'meet', '--all', '--place', 'x', '--date', '2026-11-20', '--chair', 'ketua', '--attendee', 'ketua'], { role: 'secretary', status: 6 });
    const met = by('secretary', ['case', 'meet', ...cases.slice(1).map((one) => one.name), ...frame]);
    assert.equal(met.done, cases.length - 1);
    assert.equal(met.meetings.length, 1);
    by('secretary', ['decree', 'minutes', met.meetings[0].name, '-o', file('minutes.pdf')]);
    assert.equal(readFileSync(file('minutes.pdf')).subarray(0, 5).toString(), '%PDF-');
    const sheet = by('secretary', ['case', 'export-sheet', '-o', file('rapat.xlsx'), '--state', 'RECOMMENDED']);
    assert.equal(sheet.moves, first.moves.length);
    const undecided = by('secretary', ['case', 'import-sheet', file('rapat.xlsx'), '--meeting', '--dry-run']);
    assert.deepEqual([undecided.cases, undecided.undecided_cases], [0, 1]);
    const rows = first.moves.map((_, i) => i + 2);
    fillCells(file('rapat.xlsx'), file('altered.xlsx'), { G2: 'MUNGKIN', I2: 'lain' });
    const wrong = by('secretary', ['case', 'import-sheet', file('altered.xlsx'), '--meeting', ...frame], 1);
    assert.deepEqual(wrong.errors.slice(0, 1).map((one) => [one.cell, one.reason]), [['G2', 'SHEET_DECISION']]);
    assert.ok(wrong.errors.some((one) => one.reason === 'SHEET_CONTENT_CHANGED' || one.reason === 'SHEET_HASH_ALTERED'));
    fillCells(file('rapat.xlsx'), file('decided.xlsx'), Object.fromEntries(rows.map((row) => [`G${row}`, 'SETUJU'])));
    const decided = by('secretary', ['case', 'import-sheet', file('decided.xlsx'), '--meeting', ...frame]);
    assert.deepEqual([decided.done, decided.meetings.length], [1, 1]);
    const late = by('analyst', ['case', 'watch', '--plan', plan.name, '--until', 'CONSIDERED']);
    assert.equal(late.states.CONSIDERED, cases.length);
    writeFileSync(file('none.xlsx'), 'no workbook');
    suite.ctl(['case', 'import-sheet', file('none.xlsx'), '--approve'], { role: 'approver', status: 2 });
  });

  await t.test('a veto: consequence, then the cases that take its place', () => {
    const [one] = states('CONSIDERED').cases;
    by('approver', ['case', 'reject', one.name, '--move', '1', '--reason', 'Masih diperlukan di unit asal.']);
    const veto = by('approver', ['case', 'veto', one.name]);
    assert.equal(veto.state, 'STATE_READY');
    assert.ok(veto.changes.length >= 1);
    const told = suite.ctl(['case', 'veto', one.name], { role: 'approver' }).stdout;
    assert.match(told, /nilai yang hilang: [\d,]+/);
    assert.equal(by('approver', ['case', 'confirm-veto', one.name]).cases[0].state, 'REPLACED');
  });

  await t.test('four eyes over what was shown, then issued and applied', () => {
    const [shown] = states('CONSIDERED').cases;
    suite.ctl(['case', 'approve', shown.name, '--content-hash', '0'.repeat(64)], { role: 'approver', status: 6 });
    const waiting = states('CONSIDERED').total;
    by('approver', ['case', 'export-sheet', '-o', file('setuju.xlsx'), '--state', 'CONSIDERED']);
    fillCells(file('setuju.xlsx'), file('satu.xlsx'), Object.fromEntries(shown.moves.map((_, i) => [`G${i + 2}`, 'setuju'])));
    assert.equal(by('approver', ['case', 'import-sheet', file('satu.xlsx'), '--approve']).done, 1);
    const rest = states('CONSIDERED').cases.filter((one) => one.approvals.length === 0).map((one) => one.name);
    const first = by('approver', ['case', 'approve', ...rest]);
    assert.deepEqual([first.done, first.failed], [waiting - 1, 0]);
    const again = by('approver', ['case', 'approve', '--all'], 1);
    assert.deepEqual(again.reasons, { CASE_SAME_PERSON: waiting });
    assert.equal(by('approver-2', ['case', 'approve', '--all']).done, waiting);
    assert.equal(by('secretary', ['case', 'issue', '--all', '--signatory', 'Sekretaris Daerah']).done, waiting);
    const { states: end, reconcile } = by('analyst', ['case', 'watch', '--plan', plan.name]);
    assert.deepEqual([end.APPLIED, reconcile], [waiting, 0]);
  });

  await t.test('documents and receipts', () => {
    const { decrees, total } = by('secretary', ['decree', 'list', '--limit', '1000']);
    assert.equal(decrees.length, Number(total));
    const [decree] = decrees;
    assert.equal(by('secretary', ['decree', 'show', decree.name]).number, decree.number);
    const saved = by('secretary', ['decree', 'pdf', decree.name, '-o', file('decree.pdf')]);
    assert.equal(saved.hash, decree.pdf_hash);
    by('secretary', ['decree', 'letter', decree.moves[0], '-o', file('letter.pdf')]);
    assert.ok(existsSync(file('letter.pdf')));
    assert.equal(by('auditor', ['decree', 'receipt', decree.name]).leaf_hash, decree.content_hash);
    assert.match(suite.ctl(['decree', 'receipt', decree.name], { role: 'auditor' }).stdout, /catatan: OK/);
  });

  await t.test('the log is exported and holds; altered it does not', () => {
    const exported = by('auditor', ['evidence', 'export', '-o', file('log'), '--public-key-out', file('key.pem')]);
    assert.ok(exported.leaves > chains * 5);
    const verdict = by('auditor', ['evidence', 'verify', '--export', file('log'), '--public-key', file('key.pem')]);
    assert.deepEqual([verdict.verdict, Number(verdict.leaves)], ['OK', exported.leaves]);
    assert.equal(by('auditor', ['evidence', 'verify']).verdict, 'OK');
    const text = readFileSync(file('log'), 'utf8').split('\n');
    const at = text.findIndex((line) => line.startsWith('l '));
    [text[at], text[at + 1]] = [text[at + 1], text[at]];
    writeFileSync(file('altered'), text.join('\n'));
    assert.equal(by('auditor', ['evidence', 'verify', '--export', file('altered')], 1).verdict, 'WRONG');
    suite.ctl(['evidence', 'export', '-o', file('never')], { role: 'analyst', status: 4 });
    assert.match(suite.ctl(['evidence', 'checkpoint'], { role: 'analyst' }).stdout, /^\S+\n\d+\n/);
  });

  await t.test('a cycle with sealed goals, support plans of the movers', () => {
    const cycle = by('analyst', ['cycle', 'create', 'Siklus 2027']);
    const sealed = by('analyst', ['cycle', 'seal-goals', cycle.name, '--goal', 'complaints_per_1000::12.5', '--goal', 'shortage:HEALTH:3:Bidan']);
    assert.match(sealed.goals_hash, /^[0-9a-f]{64}$/);
    assert.equal(sealed.goals[1].scope, 'HEALTH');
    suite.ctl(['cycle', 'seal-goals', cycle.name, '--goal', 'nonsense'], { status: 2 });
    assert.match(suite.ctl(['cycle', 'show', cycle.name]).stdout, /complaints_per_1000/);
    const { transition_plans: plans } = by('analyst', ['evaluate', 'plans']);
    assert.ok(Array.isArray(plans));
    const effect = by('analyst', ['evaluate', 'estimate', '--indicator', 'complaints_per_1000', '--date', '2026-05-01']);
    assert.ok(effect.verdict.startsWith('EFFECT_VERDICT_'));
  });

  await t.test('names do not show', () => {
    const employees = suite.ctl(['case', 'list']).stdout;
    assert.doesNotMatch(employees, /\b\d{18}\b/);
    assert.equal(run('bash', ['-n'], { input: run(path.join(binDir, 'selarasctl'), ['completion']).stdout }).status, 0);
  });
  await suite.keepMetrics();
});
