// Programs from outside the suite that these tests need, and the questions asked of Prometheus.
import { spawnSync } from 'node:child_process';

export function has(program) {
  return spawnSync('sh', ['-c', 'command -v "$0"', program]).status === 0;
}

// Ends the test program as skipped (ctest reads the first word) unless all are installed.
export function requirePrograms(packages) {
  const missing = Object.keys(packages).filter((program) => !has(program));
  if (missing.length === 0) return;
  console.log(`skipped: ${missing.join(', ')} not found; install ${missing.map((program) => packages[program]).join(', ')}`);
  process.exit(0);
}

export class Prometheus {
  constructor(port) {
    this.base = `http://127.0.0.1:${port}`;
  }

  async ready() {
    return (await fetch(`${this.base}/-/ready`)).ok;
  }

  // The series that a query gives now. Throws what Prometheus says of a query that does not parse.
  async query(expression) {
    const body = new URLSearchParams({ query: expression });
    const answer = await (await fetch(`${this.base}/api/v1/query`, { method: 'POST', body })).json();
    if (answer.status !== 'success') throw new Error(`${expression}\n${answer.error}`);
    const { resultType, result } = answer.data;
    if (resultType === 'scalar') return [{ metric: {}, value: Number(result[1]) }];
    return result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  }

  async number(expression) {
    const series = await this.query(expression);
    return series.length === 1 ? series[0].value : undefined;
  }
}
