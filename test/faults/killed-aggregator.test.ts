import { existsSync, readdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { startEarmark } from '../support/earmark.ts';
import { isSeries, SEEDS } from '../support/longer-series.ts';
import { createFleet, type FleetOptions } from '../support/fleet.ts';
import type { LedgerRow } from '../support/ledger.ts';
import { createRandom } from '../support/random.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';
import { waitFor } from '../support/wait-for.ts';

const N_KILLS = isSeries ? 3 : 1;

let corpus: Corpus;
let undisturbed: readonly LedgerRow[];
beforeAll(async () => {
  corpus = await createCorpus(4);
  ({ undisturbed } = corpus);
});
afterAll(() => {
  corpus.remove();
});

async function fleetOptions(name: string): Promise<FleetOptions> {
  const { music: source, variables } = corpus;
  return { ...(await emptyServices(name)), source, variables };
}

test.each(SEEDS)(
  'an aggregator that is killed -9 while it reports leaves whole files or none (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const fleet = await createFleet(await fleetOptions(`killed_aggregator_${String(seed)}`));
    await fleet.produce();
    await fleet.startWorker();
    await fleet.untilComplete();
    const report = ['aggregate', '1', '--out', corpus.out];
    // No report can be stored while its table is locked: each of these aggregators is killed before it is done.
    const client = await fleet.pool.connect();
    await client.query('begin');
    await client.query('set local idle_in_transaction_session_timeout = 0');
    await client.query('lock table report in share mode');
    for (let i = 0; i < N_KILLS; i++) {
      rmSync(corpus.out, { recursive: true, force: true });
      const { process, ended } = startEarmark(report, fleet.variables);
      const nFiles = Math.ceil(FILES.length * random());
      await waitFor(() => countFiles(corpus.out) >= nFiles, `${String(nFiles)} files are begun`);
      process.kill('SIGKILL');
      await ended;
      // Postgres does not notice that whoever waits for a lock is gone, and would store the report when it is released.
      await fleet.pool.query(CUT_WAITING);
    }
    await client.query('rollback');
    client.release();
    expect(await startEarmark(report, fleet.variables).ended).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    await expectSettledOnce(fleet, { undisturbed });
    // What was only half written has a hidden name.
    const files = readdirSync(corpus.out).filter((name) => !name.startsWith('.'));
    expect(files.map(nameOf).sort()).toEqual(FILES);
    await fleet.close();
  },
);

const CUT_WAITING = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;

const FILES = [
  'report.html',
  'report.json',
  ...['results_jamendo_sample.csv', 'results_jamendo_sample.json'],
  ...['results_jamendo_starter.csv', 'results_jamendo_starter.json'],
  ...['scores_jamendo_sample.csv', 'scores_jamendo_starter.csv'],
  'tracks.csv',
];

/** Also the hidden ones that are being written. */
function countFiles(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).length : 0;
}

/** The name of a result file, the date left out of it. */
function nameOf(file: string): string {
  return file.replace(/_\d{8}\./, '.');
}
