import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { EarmarkError } from '@earmark/core/failure';
import type { Environment } from './environment.ts';

/** The folder of everything Earmark keeps for this user: EARMARK_HOME, else the platform's data folder. */
export function earmarkHome(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env.EARMARK_HOME) return resolve(env.EARMARK_HOME);
  const home = env.HOME ?? homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'earmark');
  return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'earmark');
}

/** Makes a folder of the home and returns it. @throws USAGE_INVALID when it cannot be written */
export async function makeHomeFolder(...path: [string, ...string[]]): Promise<string> {
  const folder = join(...path);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new EarmarkError(
      'USAGE_INVALID',
      `The folder ${folder} cannot be made. Set EARMARK_HOME to a folder you may write to.`,
      { cause: error },
    );
  });
  return folder;
}
