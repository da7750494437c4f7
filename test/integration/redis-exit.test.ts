import { expect, test } from 'vitest';
import { startNode } from '../support/earmark.ts';

// ioredis gives a connection two seconds to close, also one that never was, and no program ends before.
const PROGRAM = `
  import { checkRedis } from '@earmark/queue/servers';
  await checkRedis('redis://127.0.0.1:1').catch(({ code }) => console.log(code));
  console.log(process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout'));`;

test('a Redis that is away leaves nothing that a program would wait for', async () => {
  const ended = await startNode(['--input-type=module', '-e', PROGRAM], {}).ended;
  expect(ended).toEqual({ exitCode: 0, stdout: 'QUEUE_UNAVAILABLE\n[]\n', stderr: '' });
});
