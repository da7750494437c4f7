import { withoutPassword } from '@earmark/runtime/config/without-password.js';
import { findProgram } from '@earmark/runtime/process/find-program.js';
import { checkRedis } from '@earmark/runtime/queue/check-redis.js';
import type { Context } from '../context.ts';
import { needed, type Finding } from './finding.ts';

/** The Redis that REDIS_URL names, or a program that can be one, or Postgres in their place. */
export async function queueFinding({ env }: Context): Promise<Finding> {
  const url = env.REDIS_URL;
  if (url) {
    return checkRedis(url).then(
      () => ready(`Redis at ${withoutPassword(url)}`),
      (error: unknown) => needed('queue', error),
    );
  }
  const program = findProgram(['redis-server', 'valkey-server'], env.PATH);
  if (program) return ready(`a private Redis: ${program}`);
  return {
    part: 'queue',
    state: 'not ready',
    found: 'no redis-server on PATH: the queue lives in Postgres, which is slower',
    fix: 'Install redis-server or valkey-server, or set REDIS_URL',
  };
}

function ready(found: string): Finding {
  return { part: 'queue', state: 'ready', found, fix: null };
}
