const MAX_LENGTH = 300;

/** A message of another program, fit for one line of ours: printable, without line breaks, not long. */
export function sanitizeMessage(text: string): string {
  const line = text
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .replace(/\.$/, '');
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}
