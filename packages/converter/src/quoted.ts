/** A character that a terminal obeys rather than shows: controls, line ends, directions of text. */
export const TAKES_EFFECT = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** `text` fit for a message: quoted, such characters escaped, cut to a readable length. */
export function quoted(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return JSON.stringify(short).replaceAll(new RegExp(TAKES_EFFECT, 'gu'), (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
