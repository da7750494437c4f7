export { type Context } from './context.ts';
export { Explained, INTERRUPTED } from './exit-with-code.ts';
export { HOST, IDENTITY } from './identity.ts';
export { stopSignal } from './stop-signal.ts';
export { untilStopped } from './until-stopped.ts';
export { VERSION } from './version.ts';
