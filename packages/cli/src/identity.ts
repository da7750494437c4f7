import { hostname } from 'node:os';

/** This process, as the ledger names it. */
export const IDENTITY = `${hostname()}:${String(process.pid)}`;
