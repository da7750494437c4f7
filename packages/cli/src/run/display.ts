import { truncated } from '@earmark/runtime/terminal';

/** Output for people: lines that stay and, on a terminal, a progress line below them. */
export interface Display {
  line(text: string): void;
  /** Prints a warning to stderr, so that it reaches people when the rest goes into a file. */
  warn(text: string): void;
  /** Replaces the progress line on a terminal; elsewhere prints it every 10 s, and when a tenth of the work is done. */
  progress(text: string, more?: ProgressDetails): void;
  /** Leaves the progress line as it is. */
  endProgress(): void;
}

export interface ProgressDetails {
  /** A second line; empty for none. */
  readonly below: string;
  /** The share of the work that is done. */
  readonly share: number;
}

const PLAIN_INTERVAL_MS = 10_000;
/** The shortest time between two lines for tenths. */
const TENTH_INTERVAL_MS = 1_000;

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
  let shown: readonly string[] = [];
  const clear = () => (shown.length > 0 ? toFirstLine(shown.length) + CLEAR_BELOW : '');
  const fitted = (text: string) => (out.columns > 0 ? truncated(text, out.columns) : text);
  return {
    line(text) {
      out.write(`${clear()}${text}\n${shown.join('\n')}`);
    },
    warn(text) {
      out.write(clear());
      err.write(`${text}\n`);
      out.write(shown.join('\n'));
    },
    progress(text, { below } = NO_DETAILS) {
      const lines = [text, below].filter(Boolean).map(fitted);
      out.write(clear() + lines.join('\n'));
      shown = lines;
    },
    endProgress() {
      if (shown.length > 0) out.write('\n');
      shown = [];
    },
  };
}

const NO_DETAILS: ProgressDetails = { below: '', share: 0 };
const CLEAR_BELOW = '\u001b[J';

/** From the last of these lines to the beginning of the first. */
function toFirstLine(nLines: number): string {
  return nLines > 1 ? `\r\u001b[${String(nLines - 1)}A` : '\r';
}

function plainDisplay({ out, err }: Streams, now: () => number): Display {
  let printed = '';
  let latest = '';
  let printedAt = now();
  let printedTenths = 0;
  const print = (text: string) => {
    if (text && text !== printed) out.write(`${text}\n`);
    printed = text;
    printedAt = now();
  };
  return {
    line: (text) => void out.write(`${text}\n`),
    warn: (text) => void err.write(`${text}\n`),
    progress(text, { below, share } = NO_DETAILS) {
      latest = text;
      const tenths = Math.floor(10 * share);
      const interval = tenths > printedTenths ? TENTH_INTERVAL_MS : PLAIN_INTERVAL_MS;
      if (now() - printedAt < interval) return;
      printedTenths = tenths;
      print([text, below].filter(Boolean).join('  '));
    },
    endProgress: () => {
      print(latest);
    },
  };
}
