import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parseRunOptions, type RunId } from '@earmark/core/run';
import {
  addTracks,
  createPool,
  finishPlanning,
  indexEmbeddings,
  inTransaction,
  migrate,
  openRun,
  owedJobs,
  type Pool,
  type Queryable,
  settle,
} from '@earmark/ledger';
import { pgvectorUrl } from '../support/pgvector.ts';
import { itemsOf, registerParts, type RunParts, sourceItem } from '../support/planned-run.ts';
import { createRandom } from '../support/random.ts';
import { createDatabase, withPool } from '../support/services.ts';
import { settlementOf, taggedOutcome } from '../support/settlement.ts';

const N_TRACKS = 3_000;
const N_DIMENSIONS = 24;
const HERE = 17;
/** Of a run of its own: those that are the most distant from HERE, and HERE. */
const N_FAR = 20;

const NEAREST_25 = 'select * from nearest_by_embedding($1, $2::text, 25)';

const SERVERS = [
  { name: 'without pgvector', hasPgvector: false },
  { name: 'with pgvector', hasPgvector: true },
];

describe.each(SERVERS)('$name,', ({ hasPgvector }) => {
  describe.skipIf(hasPgvector && pgvectorUrl === undefined)('', () => {
    const server = (hasPgvector ? pgvectorUrl : undefined) ?? inject('databaseUrl');
    const database = `nearest_${String(process.pid)}`;
    let pool: Pool;
    let parts: RunParts;
    let farRun: RunId;
    const embeddings = randomEmbeddings();
    const nearest = nearestTo(HERE, embeddings);

    beforeAll(async () => {
      pool = createPool(await createDatabase(database, server), { max: 1 });
      await migrate(pool);
      parts = await registerParts(pool);
      await tagAll();
      await pool.query('analyze');
      expect(await indexEmbeddings(pool)).toEqual(hasPgvector ? ['test/one'] : []);
      farRun = await planFarRun();
    });
    afterAll(async () => {
      await pool.end();
      await withPool(server, (other) => other.query(`drop database ${database}`));
    });

    async function tagAll(): Promise<void> {
      const { models } = parts;
      const request = { source: 'all', uriPrefix: null, fingerprint: 'all', models };
      const runId = await openRun(pool, { ...request, options: parseRunOptions({}) });
      await addTracks(pool, runId, itemsOf('all', N_TRACKS));
      await finishPlanning(pool, runId, { force: false, settledBy: 'test' });
      const jobs = await owedJobs(pool, { runId, afterTrack: 0, limit: 2 * N_TRACKS });
      const [first, ...others] = jobs.map((job) => ({
        ...settlementOf(parts, job),
        contentSha256: Buffer.alloc(32, String(numberOf(job.uri) % (N_TRACKS - 1))),
        outcomes: [
          taggedOutcome(models[0]!, embeddings[numberOf(job.uri)]),
          taggedOutcome(models[1]!),
        ],
      }));
      await settle(pool, [first!, ...others]);
    }

    async function planFarRun(): Promise<RunId> {
      const { models } = parts;
      const request = { source: 'far', uriPrefix: null, fingerprint: 'far', models };
      const runId = await openRun(pool, { ...request, options: parseRunOptions({}) });
      const far = [HERE, ...nearest.slice(-N_FAR).map(({ track }) => track)];
      await addTracks(
        pool,
        runId,
        far.map((track) => sourceItem(`all/${String(track)}.wav`)),
      );
      await finishPlanning(pool, runId, { force: false, settledBy: 'test' });
      return runId;
    }

    async function ask(sql: string, values: readonly unknown[], db: Queryable = pool) {
      const { rows } = await db.query<{ uri: string; distance: number; is_copy: boolean }>(sql, [
        ...values,
      ]);
      return rows.map(({ uri, distance, is_copy }) => ({
        ...{ track: numberOf(uri), isCopy: is_copy },
        distance: expect.closeTo(distance, 12) as number,
      }));
    }

    test('the nearest tracks are those of a plain computation', async () => {
      const rows = await ask(NEAREST_25, ['test/one', uriOf(HERE)]);
      expect(nearest.slice(0, 25)).toEqual(rows);
    });

    test('more tracks than an index gives are the nearest as well', async () => {
      const rows = await ask('select * from nearest_by_embedding($1, $2::text, 500)', [
        'test/one',
        uriOf(HERE),
      ]);
      expect(nearest.slice(0, 500)).toEqual(rows);
    });

    test('of a run that has only the most distant ones, these are found', async () => {
      const rows = await ask('select * from nearest_by_embedding($1, $2::text, 12, $3)', [
        ...['test/one', uriOf(HERE)],
        farRun,
      ]);
      expect(nearest.slice(-N_FAR).slice(0, 12)).toEqual(rows);
    });

    test('a track with the same bytes is called a copy', async () => {
      const [row] = await ask('select * from nearest_by_embedding($1, $2::text, 1)', [
        ...['test/one', uriOf(0)],
      ]);
      expect(row).toMatchObject({ track: N_TRACKS - 1, isCopy: true });
    });

    test('the view has the embeddings, of the model that yields them', async () => {
      const { rows } = await pool.query<{ uri: string; model: string; embedding: number[] }>(
        'select uri, model, embedding from embedding',
      );
      expect(rows).toHaveLength(N_TRACKS);
      for (const { uri, model, embedding } of rows) {
        expect(model).toBe('test/one');
        expect(Float32Array.from(embedding)).toEqual(embeddings[numberOf(uri)]);
      }
    });

    test.each([
      [
        'a model without embeddings',
        `'test/two', 1::bigint`,
        /no embedding of test\/two for track 1/,
      ],
      [
        'a track without prediction',
        `'test/one', 0::bigint`,
        /no embedding of test\/one for track 0/,
      ],
      [
        'an unknown model',
        `'test/oen', 1::bigint`,
        /no model "test\/oen".*Did you mean "test\/one"/,
      ],
      ['an unknown address', `'test/one', 'file:///x'`, /no track with the address "file:\/\/\/x"/],
    ])('%s is an error', async (_, parameters, message) => {
      await expect(pool.query(`select * from nearest_by_embedding(${parameters})`)).rejects.toThrow(
        message,
      );
    });

    test.runIf(hasPgvector)('the index finds the same', async () => {
      await inTransaction(pool, async (client) => {
        // So few tracks are sorted faster than the index gives them.
        await client.query('set local enable_sort = off');
        const rows = await ask(NEAREST_25, ['test/one', uriOf(HERE)], client);
        const { rows: scans } = await client.query(
          `select pg_stat_get_xact_numscans(oid) as n from pg_class
           where relname ~ '^prediction_.*_embedding$'`,
        );
        expect(scans).toEqual([{ n: 1 }]);
        expect(nearest.slice(0, 25)).toEqual(rows);
      });
    });

    test.runIf(hasPgvector)('settings stay as they are', async () => {
      await pool.query(`set hnsw.ef_search = 77`);
      const { rows } = await pool.query<{ setting: string }>(
        `select current_setting('hnsw.ef_search') as setting from nearest_by_embedding($1, $2::text, 1)`,
        ['test/one', uriOf(HERE)],
      );
      expect(rows).toEqual([{ setting: '77' }]);
    });

    test.runIf(hasPgvector)('an index is made once', async () => {
      expect(await indexEmbeddings(pool)).toEqual([]);
    });
  });
});

const uriOf = (track: number) => sourceItem(`all/${String(track)}.wav`).uri;
const numberOf = (uri: string) => Number(/(\d+)\.wav$/.exec(uri)?.[1]);

/** Around a few centres, as music is; the last one is that of the first track, whose bytes it has. */
function randomEmbeddings(): readonly Float32Array[] {
  const random = createRandom(5);
  const vector = () => Float32Array.from({ length: N_DIMENSIONS }, () => random() - 0.5);
  const centres = Array.from({ length: 8 }, vector);
  const all = Array.from({ length: N_TRACKS }, (_, track) => {
    const noise = vector();
    return centres[track % centres.length]!.map((value, i) => 3 * value + noise[i]!);
  });
  return [...all.slice(0, -1), all[0]!];
}

/** All other tracks, the nearest first. */
function nearestTo(here: number, embeddings: readonly Float32Array[]) {
  return embeddings
    .map((embedding, track) => ({
      track,
      isCopy: false,
      distance: cosineDistance(embedding, embeddings[here]!),
    }))
    .filter(({ track }) => track !== here)
    .toSorted((a, b) => a.distance - b.distance);
}

function cosineDistance(a: Float32Array, b: Float32Array): number {
  const dot = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return 1 - dot / (Math.hypot(...a) * Math.hypot(...b));
}
