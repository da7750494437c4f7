import { truncated } from '@earmark/runtime/terminal';

/** Where `run` writes to people: lines that stay, and on a terminal one below them that changes. */
export interface Display {
  line(text: string): void;
  /** What went wrong: to stderr, for it must reach people when the rest goes into a file. */
  warn(text: string): void;
  /** On a terminal replaces the changing line; elsewhere prints it, but not more often than every few seconds. */
  progress(text: string): void;
  /** The changing line stays as it is. */
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

/** Says only what went wrong: for a caller who wants one JSON object and no more. */
export function silentDisplay({ err }: Pick<Streams, 'err'>): Display {
  return {
    line: () => undefined,
    warn: (text) => void err.write(`${text}\n`),
    progress: () => undefined,
    endProgress: () => undefined,
  };
}

function terminalDisplay({ out, err }: Streams): Display {
  let changing = '';
  return {
    line(text) {
      out.write(`${changing && CLEAR_LINE}${text}\n${changing}`);
    },
    warn(text) {
      out.write(changing && CLEAR_LINE);
      err.write(`${text}\n`);
      out.write(changing);
    },
    progress(text) {
      changing = out.columns > 0 ? truncated(text, out.columns) : text;
      out.write(CLEAR_LINE + changing);
    },
    endProgress() {
      if (changing) out.write('\n');
      changing = '';
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
