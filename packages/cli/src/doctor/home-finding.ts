import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { earmarkHome } from '@earmark/runtime/config/home.js';
import type { Context } from '../context.ts';
import type { Finding } from './finding.ts';

/** A ledger, nine models and the results of a large corpus. */
const ROOM_GIB = 2;
const GIB = 2 ** 30;

/** The folder of everything Earmark keeps: whether it can be written to, and the room in it. */
export async function homeFinding({ env }: Context): Promise<Finding> {
  const home = earmarkHome(env);
  const folder = await nearestFolder(home);
  if (!(await canWriteTo(folder))) {
    const fix = 'Set EARMARK_HOME to a folder you may write to';
    return { part: 'home', state: 'needed', found: `${folder} cannot be written to`, fix };
  }
  const { bavail, bsize } = await statfs(folder);
  const freeGib = (bavail * bsize) / GIB;
  return {
    part: 'home',
    state: freeGib >= ROOM_GIB ? 'ready' : 'not ready',
    found: `${home}, ${freeGib.toFixed(1)} GiB free`,
    fix: freeGib >= ROOM_GIB ? null : `Make room for about ${ROOM_GIB} GiB, or set EARMARK_HOME`,
  };
}

/** The folder itself, or the one in which it will be made. */
async function nearestFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found || dirname(path) === path ? path : nearestFolder(dirname(path));
}

async function canWriteTo(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    async () => (await stat(folder)).isDirectory(),
    () => false,
  );
}
