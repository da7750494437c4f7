import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findProgram, isAlive } from '@earmark/runtime/process';
import { embeddedPostgres, embeddedRedis, stopRedis } from '@earmark/services/embedded';
import { withPool } from './services.ts';
import { descendantsOf } from './process-tree.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { waitFor } from './wait-for.ts';

/** A Postgres and a Redis that nothing else depends on: they may be struck while programs use them. */
export interface OwnServices {
  readonly databaseUrl: string;
  /** Undefined where no redis-server is installed. */
  readonly redisUrl: string | undefined;
  /** All that Redis holds is gone. */
  flushRedis(): Promise<void>;
  /** Redis is killed -9. What comes of it starts it again: empty, at the same address. */
  crashRedis(): Promise<Restart>;
  /** Postgres is stopped as by a crash. What comes of it starts it again. */
  crashPostgres(): Promise<Restart>;
  /** Redis stands still: it keeps its connections, takes new ones and answers nothing, until what comes of it is called. */
  freezeRedis(): () => void;
  /** The same for Postgres, with all its processes. */
  freezePostgres(): () => void;
  /** Every connection to Postgres but the one that asks for it is cut. */
  cutConnections(): Promise<void>;
  close(): Promise<void>;
}

export type Restart = () => Promise<void>;

/** Nobody starts them again by himself, as those of `earmark run` are. */
export async function startOwnServices(): Promise<OwnServices> {
  const home = temporaryFolder();
  const postgres = await embeddedPostgres(home.path);
  const databaseUrl = await postgres.start();
  const program = findProgram(['redis-server', 'valkey-server'], process.env['PATH'] ?? '');
  const redis = program === undefined ? undefined : embeddedRedis(program, home.path);
  const redisUrl = await redis?.start();
  const redisPid = () => {
    const record = readFileSync(join(home.path, 'redis.json'), 'utf8');
    return (JSON.parse(record) as { pid: number }).pid;
  };
  const postgresPid = () => {
    const lines = readFileSync(join(home.path, 'postgres/data/postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]);
  };
  return {
    databaseUrl,
    redisUrl,
    async flushRedis() {
      const client = new Redis(redisUrl ?? '');
      await client.flushall();
      client.disconnect();
    },
    async crashRedis() {
      await end(redisPid(), 'SIGKILL');
      return async () => redis?.restart();
    },
    async crashPostgres() {
      // It ends at once, and its children with it.
      await end(postgresPid(), 'SIGQUIT');
      return () => postgres.restart(databaseUrl);
    },
    freezeRedis: () => freeze([redisPid()]),
    freezePostgres: () => freeze([postgresPid(), ...descendantsOf(postgresPid())]),
    async cutConnections() {
      await withPool(databaseUrl, (pool) =>
        pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where pid <> pg_backend_pid() and backend_type = 'client backend'`,
        ),
      );
    },
    async close() {
      await stopRedis(home.path);
      await postgres.stop();
      home.remove();
    },
  };
}

function freeze(pids: readonly number[]): () => void {
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  let frozen = pids;
  return () => {
    for (const pid of frozen) process.kill(pid, 'SIGCONT');
    frozen = [];
  };
}

async function end(pid: number, signal: NodeJS.Signals): Promise<void> {
  process.kill(pid, signal);
  await waitFor(() => !isAlive(pid), 'the server is gone');
}
