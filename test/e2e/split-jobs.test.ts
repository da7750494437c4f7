import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, migrate, type Pool } from '@earmark/ledger';
import { freePort } from '@earmark/runtime/process';
import { startEarmark } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { ledgerContent, type LedgerRow } from '../support/ledger.ts';
import { makeTracks } from '../support/music.ts';
import { installProbe } from '../support/probe-network.ts';
import { createDatabase } from '../support/services.ts';
import { createStageWithLedger, type Stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const TINY = fileURLToPath(new URL('../fixtures/tiny/', import.meta.url));
const MODELS = ['jamendo/musicnn', 'jamendo/short', 'jamendo/starter'];
const N_TRACKS = 3;

let stage: Stage;
beforeAll(async () => {
  stage = await createStageWithLedger();
  makeTracks(stage.music, N_TRACKS);
  const tree = join(stage.home, 'tree');
  for (const name of ['musicnn', 'short']) {
    mkdirSync(join(tree, 'jamendo', name), { recursive: true });
    cpSync(join(TINY, `${name}.pth`), join(tree, 'jamendo', name, 'best_model.pth'));
  }
  expect(await earmarkHere(['models', 'import', tree], stage.variables)).toMatchObject({
    exitCode: 0,
  });
});
afterAll(() => {
  stage.remove();
});

let whole: Tagged;

test('a track is fetched and decoded once, however many models hear it', async () => {
  whole = await tag('whole_jobs', []);
  expect(whole).toMatchObject({ fetched: N_TRACKS, decoded: N_TRACKS });
  expect(whole.content).toHaveLength(N_TRACKS * MODELS.length);
});

test('with --split-jobs it is so once for each of them, and every score is the same', async () => {
  const split = await tag('split_jobs', ['--split-jobs']);
  const nTasks = N_TRACKS * MODELS.length;
  expect(split).toMatchObject({ fetched: nTasks, decoded: nTasks });
  expect(split.content).toEqual(whole.content);
});

test('with a model of another sample rate it is decoded once more, and the other scores stay', async () => {
  const name = 'jamendo/fcn';
  await installProbe(join(stage.home, 'models'), { name, sampleRate: 32_000 });
  const two = await tag('two_rates', [], [...MODELS, name]);
  expect(two).toMatchObject({ fetched: N_TRACKS, decoded: 2 * N_TRACKS });
  expect(two.content.filter((row) => row.name !== name)).toEqual(whole.content);
  expect(two.content).toHaveLength(N_TRACKS * (MODELS.length + 1));
});

interface Tagged {
  readonly fetched: number;
  readonly decoded: number;
  readonly content: readonly LedgerRow[];
}

/** Tags the music into a database of its own with one worker, and reads what that worker counted. */
async function tag(
  name: string,
  args: readonly string[],
  models: readonly string[] = MODELS,
): Promise<Tagged> {
  const DATABASE_URL = await createDatabase(name);
  const pool = createPool(DATABASE_URL);
  await migrate(pool);
  const port = String(await freePort());
  const variables = { ...stage.variables, DATABASE_URL };
  const worker = startEarmark(['work'], { ...variables, EARMARK_METRICS_PORT: port });
  try {
    const planned = ['produce', stage.music, '--models', models.join(','), ...args];
    expect(await earmarkHere(planned, variables)).toMatchObject({ exitCode: 0 });
    await waitFor(() => isComplete(pool), 'the run is complete');
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const [fetched = 0, decoded = 0] = ['fetch', 'decode'].map((stageName) => {
      const counted = `earmark_stage_seconds_count{stage="${stageName}",model=""} (\\d+)`;
      return Number(new RegExp(counted).exec(metrics)?.[1]);
    });
    return { fetched, decoded, content: await ledgerContent(pool) };
  } finally {
    worker.process.kill('SIGTERM');
    await worker.ended;
    await pool.end();
  }
}

async function isComplete(pool: Pool): Promise<boolean> {
  return (await pool.query(`select from run where state = 'complete'`)).rowCount === 1;
}
