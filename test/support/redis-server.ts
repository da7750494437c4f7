import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '@earmark/runtime/process';
import { findServer } from './server.ts';
import { waitFor } from './wait-for.ts';

/** A Redis with settings of its own, until `close`. */
export interface RedisServer {
  readonly port: number;
  close(): Promise<void>;
}

export const REDIS_PROGRAM = findServer('redis-server', 'valkey-server');

export interface RedisOptions {
  /** Command-line options of redis-server. */
  readonly settings?: readonly string[];
  /** What it is asked to do first. */
  readonly commands?: readonly string[];
  /** Whether it expects TLS; its certificate is that of `makeCertificate` in its folder. */
  readonly tls?: boolean;
}

/** Starts a Redis with this working folder. */
export async function startRedis(
  folder: string,
  { settings = [], commands = [], tls = false }: RedisOptions = {},
): Promise<RedisServer> {
  const port = await freePort();
  const plainPort = tls ? await freePort() : port;
  const args = ['--port', String(plainPort), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const tlsArgs = [
    ...['--tls-port', String(port), '--tls-auth-clients', 'no'],
    ...['--tls-cert-file', join(folder, 'cert.pem'), '--tls-key-file', join(folder, 'key.pem')],
  ];
  const server = spawn(REDIS_PROGRAM ?? '', [...args, ...(tls ? tlsArgs : []), ...settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'close');
  let log = '';
  server.stdout.setEncoding('utf8').on('data', (text: string) => (log += text));
  await waitFor(() => {
    if (server.exitCode !== null) throw new Error(`redis-server ended:\n${log}`);
    return log.includes('Ready to accept connections');
  }, 'Redis is ready');
  const client = new Redis(plainPort, '127.0.0.1');
  for (const command of commands) {
    const [name = '', ...rest] = command.split(' ');
    await client.call(name, ...rest);
  }
  client.disconnect();
  return {
    port,
    async close() {
      server.kill('SIGKILL');
      await ended;
    },
  };
}
