import stringWidth from 'string-width';

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
