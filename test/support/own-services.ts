import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseEnvironment } from '@earmark/runtime/config/environment.js';
import { findPostgresBinaries } from '@earmark/runtime/embedded/postgres-binaries.js';
import { findServerUser } from '@earmark/runtime/embedded/server-user.js';
import { openServices } from '@earmark/runtime/embedded/services.js';
import { isAlive } from '@earmark/runtime/process/alive.js';
import { findProgram } from '@earmark/runtime/process/find-program.js';
import { checkRedis } from '@earmark/runtime/queue/check-redis.js';
import { Redis } from 'ioredis';
import { withPool } from './services.ts';
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
  /** Every connection to Postgres but the one that asks for it is cut. */
  cutConnections(): Promise<void>;
  close(): Promise<void>;
}

export type Restart = () => Promise<void>;

export async function startOwnServices(): Promise<OwnServices> {
  const home = temporaryFolder();
  const PATH = process.env['PATH'];
  const env = parseEnvironment({ EARMARK_HOME: home.path, PATH });
  const services = await openServices(env, 'private');
  const { databaseUrl, redisUrl } = services;
  const controlPostgres = await postgresControl(join(home.path, 'postgres/data'), databaseUrl);
  return {
    databaseUrl,
    redisUrl,
    async flushRedis() {
      const redis = new Redis(redisUrl ?? '');
      await redis.flushall();
      redis.disconnect();
    },
    async crashRedis() {
      const url = redisUrl ?? '';
      await kill(await processOf(url));
      return async () => {
        startRedis(url, env.PATH);
        await waitFor(() => answers(url), 'Redis is back');
      };
    },
    crashPostgres() {
      controlPostgres('stop', '-m', 'immediate');
      return Promise.resolve(() => {
        controlPostgres('start');
        return Promise.resolve();
      });
    },
    async cutConnections() {
      await withPool(databaseUrl, (pool) =>
        pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where pid <> pg_backend_pid() and backend_type = 'client backend'`,
        ),
      );
    },
    async close() {
      await services.close();
      home.remove();
    },
  };
}

async function postgresControl(data: string, url: string) {
  const user = await findServerUser();
  const { pg_ctl } = await findPostgresBinaries(user, '/var/lib/earmark');
  const settings = `-p ${new URL(url).port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
  const log = join(data, '../server.log');
  return (...command: readonly string[]) => {
    const args = ['-D', data, '-w', '-l', log, '-o', settings, ...command];
    execFileSync(pg_ctl, args, { cwd: '/', stdio: 'ignore', ...user });
  };
}

function startRedis(url: string, path: string): void {
  const { port, password } = new URL(url);
  const program = findProgram(['redis-server', 'valkey-server'], path) ?? '';
  const config = [`port ${port}`, 'bind 127.0.0.1', `requirepass ${password}`, 'save ""'];
  const server = spawn(program, ['-'], { stdio: ['pipe', 'ignore', 'ignore'] });
  server.stdin.end(config.join('\n'));
}

/** Asked of the server itself: it may have been started again before. */
async function processOf(url: string): Promise<number> {
  const redis = new Redis(url);
  const info = await redis.info('server');
  redis.disconnect();
  return Number(/^process_id:(\d+)/m.exec(info)?.[1]);
}

async function kill(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await waitFor(() => !isAlive(pid), 'the server is gone');
}

function answers(url: string): Promise<boolean> {
  return checkRedis(url).then(
    () => true,
    () => false,
  );
}
