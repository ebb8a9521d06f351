// What REST costs beside gRPC: processor time of the gateway and of the service behind it for one read, and how many a second
// pass from 8 callers. Prints `key value` lines.
//   SELARAS_BIN_DIR=build/release/bin node tests/benchmarks/gateway/cost.mjs [requests]
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { binDir, freePort, Program, requireSettings, until, workFolder } from '../../e2e/processes.mjs';
import { startMatchingAlone } from '../../e2e/suite.mjs';

requireSettings();
const requests = Number(process.argv[2] || 4000);
const callers = 8;

// User and system time of a process so far, in microseconds; the kernel counts in hundredths of a second.
function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10000;
}

async function measure(name, pids, one) {
  for (let i = 0; i < 200; ++i) await one();
  const before = pids.map(processorTime);
  const begin = process.hrtime.bigint();
  let left = requests;
  await Promise.all(Array.from({ length: callers }, async () => {
    while (left-- > 0) await one();
  }));
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const spent = pids.map((pid, i) => (processorTime(pid) - before[i]) / requests);
  console.log(`${name}_per_second ${Math.round(requests / seconds)}`);
  return spent;
}

test('cost', { timeout: 300000 }, async (t) => {
  const folder = workFolder(t, 'gateway-cost');
  const suite = await startMatchingAlone(t, folder);
  const [port, adminPort] = [await freePort(), await freePort()];
  const gateway = new Program(t, path.join(binDir, 'selaras-gateway'), [`--port=${port}`, `--admin-port=${adminPort}`, '--services=matching',
    `--matching-address=${suite.addressOf('matching')}`, '--log-level=warning'], { logFile: path.join(folder, 'gateway.log') });
  await until('readiness', async () => (await fetch(`http://127.0.0.1:${adminPort}/readyz`)).ok);
  const agent = new http.Agent({ keepAlive: true, maxSockets: callers });
  const headers = { authorization: `Bearer ${suite.token('analyst')}` };
  const rest = () => new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path: '/v1alpha/plans?pageSize=1', headers, agent }, (answer) => {
      answer.resume();
      answer.on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${answer.statusCode}`))));
    }).on('error', reject);
  });
  const matching = suite.client('matching');
  const behind = suite.matching.program.process.pid;
  const [direct] = await measure('grpc', [behind], () => matching.call('ListPlans', { page_size: 1 }));
  const [service, own] = await measure('rest', [behind, gateway.process.pid], rest);
  agent.destroy();
  console.log(`grpc_service_us ${direct.toFixed(1)}`);
  console.log(`rest_service_us ${service.toFixed(1)}`);
  console.log(`rest_gateway_us ${own.toFixed(1)}`);
});
