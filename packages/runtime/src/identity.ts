import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';

/** This machine, as the ledger names it. */
export const HOST = hostname();

/** This process, as the ledger names it. */
export const THIS_PROCESS = `${HOST}:${String(process.pid)}`;

const Package = z.object({ version: z.string() });

/** Version of Earmark. */
export const VERSION = Package.parse(
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')),
).version;
