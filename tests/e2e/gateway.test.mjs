// REST as others use it: the OpenAPI document read by a parser and a client that nobody here wrote, a province's cycle through
// them, errors, uploads, and what the gateway does with slow, large, many and broken requests.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { binDir, freePort, Program, requireSettings, root, run, sleep, until, workFolder } from './processes.mjs';
import { effectiveDate, generate, startMatchingAlone, startSuite } from './suite.mjs';

requireSettings();
const require = createRequire(path.join(root, 'tests/clients/package.json'));
const { default: OpenAPIClientAxios } = require('openapi-client-axios');
const day = '2026-01-01';

// Answer of a raw request, so that what fetch forbids can be sent. Ends with the connection.
function raw(port, text, { patience = 20000 } = {}) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    let out = '';
    socket.setTimeout(patience, () => socket.destroy(new Error(`silence after: ${out}`)));
    socket.on('data', (data) => (out += data));
    socket.on('close', () => resolve(out));
    socket.on('error', reject);
  });
}

const reasonOf = (body) => body.error.details.find((detail) => detail['@type'].endsWith('ErrorInfo'))?.reason;

// A client generated from the document that the gateway serves.
async function foreignClient(base, token) {
  const document = await (await fetch(`${base}/openapi.json`)).json();
  const api = new OpenAPIClientAxios({
    definition: document,
    axiosConfigDefaults: { baseURL: base, headers: { Authorization: `Bearer ${token}` }, validateStatus: () => true, proxy: false,
      paramsSerializer: { indexes: null } },
  });
  return api.init();
}

test('gateway of the all-in-one', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'gateway');
  const port = await freePort();
  const suite = await startSuite(t, folder, [`--gateway-port=${port}`, '--gateway-transfer-timeout=2s', '--gateway-head-timeout=2s',
    '--gateway-max-body-bytes=65536', '--gateway-grace=5s']);
  const base = `http://127.0.0.1:${port}`;
  const token = suite.token('analyst');
  const call = (method, where, { body, headers = {}, type = 'application/json' } = {}) => fetch(base + where, {
    method,
    body,
    headers: { authorization: `Bearer ${token}`, 'accept-language': 'en', ...(body === undefined ? {} : { 'content-type': type }), ...headers },
  });
  let plan;

  await t.test('the document is valid to a parser that nobody here wrote, and is what the program prints', async () => {
    const { validate } = await import(path.join(root, 'tests/clients/node_modules/@readme/openapi-parser/dist/index.js'));
    const served = await (await fetch(`${base}/openapi.json`)).json();
    assert.equal(served.openapi, '3.1.0');
    const result = await validate(structuredClone(served));
    assert.ok(result.valid, JSON.stringify(result.errors));
    const printed = run(path.join(binDir, 'selaras-gateway'), ['--openapi']);
    assert.equal(printed.status, 0, printed.stderr);
    assert.deepEqual(JSON.parse(printed.stdout), served);
  });

  await t.test('a cycle through the generated client', async () => {
    suite.ctl(['import', generate(folder, { seed: 83 })]);
    const policy = suite.sealPolicy();
    const client = await foreignClient(base, token);
    const snapshot = await client.analyzeNeeds(null, { requestId: randomUUID(), effectiveDate });
    assert.equal(snapshot.status, 200, JSON.stringify(snapshot.data));
    await suite.snapshotEnd(snapshot.data.name);
    const requestId = randomUUID();
    const spec = { needSnapshot: snapshot.data.name, policy, effectiveDate, seed: '7' };
    const created = await client.createPlan(null, { requestId, spec });
    assert.equal(created.status, 200, JSON.stringify(created.data));
    // The same request again is the same plan.
    assert.equal((await client.createPlan(null, { requestId, spec })).data.name, created.data.name);
    const id = created.data.name.split('/')[1];
    plan = await until('end of the plan', async () => {
      const { data } = await client.getPlan({ plan: id });
      return data.state === 'STATE_PLANNED' && data;
    });
    // What JSON says is what gRPC says.
    const told = await suite.client('matching').call('GetPlan', { name: plan.name });
    assert.equal(plan.etag, told.etag);
    assert.equal(plan.result.planHash, told.result.plan_hash);
    const { data: page } = await client.listMoves({ plan: id, pageSize: 3, orderBy: 'name' });
    assert.equal(page.moves.length, 3);
    const { data: next } = await client.listMoves({ plan: id, pageSize: 3, orderBy: 'name', pageToken: page.nextPageToken });
    assert.ok(next.moves[0].name > page.moves[2].name);
    const { moves: own } = await suite.client('matching').call('ListMoves', { parent: plan.name, page_size: 3, order_by: 'name' });
    assert.deepEqual(page.moves.map((move) => [move.name, move.toPost]), own.map((move) => [move.name, move.to_post]));
    const [move] = page.moves;
    // Who held no post moves from nowhere.
    const posts = [move.toPost, move.fromPost].filter((post) => post !== '');
    const explained = await client.explainEmployee({ plan: id, employee: move.employee, posts });
    assert.equal(explained.status, 200, JSON.stringify(explained.data));
    assert.equal(explained.data.employee, move.employee);
    const post = await client.explainPost({ plan: id, post: move.toPost });
    assert.equal(post.status, 200, JSON.stringify(post.data));
    const ranked = await until('the ranking snapshot', async () => {
      const answer = await client.rankPosts(null, { employee: move.employee, policy, pageSize: 5 });
      if (answer.status === 503) return false;
      return answer;
    });
    assert.equal(ranked.status, 200, JSON.stringify(ranked.data));
    assert.ok(ranked.data.posts.length > 0);
  });

  await t.test('etags, request ids, traces', async () => {
    const where = `/v1alpha/${plan.name}`;
    const got = await call('GET', where, { headers: { 'x-request-id': 'portal-17' } });
    assert.equal(got.headers.get('etag'), `"${plan.etag}"`);
    assert.equal(got.headers.get('x-request-id'), 'portal-17');
    assert.equal(got.headers.get('cache-control'), 'no-store');
    assert.equal((await call('GET', where, { headers: { 'if-none-match': `"${plan.etag}"` } })).status, 304);
    const stale = await call('POST', `${where}:release`, { body: JSON.stringify({ requestId: randomUUID() }), headers: { 'if-match': '"999"' } });
    assert.equal(stale.status, 409, await stale.clone().text());
    const head = await call('HEAD', where);
    assert.equal(head.status, 200);
    assert.equal(await head.text(), '');
    const odd = await call('GET', where, { headers: { 'x-request-id': 'two words' } });
    assert.match(odd.headers.get('x-request-id'), /^[0-9a-f]{32}$/);
  });

  await t.test('errors say what and where, in the language asked for', async () => {
    const cases = [
      ['GET', '/v1alpha/nothing', 404, 'HTTP_ROUTE_UNKNOWN'],
      ['GET', `/v1alpha/${plan.name}:nothing`, 404, 'HTTP_ROUTE_UNKNOWN'],
      ['GET', '/v1alpha/plans/', 404, 'HTTP_ROUTE_UNKNOWN'],
      ['GET', '/v1alpha/plans/unknown', 404, 'PLAN_NOT_FOUND'],
      ['DELETE', '/v1alpha/plans', 405, 'HTTP_METHOD_NOT_ALLOWED'],
      ['GET', '/v1alpha/plans?colour=red', 400, 'INVALID_FIELDS'],
      ['GET', '/v1alpha/plans?pageSize=many', 400, 'INVALID_FIELDS'],
      ['GET', '/v1alpha/plans?pageSize=-1', 400, 'INVALID_PAGE_SIZE'],
    ];
    for (const [method, where, status, reason] of cases) {
      const answer = await call(method, where);
      const body = await answer.json();
      assert.equal(answer.status, status, `${where}: ${JSON.stringify(body)}`);
      assert.equal(reasonOf(body), reason, where);
      assert.equal(body.error.code, answer.status, where);
    }
    assert.equal((await call('DELETE', '/v1alpha/plans')).headers.get('allow'), 'GET, HEAD, OPTIONS, POST');
    const field = await (await call('POST', '/v1alpha/plans', { body: '{"spec":{"colour":1}}' })).json();
    const { fieldViolations } = field.error.details.find((detail) => detail['@type'].endsWith('BadRequest'));
    assert.equal(fieldViolations[0].field, 'spec.colour');
    assert.equal((await call('POST', '/v1alpha/plans', { body: '{}', type: 'text/plain' })).status, 415);
    assert.equal((await call('POST', '/v1alpha/plans', { body: '{}', type: 'application/json; charset=latin1' })).status, 415);
    assert.equal((await call('POST', '/v1alpha/plans', { body: '{' })).status, 400);

    const nobody = await fetch(`${base}/v1alpha/plans`, { headers: { 'accept-language': 'en' } });
    assert.equal(nobody.status, 401);
    assert.equal(nobody.headers.get('www-authenticate'), 'Bearer');
    assert.equal(nobody.headers.get('content-language'), 'en');
    assert.equal((await nobody.json()).error.message, 'An access token is required.');
    const siapa = await (await fetch(`${base}/v1alpha/plans`)).json();
    assert.equal(siapa.error.message, 'Token akses diperlukan.');
    const operator = await fetch(`${base}/v1alpha/plans`, { headers: { authorization: `Bearer ${suite.token('operator')}` } });
    assert.equal(operator.status, 403);
    assert.equal((await call('GET', '/v1alpha/plans', { headers: { 'x-request-timeout': 'soon' } })).status, 400);
  });

  await t.test('bodies beyond the limit are refused, told or not told their length', async () => {
    const large = JSON.stringify({ requestId: 'x'.repeat(70000) });
    const told = await call('POST', '/v1alpha/plans', { body: large });
    assert.equal(told.status, 413);
    assert.equal(reasonOf(await told.json()), 'HTTP_BODY_TOO_LARGE');
    const chunks = `${(70000).toString(16)}\r\n${'x'.repeat(70000)}\r\n0\r\n\r\n`;
    const untold = await raw(port, 'POST /v1alpha/plans HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n' +
      `Transfer-Encoding: chunked\r\n\r\n${chunks}`);
    assert.match(untold, /^HTTP\/1.1 413 /);
    assert.match(await raw(port, `GET /v1alpha/plans HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20000)}\r\n\r\n`), /^HTTP\/1.1 431 /);
  });

  await t.test('what could be read two ways is refused and ends the connection', async () => {
    const smuggled = 'GET /v1alpha/nothing HTTP/1.1\r\nHost: x\r\n\r\n';
    const both = await raw(port, 'POST /v1alpha/plans HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n' +
      `Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`);
    assert.match(both, /^HTTP\/1.1 400 /);
    assert.equal(both.match(/HTTP\/1.1/g).length, 1, both);
    // An encoding that is not known hides where the body ends.
    for (const encoding of ['identity', 'xchunked', 'gzip', 'chunked, identity']) {
      const hidden = await raw(port, 'POST /v1alpha/plans HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n' +
        `Transfer-Encoding: ${encoding}\r\n\r\n${smuggled}`);
      assert.match(hidden, /^HTTP\/1.1 400 /, encoding);
      assert.equal(hidden.match(/HTTP\/1.1/g).length, 1, hidden);
    }
    // A GET has no body: one that is sent all the same is not taken for the next request.
    const body = await raw(port, `GET /v1alpha/plans HTTP/1.1\r\nHost: x\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`);
    assert.match(body, /^HTTP\/1.1 400 /);
    assert.equal(body.match(/HTTP\/1.1/g).length, 1, body);
    assert.match(await raw(port, 'nonsense\r\n\r\n'), /^HTTP\/1.1 400 /);
    // gRPC takes no such byte in metadata; the process must outlive it.
    const odd = await raw(port, 'GET /v1alpha/plans HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xe9\r\nConnection: close\r\n\r\n');
    assert.match(odd, /^HTTP\/1.1 401 /);
  });

  await t.test('a hundred slow clients keep nobody waiting, and are ended', async () => {
    const metric = async (name) => Number((await suite.service.metrics()).match(new RegExp(`^${name} (.*)$`, 'm'))[1]);
    const slow = Array.from({ length: 100 }, () => raw(port, 'POST /v1alpha/plans HTTP/1.1\r\nHost: x\r\nContent-Ty'));
    await until('100 connections', async () => (await metric('selaras_gateway_connections')) >= 100);
    assert.equal((await call('GET', '/v1alpha/plans?pageSize=1')).status, 200);
    await Promise.all(slow);
    const halves = Array.from({ length: 20 }, () => raw(port, 'POST /v1alpha/plans HTTP/1.1\r\nHost: x\r\n' +
      'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"requestId"'));
    assert.equal((await call('GET', '/v1alpha/plans?pageSize=1')).status, 200);
    await Promise.all(halves);
  });

  await t.test('a hundred at once are all answered', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => call('GET', `/v1alpha/plans?pageSize=${1 + (i % 5)}`)));
    assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([200]));
    for (const answer of answers) assert.equal((await answer.json()).plans[0].name, plan.name);
  });

  await t.test('pages, metrics and the log, which holds no query, body or token', async () => {
    assert.equal(await (await fetch(`${base}/healthz`)).text(), 'alive\n');
    assert.equal((await fetch(`${base}/readyz`)).status, 200);
    assert.match(await (await fetch(`${base}/docs`)).text(), /ExplainEmployee/);
    await call('GET', '/v1alpha/employees?pageToken=198501012010011001');
    const metrics = await suite.service.metrics();
    assert.match(metrics, /selaras_gateway_requests_total\{route="GET \/v1alpha\/\{name=plans\/\*\}",status="2xx"\} [1-9]/);
    const log = readFileSync(suite.service.program.logFile, 'utf8');
    const line = log.split('\n').filter((text) => text.includes('"route":"/v1alpha/{name=plans/*}"')).map(JSON.parse)[0];
    assert.equal(line.http_method, 'GET');
    assert.match(line.trace_id, /^[0-9a-f]{32}$/);
    for (const secret of [token, '198501012010011001', 'portal-17', plan.name.split('/')[1] + '?', 'colour']) {
      assert.ok(!log.includes(secret), secret);
    }
  });

  await t.test('CORS is off', async () => {
    const answer = await fetch(`${base}/v1alpha/plans`, { method: 'OPTIONS', headers: { origin: 'https://elsewhere.example' } });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });
});

test('gateway before matching alone', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'gateway-alone');
  const province = generate(folder, { seed: 41 });
  const suite = await startMatchingAlone(t, folder);
  const facts = path.join(folder, 'facts');
  suite.json(['bundle', 'from-folder', province, facts, '--effective-date', day]);
  const [port, adminPort] = [await freePort(), await freePort()];
  const logFile = path.join(folder, 'gateway.log');
  const gateway = new Program(t, path.join(binDir, 'selaras-gateway'), [`--port=${port}`, `--admin-port=${adminPort}`, '--services=matching',
    `--matching-address=${suite.addressOf('matching')}`, '--drain=0s', '--cors-origins=https://portal.example'], { logFile });
  const base = `http://127.0.0.1:${port}`;
  const admin = `http://127.0.0.1:${adminPort}`;
  await until('readiness of the gateway', async () => (await fetch(`${admin}/readyz`)).ok);
  const headers = { authorization: `Bearer ${suite.token('analyst')}`, 'accept-language': 'en' };
  const form = (fields, files) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    for (const [name, bytes] of files) data.append('file', new Blob([bytes]), name);
    return data;
  };
  const upload = (body) => fetch(`${base}/v1alpha/instanceBundles:import`, { method: 'POST', headers, body });
  const files = readdirSync(facts).filter((name) => name.endsWith('.csv')).map((name) => [name, readFileSync(path.join(facts, name))]);
  let bundle;

  await t.test('a bundle comes as a form and is the one that gRPC would have made', async () => {
    const answer = await upload(form({ requestId: randomUUID(), displayName: 'SIMPEG', effectiveDate: day }, files));
    bundle = await answer.json();
    assert.equal(answer.status, 200, JSON.stringify(bundle));
    const own = suite.json(['bundle', 'import', facts, '--effective-date', day, '--name', 'SIMPEG']);
    assert.equal(bundle.contentHash, own.content_hash);
    assert.equal(bundle.employees, own.employees);
    const got = await (await fetch(`${base}/v1alpha/${bundle.name}`, { headers })).json();
    assert.equal(got.displayName, 'SIMPEG');
  });

  await t.test('forms that are none, lack files or are refused by the service', async () => {
    const count = async () => (await (await fetch(`${base}/v1alpha/instanceBundles`, { headers })).json()).instanceBundles.length;
    const before = await count();
    const cases = [
      [form({ requestId: 'r1' }, []), 400, 'UPLOAD_FILE_MISSING'],
      [form({ colour: 'red' }, files), 400, 'INVALID_FIELDS'],
      [form({ effectiveDate: '1 July' }, files), 400, 'INVALID_FIELDS'],
    ];
    for (const [body, status, reason] of cases) {
      const answer = await upload(body);
      const told = await answer.json();
      assert.equal(answer.status, status);
      assert.equal(reasonOf(told), reason);
    }
    const nips = form({ requestId: randomUUID(), effectiveDate: day }, [['employees.csv', readFileSync(path.join(province, 'employees.csv'))]]);
    const refused = await upload(nips);
    assert.equal(refused.status, 400);
    assert.doesNotMatch(await refused.text(), /\d{16}/);
    const plain = await fetch(`${base}/v1alpha/instanceBundles:import`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' });
    assert.equal(plain.status, 415);
    const cut = await raw(port, `POST /v1alpha/instanceBundles:import HTTP/1.1\r\nHost: x\r\nAuthorization: ${headers.authorization}\r\n` +
      'Content-Type: multipart/form-data; boundary=B\r\nContent-Length: 5\r\nConnection: close\r\n\r\n--B\r\n');
    assert.match(cut, /^HTTP\/1.1 400 /);
    assert.match(cut, /UPLOAD_MALFORMED/);
    assert.equal(await count(), before, 'what was refused left nothing');
  });

  await t.test('a plan of it, by REST alone', async () => {
    const client = await foreignClient(base, suite.token('analyst'));
    const policy = suite.sealPolicy();
    const created = await client.createPlan(null, { requestId: randomUUID(), spec: { policy, instanceBundle: bundle.name, seed: '7' } });
    assert.equal(created.status, 200, JSON.stringify(created.data));
    const id = created.data.name.split('/')[1];
    const plan = await until('end of the plan', async () => {
      const { data } = await client.getPlan({ plan: id });
      return ['STATE_PLANNED', 'STATE_FAILED'].includes(data.state) && data;
    });
    assert.equal(plan.state, 'STATE_PLANNED', plan.failureReason);
    const { data } = await client.listMoves({ plan: id });
    assert.ok(data.moves.length > 0);
    const { data: told } = await client.explainEmployee({ plan: id, employee: data.moves[0].employee });
    assert.equal(told.employee, data.moves[0].employee);
  });

  await t.test('services that are not behind it have no routes', async () => {
    assert.equal((await fetch(`${base}/v1alpha/employees`, { headers })).status, 404);
    const { paths } = await (await fetch(`${base}/openapi.json`)).json();
    assert.equal(paths['/v1alpha/employees'], undefined);
    assert.ok(paths['/v1alpha/plans']);
  });

  await t.test('CORS for the origins named', async () => {
    const preflight = (origin) => fetch(`${base}/v1alpha/plans`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const portal = await preflight('https://portal.example');
    assert.equal(portal.headers.get('access-control-allow-origin'), 'https://portal.example');
    assert.match(portal.headers.get('access-control-allow-methods'), /POST/);
    assert.equal((await preflight('https://elsewhere.example')).headers.get('access-control-allow-origin'), null);
  });

  await t.test('SIGTERM: what runs ends, idle connections close, and the process ends with 0', async () => {
    const idle = raw(port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    // A body whose last byte comes after the signal.
    let answer = '';
    const body = '{"pageSize":1}';
    const running = net.connect(port, '127.0.0.1');
    running.on('data', (data) => (answer += data));
    const ended = new Promise((resolve) => running.on('close', resolve));
    running.write(`POST /v1alpha/candidates:rank HTTP/1.1\r\nHost: x\r\nAuthorization: ${headers.authorization}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, -1)}`);
    await sleep(300);
    gateway.process.kill('SIGTERM');
    assert.match(await idle, /alive/);
    await assert.rejects(async () => {
      for (;;) await fetch(`${base}/healthz`, { headers: { connection: 'close' } });
    });
    running.write(body.slice(-1));
    await ended;
    assert.match(answer, /^HTTP\/1.1 \d+ /);
    assert.match(answer, /Connection: close/i);
    assert.deepEqual(await gateway.ended, { code: 0, signal: null });
  });

  await t.test('without the service behind it: 503 with Retry-After, and not ready', async () => {
    const second = new Program(t, path.join(binDir, 'selaras-gateway'), [`--port=${port}`, `--admin-port=${adminPort}`, '--services=matching',
      `--matching-address=127.0.0.1:${await freePort()}`, '--drain=0s'], { logFile });
    await until('the second gateway', async () => (await fetch(`${base}/healthz`)).ok);
    const answer = await fetch(`${base}/v1alpha/plans`, { headers });
    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers.get('retry-after')) >= 1);
    assert.doesNotMatch(await answer.text(), /127\.0\.0\.1/);
    assert.equal((await fetch(`${admin}/readyz`)).status, 503);
    await second.end();
  });

  await t.test('a service that never answers: 504 after the time that the caller named', async () => {
    const mute = net.createServer(() => {});
    const mutePort = await freePort();
    await new Promise((resolve) => mute.listen(mutePort, '127.0.0.1', resolve));
    t.after(() => mute.close());
    const third = new Program(t, path.join(binDir, 'selaras-gateway'), [`--port=${port}`, `--admin-port=${adminPort}`, '--services=matching',
      `--matching-address=127.0.0.1:${mutePort}`, '--drain=0s'], { logFile });
    await until('the third gateway', async () => (await fetch(`${base}/healthz`)).ok);
    const answer = await fetch(`${base}/v1alpha/plans`, { headers: { ...headers, 'x-request-timeout': '0.3' } });
    assert.equal(answer.status, 504);
    assert.equal((await answer.json()).error.status, 'DEADLINE_EXCEEDED');
    // Who goes away takes his call along.
    const gone = net.connect(port, '127.0.0.1');
    gone.write('GET /v1alpha/plans HTTP/1.1\r\nHost: x\r\nX-Request-Timeout: 200\r\n\r\n');
    await sleep(200);
    gone.destroy();
    await until('the call to be given up', () => readFileSync(logFile, 'utf8').includes('"http_status":499'), { seconds: 20 });
    await third.end();
  });
});

// A CA, a certificate for localhost and one for a client.
function makeCertificates(folder) {
  const openssl = (...args) => {
    const done = run('openssl', args, { cwd: folder });
    assert.equal(done.status, 0, done.stderr);
  };
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=test ca', '-days', '2');
  writeFileSync(path.join(folder, 'san'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  for (const name of ['server', 'client']) {
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-out', `${name}.crt`,
      '-days', '2', '-extfile', 'san');
  }
}

test('TLS, with and without certificates of clients', { timeout: 120000 }, async (t) => {
  const folder = workFolder(t, 'gateway-tls');
  makeCertificates(folder);
  const file = (name) => path.join(folder, name);
  const pem = (name) => readFileSync(file(name));
  const get = (port, options) => new Promise((resolve, reject) => {
    const request = https.get({ host: '127.0.0.1', port, path: '/healthz', agent: false, ca: pem('ca.crt'), ...options }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode));
      answer.on('error', reject);
    });
    request.on('error', reject);
  });
  const start = async (args) => {
    const [port, adminPort] = [await freePort(), await freePort()];
    const gateway = new Program(t, path.join(binDir, 'selaras-gateway'), [`--port=${port}`, `--admin-port=${adminPort}`, '--drain=0s',
      `--tls-cert-file=${file('server.crt')}`, `--tls-key-file=${file('server.key')}`, ...args], { logFile: file('gateway.log') });
    await until('the gateway', async () => (await fetch(`http://127.0.0.1:${adminPort}/healthz`)).ok);
    return { port, gateway };
  };

  const open = await start([]);
  assert.equal(await get(open.port), 200);
  await assert.rejects(get(open.port, { ca: [] }), 'who does not trust the CA does not speak');
  await assert.rejects(get(open.port, { maxVersion: 'TLSv1.1' }));
  assert.equal(await raw(open.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n').then((text) => /HTTP/.test(text), () => false), false);
  assert.equal(await get(open.port), 200, 'it outlives them');
  assert.deepEqual(await open.gateway.end(), { code: 0, signal: null });

  const mutual = await start([`--tls-client-ca-file=${file('ca.crt')}`]);
  await assert.rejects(get(mutual.port));
  assert.equal(await get(mutual.port, { cert: pem('client.crt'), key: pem('client.key') }), 200);

  const wide = run(path.join(binDir, 'selaras-gateway'), ['--address=0.0.0.0', '--port=0', '--admin-port=0']);
  assert.equal(wide.status, 2);
  assert.match(wide.stderr, /not loopback and TLS is off/);
});
