export { isAlive } from './alive.ts';
export { findProgram } from './find-program.ts';
export { freePort } from './free-port.ts';
export { isListening } from './is-listening.ts';
export { createPatience, type Patiently } from './patience.ts';
