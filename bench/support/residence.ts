// node residence.js HOME: memory of a process in which one thread has run every model that a home has.
import { readFileSync } from 'node:fs';
import { readCatalogue } from '@earmark/models';
import { parseEnvironment } from '@earmark/runtime/config';
import { openNetwork } from './networks-alone.ts';

/** What it prints, as JSON. */
export interface Residence {
  readonly residentBytes: number;
  readonly peakBytes: number;
}

const models = (await readCatalogue(parseEnvironment({ EARMARK_HOME: process.argv[2] }))).flatMap(
  ({ installed }) => (installed && !installed.spec.demonstration ? installed : []),
);
for (const installed of models) {
  const network = await openNetwork(installed);
  network.transform();
  await network.score();
}
const status = readFileSync('/proc/self/status', 'utf8');
const bytes = (field: string) =>
  1_024 * Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
const residence: Residence = { residentBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') };
process.stdout.write(JSON.stringify(residence));
