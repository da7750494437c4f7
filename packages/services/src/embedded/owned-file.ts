import { readlinkSync } from 'node:fs';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { isAlive } from '@earmark/runtime/process';

/** A file that names the process that owns it, which touches it every few seconds for as long as it runs. */
export interface OwnedFile {
  /** Removes the file. */
  remove(): Promise<void>;
  /** Keeps the file, and says in it that no process owns it any more. */
  disown(): Promise<void>;
}

const TOUCH_INTERVAL_MS = 5_000;
/** An owner on another machine that has not touched its file for this long is dead. */
const MAX_SILENCE_MS = 30_000;

const Owner = z.object({
  /** Where the process id means something. */
  machine: z.string(),
  pid: z.number().int().positive(),
});
/** Null after `disown`. */
const FileContent = Owner.nullable();

/** Creates the file for this process; undefined when there is such a file already. */
export async function createOwnedFile(path: string): Promise<OwnedFile | undefined> {
  const owner = { machine: thisMachine(), pid: process.pid };
  try {
    await writeFile(path, JSON.stringify(owner), { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  }
  const timer = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, TOUCH_INTERVAL_MS).unref();
  return {
    async remove() {
      clearInterval(timer);
      await rm(path, { force: true });
    },
    async disown() {
      clearInterval(timer);
      await writeFile(path, JSON.stringify(null));
    },
  };
}

/** Whether a running process owns the file; one on another machine is known by when it last touched the file. */
export async function isOwned(path: string): Promise<boolean> {
  const owner = await readOwner(path);
  if (owner === null) return false;
  if (owner?.machine === thisMachine()) return isAlive(owner.pid);
  return (await silenceMs(path)) < MAX_SILENCE_MS;
}

/** Milliseconds since the file was last touched; Infinity when there is none. */
export async function silenceMs(path: string): Promise<number> {
  const file = await stat(path).catch(() => undefined);
  return file ? Date.now() - file.mtimeMs : Infinity;
}

/** Null when no process owns the file, undefined when that cannot be read: its owner may be writing it just now. */
async function readOwner(path: string): Promise<z.infer<typeof FileContent> | undefined> {
  try {
    return FileContent.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Host and, on Linux, the namespace of its process ids: containers may share a host name, each has its own ids. */
function thisMachine(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
