/** `text` fit for a message: quoted, control characters escaped, cut to a readable length. */
export function quoted(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return JSON.stringify(short).replace(TAKES_EFFECT, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Characters that JSON leaves as they are and a terminal obeys: the second set of controls, and directions of text. */
const TAKES_EFFECT = /[\p{Cc}\p{Bidi_Control}]/gu;
