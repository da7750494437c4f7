import { hostname } from 'node:os';

/** This machine, as the ledger names it. */
export const HOST = hostname();

/** This process, as the ledger names it. */
export const THIS_PROCESS = `${HOST}:${String(process.pid)}`;
