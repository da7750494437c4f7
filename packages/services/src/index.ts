export { withProgram } from './with-program.ts';
export { type Ledger, withLedger } from './with-ledger.ts';
export { ifQueue, withQueue } from './with-queue.ts';
export { openServices, type Services } from './open-services.ts';
