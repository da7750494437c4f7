import { setTimeout as sleep } from 'node:timers/promises';
import { createOutages, createRetryWhileUnavailable } from '@earmark/runtime/process';

/** The status at one moment. */
export interface Snapshot {
  /** In full, as lines. */
  readonly text: string;
  /** The same in one line. */
  readonly line: string;
  /** Whether it will not change any more. */
  readonly isFinal: boolean;
}

const INTERVAL_MS = 2_000;
const HOME_AND_CLEAR = '\u001b[H\u001b[J';
const CLEAR_SCREEN = '\u001b[2J';

/**
 * Shows what `read` returns until that is final: redrawn on a terminal, elsewhere one line whenever it changes.
 *
 * @throws the reason of the signal
 */
export async function watch(
  read: () => Promise<Snapshot>,
  out: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<void> {
  let printed = '';
  if (out.isTTY) out.write(CLEAR_SCREEN);
  const outages = createOutages({
    unavailable: (_, error) => out.write(`${error} Retrying ...\n`),
    stillUnavailable: () => undefined,
    recovered: () => undefined,
  });
  const retryWhileUnavailable = createRetryWhileUnavailable({ signal, outages });
  for (;;) {
    const { text, line, isFinal } = await retryWhileUnavailable(read);
    if (out.isTTY) out.write(HOME_AND_CLEAR + text);
    else if (line !== printed) out.write(`${line}\n`);
    printed = line;
    if (isFinal) return;
    await sleep(INTERVAL_MS, undefined, { signal });
  }
}
