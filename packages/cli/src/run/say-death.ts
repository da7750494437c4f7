import type { ProgramEnd } from './child-program.ts';
import type { Display } from './display.ts';

/** Tells people of a program that something killed, and that it is started again. */
export function sayDeath(display: Display, name: string): (end: ProgramEnd) => void {
  return ({ signal, exitCode }) => {
    display.warn(`The ${name} died (${String(signal ?? exitCode)}) and is started again.`);
  };
}
