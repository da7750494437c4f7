import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { EarmarkError } from '@earmark/core/failure';
import { checkRedis, isRedisUsable, shutDownRedis } from '@earmark/queue/servers';
import { freePort, isAlive } from '@earmark/runtime/process';

const RunningRedis = z.object({ url: z.string(), pid: z.number() });
type RunningRedis = z.infer<typeof RunningRedis>;

/** The embedded Redis. It stores nothing on disk: all it holds can be restored from the ledger. */
export interface EmbeddedRedis {
  /** Starts an empty server, in place of one that a crash left running, and returns its address. */
  start(): Promise<string>;
  /** Starts an empty server at the address of one that died. */
  restart(): Promise<void>;
  /** The address of the server that another process of this home has started. */
  find(): Promise<string | undefined>;
}

export function embeddedRedis(program: string, folder: string): EmbeddedRedis {
  return {
    async start() {
      await stopRedis(folder);
      const port = await freePort();
      const password = randomBytes(18).toString('hex');
      const url = `redis://:${password}@127.0.0.1:${String(port)}`;
      await startServer(program, folder, url);
      return url;
    },
    async restart() {
      const died = await readRecord(folder);
      if (died) await startServer(program, folder, died.url);
    },
    find: async () => {
      const running = await readRecord(folder);
      return running && (await isRedisUsable(running.url)) ? running.url : undefined;
    },
  };
}

/** Stops the server of this folder, whichever process started it. */
export async function stopRedis(folder: string): Promise<void> {
  const running = await readRecord(folder);
  // Its password tells it from another program that has its port or its process id by now.
  if (running && (await isRedisUsable(running.url))) await shutDown(running);
  await rm(recordIn(folder), { force: true });
}

function recordIn(folder: string): string {
  return join(folder, 'redis.json');
}

async function startServer(program: string, folder: string, url: string): Promise<void> {
  const { port, password } = new URL(url);
  // In its own process group, so that Ctrl-C stops the commands and not the server that they use.
  const server = spawn(program, ['-'], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: folder,
  });
  server.on('error', () => undefined);
  server.stdin.end(
    [
      `port ${port}`,
      'bind 127.0.0.1',
      `requirepass ${password}`,
      'save ""',
      'appendonly no',
      'maxmemory-policy noeviction',
    ].join('\n'),
  );
  server.unref();
  if (server.pid === undefined) throw unavailable(program);
  const running = { url, pid: server.pid };
  await writeFile(recordIn(folder), JSON.stringify(running), { mode: 0o600 });
  await waitUntilReady(running);
}

async function waitUntilReady({ url, pid }: RunningRedis): Promise<void> {
  for (let attempt = 0; attempt < 100 && isAlive(pid); attempt++) {
    if (await isRedisUsable(url)) return;
    await sleep(50);
  }
  // The last attempt throws the reason.
  await checkRedis(url);
}

async function shutDown({ url, pid }: RunningRedis): Promise<void> {
  await shutDownRedis(url);
  for (let attempt = 0; attempt < 100 && isAlive(pid); attempt++) await sleep(20);
}

async function readRecord(folder: string): Promise<RunningRedis | undefined> {
  const text = await readFile(recordIn(folder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : RunningRedis.parse(JSON.parse(text));
}

function unavailable(program: string): EarmarkError {
  return new EarmarkError(
    'QUEUE_UNAVAILABLE',
    `${program} does not start. Repair or remove it, or set REDIS_URL to a Redis of yours.`,
  );
}
