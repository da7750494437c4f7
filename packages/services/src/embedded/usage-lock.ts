import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './exclusive-lock.ts';
import { createOwnedFile, isOwned, type OwnedFile } from './owned-file.ts';

/** The use that this process makes of the embedded services of one home. */
export interface UsageLock {
  /**
   * Makes this process a user after `start`. No other process of the home becomes a user, or stops being one, meanwhile.
   *
   * @param start receives whether no other process uses the services
   */
  acquire<T>(start: (isOnlyUser: boolean) => Promise<T>): Promise<T>;
  /** The reverse. `stop` receives whether no other process uses the services. */
  release(stop: (isOnlyUser: boolean) => Promise<void>): Promise<void>;
  /** Runs `work` while no other process of the home starts or stops services. */
  readonly exclusively: (work: () => Promise<void>) => Promise<void>;
}

/**
 * Several commands may use one home at a time: the first starts the services, the last stops them. Each user has a file
 * in the folder `users`; that of a process that was killed is recognised, see `isOwned`.
 */
export async function openUsageLock(folder: string): Promise<UsageLock> {
  const users = join(folder, 'users');
  const locks = join(folder, 'locks');
  await mkdir(users, { recursive: true });
  let ownFile: OwnedFile | undefined;
  return {
    acquire: (start) =>
      withLock(locks, async () => {
        const result = await start(await isUnused(users));
        ownFile = await createOwnedFile(join(users, randomUUID()));
        return result;
      }),
    release: (stop) =>
      withLock(locks, async () => {
        await ownFile?.remove();
        await stop(await isUnused(users));
      }),
    exclusively: (work) => withLock(locks, work),
  };
}

/** Whether no running process uses the services. Files of killed processes are removed. */
async function isUnused(users: string): Promise<boolean> {
  for (const name of await readdir(users)) {
    const file = join(users, name);
    if (await isOwned(file)) return false;
    await rm(file, { force: true });
  }
  return true;
}
