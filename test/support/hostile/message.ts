const LINE = /^\P{C}{20,600}[.]$/u;
const PROGRAMMERS = /@ 0x|undefined|\bat \w+ \(|Error:|NaN/;

/** What is wrong with a message that a user will read; undefined when nothing is. */
export function faultOfMessage(message: string, secrets: readonly string[]): string | undefined {
  if (!LINE.test(message)) return 'it is not one printable sentence';
  if (PROGRAMMERS.test(message)) return 'it speaks to programmers';
  const secret = secrets.find((text) => message.includes(text));
  return secret === undefined ? undefined : `it gives away "${secret}"`;
}
