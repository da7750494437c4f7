import { setTimeout as sleep } from 'node:timers/promises';
import { createPatience } from '@earmark/runtime/process';

export interface Watched {
  /** All there is to say, in lines. */
  readonly text: string;
  /** The same in one line. */
  readonly line: string;
  /** Whether nothing will change any more. */
  readonly isOver: boolean;
}

const INTERVAL_MS = 2_000;
const HOME_AND_CLEAR = '\u001b[H\u001b[J';
const CLEAR_SCREEN = '\u001b[2J';

/**
 * Shows what `read` returns until it is over: drawn anew on a terminal, elsewhere one line whenever it changes.
 *
 * @throws the reason of the signal
 */
export async function watch(
  read: () => Promise<Watched>,
  out: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<void> {
  let printed = '';
  if (out.isTTY) out.write(CLEAR_SCREEN);
  const patiently = createPatience({
    signal,
    onOutage: ({ message }) => out.write(`${message} Waiting ...\n`),
  });
  for (;;) {
    const { text, line, isOver } = await patiently(read);
    if (out.isTTY) out.write(HOME_AND_CLEAR + text);
    else if (line !== printed) out.write(`${line}\n`);
    printed = line;
    if (isOver) return;
    await sleep(INTERVAL_MS, undefined, { signal });
  }
}
