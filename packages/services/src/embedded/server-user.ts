import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { EarmarkError } from '@earmark/core/failure';

/** The user that a server runs as, when it is not the user of this process. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** Where clusters of root lie, and programs for them, when the server's user cannot reach root's own folders. */
export const SHARED_FOLDER = '/var/lib/earmark';

const UNPRIVILEGED = ['postgres', 'nobody'];

/**
 * The user that Postgres runs as: undefined for the user of this process. Postgres refuses to run as root: then it is
 * an unprivileged user that the system has already.
 *
 * @throws USAGE_INVALID for a user whom the system does not know, STORE_UNAVAILABLE
 */
export async function findServerUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) {
    assertKnownUser();
    return undefined;
  }
  for (const name of UNPRIVILEGED) {
    const uid = await idOf('-u', name);
    const gid = await idOf('-g', name);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new EarmarkError(
    'STORE_UNAVAILABLE',
    `Postgres does not run as root, and the system has no user ${UNPRIVILEGED.join(' or ')}. ` +
      'Run as an ordinary user, or set DATABASE_URL.',
  );
}

function assertKnownUser(): void {
  try {
    userInfo();
  } catch (error) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `Postgres does not run as user id ${process.getuid?.()}, which has no entry in /etc/passwd. Add one, or set DATABASE_URL.`,
      { cause: error },
    );
  }
}

async function idOf(flag: '-u' | '-g', name: string): Promise<number | undefined> {
  try {
    return Number((await promisify(execFile)('/usr/bin/id', [flag, name])).stdout);
  } catch {
    return undefined;
  }
}

/** Whether this user may pass through every folder down to `path`, which need not exist yet. */
export async function canReach(path: string, user: ServerUser): Promise<boolean> {
  const seen = await stat(path).catch(() => undefined);
  if (seen) {
    const shift = seen.uid === user.uid ? 6 : seen.gid === user.gid ? 3 : 0;
    if (((seen.mode >> shift) & 1) === 0) return false;
  }
  const parent = dirname(path);
  return parent === path || canReach(parent, user);
}
