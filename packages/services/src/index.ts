export { openServices, type Services } from './open-services.ts';
export { type Ledger, withLedger } from './with-ledger.ts';
export { withProgram } from './with-program.ts';
export { ifQueue, withQueue } from './with-queue.ts';
