// selarasctl as a person and as a program see it: help, tables, errors with their exit status, compared with golden files.
// SELARAS_UPDATE_GOLDEN=1 rewrites those.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { binDir, freePort, requireSettings, root, run, workFolder } from './processes.mjs';
import { generate, startSuite } from './suite.mjs';

requireSettings();
const goldenDir = path.join(root, 'tests/e2e/golden');

// Exit status, standard output and standard error; what changes from run to run is named instead.
function normalised({ status, stdout, stderr }, folder) {
  const text = `exit status ${status}\n--- standard output\n${stdout}--- standard error\n${stderr}`;
  return text
    .replaceAll(folder, 'FOLDER')
    .replace(/\b[0-9a-hjkmnp-tv-z]{26}\b/g, 'ID')
    .replace(/\b[0-9a-f]{64}\b/g, 'SHA256')
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{12}\b/g, 'HASH')
    .replace(/[^\n]*\r/g, '')
    // Progress with its times.
    .replace(/^[a-z]+ +(-|[\d,]+) +[\d.]+ s\n/gm, '');
}

function assertGolden(name, text) {
  const file = path.join(goldenDir, `${name}.txt`);
  if (process.env.SELARAS_UPDATE_GOLDEN) {
    mkdirSync(goldenDir, { recursive: true });
    writeFileSync(file, text);
  }
  assert.ok(existsSync(file), `${file} is missing; SELARAS_UPDATE_GOLDEN=1 writes it`);
  assert.equal(text, readFileSync(file, 'utf8'), `${name} differs; SELARAS_UPDATE_GOLDEN=1 rewrites it`);
}

test('command line', { timeout: 180000 }, async (t) => {
  const folder = workFolder(t, 'cli');
  const ctl = path.join(binDir, 'selarasctl');
  const keep = path.join(folder, 'selarasctl.out');
  const alone = (args) => run(ctl, args, { keep });
  const golden = (name, done, status) => {
    assert.equal(done.status, status, `${name}: ${done.stdout}${done.stderr}`);
    assertGolden(name, normalised(done, folder));
  };

  await t.test('help', () => {
    golden('help', alone(['--help']), 0);
    for (const command of ['generate', 'import', 'needs', 'plan', 'explain', 'case', 'decree', 'evidence', 'cycle', 'evaluate']) {
      golden(`help_${command}`, alone([command, '--help']), 0);
    }
    golden('help_plan_create', alone(['plan', 'create', '--help']), 0);
    golden('help_case_meet', alone(['case', 'meet', '--help']), 0);
  });

  await t.test('wrong usage ends with 2', () => {
    const emptyFolder = path.join(folder, 'empty');
    mkdirSync(emptyFolder);
    golden('no_command', alone([]), 2);
    golden('unknown_command', alone(['frobnicate']), 2);
    golden('unknown_option', alone(['status', '--colour']), 2);
    golden('unknown_preset', alone(['generate', '--preset', 'XXL', '--out', path.join(folder, 'never')]), 2);
    golden('missing_folder', alone(['import', path.join(folder, 'nowhere')]), 2);
    golden('empty_folder', alone(['import', emptyFolder]), 2);
    golden('unreadable_token', alone(['--token-file', path.join(folder, 'nowhere'), 'status']), 2);
  });

  await t.test('no server ends with 3', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const done = alone(['--server', address, 'status']);
    assert.equal(done.status, 3, done.stderr);
    // The rest of the text is the network library's.
    assert.match(done.stderr, new RegExp(`^error: .*${address}`));
    assert.equal(done.stdout, '');
  });

  await t.test('completion is bash', () => {
    const done = alone(['completion']);
    assert.equal(done.status, 0, done.stderr);
    assert.equal(run('bash', ['-n'], { input: done.stdout }).status, 0);
    for (const word of ['generate', 'import', 'explain']) assert.match(done.stdout, new RegExp(`\\b${word}\\b`));
  });

  await t.test('generate', () => {
    const out = path.join(folder, 'small');
    golden('generate', alone(['generate', '--preset', 'S', '--seed', '51', '--people', '500', '--out', out]), 0);
  });

  const suite = await startSuite(t, folder);
  const at = (args, options = {}) => suite.ctl(args, { status: null, ...options });
  const province = generate(folder, { seed: 51 });

  await t.test('before there is anything', () => {
    golden('status_empty', at(['status']), 0);
    golden('plan_without_policy', at(['plan', 'create', '--policy', 'seimbang']), 5);
    suite.sealPolicy();
    golden('plan_without_needs', at(['plan', 'create', '--policy', 'seimbang']), 6);
  });

  await t.test('not allowed ends with 4', () => {
    golden('no_token', at(['status'], { role: null }), 4);
    golden('wrong_role', at(['policy', 'seal', 'deploy/policy', 'talenta'], { role: 'auditor' }), 4);
  });

  await t.test('import prints what landed and what was refused, and --strict tells by 7', () => {
    golden('import', at(['import', province]), 0);
    golden('import_strict', at(['--lang', 'en', 'import', province, '--strict']), 7);
  });

  let plan;
  await t.test('tables', async () => {
    const snapshot = await suite.analyzeNeeds();
    plan = await suite.plan({ policy: suite.sealPolicy(), need_snapshot: snapshot.name });
    suite.sealPolicy('pelayanan');
    golden('policy_list', at(['policy', 'list']), 0);
    golden('status', at(['status']), 0);
    golden('plan_list', at(['plan', 'list']), 0);
  });

  await t.test('not found ends with 5, refused with 6', () => {
    golden('plan_not_found', at(['plan', 'show', 'plans/01jzzzzzzzzzzzzzzzzzzzzzzz']), 5);
    golden('plan_name_malformed', at(['plan', 'show', 'nonsense']), 2);
    golden('plan_cancel_ended', at(['plan', 'cancel', plan.name]), 6);
    golden('lookup_unknown', at(['lookup'], { input: '000000000000000000\n' }), 5);
  });

  await t.test('--json prints one value for programs', () => {
    const commands = ['status', 'policy list', 'plan list', `plan show ${plan.name}`, `plan moves ${plan.name}`, 'needs show'];
    for (const command of commands) {
      const done = at(['--json', ...command.split(' ')]);
      assert.equal(done.status, 0, done.stderr);
      assert.equal(typeof JSON.parse(done.stdout), 'object', command);
    }
  });
  await suite.keepMetrics();
});
