import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Option } from 'commander';
import { messageOf } from '@earmark/core/failure';

/** What opens files ends within this time when it finds no browser. */
const REFUSAL_MS = 1_500;

export const openOption = () => new Option('--open', 'open the report in a browser at the end');

/** Opens a report in a browser. Where that cannot be done, `warn` says so: it is no failure of the command. */
export async function openReport(report: string, warn: (text: string) => void): Promise<void> {
  const path = resolve(report);
  try {
    // Only now: few runs ask for it.
    const { default: open } = await import('open');
    const opener = await open(path);
    const ended = once(opener, 'exit').then(([code]) => code as number | null);
    const exitCode = opener.exitCode ?? (await Promise.race([ended, sleep(REFUSAL_MS, 0)]));
    if (exitCode !== 0) throw new Error(`exit code ${String(exitCode)} of ${opener.spawnfile}`);
  } catch (error) {
    warn(`No browser could be opened (${messageOf(error)}). Open the report yourself: ${path}`);
  }
}
