// The contracts as others see them: linted, complete in roles and data classes, routes that parse and are unique, our small
// google protos wire-compatible with the public ones, reflection and health through buf curl.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { requireSettings, root, run, workFolder } from './processes.mjs';
import { startSuite } from './suite.mjs';

requireSettings();
const bufProgram = path.join(root, 'tests/clients/node_modules/.bin/buf');

test('contract', { timeout: 120000 }, async (t) => {
  const folder = workFolder(t, 'contract');
  const settings = { env: { BUF_CACHE_DIR: path.join(folder, 'buf') }, keep: path.join(folder, 'buf.out') };
  const buf = (args) => run(bufProgram, args, settings);
  const built = buf(['build', '-o', '-#format=json']);
  assert.equal(built.status, 0, built.stderr);
  const { file: files } = JSON.parse(built.stdout);
  const own = files.filter((file) => file.package.startsWith('selaras.'));
  const messages = new Map(files.flatMap((file) => allMessages(file.messageType, `.${file.package}`)));
  const methods = own.flatMap((file) => (file.service || []).flatMap((service) =>
    service.method.map((method) => ({ ...method, path: `${file.package}.${service.name}/${method.name}` }))));

  await t.test('buf lint', () => {
    const done = buf(['lint']);
    assert.equal(done.status, 0, done.stdout + done.stderr);
  });

  await t.test('every method says who may call', () => {
    assert.ok(methods.length > 60, `${methods.length} methods`);
    for (const method of methods) {
      const roles = method.options?.['[selaras.access.v1.allow]']?.roles || [];
      assert.ok(roles.length > 0, method.path);
      assert.ok(!roles.includes('ROLE_UNSPECIFIED'), method.path);
      assert.equal(new Set(roles).size, roles.length, method.path);
    }
  });

  await t.test('every field states its class of personal data', () => {
    let count = 0;
    for (const [name, message] of messages) {
      if (!name.startsWith('.selaras.') || name.startsWith('.selaras.access.') || message.options?.mapEntry) continue;
      for (const field of message.field || []) {
        count += 1;
        const where = `${name}.${field.name}`;
        const data = classOf(field);
        assert.match(data, /^DATA_CLASS_(NONE|PSEUDONYM|IDENTIFIER|CAREER|PRIVATE|SPECIFIC|NESTED)$/, where);
        const type = messages.get(field.typeName);
        const nested = field.typeName?.startsWith('.selaras.') && type && !type.options?.mapEntry;
        assert.equal(data === 'DATA_CLASS_NESTED', Boolean(nested), where);
      }
    }
    assert.ok(count > 500, `${count} fields`);
  });

  await t.test('enums begin with an unspecified zero', () => {
    for (const file of own) {
      const all = [...(file.enumType || []), ...[...allMessages(file.messageType, '')].flatMap(([, m]) => m.enumType || [])];
      for (const { name, value } of all) {
        assert.equal(value[0].number ?? 0, 0, name);
        assert.match(value[0].name, /_UNSPECIFIED$/, name);
      }
    }
  });

  await t.test('routes parse, name fields of the request, and are unique', () => {
    const seen = new Map();
    for (const method of methods) {
      const rule = method.options?.['[google.api.http]'];
      const streams = method.clientStreaming || method.serverStreaming;
      if (!rule) continue;
      assert.ok(!streams, `${method.path} streams`);
      for (const { verb, template, body } of [rule, ...(rule.additionalBindings || [])].map(bindingOf)) {
        const request = messages.get(method.inputType);
        const { variables, shape } = parsed(template);
        for (const variable of variables) assert.ok(fieldAt(messages, request, variable), `${method.path}: ${variable}`);
        if (body && body !== '*') assert.ok(fieldAt(messages, request, body), `${method.path}: ${body}`);
        if (verb === 'get' || verb === 'delete') assert.equal(body, undefined, method.path);
        const key = `${verb} ${shape}`;
        assert.equal(seen.get(key), undefined, `${method.path} and ${seen.get(key)} share ${key}`);
        seen.set(key, method.path);
      }
    }
    assert.ok(seen.size > 40, `${seen.size} routes`);
  });

  await t.test('nothing that names a person travels in a URL', () => {
    for (const method of methods) {
      if (!method.options?.['[google.api.http]']?.get) continue;
      for (const [where, data] of classesWithin(messages, method.inputType)) {
        assert.doesNotMatch(data, /IDENTIFIER|PRIVATE|SPECIFIC/, `${method.path}: ${where}`);
      }
    }
  });

  await t.test('our google protos have the numbers and types of the public ones', () => {
    for (const [name, expected] of Object.entries(publicFields)) {
      const found = Object.fromEntries((messages.get(name)?.field || []).map((field) => [field.name, wireOf(field)]));
      assert.deepEqual(found, expected, name);
    }
    const extension = files.find((file) => file.name === 'google/api/annotations.proto').extension[0];
    const { name, number, extendee } = extension;
    assert.deepEqual({ name, number, extendee }, { name: 'http', number: 72295728, extendee: '.google.protobuf.MethodOptions' });
    const oneof = messages.get('.google.api.HttpRule').field.filter((field) => field.oneofIndex !== undefined);
    assert.deepEqual(oneof.map((field) => field.name).sort(), ['custom', 'delete', 'get', 'patch', 'post', 'put']);
  });

  await t.test('a running server shows the same by reflection, and its health', async () => {
    const suite = await startSuite(t, folder);
    const url = `http://${suite.service.address}`;
    const curl = (args) => buf(['curl', '--http2-prior-knowledge', '--protocol', 'grpc', ...args]);
    const listed = curl(['--list-methods', url]);
    assert.equal(listed.status, 0, listed.stderr);
    const served = listed.stdout.trim().split('\n');
    const built = methods.map((method) => method.path);
    assert.deepEqual(served.filter((method) => method.startsWith('selaras.')).sort(), built.sort());
    assert.ok(served.includes('grpc.health.v1.Health/Check'));
    for (const service of ['', 'selaras.registry.v1alpha.RegistryService', 'selaras.approval.v1alpha.ApprovalService']) {
      const health = curl(['-d', JSON.stringify({ service }), `${url}/grpc.health.v1.Health/Check`]);
      assert.equal(health.status, 0, health.stderr);
      assert.deepEqual(JSON.parse(health.stdout), { status: 'SERVING' });
    }
    const header = ['--header', `Authorization: Bearer ${suite.token('analyst')}`];
    const called = curl([...header, `${url}/selaras.registry.v1alpha.RegistryService/GetRegistry`]);
    assert.equal(called.status, 0, called.stderr);
    const refused = curl([`${url}/selaras.registry.v1alpha.RegistryService/GetRegistry`]);
    assert.notEqual(refused.status, 0);
    assert.match(refused.stderr, /unauthenticated/);
    await suite.keepMetrics();
  });
});

const classOf = (field) => field.options?.['[selaras.access.v1.data]'] || 'none stated';

// [full name, message] of all messages, nested ones too.
function allMessages(list = [], prefix) {
  return list.flatMap((message) => {
    const name = `${prefix}.${message.name}`;
    return [[name, message], ...allMessages(message.nestedType, name)];
  });
}

function bindingOf(rule) {
  const verb = ['get', 'put', 'post', 'delete', 'patch'].find((word) => rule[word]);
  assert.ok(verb, JSON.stringify(rule));
  return { verb, template: rule[verb], body: rule.body };
}

// "/v1alpha/{name=plans/*}:cancel" → variables ["name"], shape "/v1alpha/plans/*:cancel".
function parsed(template) {
  const variables = [];
  const shape = template.replace(/\{([a-z_.]+)(?:=([^{}]+))?\}/g, (_, name, pattern = '*') => {
    variables.push(name);
    return pattern;
  });
  assert.match(shape, /^\/v1(alpha)?(\/([a-z][A-Za-z]*|\*))+(:[a-z][A-Za-z]*)?$/, template);
  return { variables, shape };
}

function fieldAt(messages, message, dotted) {
  let field;
  for (const name of dotted.split('.')) {
    field = message?.field?.find((candidate) => candidate.name === name);
    message = messages.get(field?.typeName);
  }
  return field;
}

function classesWithin(messages, name, seen = new Set()) {
  if (seen.has(name)) return [];
  seen.add(name);
  return (messages.get(name)?.field || []).flatMap((field) => {
    if (classOf(field) === 'DATA_CLASS_NESTED') return classesWithin(messages, field.typeName, seen);
    return [[`${name}.${field.name}`, classOf(field)]];
  });
}

// Number, type and label of a field, such as `3 .google.protobuf.Any repeated`.
function wireOf(field) {
  const type = field.typeName || field.type.replace('TYPE_', '').toLowerCase();
  return `${field.number} ${type}${field.label === 'LABEL_REPEATED' ? ' repeated' : ''}`;
}

// As published.
const publicFields = {
  '.google.api.HttpRule': {
    selector: '1 string', get: '2 string', put: '3 string', post: '4 string', delete: '5 string', patch: '6 string',
    body: '7 string', custom: '8 .google.api.CustomHttpPattern', response_body: '12 string',
    additional_bindings: '11 .google.api.HttpRule repeated',
  },
  '.google.api.CustomHttpPattern': { kind: '1 string', path: '2 string' },
  '.google.rpc.Status': { code: '1 int32', message: '2 string', details: '3 .google.protobuf.Any repeated' },
  '.google.rpc.ErrorInfo': { reason: '1 string', domain: '2 string', metadata: '3 .google.rpc.ErrorInfo.MetadataEntry repeated' },
  '.google.rpc.RetryInfo': { retry_delay: '1 .google.protobuf.Duration' },
  '.google.rpc.BadRequest': { field_violations: '1 .google.rpc.BadRequest.FieldViolation repeated' },
  '.google.rpc.BadRequest.FieldViolation': { field: '1 string', description: '2 string' },
  '.google.rpc.PreconditionFailure': { violations: '1 .google.rpc.PreconditionFailure.Violation repeated' },
  '.google.rpc.PreconditionFailure.Violation': { type: '1 string', subject: '2 string', description: '3 string' },
  '.google.rpc.LocalizedMessage': { locale: '1 string', message: '2 string' },
  '.google.type.Date': { year: '1 int32', month: '2 int32', day: '3 int32' },
};
