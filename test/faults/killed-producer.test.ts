import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { earmark, type Ended, startEarmark } from '../support/earmark.ts';
import { SEEDS } from '../support/longer-series.ts';
import { createFleet, type Fleet, type FleetOptions } from '../support/fleet.ts';
import type { LedgerRow } from '../support/ledger.ts';
import { createRandom } from '../support/random.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';
import { waitFor } from '../support/wait-for.ts';

/** Two pages of a listing; most of its files are missing, and so fail quickly. */
const N_LISTED = 600;
const N_THERE = 4;
const N_KILLS = 2;

const GONE = Array.from({ length: N_LISTED - N_THERE }, (_, i) => {
  return `gone-${String(i).padStart(3, '0')}.wav`;
});

let corpus: Corpus;
let list: string;
/** What the ledger holds after a run of the list that nothing disturbs. */
let undisturbed: readonly LedgerRow[];
beforeAll(async () => {
  corpus = await createCorpus(N_THERE);
  list = join(dirname(corpus.music), 'list.txt');
  const names = [...corpus.tracks, ...GONE].map((name) => join(corpus.music, name));
  writeFileSync(list, names.join('\n'));
  undisturbed = [...GONE.flatMap(failedRows), ...corpus.undisturbed].map(inList);
});
afterAll(() => {
  corpus.remove();
});

async function fleetOptions(name: string, source = list): Promise<FleetOptions> {
  return { ...(await emptyServices(name)), source, variables: corpus.variables };
}

function failedRows(file: string): readonly LedgerRow[] {
  const nothing = { scores: null, top_tags: null, n_chunks: null };
  const failure = { code: 'SOURCE_NOT_FOUND', message: 'The file does not exist (any more).' };
  return ['jamendo/sample', 'jamendo/starter'].map((name) => {
    return { file, name, status: 'failed', ...failure, ...nothing };
  });
}

/** The list names the tracks from the folder around that of the music. */
function inList(row: LedgerRow): LedgerRow {
  return { ...row, file: `${basename(corpus.music)}/${row.file}` };
}

test.each(SEEDS)(
  'a producer that is killed -9 again and again leaves no trace, and two at once plan one run (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const fleet = await createFleet(await fleetOptions(`killed_producer_${String(seed)}`));
    await fleet.startAggregator();
    await fleet.startWorker();
    for (let i = 0; i < N_KILLS; i++) {
      await killWhilePlanning(fleet, { afterMs: 150 * random() });
    }
    const again = earmark(fleet.produceArgs, fleet.variables);
    const both = await Promise.all([again, fleet.produce()]);
    for (const planned of both) expectPlanned(planned, N_LISTED);
    await fleet.untilReported();
    await expectSettledOnce(fleet, { undisturbed });
    await fleet.close();
  },
);

test('a run that is being tagged goes on when it is planned again and that producer dies', async () => {
  const fleet = await createFleet(await fleetOptions('killed_producer_again', corpus.music));
  expectPlanned(await fleet.produce(), N_THERE);
  await killWhilePlanning(fleet, { afterMs: 0 });
  await fleet.startAggregator();
  await fleet.startWorker();
  await fleet.untilReported();
  await expectSettledOnce(fleet, corpus);
  await fleet.close();
});

/** Kills a producer that waits in the middle of listing: nothing can be listed while its table is locked. */
async function killWhilePlanning(
  { pool, produceArgs, variables }: Fleet,
  kill: Kill,
): Promise<void> {
  const client = await pool.connect();
  await client.query('begin');
  await client.query('lock table run_track in share mode');
  const { process, ended } = startEarmark(produceArgs, variables);
  const isWaiting = async () => {
    const { rowCount } = await client.query(
      `select from pg_locks where relation = 'run_track'::regclass and not granted`,
    );
    return rowCount !== 0;
  };
  await waitFor(isWaiting, 'the producer lists');
  await sleep(kill.afterMs);
  process.kill('SIGKILL');
  await ended;
  const { rows } = await client.query<{ state: string }>('select state from run');
  expect(rows).toEqual([{ state: 'planning' }]);
  await client.query('rollback');
  client.release();
}

interface Kill {
  readonly afterMs: number;
}

function expectPlanned({ exitCode, stdout, stderr }: Ended, nTracks: number): void {
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ runId: 1, nTracks, nTasks: 2 * nTracks });
}
