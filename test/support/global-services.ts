import type { TestProject } from 'vitest/node';
import { parseEnvironment } from '@earmark/runtime/config';
import { openServices } from '@earmark/services';
import { temporaryFolder } from './temporary-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a Postgres that is gone after the tests. */
    readonly databaseUrl: string;
    /** Address of a Redis that is gone after the tests; undefined where no redis-server is installed. */
    readonly redisUrl: string | undefined;
  }
}

/** One Postgres and one Redis for all test files of a project; each file takes its own part of them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = temporaryFolder();
  const env = parseEnvironment({ EARMARK_HOME: home.path, PATH: process.env['PATH'] });
  const services = await openServices(env, 'private');
  project.provide('databaseUrl', services.databaseUrl);
  project.provide('redisUrl', services.redisUrl);
  return async () => {
    await services.close();
    home.remove();
  };
}
