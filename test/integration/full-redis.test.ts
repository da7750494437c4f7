import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTagQueue, type TagQueue } from '@earmark/queue';
import { REDIS_PROGRAM, type RedisServer, startRedis } from '../support/redis-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

let server: RedisServer;
let client: Redis;
let queue: TagQueue;
beforeAll(async () => {
  if (REDIS_PROGRAM === undefined) return;
  server = await startRedis(folder.path);
  client = new Redis(server.port, '127.0.0.1');
  const url = `redis://127.0.0.1:${String(server.port)}`;
  queue = openTagQueue({ backend: 'redis', url, prefix: 'earmark-test' }, () => undefined);
});
afterAll(async () => {
  if (REDIS_PROGRAM !== undefined) {
    await queue.close();
    client.disconnect();
    await server.close();
  }
  folder.remove();
});

test.skipIf(REDIS_PROGRAM === undefined)(
  'a Redis that is full is unavailable, although it answers, until there is room',
  async () => {
    await queue.probe();
    await client.config('SET', 'maxmemory', '1');
    expect(await client.ping()).toBe('PONG');
    await expect(queue.probe()).rejects.toThrow('OOM');
    await client.config('SET', 'maxmemory', '0');
    await queue.probe();
  },
);
