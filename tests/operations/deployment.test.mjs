// Container and Kubernetes files against what the programs really take. No container is built or run here: the image's
// library list is compared with what the programs name, and the services start with the settings of compose.yaml.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { binDir, freePort, Program, root, run, until, workFolder } from '../e2e/processes.mjs';
import { composeKeys, composeServiceKeys, kubernetesKeys, unknownKeys } from './deployment_keys.mjs';
import { has, requirePrograms } from './tools.mjs';

requirePrograms({ python3: 'python3-yaml' });
if (run('python3', ['-c', 'import yaml']).status !== 0) {
  console.log('skipped: python3 has no yaml; install python3-yaml');
  process.exit(0);
}

const services = ['registry', 'needs', 'matching', 'approval', 'evaluation'];
const processes = [...services, 'gateway'];
const text = (file) => readFileSync(path.join(root, file), 'utf8');

function parseYaml(source) {
  const program = 'import json,sys,yaml; print(json.dumps(list(yaml.safe_load_all(sys.stdin)), default=str))';
  const done = run('python3', ['-c', program], { input: source });
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout).filter((document) => document !== null);
}

const yaml = (file) => parseYaml(text(file));

// Names of the settings that a program has, as flags.
const settings = new Map(processes.map((name) => {
  const help = run(path.join(binDir, `selaras-${name}`), ['--help']).stdout;
  return [name, new Set([...help.matchAll(/^ {2}--([a-z-]+)=/gm)].map((found) => found[1]))];
}));
const asFlag = (variable) => variable.replace(/^SELARAS_/, '').toLowerCase().replaceAll('_', '-');
const anyService = new Set(processes.flatMap((name) => [...settings.get(name)]));
const compose = yaml('deploy/container/compose.yaml')[0];
const dockerfile = text('deploy/container/Dockerfile');

function checkKeys(documents) {
  assert.ok(documents.length > 0);
  for (const document of documents) {
    const name = `${document.kind} ${document.metadata?.name}`;
    assert.ok(kubernetesKeys[document.kind], `${name}: a kind that is not expected; secrets are never contained`);
    assert.deepEqual(unknownKeys(document, kubernetesKeys[document.kind]), [], name);
  }
}

function checkContainer(name, container, pod) {
  for (const probe of ['readinessProbe', 'livenessProbe']) assert.ok(container[probe], `${name}: ${probe}`);
  const ports = new Set(container.ports.map((port) => port.name));
  for (const probe of [container.startupProbe, container.readinessProbe, container.livenessProbe]) {
    const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
    if (port !== undefined) assert.ok(ports.has(port), `${name}: probed port ${port}`);
  }
  assert.ok(container.resources.requests.cpu && container.resources.requests.memory, `${name}: requests`);
  assert.ok(container.resources.limits.memory, `${name}: limits`);
  assert.deepEqual(container.securityContext,
    { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }, name);
  assert.equal(pod.securityContext.runAsNonRoot, true, name);
  assert.ok(pod.securityContext.runAsUser > 0, name);
  assert.equal(pod.enableServiceLinks, false, name);
  const volumes = new Set(pod.volumes.map((volume) => volume.name));
  for (const mount of container.volumeMounts) assert.ok(volumes.has(mount.name), `${name}: volume ${mount.name}`);
}

function checkFlags(name, container) {
  const known = settings.get(name);
  assert.deepEqual(container.command, [`selaras-${name}`]);
  const given = container.args.map((arg) => /^--([a-z-]+)=/.exec(arg)[1]);
  for (const flag of given) assert.ok(known.has(flag), `${name}: --${flag}`);
  for (const { name: variable } of container.env) assert.ok(known.has(asFlag(variable)), `${name}: ${variable}`);
  const value = (flag) => container.args.find((arg) => arg.startsWith(`--${flag}=`)).split('=')[1];
  const ports = Object.fromEntries(container.ports.map((port) => [port.name, String(port.containerPort)]));
  assert.deepEqual(ports, { [name === 'gateway' ? 'http' : 'grpc']: value('port'), admin: value('admin-port') }, name);
}

function checkDeployments(documents) {
  const deployments = documents.filter((document) => document.kind === 'Deployment');
  assert.deepEqual(deployments.map((found) => found.metadata.name).sort(), [...processes, 'redis'].sort());
  for (const { metadata, spec } of deployments) {
    const pod = spec.template.spec;
    for (const container of pod.containers) {
      checkContainer(metadata.name, container, pod);
      if (processes.includes(metadata.name)) checkFlags(metadata.name, container);
    }
  }
}

const baseFiles = readdirSync(path.join(root, 'k8s/base')).filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml');

test('Kubernetes: no unknown key, probes, limits, no rights, real flags', () => {
  const documents = baseFiles.flatMap((file) => yaml(`k8s/base/${file}`));
  checkKeys(documents);
  checkDeployments(documents);
});

test('the check of keys finds a typing error', () => {
  const [deployment] = yaml('k8s/base/registry.yaml');
  const container = deployment.spec.template.spec.containers[0];
  container.readynessProbe = container.readinessProbe;
  delete container.readinessProbe;
  assert.deepEqual(unknownKeys(deployment, kubernetesKeys.Deployment), ['.spec.template.spec.containers[0].readynessProbe']);
  assert.throws(() => checkDeployments(baseFiles.flatMap((file) => yaml(`k8s/base/${file}`)).map((document) =>
    document.kind === 'Deployment' && document.metadata.name === 'registry' ? deployment : document)), /readinessProbe/);
});

test('Kubernetes: every file is listed, every setting and policy exists', () => {
  const [base] = yaml('k8s/base/kustomization.yaml');
  assert.deepEqual(base.resources.filter((file) => file.endsWith('.yaml')).sort(), baseFiles.sort());
  const variables = text('k8s/base/settings.env').trim().split('\n').map((line) => line.split('=')[0]);
  const [dev] = yaml('k8s/overlays/dev/kustomization.yaml');
  variables.push(...dev.configMapGenerator[0].literals.map((line) => line.split('=')[0]));
  for (const variable of variables) assert.ok(anyService.has(asFlag(variable)), variable);
  const inMap = yaml('deploy/kustomization.yaml')[0].configMapGenerator[0].files.map((line) => line.split('=')[1]).sort();
  const onDisk = readdirSync(path.join(root, 'deploy/policy'), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? readdirSync(path.join(root, 'deploy/policy', entry.name)).map((file) => `policy/${entry.name}/${file}`)
      : [`policy/${entry.name}`]);
  const policies = onDisk.filter((file) => file.endsWith('.yaml')).sort();
  assert.deepEqual(inMap, policies);
  // Where one file is missing the policy has another hash.
  for (const { spec } of baseFiles.flatMap((file) => yaml(`k8s/base/${file}`)).filter(({ kind }) => kind === 'Deployment')) {
    for (const { configMap } of spec.template.spec.volumes.filter((volume) => volume.configMap?.name === 'policy')) {
      assert.deepEqual(configMap.items.map(({ path: file }) => `policy/${file}`).sort(), policies);
    }
  }
});

for (const folder of ['k8s/base', 'k8s/overlays/dev']) {
  test(`kubectl kustomize ${folder}`, { skip: !has('kubectl') && 'kubectl not found' }, () => {
    const done = run('kubectl', ['kustomize', folder]);
    assert.equal(done.status, 0, done.stderr);
    const documents = parseYaml(done.stdout);
    checkKeys(documents);
    checkDeployments(documents);
    const maps = new Map(documents.filter(({ kind }) => kind === 'ConfigMap').map((map) => [map.metadata.name, map.data]));
    for (const { spec } of documents.filter(({ kind }) => kind === 'Deployment')) {
      const { containers: [container], volumes } = spec.template.spec;
      for (const { configMapRef } of container.envFrom ?? []) assert.ok(maps.has(configMapRef.name), configMapRef.name);
      for (const { configMap } of volumes.filter((volume) => volume.configMap)) {
        for (const { key } of configMap.items) assert.ok(key in maps.get(configMap.name), key);
      }
    }
  });
}

test('compose: no unknown key, health, pinned images, real settings', () => {
  assert.deepEqual(unknownKeys(compose, composeKeys), []);
  for (const [name, service] of Object.entries(compose.services)) {
    assert.deepEqual(unknownKeys(service, composeServiceKeys), [], name);
    if (processes.includes(name)) {
      for (const variable of Object.keys(service.environment).filter((key) => key.startsWith('SELARAS_'))) {
        assert.ok(settings.get(name).has(asFlag(variable)), `${name}: ${variable}`);
      }
      assert.equal(service.read_only, true, name);
      assert.deepEqual(service.cap_drop, ['ALL'], name);
    } else {
      assert.match(service.image, /:[^:]*\d/, `${name}: image with its version`);
      assert.ok(service.healthcheck?.test, `${name}: health`);
    }
    for (const port of service.ports ?? []) assert.match(port, /^127\.0\.0\.1:/, `${name}: loopback only`);
    for (const secret of service.secrets ?? []) assert.ok(compose.secrets[secret], `${name}: ${secret}`);
  }
});

test('Prometheus scrapes the admin ports of compose and of Kubernetes; Grafana reads the folder that is mounted', () => {
  const [{ scrape_configs: jobs }] = yaml('deploy/prometheus/prometheus.yml');
  const scraped = jobs.flatMap((job) => job.static_configs).flatMap((config) => config.targets).sort();
  assert.deepEqual(scraped, processes.map((name) => `${name}:${compose.services[name].environment.SELARAS_ADMIN_PORT}`).sort());
  const inCluster = processes.flatMap((name) => yaml(`k8s/base/${name}.yaml`)).filter(({ kind }) => kind === 'Service')
    .map(({ metadata, spec }) => `${metadata.name}:${spec.ports.find((port) => port.name === 'admin').port}`);
  assert.deepEqual(inCluster.sort(), scraped);
  const [provider] = yaml('deploy/grafana/provisioning/dashboards/selaras.yaml')[0].providers;
  assert.ok(compose.services.grafana.volumes.some((mount) => mount.split(':')[1] === provider.options.path));
  const [source] = yaml('deploy/grafana/provisioning/datasources/prometheus.yaml')[0].datasources;
  assert.ok(compose.services[new URL(source.url).hostname]);
});

// The build target of a program, from the CMakeLists.txt that names it.
function targetOf(program) {
  const folders = readdirSync(path.join(root, 'services'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders) {
    const file = path.join(root, 'services', name, 'CMakeLists.txt');
    const lists = existsSync(file) ? readFileSync(file, 'utf8') : '';
    for (const [, target, rest] of lists.matchAll(/^\s*selaras_binary\((\w+)([^)]*)\)/gm)) {
      if ((/OUTPUT ([\w-]+)/.exec(rest)?.[1] ?? target) === program) return target;
    }
  }
  throw new Error(`no target makes ${program}`);
}

test('the image holds every library that the programs name, runs as nobody, and says its health', () => {
  const installed = new Set(dockerfile.match(/--no-install-recommends \\\n([^&]*)&&/)[1].split(/[\s\\]+/).filter(Boolean));
  const programs = ['selaras', ...processes.map((name) => `selaras-${name}`), 'selarasctl', 'selaras-verify', 'selaras-verify-rows',
    'selaras-verify-log', 'selaras-generate'];
  const present = programs.map((name) => path.join(binDir, name)).filter((file) => existsSync(file));
  assert.ok(present.length >= 4);
  const needed = new Set(present.flatMap((file) => [...run('objdump', ['-p', file]).stdout.matchAll(/NEEDED +(\S+)/g)].map((m) => m[1])));
  // In every Debian, or pulled in by all the others. The compiler's own, when a sanitizer builds, are not shipped.
  const given = /^(libc6|libgcc-s1|libstdc\+\+6|lib[atlu]b?san\d+)$/;
  for (const library of needed) {
    const owners = run('dpkg', ['-S', `*/${library}`]).stdout.split('\n').filter(Boolean).map((line) => line.split(':')[0]);
    assert.ok(owners.some((owner) => given.test(owner) || installed.has(owner)), `${library} of ${owners.join(', ')}`);
  }
  // No program names it, but without its font a decree has no letters.
  assert.ok(installed.has('fonts-dejavu-core'));
  const built = dockerfile.match(/^RUN deploy\/build release ([^&]*)&&/m)[1].split(/[\s\\]+/).filter(Boolean).sort();
  assert.deepEqual(built, [...programs].map(targetOf).sort());
  assert.match(dockerfile, /^USER [1-9]\d*:[1-9]\d*$/m);
  assert.match(dockerfile, /^HEALTHCHECK [^]*\/readyz/m);
});

// Starts the services with the settings that `environment(name)` gives, in places of this test: loopback for the network,
// SQLite for PostgreSQL, no Redis. `local` turns a path inside a container into one here.
async function startServices(t, folder, environment, local) {
  const ports = Object.fromEntries(await Promise.all(services.map(async (name) => [name, await freePort()])));
  const addresses = Object.fromEntries(services.map((name) => [name, `localhost:${ports[name]}`]));
  const metrics = {};
  for (const name of services) {
    const port = ports[name];
    const adminPort = await freePort();
    const given = {
      ...environment(name), SELARAS_ADDRESS: '127.0.0.1', SELARAS_ADMIN_ADDRESS: '127.0.0.1', SELARAS_PORT: port,
      SELARAS_ADMIN_PORT: adminPort, SELARAS_DRAIN: '0s', SELARAS_DATABASE: `sqlite:${folder}/${name}.db`,
    };
    const lines = Object.entries(given)
      .filter(([variable]) => variable.startsWith('SELARAS_') && variable !== 'SELARAS_REDIS' && settings.get(name).has(asFlag(variable)))
      .map(([variable, value]) => [asFlag(variable), local(String(value)).replace(/^dns:\/\/\/(\w+):\d+$/, (_, peer) => addresses[peer])]);
    const file = path.join(folder, `${name}.conf`);
    writeFileSync(file, lines.map(([flag, value]) => `${flag} = ${value}\n`).join(''));
    new Program(t, path.join(binDir, `selaras-${name}`), [`--config=${file}`], { logFile: path.join(folder, `${name}.log`), cwd: root });
    await until(`readiness of ${name}`, async () => (await fetch(`http://127.0.0.1:${adminPort}/readyz`)).ok, { seconds: 60 });
    metrics[name] = async () => (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text();
  }
  return { addresses, metrics };
}

function makeSecrets(folder) {
  const secrets = path.join(folder, 'secrets');
  assert.equal(run(path.join(root, 'deploy/container/make_secrets'), [secrets]).status, 0);
  return secrets;
}

// An analysis makes needs read the registry.
function analyse(folder, secrets, addresses, ...args) {
  const flags = [...services.flatMap((name) => [`--${name}`, addresses[name]]), ...args];
  const done = run(path.join(binDir, 'selarasctl'), [...flags, '--json', 'needs', 'analyze'],
    { env: { SELARAS_TOKEN_FILE: path.join(secrets, 'analyst.token') }, keep: path.join(folder, 'selarasctl.out') });
  assert.equal(done.status, 0, done.stdout + done.stderr);
}

// Who reads a feed reaches its peer with the token and over the wire that the settings name.
async function readFeeds(metrics) {
  const readers = { approval: ['approval', 'registry', 'needs', 'matching', 'evaluation'], evaluation: ['approval'] };
  for (const [name, sources] of Object.entries(readers)) {
    await until(`feeds of ${name}`, async () => {
      const page = await metrics[name]();
      return sources.every((source) => new RegExp(`^selaras_feed_lag\\{[^}]*source="${source}"\\} \\d`, 'm').test(page));
    });
  }
}

const notBuilt = !services.every((name) => existsSync(path.join(binDir, `selaras-${name}`))) && 'services not built';

test('the services work with the settings of compose.yaml and the secrets of make_secrets', { skip: notBuilt }, async (t) => {
  const folder = workFolder(t, 'compose');
  const secrets = makeSecrets(folder);
  const { addresses, metrics } = await startServices(t, folder, (name) => compose.services[name].environment, (value) =>
    value.replace(/^\/run\/secrets\/(\w+)$/, (_, secret) => path.join(secrets, path.basename(compose.secrets[secret].file))));
  analyse(folder, secrets, addresses);
  await readFeeds(metrics);
});

// A CA and a certificate for localhost, as the secrets registry-tls and so on hold them.
function makeCertificates(folder) {
  const openssl = (...args) => {
    const done = run('openssl', args, { cwd: folder });
    assert.equal(done.status, 0, done.stderr);
  };
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=test ca', '-days', '2');
  openssl('req', ...key, '-keyout', 'tls.key', '-out', 'tls.csr', '-subj', '/CN=localhost');
  writeFileSync(path.join(folder, 'san'), 'subjectAltName=DNS:localhost\n');
  openssl('x509', '-req', '-in', 'tls.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-out', 'tls.crt', '-days', '2', '-extfile', 'san');
}

test('the services work with the settings of k8s/base, over TLS', { skip: notBuilt || (!has('openssl') && 'openssl not found') }, async (t) => {
  const folder = workFolder(t, 'k8s');
  const secrets = makeSecrets(folder);
  makeCertificates(folder);
  const lines = text('k8s/base/settings.env').trim().split('\n');
  const shared = Object.fromEntries(lines.map((line) => line.split(/=(.*)/).slice(0, 2)));
  const { addresses, metrics } = await startServices(t, folder, () => shared, (value) =>
    value.replace('/run/secrets/accounts', secrets).replace('/run/secrets/tls', folder));
  analyse(folder, secrets, addresses, '--tls-ca', path.join(folder, 'ca.crt'));
  await readFeeds(metrics);
});
