// How long does it take to plan the corpus, and how much memory does the producer need for it?
//
//   npm run bench -- plan [TRACKS]
//
// Has `earmark produce` plan a list of 55,609 files and eight models, on a Postgres and a Redis of its own, and again
// when all of it is planned; then plans 100,000 and 1,000,000 simulated keys.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createPool } from '@earmark/ledger';
import { openTagQueue, queueAddress } from '@earmark/queue';
import { EARMARK } from './support/earmark.ts';
import { facts } from './support/facts.ts';
import { peakMemory } from './support/peak-memory.ts';
import type { PlannedSimulation } from './support/plan-simulated.ts';
import { type PrivateServices, withPrivateServices } from './support/private-services.ts';
import { installStarterCopies } from './support/starter-copies.ts';

const nTracks = Number(process.argv[2] ?? 55_609);
const SIMULATIONS = [100_000, 1_000_000];

await withPrivateServices(async (services) => {
  const models = await installStarterCopies(services.home);
  const list = makeList(join(services.folder, 'music'), nTracks);
  console.log(facts());
  console.log(
    `${nTracks.toLocaleString('en')} tracks x ${models.length} models, from a list of files`,
  );
  const first = await produce(list, services);
  const again = await produce(list, services);
  const rows = [
    ['plan and enqueue', first, `; the first job after ${first.firstJobSeconds.toFixed(1)} s`],
    ['the same again', again, ''],
    ...SIMULATIONS.map(
      (n) => [`plan ${n.toLocaleString('en')} keys`, planSimulated(n, services), ''] as const,
    ),
  ] as const;
  for (const [title, { seconds, peakBytes }, more] of rows) {
    const memory = `${(peakBytes / 1e6).toFixed(0)} MB peak`;
    console.log(`${title.padEnd(20)} ${seconds.toFixed(1).padStart(5)} s, ${memory}${more}`);
  }
});

/** A folder of empty files, and a list that names them. */
function makeList(folder: string, count: number): string {
  mkdirSync(folder);
  const names = Array.from({ length: count }, (_, i) => `${String(i).padStart(7, '0')}.mp3`);
  for (const name of names) writeFileSync(join(folder, name), '');
  const list = join(folder, 'list.txt');
  writeFileSync(list, names.join('\n'));
  return list;
}

interface Produced {
  readonly seconds: number;
  /** Until a worker could have taken a job. */
  readonly firstJobSeconds: number;
  readonly peakBytes: number;
}

async function produce(
  list: string,
  { variables, databaseUrl, redisUrl }: PrivateServices,
): Promise<Produced> {
  const pool = createPool(databaseUrl);
  const address = await queueAddress(pool, { databaseUrl, redisUrl });
  await pool.end();
  const queue = openTagQueue(address, () => undefined);
  const begin = performance.now();
  const seconds = () => (performance.now() - begin) / 1_000;
  const producer = spawn('node', [EARMARK, 'produce', list, '--json'], {
    env: variables,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(producer, 'close').then(() => seconds());
  let firstJobSeconds = NaN;
  let peakBytes = 0;
  while (producer.exitCode === null) {
    peakBytes = Math.max(peakBytes, peakMemory(producer.pid));
    if (Number.isNaN(firstJobSeconds) && (await queue.counts()).waiting > 0) {
      firstJobSeconds = seconds();
    }
    await sleep(50);
  }
  const total = await ended;
  await queue.close();
  return { seconds: total, firstJobSeconds, peakBytes };
}

function planSimulated(nKeys: number, { variables }: PrivateServices): PlannedSimulation {
  const script = fileURLToPath(new URL('./support/plan-simulated.js', import.meta.url));
  const printed = execFileSync('node', [script, String(nKeys)], { env: variables }).toString();
  return JSON.parse(printed) as PlannedSimulation;
}
