// A redis-server of the test's own, and a raw client of its protocol (RESP 2): values are bytes, none is interpreted.
import net from 'node:net';
import path from 'node:path';
import { freePort, Program, until } from './processes.mjs';

export class Redis {
  // Starts a server that keeps nothing on disk.
  static async start(t, folder) {
    const redis = new Redis();
    redis.port = await freePort();
    redis.address = `127.0.0.1:${redis.port}`;
    const args = ['--port', `${redis.port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
    redis.server = new Program(t, 'redis-server', args, { logFile: path.join(folder, 'redis.log'), cwd: folder });
    await until('answer of redis', () => redis.connect(), { seconds: 10 });
    t.after(() => redis.socket.destroy());
    return redis;
  }

  async connect() {
    this.socket = net.connect(this.port, '127.0.0.1');
    this.waiting = [];
    this.received = Buffer.alloc(0);
    this.socket.on('error', () => {});
    this.socket.on('close', () => this.waiting.splice(0).forEach(({ reject }) => reject(new Error('redis is gone'))));
    this.socket.on('data', (data) => this.take(data));
    return (await this.send('PING')) === 'PONG';
  }

  send(...words) {
    const parts = [Buffer.from(`*${words.length}\r\n`)];
    for (const word of words) {
      const bytes = Buffer.from(word);
      parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.socket.write(Buffer.concat(parts));
    });
  }

  take(data) {
    this.received = Buffer.concat([this.received, data]);
    for (let reply; (reply = parse(this.received, 0)); ) {
      this.received = this.received.subarray(reply.end);
      const { resolve, reject } = this.waiting.shift();
      if (reply.value instanceof Error) reject(reply.value);
      else resolve(reply.value);
    }
  }

  async keys() {
    return (await this.send('KEYS', '*')).map(String).sort();
  }

  kill() {
    return this.server.end('SIGKILL');
  }
}

// One reply from `at` on: {value, end}; undefined while it is incomplete.
function parse(bytes, at) {
  const line = bytes.indexOf('\r\n', at);
  if (line < 0) return undefined;
  const text = bytes.toString('latin1', at + 1, line);
  const end = line + 2;
  switch (String.fromCharCode(bytes[at])) {
    case '+': return { value: text, end };
    case '-': return { value: new Error(text), end };
    case ':': return { value: Number(text), end };
    case '$': {
      if (text === '-1') return { value: null, end };
      const stop = end + Number(text);
      return stop + 2 <= bytes.length ? { value: Buffer.from(bytes.subarray(end, stop)), end: stop + 2 } : undefined;
    }
    case '*': {
      const value = [];
      let next = end;
      for (let k = 0; k < Number(text); k += 1) {
        const item = parse(bytes, next);
        if (!item) return undefined;
        value.push(item.value);
        next = item.end;
      }
      return { value, end: next };
    }
    default: throw new Error('no reply of redis');
  }
}
