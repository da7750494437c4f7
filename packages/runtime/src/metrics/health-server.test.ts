import { afterEach, expect, test } from 'vitest';
import { parseEnvironment } from '../config.ts';
import { type HealthServer, startHealthServer } from './health-server.ts';
import { createMetrics } from './metrics.ts';

let server: HealthServer;
afterEach(() => server.close());

async function start(checks: { stuck?: readonly string[]; waitsFor?: readonly string[] }) {
  server = await startHealthServer(parseEnvironment({}), createMetrics(), {
    stuck: () => checks.stuck ?? [],
    waitsFor: () => checks.waitsFor ?? [],
  });
  return async (path: string) => {
    const answer = await fetch(server.url + path);
    return [answer.status, await answer.text()];
  };
}

test('a program that is well says so', async () => {
  const get = await start({});
  expect(await get('/healthz')).toEqual([200, 'ok\n']);
  expect(await get('/readyz')).toEqual([200, 'ready\n']);
});

test('a program that waits for services is healthy and names them', async () => {
  const get = await start({ waitsFor: ['postgres is unavailable: a', 'redis is unavailable: b'] });
  expect(await get('/healthz')).toEqual([200, 'ok\n']);
  const body = 'not ready\npostgres is unavailable: a\nredis is unavailable: b\n';
  expect(await get('/readyz')).toEqual([503, body]);
});

test('a program that is stuck is not healthy', async () => {
  const get = await start({ stuck: ['no work has ended'] });
  expect(await get('/healthz')).toEqual([503, 'not ok\nno work has ended\n']);
});

test('it is served to this machine alone, unless told otherwise', async () => {
  const get = await start({});
  expect(await get('/healthz')).toEqual([200, 'ok\n']);
  const elsewhere = server.url.replace('127.0.0.1', '127.0.0.2');
  await expect(fetch(`${elsewhere}/healthz`)).rejects.toThrow();
});
