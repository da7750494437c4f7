import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvironment } from '@earmark/runtime/config';
import { openServices } from '@earmark/services';

/** A Postgres and, where there is one, a Redis of a bench's own, for as long as it runs. */
export interface PrivateServices {
  /** For files that programs may read; it is removed afterwards. */
  readonly folder: string;
  /** EARMARK_HOME. */
  readonly home: string;
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  /** The environment of programs that use them. */
  readonly variables: NodeJS.ProcessEnv;
}

/** Runs a bench on services of its own, in a home of its own. */
export async function withPrivateServices<T>(
  body: (services: PrivateServices) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'earmark-bench-'));
  // Root's servers run as another user, who must reach it.
  chmodSync(folder, 0o755);
  try {
    const home = join(folder, 'home');
    const env = { PATH: process.env['PATH'], EARMARK_HOME: home };
    const services = await openServices(parseEnvironment(env), 'private');
    const { databaseUrl, redisUrl } = services;
    const variables = {
      ...process.env,
      EARMARK_HOME: home,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      EARMARK_LOG_LEVEL: 'warn',
    };
    try {
      return await body({ folder, home, databaseUrl, redisUrl, variables });
    } finally {
      await services.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
