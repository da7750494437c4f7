import stringWidth from 'string-width';

const LENGTH = 24;

/** A share from 0 to 1 as a bar. */
export function bar(share: number): string {
  const full = Math.round(share * LENGTH);
  return '█'.repeat(full) + '░'.repeat(LENGTH - full);
}

/** A share in percent, always as wide: ` 42 %`; 100 only when all is done. */
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

/** A name on one line of a terminal: control characters are spelt out, so that none of them acts. */
export function printable(name: string): string {
  return name.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) =>
    JSON.stringify(character).slice(1, -1),
  );
}

/** At most `width` columns of a name; what is cut away in the middle is shown as an ellipsis. */
export function shortened(name: string, width: number): string {
  const characters = Array.from(printable(name));
  if (stringWidth(characters.join('')) <= width) return characters.join('');
  const half = (width - 1) / 2;
  return `${fitting(characters, Math.ceil(half))}…${fitting(characters.toReversed(), Math.floor(half), true)}`;
}

function fitting(characters: readonly string[], width: number, reversed = false): string {
  const taken: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += stringWidth(character);
    if (used > width) break;
    taken.push(character);
  }
  return (reversed ? taken.reverse() : taken).join('');
}

/** `3.1 tracks/s`, or `12.4 tracks/min` where that says more. */
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
