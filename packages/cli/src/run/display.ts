import { truncated } from '@earmark/runtime/terminal';

/** Output for people: lines that stay and, on a terminal, a progress line below them. */
export interface Display {
  line(text: string): void;
  /** Prints a warning to stderr, so that it reaches people when the rest goes into a file. */
  warn(text: string): void;
  /** Replaces the progress line on a terminal; elsewhere prints it, but not more often than every 5 s. */
  progress(text: string): void;
  /** Leaves the progress line as it is. */
  endProgress(): void;
}

const PLAIN_INTERVAL_MS = 5_000;
const CLEAR_LINE = '\r\u001b[2K';

export interface Streams {
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

export function createDisplay(streams: Streams, now: () => number): Display {
  return streams.out.isTTY ? terminalDisplay(streams) : plainDisplay(streams, now);
}

/** Prints warnings only: for a caller who wants nothing but one JSON object. */
export function silentDisplay({ err }: Pick<Streams, 'err'>): Display {
  return {
    line: () => undefined,
    warn: (text) => void err.write(`${text}\n`),
    progress: () => undefined,
    endProgress: () => undefined,
  };
}

function terminalDisplay({ out, err }: Streams): Display {
  let progressLine = '';
  return {
    line(text) {
      out.write(`${progressLine && CLEAR_LINE}${text}\n${progressLine}`);
    },
    warn(text) {
      out.write(progressLine && CLEAR_LINE);
      err.write(`${text}\n`);
      out.write(progressLine);
    },
    progress(text) {
      progressLine = out.columns > 0 ? truncated(text, out.columns) : text;
      out.write(CLEAR_LINE + progressLine);
    },
    endProgress() {
      if (progressLine) out.write('\n');
      progressLine = '';
    },
  };
}

function plainDisplay({ out, err }: Streams, now: () => number): Display {
  let printed = '';
  let latest = '';
  let printedAt = now();
  const print = (text: string) => {
    if (text && text !== printed) out.write(`${text}\n`);
    printed = text;
    printedAt = now();
  };
  return {
    line: (text) => void out.write(`${text}\n`),
    warn: (text) => void err.write(`${text}\n`),
    progress(text) {
      latest = text;
      if (now() - printedAt >= PLAIN_INTERVAL_MS) print(text);
    },
    endProgress: () => {
      print(latest);
    },
  };
}
