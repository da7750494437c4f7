export { type Ledger, withLedger } from './with-ledger.ts';
export { openServices, type Services } from './open-services.ts';
