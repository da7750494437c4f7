const MAX_LENGTH = 300;

/** What another program said, as a part of a line of ours: printable, without line breaks, not long. */
export function sanitizeMessage(text: string): string {
  const words = text
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .replace(/\.$/, '');
  return words.length > MAX_LENGTH ? `${words.slice(0, MAX_LENGTH - 1)}…` : words;
}
