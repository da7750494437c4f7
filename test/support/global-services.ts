import type { TestProject } from 'vitest/node';
import { parseEnvironment } from '@earmark/runtime/config';
import { openServices } from '@earmark/services';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a Postgres that is gone after the tests. */
    readonly databaseUrl: string;
    /** Address of a Redis that is gone after the tests; undefined where no redis-server is installed. */
    readonly redisUrl: string | undefined;
    /** A folder that is gone after the tests, for what several test files share. */
    readonly sharedFolder: string;
  }
}

/** One Postgres and one Redis for all test files of a project; each file takes its own part of them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = temporaryFolder();
  const env = parseEnvironment({ EARMARK_HOME: home.path, PATH: process.env['PATH'] });
  const services = await openServices(env, 'private');
  project.provide('databaseUrl', services.databaseUrl);
  project.provide('redisUrl', services.redisUrl);
  const sharedFolder = join(home.path, 'shared');
  mkdirSync(sharedFolder);
  project.provide('sharedFolder', sharedFolder);
  return async () => {
    await services.close();
    home.remove();
  };
}
