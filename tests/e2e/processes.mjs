// Processes of the tests. Each is ended by its id when its test ends, and by the kernel when the test itself is killed.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const binDir = process.env.SELARAS_BIN_DIR || path.join(root, 'build/release/bin');

// Ends the test program as skipped (ctest reads the first word) unless every variable is set.
export function requireSettings(...names) {
  const missing = names.filter((name) => !process.env[name]);
  if (!existsSync(path.join(root, 'tests/clients/node_modules'))) missing.push('tests/clients/node_modules (npm ci)');
  if (missing.length === 0) return;
  console.log(`skipped: not set: ${missing.join(', ')}; tests/run sets them`);
  process.exit(0);
}

// A new folder. Logs, metric pages and outputs stay for the scan of personal numbers if tests/run owns the folder above.
export function workFolder(t, name) {
  const above = process.env.SELARAS_TEST_WORK_DIR || tmpdir();
  mkdirSync(above, { recursive: true });
  const folder = mkdtempSync(path.join(above, `e2e-${name}.`));
  if (!process.env.SELARAS_TEST_WORK_DIR) t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Calls `probe` until it returns something true, and returns that. Errors count as "not yet".
export async function until(what, probe, { seconds = 120, everyMs = 50 } = {}) {
  let last;
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(everyMs)) {
    try {
      const found = await probe();
      if (found) return found;
      last = found;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`no ${what} within ${seconds} s; last: ${last}`);
}

export class Program {
  // Output goes to `logFile`, which is appended to.
  constructor(t, program, args, { logFile, cwd, env = {} }) {
    const log = openSync(logFile, 'a');
    const line = ['--pdeathsig', 'KILL', program, ...args];
    this.process = spawn('setpriv', line, { cwd, stdio: ['ignore', log, log], env: programEnvironment(env) });
    closeSync(log);
    this.program = program;
    this.logFile = logFile;
    this.ended = new Promise((resolve) => this.process.on('exit', (code, signal) => resolve({ code, signal })));
    t.after(() => this.end());
  }

  get running() {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  async end(signal = 'SIGTERM') {
    if (this.running) this.process.kill(signal);
    const patience = setTimeout(() => this.process.kill('SIGKILL'), 20000);
    const result = await this.ended;
    clearTimeout(patience);
    return result;
  }
}

// Settings of the caller's shell must not reach the programs.
export function programEnvironment(extra = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !/^SELARAS_/.test(name) && !/proxy$/i.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1', ...extra };
}

// Runs a program to its end. Standard output and error are returned, and kept for the scan if `keep` names a file.
export function run(program, args, { input = '', env = {}, cwd = root, keep } = {}) {
  const options = { input, cwd, encoding: 'utf8', env: programEnvironment(env), maxBuffer: 1 << 28, timeout: 300000 };
  const done = spawnSync(program, args, options);
  if (done.error) throw done.error;
  if (keep) writeFileSync(keep, done.stdout + done.stderr, { flag: 'a' });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

export function tail(file, lines = 5) {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
