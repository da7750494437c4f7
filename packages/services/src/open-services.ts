import { createPool, endPool } from '@earmark/ledger';
import { checkRedis, dropPostgresQueue } from '@earmark/queue/servers';
import {
  earmarkHome,
  type Environment,
  makeHomeFolder,
  withoutPassword,
} from '@earmark/runtime/config';
import { findProgram } from '@earmark/runtime/process';
import { embeddedPostgres, type EmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { embeddedRedis, type EmbeddedRedis, stopRedis } from './embedded/embedded-redis.ts';
import { openUsageLock } from './embedded/usage-lock.ts';
import { startWatchdog, type SupervisedServer } from './embedded/watchdog.ts';

/** The ledger and the queue, available until `close`. */
export interface Services {
  readonly databaseUrl: string;
  /** Unset: the queue lives in the ledger's Postgres. */
  readonly redisUrl: string | undefined;
  /** The parts in use, in words. */
  readonly description: { readonly ledger: string; readonly queue: string };
  close(): Promise<void>;
}

/**
 * The queue that a command needs: `none`; `running`, the one that is in use, if there is one; `shared`, one that every
 * program with the same environment finds; or `private`, one for itself and the programs it starts.
 */
export type QueueNeed = 'none' | 'running' | 'shared' | 'private';

/**
 * The services that the environment names, and embedded ones in place of those it does not; these are restarted when
 * they are killed.
 *
 * @param warn is called when that happens
 * @throws STORE_UNAVAILABLE, QUEUE_UNAVAILABLE, USAGE_INVALID
 */
export async function openServices(
  env: Environment,
  queue: QueueNeed,
  warn: (message: string) => void = () => undefined,
): Promise<Services> {
  const mustRun = queue === 'shared' || queue === 'private';
  if (env.REDIS_URL && mustRun) await checkRedis(env.REDIS_URL);
  const postgres = env.DATABASE_URL ? undefined : await embeddedPostgres(earmarkHome(env));
  // A ledger elsewhere is shared with other hosts; a Redis of this host alone would keep its jobs from them.
  const mayEmbedQueue =
    !env.REDIS_URL && (queue === 'private' || (queue !== 'none' && postgres !== undefined));
  const redis = mayEmbedQueue ? await findRedis(env) : undefined;
  if (!postgres && !redis) return externalServices(env);
  return embeddedServices(env, postgres, redis, { mayStartRedis: mustRun, warn });
}

function externalServices({ DATABASE_URL = '', REDIS_URL }: Environment): Services {
  return {
    databaseUrl: DATABASE_URL,
    redisUrl: REDIS_URL,
    description: describe({ databaseUrl: DATABASE_URL, redisUrl: REDIS_URL }),
    close: () => Promise.resolve(),
  };
}

async function embeddedServices(
  env: Environment,
  postgres: EmbeddedPostgres | undefined,
  redis: EmbeddedRedis | undefined,
  { mayStartRedis, warn }: { mayStartRedis: boolean; warn: (message: string) => void },
): Promise<Services> {
  const folder = await servicesFolder(env);
  const usage = await openUsageLock(folder);
  const stop = async () => {
    // Also one that a killed run left running, when this command asked for none.
    await stopRedis(folder);
    await postgres?.stop();
  };
  const urls = await usage.acquire(async (isOnlyUser) => {
    try {
      const databaseUrl = env.DATABASE_URL ?? (await postgres?.start()) ?? '';
      const redisUrl =
        env.REDIS_URL ?? (await (mayStartRedis ? startRedis(redis, isOnlyUser) : redis?.find()));
      // What a killed run left in the queue may be out of date; the ledger is not.
      if (isOnlyUser && postgres && !redisUrl) await dropQueue(databaseUrl);
      return { databaseUrl, redisUrl };
    } catch (error) {
      if (isOnlyUser) await stop();
      throw error;
    }
  });
  const { exclusively } = usage;
  const watchdog = startWatchdog(supervisedServers(urls, postgres, redis), { exclusively, warn });
  return {
    ...urls,
    description: describe(urls, { postgres, redis }),
    close: async () => {
      await watchdog.stop();
      await usage.release((isOnlyUser) => (isOnlyUser ? stop() : Promise.resolve()));
    },
  };
}

function supervisedServers(
  { databaseUrl, redisUrl }: { databaseUrl: string; redisUrl: string | undefined },
  postgres: EmbeddedPostgres | undefined,
  redis: EmbeddedRedis | undefined,
): readonly SupervisedServer[] {
  const servers: SupervisedServer[] = [];
  if (postgres) {
    servers.push({
      name: 'Postgres',
      url: databaseUrl,
      restart: () => postgres.restart(databaseUrl),
    });
  }
  if (redis && redisUrl) {
    servers.push({ name: 'Redis', url: redisUrl, restart: () => redis.restart() });
  }
  return servers;
}

async function startRedis(
  redis: EmbeddedRedis | undefined,
  isOnlyUser: boolean,
): Promise<string | undefined> {
  return (isOnlyUser ? undefined : await redis?.find()) ?? redis?.start();
}

async function findRedis(env: Environment): Promise<EmbeddedRedis | undefined> {
  const program = findProgram(['redis-server', 'valkey-server'], env.PATH);
  return program === undefined ? undefined : embeddedRedis(program, await servicesFolder(env));
}

function servicesFolder(env: Environment): Promise<string> {
  return makeHomeFolder(earmarkHome(env), 'services');
}

async function dropQueue(databaseUrl: string): Promise<void> {
  const pool = createPool(databaseUrl, { max: 1 });
  await dropPostgresQueue(pool).finally(() => endPool(pool));
}

function describe(
  { databaseUrl, redisUrl }: { databaseUrl: string; redisUrl: string | undefined },
  embedded: { postgres?: EmbeddedPostgres | undefined; redis?: EmbeddedRedis | undefined } = {},
): Services['description'] {
  return {
    ledger: embedded.postgres ? 'embedded Postgres' : `Postgres at ${withoutPassword(databaseUrl)}`,
    queue: embedded.redis
      ? 'embedded Redis'
      : redisUrl
        ? `Redis at ${withoutPassword(redisUrl)}`
        : 'in Postgres (no redis-server was found)',
  };
}
