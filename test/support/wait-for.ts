import { setTimeout as sleep } from 'node:timers/promises';

const waiting = new Set<string>();

/**
 * Waits until `condition` holds, however long that takes: a machine may be slow. What never happens ends with the time
 * limit of the test, and `waitedFor` says what it was.
 */
export async function waitFor(
  condition: () => Promise<boolean> | boolean,
  what: string,
): Promise<void> {
  waiting.add(what);
  // Each look may start a process of Postgres.
  while (!(await condition())) await sleep(100);
  waiting.delete(what);
}

/** What this test file is waiting for at the moment. */
export function waitedFor(): readonly string[] {
  return [...waiting];
}
