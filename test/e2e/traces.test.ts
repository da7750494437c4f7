import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, migrate, type Pool } from '@earmark/ledger';
import { VERSION } from '@earmark/runtime/command';
import { createTracks, type Tracks } from '../support/corpus.ts';
import { type Ended, startEarmark, type Variables } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { countOutcomes } from '../support/ledger.ts';
import {
  type OtlpReceiver,
  type ReceivedSpan,
  startOtlpReceiver,
} from '../support/otlp-receiver.ts';
import { emptyServices } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';

const MODELS = ['jamendo/sample', 'jamendo/starter'];
const STAGES = [
  'decode',
  'fetch',
  'frontend',
  ...MODELS.map((model) => `infer ${model}`),
  'settle',
];
const DAMAGED = 'damaged.wav';
const ERROR = 2;
const CONSUMER = 5;
/** Spans begin at a whole millisecond. */
const CLOCK_NS = 1_000_000n;

let corpus: Tracks;
let pool: Pool;
let variables: Variables;
let receiver: OtlpReceiver;
let hanging: OtlpReceiver;
beforeAll(async () => {
  corpus = await createTracks(3);
  writeFileSync(join(corpus.music, DAMAGED), 'not audio');
  const { databaseUrl, redisUrl } = await emptyServices('traces');
  variables = { ...corpus.variables, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  pool = createPool(databaseUrl);
  await migrate(pool);
  receiver = await startOtlpReceiver();
  hanging = await startOtlpReceiver({ hangs: true });
});
afterAll(async () => {
  await receiver.close();
  await hanging.close();
  await pool.end();
  corpus.remove();
});

/** Has a worker tag the corpus, and stops it. */
async function tag(more: Variables): Promise<Ended> {
  const nBefore = await countOutcomes(pool);
  const plan = ['produce', corpus.music, '--models', MODELS.join(','), '--force'];
  expect(await earmarkHere(plan, variables)).toMatchObject({ exitCode: 0 });
  const worker = startEarmark(['work', '--threads', '1'], { ...variables, ...more });
  const nTasks = (corpus.tracks.length + 1) * MODELS.length;
  await waitFor(async () => (await countOutcomes(pool)) === nBefore + nTasks, 'all is tagged');
  worker.process.kill('SIGTERM');
  return worker.ended;
}

const isRoot = ({ parentSpanId }: ReceivedSpan) => parentSpanId === '';

const eventsOf = ({ stderr }: Ended) =>
  stderr
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: string }).event);

test('an endpoint that does not answer costs one warning', async () => {
  const ended = await tag({
    OTEL_EXPORTER_OTLP_ENDPOINT: hanging.url,
    OTEL_EXPORTER_OTLP_TIMEOUT: '20',
    OTEL_BSP_SCHEDULE_DELAY: '1',
  });
  expect(ended.exitCode).toBe(0);
  expect(hanging.requests.length).toBeGreaterThan(1);
  expect(eventsOf(ended).filter((event) => event === 'traces_failed')).toHaveLength(1);
});

describe('with an endpoint', () => {
  let ended: Ended;
  /** The spans of each trace, by the address of its file. */
  let traces: ReadonlyMap<string, readonly ReceivedSpan[]>;
  const urlOf = (file: string) => pathToFileURL(join(corpus.music, file)).href;
  const spansOf = (file: string) => traces.get(urlOf(file))!;
  const rootOf = (file: string) => spansOf(file).find(isRoot)!;
  beforeAll(async () => {
    ended = await tag({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20secret',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=studio',
      // Longer than the test: only the end of the worker sends them.
      OTEL_BSP_SCHEDULE_DELAY: '900000',
    });
    traces = new Map(
      receiver.spans
        .filter(isRoot)
        .map(({ traceId, attributes }) => [
          String(attributes['url.full']),
          receiver.spans.filter((span) => span.traceId === traceId),
        ]),
    );
  });

  test('a worker that is asked to stop sends its spans before it ends', () => {
    expect(ended.exitCode).toBe(0);
    expect(eventsOf(ended)).not.toContain('traces_failed');
    expect(receiver.requests).toMatchObject([
      { path: '/v1/traces', headers: { authorization: 'Bearer secret' } },
    ]);
  });

  test('each job is a trace of its own, with a span for every stage', () => {
    expect([...traces.keys()].toSorted()).toEqual(
      [...corpus.tracks, DAMAGED].map(urlOf).toSorted(),
    );
    for (const track of corpus.tracks) {
      const root = rootOf(track);
      const stages = spansOf(track).filter((span) => span !== root);
      expect(root).toMatchObject({ name: 'tag track', kind: CONSUMER });
      expect(stages.map(({ name }) => name).toSorted()).toEqual(STAGES);
      for (const { parentSpanId, start, end } of stages) {
        expect(parentSpanId).toBe(root.spanId);
        expect(start <= end && end <= root.end + CLOCK_NS).toBe(true);
      }
    }
  });

  test('stages lie in the order in which a track passes them', () => {
    const begins = (name: string) =>
      spansOf(corpus.tracks[0]!).find((span) => span.name === name)!.start;
    const passed = ['fetch', 'decode', 'frontend', 'infer jamendo/starter', 'settle'].map(begins);
    expect(passed).toEqual(passed.toSorted((a, b) => Number(a - b)));
  });

  test('a trace says which job it is of, and where it was processed', () => {
    const { attributes, resource, status } = rootOf(corpus.tracks[0]!);
    expect(attributes).toMatchObject({
      'earmark.run.id': 2,
      'earmark.track.id': expect.any(Number) as number,
      'earmark.models': expect.arrayContaining(MODELS) as string[],
      'earmark.attempt': 1,
      'earmark.device': 'cpu',
      'earmark.was_stalled': false,
      'earmark.audio_seconds': 1,
      'file.size': 32_044,
    });
    expect(resource).toMatchObject({
      'service.name': 'earmark-worker',
      'service.version': VERSION,
      'service.instance.id': expect.stringContaining(hostname()) as string,
      'host.name': hostname(),
      'deployment.environment.name': 'studio',
    });
    expect(status).toMatchObject({ code: 0 });
  });

  test('a track that fails has the failure code, in its trace and in the stage that failed', () => {
    const failed = { status: { code: ERROR }, attributes: { 'error.type': 'AUDIO_UNDECODABLE' } };
    const spans = spansOf(DAMAGED);
    expect(rootOf(DAMAGED)).toMatchObject(failed);
    expect(spans.find(({ name }) => name === 'decode')).toMatchObject(failed);
    expect(spans.map(({ name }) => name).toSorted()).toEqual([
      'decode',
      'fetch',
      'settle',
      'tag track',
    ]);
  });
});
