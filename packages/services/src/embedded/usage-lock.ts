import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { tryLock, waitForLock } from 'fs-native-extensions';

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
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Several commands may use one home at the same time: the first starts the services, the last stops them.
 *
 * Each user holds a shared lock on the file `users.lock`, and who starts or stops services an exclusive one on
 * `start-stop.lock`. The kernel keeps both, also between containers that share the home, and releases them when their
 * process ends, however it ends. (A lock that is a file with a process id must be broken when it is stale, and two
 * processes may break it: with proper-lockfile 4.1.2, six processes that met a stale lock held it at the same time in
 * 13 of 40 rounds.)
 */
export async function openUsageLock(folder: string): Promise<UsageLock> {
  await mkdir(folder, { recursive: true });
  const users = join(folder, 'users.lock');
  let usage: FileHandle | undefined;
  const exclusively = <T>(work: () => Promise<T>): Promise<T> =>
    withFile(join(folder, 'start-stop.lock'), async (file) => {
      await waitForLock(file.fd);
      return work();
    });
  return {
    acquire: (start) =>
      exclusively(async () => {
        const result = await withFile(users, (file) => start(tryLock(file.fd)));
        usage = await open(users, 'a+');
        await waitForLock(usage.fd, { shared: true });
        return result;
      }),
    release: (stop) =>
      exclusively(async () => {
        await usage?.close();
        await withFile(users, (file) => stop(tryLock(file.fd)));
      }),
    exclusively,
  };
}

/** Closing the file releases its lock. */
async function withFile<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'a+');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
