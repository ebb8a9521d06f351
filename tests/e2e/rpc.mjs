// Clients that nobody here wrote: @grpc/grpc-js and @grpc/proto-loader read the .proto files and call the services.
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './processes.mjs';

const require = createRequire(path.join(root, 'tests/clients/package.json'));
const protoLoader = require('@grpc/proto-loader');
const protobuf = require('protobufjs');
export const grpc = require('@grpc/grpc-js');

const protoDir = path.join(root, 'proto');
const options = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true, includeDirs: [protoDir] };
const files = ['registry', 'needs', 'matching', 'approval', 'evaluation'].map((name) => `selaras/${name}/v1alpha/${name}_service.proto`);
const packages = grpc.loadPackageDefinition(protoLoader.loadSync(files, options)).selaras;
const services = {
  registry: packages.registry.v1alpha.RegistryService,
  needs: packages.needs.v1alpha.NeedsService,
  matching: packages.matching.v1alpha.MatchingService,
  approval: packages.approval.v1alpha.ApprovalService,
  evaluation: packages.evaluation.v1alpha.EvaluationService,
};

const errors = new protobuf.Root();
errors.resolvePath = (from, to) => (to.startsWith('google/protobuf/') ? to : path.join(protoDir, to));
errors.loadSync(['google/rpc/status.proto', 'google/rpc/error_details.proto']);

// What stands in grpc-status-details-bin, by message name: { ErrorInfo: {…}, LocalizedMessage: {…} }.
export function detailsOf(error) {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  if (!bytes) return {};
  const status = errors.lookupType('google.rpc.Status').decode(bytes);
  const found = { code: status.code, message: status.message };
  for (const any of status.details) {
    const name = any.type_url.split('/').pop();
    found[name.split('.').pop()] = errors.lookupType(name).decode(any.value).toJSON();
  }
  return found;
}

// client.call('GetPlan', {name}) → response; client.read('WatchPlan', {…}) → all messages of the stream;
// client.write('ImportRecords', [message, …]) → response. Errors carry code and details.
export class Client {
  constructor(service, address, token) {
    this.stub = new services[service](address, grpc.credentials.createInsecure(), {
      'grpc.max_receive_message_length': 64 << 20,
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.min_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 300,
      'grpc.enable_http_proxy': 0,
    });
    this.token = token;
  }

  metadata() {
    const metadata = new grpc.Metadata();
    if (this.token) metadata.set('authorization', `Bearer ${this.token}`);
    return metadata;
  }

  call(method, request = {}, seconds = 60) {
    return new Promise((resolve, reject) => {
      const done = (error, response) => (error ? reject(error) : resolve(response));
      this.stub[method](request, this.metadata(), { deadline: Date.now() + seconds * 1000 }, done);
    });
  }

  read(method, request = {}, onMessage = () => {}) {
    return new Promise((resolve, reject) => {
      const messages = [];
      const stream = this.stub[method](request, this.metadata(), { deadline: Date.now() + 300000 });
      stream.on('data', (message) => {
        messages.push(message);
        onMessage(message);
      });
      stream.on('error', reject);
      stream.on('end', () => resolve(messages));
    });
  }

  write(method, messages) {
    return new Promise((resolve, reject) => {
      const done = (error, response) => (error ? reject(error) : resolve(response));
      const stream = this.stub[method](this.metadata(), { deadline: Date.now() + 300000 }, done);
      for (const message of messages) stream.write(message);
      stream.end();
    });
  }

  async bytes(method, request) {
    const chunks = await this.read(method, request);
    return Buffer.concat(chunks.map((chunk) => chunk.data));
  }

  // Every page of a list method.
  async all(method, field, request = {}) {
    const rows = [];
    for (let token = ''; ; ) {
      const page = await this.call(method, { page_size: 1000, ...request, page_token: token });
      rows.push(...page[field]);
      token = page.next_page_token;
      if (!token) return rows;
    }
  }

  close() {
    this.stub.close();
  }
}

// The error of a call that must fail; the test fails if it does not.
export async function refusal(promise) {
  let response;
  try {
    response = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`answered instead of refusing: ${JSON.stringify(response).slice(0, 200)}`);
}
