/** Where `run` writes to people: lines that stay, and on a terminal one below them that changes. */
export interface Display {
  line(text: string): void;
  /** On a terminal replaces the changing line; elsewhere prints it, but not more often than every few seconds. */
  progress(text: string): void;
  /** The changing line stays as it is. */
  endProgress(): void;
}

const PLAIN_INTERVAL_MS = 5_000;
const CLEAR_LINE = '\r\u001b[2K';

export function createDisplay(stream: NodeJS.WriteStream, now: () => number): Display {
  return stream.isTTY ? terminalDisplay(stream) : plainDisplay(stream, now);
}

/** Says nothing: for a caller who wants one JSON object and no more. */
export const SILENT: Display = {
  line: () => undefined,
  progress: () => undefined,
  endProgress: () => undefined,
};

function terminalDisplay(stream: NodeJS.WriteStream): Display {
  let changing = '';
  return {
    line(text) {
      stream.write(`${changing && CLEAR_LINE}${text}\n${changing}`);
    },
    progress(text) {
      changing = text.slice(0, stream.columns);
      stream.write(CLEAR_LINE + changing);
    },
    endProgress() {
      if (changing) stream.write('\n');
      changing = '';
    },
  };
}

function plainDisplay(stream: NodeJS.WriteStream, now: () => number): Display {
  let printed = '';
  let latest = '';
  let printedAt = now();
  const print = (text: string) => {
    if (text && text !== printed) stream.write(`${text}\n`);
    printed = text;
    printedAt = now();
  };
  return {
    line: (text) => void stream.write(`${text}\n`),
    progress(text) {
      latest = text;
      if (now() - printedAt >= PLAIN_INTERVAL_MS) print(text);
    },
    endProgress: () => {
      print(latest);
    },
  };
}
