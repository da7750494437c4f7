// node noop-worker.js, with DATABASE_URL and REDIS_URL: a worker that takes, looks up and settles jobs as the real one
// does, and tags them without fetching, decoding or computing anything.
import { randomBytes } from 'node:crypto';
import {
  type ContentModels,
  createPool,
  createSettler,
  findStoredContents,
  groupCalls,
  owedModels,
  registerSoftware,
  settle,
} from '@earmark/ledger';
import type { TagJob } from '@earmark/core/run';
import { readShippedModels } from '@earmark/models';
import { consumeJobs, queueAddress, TAG_QUEUE } from '@earmark/queue';
import { parseEnvironment } from '@earmark/runtime/config';
import { processTagJob, type ProcessTagJobDeps } from '@earmark/worker';

const N_TAGS = 50;
/** Jobs in flight: many, because only queue and ledger take time here. */
const CONCURRENCY = 32;

const {
  DATABASE_URL = '',
  REDIS_URL,
  EARMARK_LOCK_SECONDS: lockSeconds,
} = parseEnvironment(process.env);
const pool = createPool(DATABASE_URL, { max: 8 });
const softwareId = await registerSoftware(pool, {
  decoder: 'none',
  resampler: 'none',
  device: 'cpu',
  runtime: 'none',
  earmarkVersion: 'bench',
});
const [starter] = await readShippedModels();
if (!starter) throw new Error('The starter model is missing.');
const settler = createSettler((settlements) => settle(pool, settlements));
const owedModelsOf = groupCalls((jobs: readonly TagJob[]) => owedModels(pool, jobs), {
  limit: CONCURRENCY,
});
const findStored = groupCalls(
  (contents: readonly ContentModels[]) => findStoredContents(pool, contents),
  { limit: CONCURRENCY },
);
const settledBy = `bench:${process.pid}`;

const stages: ProcessTagJobDeps = {
  owedModels: async (job) =>
    (await owedModelsOf(job)).map((modelRowId) => ({ ...starter, modelRowId })),
  fetchAudio: () =>
    Promise.resolve({
      path: '',
      sizeBytes: 0,
      sha256: randomBytes(32),
      release: () => Promise.resolve(),
    }),
  findStored: (contentSha256, models) => findStored({ contentSha256, models }),
  decodeAndScore: (_, models) =>
    Promise.resolve({
      outcomes: models.map(({ modelRowId }) => {
        const scores = Float32Array.from({ length: N_TAGS }, Math.random);
        return { status: 'tagged', modelRowId, scores, nChunks: 16, embedding: null };
      }),
      durationSeconds: 1,
      level: null,
    }),
  readMetadata: () => Promise.resolve(null),
  checkSelf: () => Promise.resolve(),
  async settle(ended) {
    await settler({ ...ended, settledBy, softwareId });
  },
};

const stop = new AbortController();
process.once('SIGTERM', () => {
  stop.abort();
});
await consumeJobs(
  {
    address: await queueAddress(pool, { databaseUrl: DATABASE_URL, redisUrl: REDIS_URL }),
    queue: TAG_QUEUE,
    lockSeconds,
    concurrency: CONCURRENCY,
    process: async (delivery) => {
      await processTagJob(delivery, stages, stop.signal);
    },
    onRetry: () => undefined,
    onStop: (error) => {
      throw error;
    },
    onStart: () => undefined,
    onQueueError: (error) => {
      console.error(error.message);
    },
  },
  stop.signal,
);
await pool.end();
