// node residence.js HOME [int8]: memory of a process in which one thread has run every model that a home has, or its form in int8.
import { readFileSync } from 'node:fs';
import { readInstalledModels } from '@earmark/models';
import { findInt8 } from '@earmark/models/int8';
import { parseEnvironment } from '@earmark/runtime/config';
import { openNetwork } from './networks-alone.ts';

/** What it prints, as JSON. */
export interface Residence {
  readonly residentBytes: number;
  readonly peakBytes: number;
}

const env = parseEnvironment({ EARMARK_HOME: process.argv[2] });
const models = (await readInstalledModels(env)).filter(({ spec }) => !spec.demonstration);
for (const installed of models) {
  const int8 = process.argv[3] === 'int8' ? await findInt8(env, installed) : undefined;
  const network = await openNetwork(int8?.int8 ?? installed);
  network.transform();
  await network.score();
}
const status = readFileSync('/proc/self/status', 'utf8');
const bytes = (field: string) =>
  1_024 * Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
const residence: Residence = { residentBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') };
process.stdout.write(JSON.stringify(residence));
