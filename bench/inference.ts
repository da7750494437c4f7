// How near do the networks come to what a core can do, and what do they need beside it?
//
//   npm run bench -- inference [ROUNDS] [--profile int8]
//
// The nine networks in their published shape with random weights and, where EARMARK_GOLDEN has them, trained ones,
// whose dead channels the converter leaves out. CPU time of one thread for the chunks of one track, medians; the
// core itself is measured before every network. With --profile int8 each network is measured in float32 and in int8
// in turn, and nothing else.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { InstalledModel } from '@earmark/core/model';
import { textTable } from '@earmark/runtime/terminal';
import { compareProfiles } from './support/compare-profiles.ts';
import { facts } from './support/facts.ts';
import { openFmaLoop, openMatrixProduct } from './support/fma-peak.ts';
import { type Measured, measureNetworks } from './support/measure-networks.ts';
import { median } from './support/median.ts';
import { PUBLISHED_GFLOP } from './support/published-gflop.ts';
import { installRandomModels } from './support/random-models.ts';
import type { Residence } from './support/residence.ts';
import { installTrainedModels } from './support/trained-models.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { profile: { type: 'string', default: 'fp32' } },
});
const nRounds = Number(positionals[0] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'earmark-bench-'));
const home = join(folder, 'random');
try {
  const random = await installRandomModels(home);
  const trained = await installTrainedModels(join(folder, 'trained'));
  if (values.profile === 'int8') await printProfiles(random, trained);
  else await printSpeeds(random, trained);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

type Models = readonly InstalledModel[];

async function printProfiles(random: Models, trained: Models): Promise<void> {
  console.log(facts());
  console.log(
    '\nPublished shape, random weights; 16 chunks\n' + (await compareProfiles(random, nRounds)),
  );
  if (trained.length > 0) {
    console.log('Trained weights; 16 chunks\n' + (await compareProfiles(trained, nRounds)));
  }
  console.log(memoryLine('fp32'));
  console.log(memoryLine('int8'));
}

async function printSpeeds(random: Models, trained: Models): Promise<void> {
  const product = await openMatrixProduct();
  const loop = openFmaLoop(folder);
  const measured = await measureNetworks([...random, ...trained], loop ?? product, nRounds);
  const peakGflops = median(measured.map((one) => one.peakGflops));

  console.log(facts());
  console.log(`peak       ${peakGflops.toFixed(0)} GFLOP/s a core: ${(loop ?? product).method}`);
  if (loop) {
    const gflops = await product.measure();
    const share = (100 * gflops) / peakGflops;
    console.log(`           ${gflops.toFixed(0)}, ${share.toFixed(0)} % of it: ${product.method}`);
  }
  const published = measured.slice(0, random.length);
  console.log('\nPublished shape, random weights; 16 chunks\n' + table(published, peakGflops));
  if (trained.length > 0) {
    const rest = measured.slice(random.length);
    console.log('Trained weights, without dead channels; 16 chunks\n' + table(rest, peakGflops));
  }
  console.log(frontEndLine(published));
  console.log(memoryLine('fp32'));
}

interface Row {
  readonly name: string;
  readonly seconds: number;
  readonly published: number;
  readonly executed: number;
  /** Neither the zeros that fill up blocks nor the channels left out are work that had to be done. */
  readonly needed: number;
}

function table(measured: readonly Measured[], peakGflops: number): string {
  const rows = measured.map(toRow);
  const head = ['model', 'CPU ms', 'published GFLOP', 'executed GFLOP', 'GFLOP/s', 'of peak'];
  const cells = [...rows, sumOf(rows)].map(({ name, seconds, published, executed, needed }) => [
    name.padEnd(17),
    (1e3 * seconds).toFixed(0).padStart(6),
    published.toFixed(1).padStart(15),
    executed.toFixed(1).padStart(14),
    (needed / seconds).toFixed(0).padStart(7),
    `${((100 * needed) / seconds / peakGflops).toFixed(1)} %`.padStart(7),
  ]);
  return textTable([head, ...cells]);
}

function toRow({ model, networkSeconds, executedGflop }: Measured): Row {
  const published = PUBLISHED_GFLOP[model.architecture] ?? NaN;
  return {
    name: model.name,
    seconds: networkSeconds,
    published,
    executed: executedGflop,
    needed: Math.min(published, executedGflop),
  };
}

function sumOf(rows: readonly Row[]): Row {
  const sum = (pick: (row: Row) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    name: 'sum',
    seconds: sum(({ seconds }) => seconds),
    published: sum(({ published }) => published),
    executed: sum(({ executed }) => executed),
    needed: sum(({ needed }) => needed),
  };
}

function frontEndLine(measured: readonly Measured[]): string {
  const kinds = new Map(measured.map((one) => [one.frontEndKey, one.frontEndSeconds]));
  const seconds = [...kinds.values()].reduce((sum, one) => sum + one, 0);
  return (
    `front end  ${seconds.toFixed(3)} CPU s per track: the ${measured.length} models read ` +
    `${kinds.size} kinds of features, each computed once`
  );
}

function memoryLine(profile: 'fp32' | 'int8'): string {
  const script = fileURLToPath(new URL('./support/residence.js', import.meta.url));
  const printed = execFileSync('node', [script, home, profile]).toString();
  const { residentBytes, peakBytes } = JSON.parse(printed) as Residence;
  return (
    `memory     ${profile}: ${(residentBytes / 1e9).toFixed(2)} GB resident, ${(peakBytes / 1e9).toFixed(2)} GB peak, ` +
    'of a process whose one thread has run them all'
  );
}
