import { truncated } from '../terminal.ts';
import { isProgressDue, type Moment } from './progress-rule.ts';

/** Output for people: lines that stay and, on a terminal, the progress below them. */
export interface Display {
  line(text: string): void;
  /** Prints a warning to stderr, so that it reaches people when the rest goes into a file. */
  warn(text: string): void;
  /** The progress from now on, which is shown when it is due: on a terminal it replaces the one before. */
  progress(text: string, details: ProgressDetails): void;
  /** Ends a piece of work: its last progress is shown, and stays, if any was. */
  endProgress(): void;
}

export interface ProgressDetails {
  /** What is done, from 0 to 1; null while nobody knows how much there is. */
  readonly share: number | null;
  /** A second line; undefined or empty for none. */
  readonly below?: string;
}

export interface Streams {
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

/** Where a display writes; what has no stream is not printed. */
export interface DisplayStreams {
  readonly lines: NodeJS.WriteStream | null;
  readonly warnings: NodeJS.WriteStream;
  readonly progress: NodeJS.WriteStream | null;
}

/** How often it is checked whether the latest progress is due, when nothing new comes. */
const CHECK_MS = 250;
const CLEAR_BELOW = '\u001b[J';

export function createDisplay(
  { lines, warnings, progress }: DisplayStreams,
  now: () => number = Date.now,
): Display {
  const isTerminal = progress?.isTTY === true;
  const medium = isTerminal ? 'terminal' : 'lines';
  let work: WorkShown | null = null;
  const draw = (texts: readonly string[]) =>
    progress?.write(isTerminal ? fitted(texts, progress.columns) : `${texts.join('  ')}\n`);
  const clear = (texts: readonly string[]) =>
    isTerminal && progress.write(toFirstLine(texts.length) + CLEAR_BELOW);
  const show = (current: WorkShown) => {
    const { latest, shown } = current;
    if (latest.texts.join('\n') === shown?.texts.join('\n')) return;
    clear(shown?.texts ?? []);
    draw(latest.texts);
    current.shown = { ...latest, ms: now() };
  };
  const showIfDue = (current: WorkShown) => {
    const { beganMs, shown, latest } = current;
    const moment = { ms: now(), share: latest.share };
    if (isProgressDue(medium, { beganMs, shown, now: moment })) show(current);
  };
  /** Writes a line where the progress is, and that below it. */
  const write = (stream: NodeJS.WriteStream | null, text: string) => {
    if (!stream) return;
    const drawn = isTerminal ? work?.shown?.texts : undefined;
    if (drawn) clear(drawn);
    stream.write(`${text}\n`);
    if (drawn) draw(drawn);
  };
  const begin = (latest: Progress): WorkShown => {
    const timer = setInterval(() => work && showIfDue(work), CHECK_MS).unref();
    return { beganMs: now(), latest, shown: null, timer };
  };
  return {
    line: (text) => write(lines, text),
    warn: (text) => write(warnings, text),
    progress(text, { share, below = '' }) {
      const latest = { texts: [text, below].filter(Boolean), share };
      work ??= begin(latest);
      work.latest = latest;
      showIfDue(work);
    },
    endProgress() {
      if (!work) return;
      clearInterval(work.timer);
      if (work.shown) show(work);
      if (work.shown && isTerminal) progress.write('\n');
      work = null;
    },
  };
}

/** From the last of these lines to the beginning of the first. */
function toFirstLine(nLines: number): string {
  return nLines > 1 ? `\r\u001b[${String(nLines - 1)}A` : '\r';
}

/** @param columns of the terminal; 0 where it has not told */
function fitted(texts: readonly string[], columns: number): string {
  const width = columns > 0 ? columns : Infinity;
  return texts.map((text) => truncated(text, width)).join('\n');
}

interface Progress {
  readonly texts: readonly string[];
  readonly share: number | null;
}

/** A piece of work whose progress is shown. */
interface WorkShown {
  readonly beganMs: number;
  readonly timer: NodeJS.Timeout;
  latest: Progress;
  shown: (Progress & Moment) | null;
}

/**
 * With `--json` nothing but the result is on stdout, and progress is for terminals only: a program that reads JSON takes
 * what is on stderr for a problem.
 */
export function jsonStreams({ err }: Pick<Streams, 'err'>): DisplayStreams {
  return { lines: null, warnings: err, progress: err.isTTY ? err : null };
}

/** Runs the body of a command whose result goes to stdout, with a display: progress and warnings go to stderr. */
export async function withDisplay<T>(
  { out, err }: Streams,
  { json }: { readonly json?: boolean | undefined },
  body: (display: Display) => Promise<T>,
): Promise<T> {
  const display = createDisplay(
    json ? jsonStreams({ err }) : { lines: out, warnings: err, progress: err },
  );
  try {
    return await body(display);
  } finally {
    display.endProgress();
  }
}
