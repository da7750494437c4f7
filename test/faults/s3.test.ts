import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { SEEDS } from '../support/longer-series.ts';
import { createFleet, type Fleet, type FleetOptions } from '../support/fleet.ts';
import { countOutcomes, type LedgerRow } from '../support/ledger.ts';
import { createRandom } from '../support/random.ts';
import {
  byChance,
  reset,
  resetAfter,
  type S3Faults,
  startS3Faults,
  status,
  truncated,
} from '../support/s3-faults.ts';
import { type S3Server, s3Variables, startS3Server } from '../support/s3-server.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';

let corpus: Corpus;
let server: S3Server;
let faults: S3Faults;
let undisturbed: readonly LedgerRow[];
beforeAll(async () => {
  corpus = await createCorpus(10);
  server = await startS3Server();
  faults = await startS3Faults(server.url);
  for (const track of corpus.tracks) await put(track);
  ({ undisturbed } = corpus);
});
afterEach(() => {
  faults.reset();
});
afterAll(async () => {
  await faults.close();
  await server.close();
  corpus.remove();
});

function put(track: string): Promise<void> {
  return server.put(`music/${track}`, readFileSync(join(corpus.music, track)));
}

async function fleetOptions(name: string): Promise<FleetOptions> {
  const variables = { ...corpus.variables, ...s3Variables(faults.url) };
  return { ...(await emptyServices(name)), source: 's3://corpus/music', variables };
}

/** Of the length of a track, about a third arrives. */
const CUT = 10_000;
const KINDS = [
  status(500, 'InternalError'),
  status(503, 'SlowDown'),
  reset,
  resetAfter(CUT),
  truncated(CUT),
];

/** Each track is tried five times, each time with two requests: with more it would be given up now and then. */
const SHARE = 1 / 6;

test.each(SEEDS)('a store that fails one request in six loses nothing (seed %i)', async (seed) => {
  const fleet = await createFleet(await fleetOptions(`s3_${String(seed)}`));
  expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
  faults.spoil({ path: /GetObject/, fault: byChance(SHARE, KINDS, createRandom(seed)) });
  await fleet.startAggregator();
  await fleet.startWorker();
  await fleet.untilReported();
  expect(faults.requests.length).toBeGreaterThan(corpus.tracks.length);
  await expectSettledOnce(fleet, { undisturbed });
  await fleet.close();
});

test('a store that is away is waited for, and costs no track a try', async () => {
  const fleet = await createFleet(await fleetOptions('s3_away'));
  expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
  await fleet.startAggregator();
  await fleet.gate.closeAt(undisturbed.length / 2);
  await fleet.startWorker();
  await fleet.untilSettled(5);
  for (const method of ['GET', 'HEAD']) faults.spoil({ method, fault: reset });
  await fleet.gate.open();
  await untilNothingIsSettled(fleet);
  faults.reset();
  await fleet.untilReported();
  await expectSettledOnce(fleet, { undisturbed });
  const { rows } = await fleet.pool.query<{ most: number }>(
    'select max(attempts) as most from task_outcome',
  );
  // A fetch that fails at the moment of the recovery is a failure of its object alone.
  expect(rows[0]?.most).toBeLessThanOrEqual(2);
  await fleet.close();
});

test('an object that changes after planning fails as SOURCE_CHANGED, and no other does', async () => {
  const changed = corpus.tracks[7]!;
  const fleet = await createFleet(await fleetOptions('s3_changed'));
  expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
  await server.put(`music/${changed}`, readFileSync(join(corpus.music, corpus.tracks[8]!)));
  await fleet.startAggregator();
  await fleet.startWorker();
  await fleet.untilReported();
  await expectSettledOnce(fleet, { undisturbed, failures: { [changed]: 'SOURCE_CHANGED' } });
  await fleet.close();
});

/** What was fetched before is tagged; then, for longer than a job waits before its second try, nothing more is. */
async function untilNothingIsSettled({ pool }: Fleet): Promise<void> {
  for (let nBefore = -1; ;) {
    const nSettled = await countOutcomes(pool);
    if (nSettled === nBefore) return;
    nBefore = nSettled;
    await sleep(3_000);
  }
}
