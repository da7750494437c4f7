import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '@earmark/runtime/process';

/** This process among those that use the embedded services of one home. */
export interface UsageLock {
  /** Runs `work` while no other process of the home comes or goes; `alone`: nobody else uses the services. */
  enter<T>(work: (alone: boolean) => Promise<T>): Promise<T>;
  leave(work: (alone: boolean) => Promise<void>): Promise<void>;
  /** Runs `work` while no other process of the home starts or stops anything. */
  readonly exclusively: (work: () => Promise<void>) => Promise<void>;
}

/**
 * Several commands may use one home at a time: the first starts the services, the last stops them. Each leaves
 * a file named after its process id; the file of a process that was killed is found out by its id.
 */
export async function openUsageLock(folder: string): Promise<UsageLock> {
  const tenants = join(folder, 'tenants');
  await mkdir(tenants, { recursive: true });
  const own = join(tenants, String(process.pid));
  const lock = join(folder, 'lock');
  return {
    enter: (work) =>
      withLock(lock, async () => {
        const result = await work(await isOnlyUser(tenants));
        await writeFile(own, '');
        return result;
      }),
    leave: (work) =>
      withLock(lock, async () => {
        await rm(own, { force: true });
        await work(await isOnlyUser(tenants));
      }),
    exclusively: (work) => withLock(lock, work),
  };
}

async function isOnlyUser(tenants: string): Promise<boolean> {
  for (const name of await readdir(tenants)) {
    if (Number(name) === process.pid) continue;
    if (isAlive(Number(name))) return false;
    await rm(join(tenants, name), { force: true });
  }
  return true;
}

async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!(await takeLock(lock))) await sleep(50);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if (await isStale(lock)) await rm(lock, { force: true });
    return false;
  }
}

/** Starting and stopping take seconds; after this long the lock's process id belongs to somebody else. */
const MAX_LOCK_AGE_MS = 120_000;

async function isStale(lock: string): Promise<boolean> {
  const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
  const seen = await stat(lock).catch(() => undefined);
  if (seen && Date.now() - seen.mtimeMs > MAX_LOCK_AGE_MS) return true;
  // An empty file is one that its owner is just writing.
  return owner > 0 && !isAlive(owner);
}
