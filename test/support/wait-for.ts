import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `condition` holds, and fails by the name of what was waited for when it never does. */
export async function waitFor(
  condition: () => Promise<boolean> | boolean,
  what: string,
  { timeoutMs = 60_000 }: { timeoutMs?: number } = {},
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await sleep(25);
  }
}
