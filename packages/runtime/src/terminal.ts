import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import stringWidth from 'string-width';
import terminalLink from 'terminal-link';

const BAR_LENGTH = 24;

/** A share from 0 to 1 as a bar. */
export function bar(share: number): string {
  const full = Math.round(share * BAR_LENGTH);
  return '█'.repeat(full) + '░'.repeat(BAR_LENGTH - full);
}

/** A share in percent, padded to a constant width: ` 42 %`. It is rounded down, so that 100 means all. */
export function percent(share: number): string {
  return `${String(Math.floor(100 * share)).padStart(3)} %`;
}

/** `8 s`, `3 min 20 s`, `7 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(whole % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** A time to the minute, in UTC: `2026-05-01 06:00`. */
export function utcMinute(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ');
}

/** A name on one line of a terminal: control characters are escaped, so that none of them takes effect. */
export function printable(name: string): string {
  return name.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) =>
    JSON.stringify(character).slice(1, -1),
  );
}

/** A path that is a link to its file where stdout is a terminal that shows links. */
export function linkedPath(path: string): string {
  return terminalLink(path, pathToFileURL(resolve(path)).href, { fallback: false });
}

/** A name in up to `width` columns; what is cut out of its middle is shown as an ellipsis. */
export function shortened(name: string, width: number): string {
  const text = printable(name);
  if (stringWidth(text) <= width) return text;
  const characters = graphemes(text);
  const half = (width - 1) / 2;
  const head = fitting(characters, Math.ceil(half));
  const tail = fitting(characters.toReversed(), Math.floor(half)).toReversed();
  return `${head.join('')}…${tail.join('')}`;
}

/** The beginning of a line that fits into `width` columns, with an ellipsis where it is cut. */
export function truncated(line: string, width: number): string {
  if (stringWidth(line) <= width) return line;
  return `${fitting(graphemes(line), width - 1).join('')}…`;
}

function graphemes(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}

// Not cli-truncate: the last version for Node 20 (5.2.0) returns a column too many when it cuts a wide character.
function fitting(characters: readonly string[], width: number): string[] {
  let used = 0;
  const end = characters.findIndex((character) => (used += stringWidth(character)) > width);
  return characters.slice(0, end < 0 ? undefined : end);
}

/** `3.1 tracks/s`, or `12.4 tracks/min` below one track per second. */
export function rateText(tracksPerSecond: number): string {
  return tracksPerSecond >= 1
    ? `${tracksPerSecond.toFixed(1)} tracks/s`
    : `${(60 * tracksPerSecond).toFixed(1)} tracks/min`;
}

/** Rows of text as aligned columns, two spaces between them; wide characters count as two. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell));
    });
  }
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
