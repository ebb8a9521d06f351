// The suite under test: all in one process, or each service in its own.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { binDir, freePort, Program, root, run, tail, until } from './processes.mjs';
import { Client } from './rpc.mjs';

// Accounts by name; two approvers, because one pair of eyes fills one slot.
const accounts = { analyst: 'analyst', operator: 'operator', approver: 'approver', 'approver-2': 'approver', secretary: 'secretary',
  auditor: 'auditor', portal: 'portal', integrator: 'integrator', service: 'service' };
const serviceNames = ['registry', 'needs', 'matching', 'approval', 'evaluation'];
// The day on which the tests read; not today, so that midnight changes nothing.
export const effectiveDate = { year: 2026, month: 7, day: 1 };
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// One program of the suite; start() may be called again after kill().
class Service {
  constructor(t, folder, name, binary, args) {
    Object.assign(this, { t, folder, name, binary, args, starts: 0 });
  }

  // env: for this start alone, such as a failpoint.
  async start(env = {}) {
    this.port ??= await freePort();
    this.adminPort ??= await freePort();
    const args = [...this.args(), `--port=${this.port}`, `--admin-port=${this.adminPort}`, '--drain=0s'];
    const logFile = path.join(this.folder, `${this.name}.log`);
    // Policies are found from the working directory.
    this.program = new Program(this.t, path.join(binDir, this.binary), args, { logFile, cwd: root, env });
    this.starts += 1;
    await until(`readiness of ${this.name}`, async () => {
      if (!this.program.running) return 'ended';
      return (await fetch(`http://127.0.0.1:${this.adminPort}/readyz`)).ok && 'ready';
    }, { seconds: 60 }).then((state) => {
      if (state === 'ended') throw new Error(`${this.name} ended at its start`);
    }).catch((error) => {
      throw new Error(`${error.message}\n${tail(logFile)}`);
    });
  }

  get address() {
    return `127.0.0.1:${this.port}`;
  }

  async metrics() {
    return (await fetch(`http://127.0.0.1:${this.adminPort}/metrics`)).text();
  }

  async keepMetrics() {
    if (this.program?.running) writeFileSync(path.join(this.folder, `${this.name}.metrics`), await this.metrics());
  }

  kill() {
    return this.program.end('SIGKILL');
  }
}

// What both deployments share: clients, the command line, and the usual steps of a cycle.
class Suite {
  constructor(t, folder) {
    Object.assign(this, { t, folder, clients: new Map(), outputs: 0 });
    t.after(() => this.clients.forEach((client) => client.close()));
  }

  // service: see `serviceNames`; role: see `accounts`, null = no token.
  client(service, role = 'analyst') {
    const key = `${service} ${role}`;
    if (!this.clients.has(key)) {
      this.clients.set(key, new Client(service, this.addressOf(service), role && this.token(role)));
    }
    return this.clients.get(key);
  }

  token(role) {
    return readFileSync(path.join(this.tokenFolder, `${role}.token`), 'utf8').trim();
  }

  // selarasctl as the analyst. Fails the test unless it ends with `status`; null = any.
  ctl(args, { status = 0, role = 'analyst', input, env = {} } = {}) {
    const keep = path.join(this.folder, 'selarasctl.out');
    const token = role ? { SELARAS_TOKEN_FILE: path.join(this.tokenFolder, `${role}.token`) } : {};
    const done = run(path.join(binDir, 'selarasctl'), [...this.flags(), ...args], { input, keep, env: { ...token, ...env } });
    if (status !== null && done.status !== status) {
      throw new Error(`selarasctl ${args.join(' ')} ended with ${done.status}, not ${status}:\n${done.stdout}${done.stderr}`);
    }
    return done;
  }

  json(args, options) {
    return JSON.parse(this.ctl(['--json', ...args], options).stdout);
  }

  async analyzeNeeds(request = {}) {
    const needs = this.client('needs');
    const snapshot = await needs.call('AnalyzeNeeds', { request_id: randomUUID(), effective_date: effectiveDate, ...request });
    return this.snapshotEnd(snapshot.name);
  }

  async snapshotEnd(name) {
    return until(`end of ${name}`, async () => {
      const now = await this.client('needs').call('GetNeedSnapshot', { name });
      return now.state !== 'STATE_ANALYSING' && now;
    });
  }

  // What planning may know of everybody, as the auditor may read it.
  async profiles() {
    const batches = await this.client('registry', 'auditor').read('StreamProfiles', { at: { effective_date: effectiveDate } });
    return batches.flatMap((batch) => batch.profiles);
  }

  // Seals and returns the policy's name.
  sealPolicy(name = 'seimbang', folder = 'deploy/policy') {
    return this.ctl(['policy', 'seal', folder, name]).stdout.match(/policies\/\S+/)[0];
  }

  createPlan(spec) {
    return this.client('matching').call('CreatePlan', {
      request_id: randomUUID(),
      spec: { effective_date: effectiveDate, seed: 7, ...spec },
    });
  }

  async planEnd(name, options = { seconds: 240 }) {
    return until(`end of ${name}`, async () => {
      const now = await this.client('matching').call('GetPlan', { name });
      return ['STATE_PLANNED', 'STATE_FAILED', 'STATE_CANCELLED'].includes(now.state) && now;
    }, options);
  }

  async plan(spec) {
    const plan = await this.planEnd((await this.createPlan(spec)).name);
    if (plan.state !== 'STATE_PLANNED') throw new Error(`${plan.name} ended ${plan.state}: ${plan.failure_reason}`);
    return plan;
  }

  // Text of the plan, instance and certificate as bytes.
  async exports(name) {
    const matching = this.client('matching');
    const [plan, instance, certificate] = await Promise.all(
      ['ExportPlan', 'ExportInstance', 'ExportCertificate'].map((method) => matching.bytes(method, { name })));
    return { plan, instance, certificate };
  }

  // What selaras-verify says of the plan, as JSON.
  verify(files) {
    const folder = path.join(this.folder, `exports-${(this.outputs += 1)}`);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'plan.instance'), files.instance);
    writeFileSync(path.join(folder, 'plan.certificate'), files.certificate);
    const paths = ['plan.instance', 'plan.certificate'].map((file) => path.join(folder, file));
    return JSON.parse(run(path.join(binDir, 'selaras-verify'), [...paths, '--json']).stdout);
  }
}

class AllInOne extends Suite {
  async start(args) {
    const data = path.join(this.folder, 'data');
    this.tokenFolder = data;
    this.service ??= new Service(this.t, this.folder, 'selaras', 'selaras');
    // Suites run beside each other: who wants REST names its port.
    const rest = args.some((arg) => arg.startsWith('--gateway-port=')) ? [] : ['--gateway-port=0'];
    this.service.args = () => [`--data-dir=${data}`, ...args, ...rest];
    await this.service.start();
    return this;
  }

  // Ends the program orderly and starts it again on the same data with other settings.
  async restart(args) {
    await this.service.program.end();
    await this.start(args);
  }

  addressOf() {
    return this.service.address;
  }

  flags() {
    return ['--server', this.service.address];
  }

  keepMetrics() {
    return this.service.keepMetrics();
  }
}

class Separate extends Suite {
  // database(service) → URL.
  async start({ database, redis = '', needs = [], approval = ['--consideration=simulator'] }) {
    this.tokenFolder = path.join(this.folder, 'tokens');
    mkdirSync(this.tokenFolder);
    writeTokens(this.tokenFolder);
    const own = path.join(this.tokenFolder, 'service.token');
    const common = (name) => [`--tokens-file=${path.join(this.tokenFolder, 'tokens')}`, `--database=${database(name)}`];
    const peer = (name) => [`--${name}-address=${this[name].address}`, `--${name}-token-file=${own}`];
    const make = (name, args) => new Service(this.t, this.folder, name, `selaras-${name}`, args);
    this.registry = make('registry', () => common('registry'));
    this.needs = make('needs', () => [...common('needs'), ...peer('registry'), ...needs]);
    this.matching = make('matching', () => [
      ...common('matching'), ...peer('registry'), ...peer('needs'), ...(redis ? [`--redis=${redis}`] : [])]);
    this.approval = make('approval', () => [
      ...common('approval'), ...['registry', 'needs', 'matching', 'evaluation'].flatMap(peer), ...approval]);
    this.evaluation = make('evaluation', () => [
      ...common('evaluation'), ...['registry', 'needs', 'matching', 'approval'].flatMap(peer)]);
    for (const name of serviceNames) this[name].port = await freePort();
    for (const name of serviceNames) await this[name].start();
    return this;
  }

  addressOf(service) {
    return this[service].address;
  }

  flags() {
    return serviceNames.flatMap((name) => [`--${name}`, this[name].address]);
  }

  async keepMetrics() {
    for (const name of serviceNames) await this[name].keepMetrics();
  }
}

// Only selaras-matching runs: no registry, no needs, no addresses of theirs.
class MatchingAlone extends Suite {
  async start() {
    this.tokenFolder = path.join(this.folder, 'tokens');
    mkdirSync(this.tokenFolder);
    writeTokens(this.tokenFolder);
    this.matching = new Service(this.t, this.folder, 'matching', 'selaras-matching', () => [
      `--tokens-file=${path.join(this.tokenFolder, 'tokens')}`, `--database=sqlite:${path.join(this.folder, 'matching.db')}`]);
    await this.matching.start();
    return this;
  }

  addressOf() {
    return this.matching.address;
  }

  flags() {
    return ['--server', this.matching.address];
  }

  keepMetrics() {
    return this.matching.keepMetrics();
  }
}

// A token per role, and the file with their hashes (docs/formats.md §6).
function writeTokens(folder) {
  const lines = Object.entries(accounts).map(([name, role]) => {
    const token = randomBytes(32).toString('hex');
    writeFileSync(path.join(folder, `${name}.token`), `${token}\n`, { mode: 0o600 });
    return `${sha256(token)} test-${name} ${role === 'service' ? '*' : 'province'} - ${role}\n`;
  });
  writeFileSync(path.join(folder, 'tokens'), lines.join(''), { mode: 0o600 });
}

export const startSuite = (t, folder, args = []) => new AllInOne(t, folder).start(args);
export const startMatchingAlone = (t, folder) => new MatchingAlone(t, folder).start();
export const startServices = (t, folder, options) => new Separate(t, folder).start(options);

// Writes a synthetic province and returns its folder.
export function generate(folder, { seed, preset = 'S', args = [] }) {
  const out = path.join(folder, `province-${preset}-${seed}`);
  const line = ['generate', '--preset', preset, '--seed', `${seed}`, '--out', out, ...args];
  const done = run(path.join(binDir, 'selarasctl'), line, { keep: path.join(folder, 'generate.out') });
  if (done.status !== 0) throw new Error(`generate ended with ${done.status}: ${done.stderr}`);
  console.log(`province: ${line.slice(1, 5).join(' ')}`);
  return out;
}
