// PostgreSQL for one run: a schema for each service, dropped in the end.
import { run } from '../e2e/processes.mjs';

let runs = 0;

// service → URL of a schema of its own.
export function freshSchemas(t) {
  const postgres = process.env.SELARAS_TEST_POSTGRES;
  const prefix = `faults_${process.pid}_${(runs += 1)}`;
  const schema = (service) => `${prefix}_${service}`;
  t.after(() => {
    for (const service of ['registry', 'needs', 'matching', 'approval', 'evaluation']) {
      run('psql', [postgres, '-qc', `set client_min_messages = error; drop schema if exists ${schema(service)} cascade`]);
    }
  });
  return (service) => `${postgres}${postgres.includes('?') ? '&' : '?'}schema=${schema(service)}`;
}
