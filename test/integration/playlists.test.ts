import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseRunOptions, type RunId, type SourceItem } from '@earmark/core/run';
import {
  addTracks,
  createPool,
  finishPlanning,
  migrate,
  openRun,
  owedJobs,
  type Pool,
  settle,
} from '@earmark/ledger';
import { type Export, exportRun } from '@earmark/reports/results';
import { parseEnvironment } from '@earmark/runtime/config';
import { openSource } from '@earmark/source';
import { registerParts, type RunParts } from '../support/planned-run.ts';
import { createDatabase } from '../support/services.ts';
import { settlementOf } from '../support/settlement.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const env = parseEnvironment({});
const stage = temporaryFolder();
const music = join(stage.path, 'music');
const out = join(stage.path, 'out');

/** As bytes. The scores of red fall in this order, those of green rise, and no track is blue. */
const NAMES = [
  '#1.wav',
  ' blank at the beginning.wav',
  'http:/not an address.wav',
  'sub/\xe5\xa4\x9c\xe6\x9b\xb2 100%.wav',
  'two\nlines.wav',
  'Bj\xf6rk.wav',
];
const TITLES = [
  '#1',
  ' blank at the beginning',
  'not an address',
  '夜曲 100%',
  'two\\nlines',
  'Bj%F6rk',
];
/** Numbers that are exact in single precision. */
const redOf = (i: number) => (7 - i) / 8;

let pool: Pool;
let parts: RunParts;
let items: readonly SourceItem[];
let runId: RunId;
beforeAll(async () => {
  for (const name of NAMES) {
    const path = Buffer.from(`${music}/${name}`, 'latin1');
    mkdirSync(join(music, dirname(name)), { recursive: true });
    writeFileSync(path, '');
  }
  pool = createPool(await createDatabase('playlists'));
  await migrate(pool);
  parts = await registerParts(pool);
  items = await list(music);
  runId = await tag(items, music);
});
afterAll(async () => {
  await pool.end();
  stage.remove();
});

async function list(source: string): Promise<readonly SourceItem[]> {
  const listed: SourceItem[] = [];
  const signal = new AbortController().signal;
  for await (const page of (await openSource(source, { env })).list(signal)) listed.push(...page);
  return listed;
}

/** A run of these files, tagged by two models, of which the second one is less sure of red. */
async function tag(tracks: readonly SourceItem[], source: string): Promise<RunId> {
  const { models } = parts;
  const options = parseRunOptions({ threshold: 0.25 });
  const request = { source, uriPrefix: null, fingerprint: source, models, options };
  const planned = await openRun(pool, request);
  await addTracks(pool, planned, tracks);
  await finishPlanning(pool, planned, { force: true, settledBy: 'test' });
  for (const job of await owedJobs(pool, { runId: planned, afterTrack: 0, limit: 99 })) {
    const i = rankOf(job.uri);
    const settlement = settlementOf(parts, job);
    const outcomes = settlement.outcomes.map((outcome, model) => ({
      ...outcome,
      scores: Float32Array.of(Math.max(0, redOf(i) - (model * i) / 16), 1 - redOf(i), 0.1),
    }));
    const durationSeconds = i === 0 ? null : 100.4 + i;
    await settle(pool, [{ ...settlement, outcomes, durationSeconds }]);
  }
  return planned;
}

/** Place of a track in the order of red, by the address of a file or an object. */
function rankOf(uri: string): number {
  return NAMES.findIndex((name) =>
    [percentEncoded(name), keyOf(name)].some((end) => uri.endsWith(`/${end}`)),
  );
}

function percentEncoded(name: string): string {
  return name.replace(
    /[^\w./:-]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

const keyOf = (name: string) => Buffer.from(name, 'latin1').toString();

const exported = (what: Partial<Export & { format: 'm3u' }> = {}, folder = out, run = runId) =>
  exportRun(pool, run, {
    what: { format: 'm3u', limit: 100, ensemble: false, ...what },
    models: what.ensemble ? ['all'] : ['test/one'],
    folder,
  });

afterEach(() => {
  rmSync(out, { recursive: true, force: true });
});

test('a playlist per tag has the best tracks of it, in the order of their scores', async () => {
  const [red, green, ...others] = await exported();
  expect(others).toEqual([]);
  expect([red, green].map((path) => basename(path ?? ''))).toEqual(['red.m3u8', 'green.m3u8']);
  expect(basename(dirname(red!))).toMatch(/^playlists_test_one_\d{8}$/);
  const lines = readFileSync(red!, 'utf8').split('\n');
  expect(lines.slice(0, 2)).toEqual(['#EXTM3U', '#PLAYLIST:red']);
  expect(lines.filter((line) => line.startsWith('#EXTINF'))).toEqual(
    TITLES.map((title, i) => `#EXTINF:${i === 0 ? '-1' : String(100 + i)},${title}`),
  );
  expect((await list(red!)).map(({ uri }) => rankOf(uri))).toEqual([0, 1, 2, 3, 4, 5]);
  expect((await list(green!)).map(({ uri }) => rankOf(uri))).toEqual([5, 4, 3, 2, 1]);
});

describe.each([
  { what: 'in the folder of the music', folder: join(music, 'lists'), isRelative: true },
  { what: 'elsewhere', folder: join(stage.path, 'a/b'), isRelative: true },
  { what: 'behind a link', folder: join(stage.path, 'link/b'), isRelative: false },
])('playlists $what', ({ folder, isRelative }) => {
  beforeEach(() => {
    mkdirSync(join(stage.path, 'target'), { recursive: true });
    symlinkSync(join(stage.path, 'target'), join(stage.path, 'link'));
  });
  afterEach(() => {
    for (const name of ['link', 'target', 'a', 'music/lists']) {
      rmSync(join(stage.path, name), { recursive: true, force: true });
    }
  });

  test('name every file, whatever its bytes, in the version that was tagged', async () => {
    const [red] = await exported({}, folder);
    expect(await list(red!)).toEqual(
      NAMES.map((_, i) => items.find(({ uri }) => rankOf(uri) === i)).map((item) => ({
        ...item,
        file: expect.any(String) as string,
      })),
    );
    const named = namesIn(red!);
    // The last two fit into no line.
    expect(named.map((name) => name.startsWith('file:///'))).toEqual(NAMES.map((_, i) => i > 3));
    const paths = named.slice(0, 4);
    expect(paths.every((name) => /^\.{1,2}\//.test(name))).toBe(isRelative);
    for (const name of paths) expect(existsSync(resolve(dirname(red!), name))).toBe(true);
  });
});

function namesIn(playlist: string): readonly string[] {
  const lines = readFileSync(playlist, 'utf8').trimEnd().split('\n');
  return lines.filter((line) => !line.startsWith('#'));
}

test('music and playlists can be moved together', async () => {
  const [red] = await exported({}, join(music, 'lists'));
  const moved = join(stage.path, 'moved');
  renameSync(music, moved);
  try {
    const listed = await list(red!.replace(music, moved));
    expect(listed.slice(0, 4).map(({ version }) => version)).not.toContain('unknown');
  } finally {
    renameSync(moved, music);
    rmSync(join(music, 'lists'), { recursive: true });
  }
});

test('limit and threshold shorten a playlist; one that is empty is not written, nor left', async () => {
  const [red] = await exported({ limit: 2 });
  expect((await list(red!)).map(({ uri }) => rankOf(uri))).toEqual([0, 1]);
  const fewer = await exported({ threshold: 0.8 });
  expect(fewer).toEqual([red]);
  expect((await list(red!)).map(({ uri }) => rankOf(uri))).toEqual([0]);
  expect(readdirSync(dirname(red!))).toEqual(['red.m3u8']);
  await expect(exported({ threshold: 0.95 })).rejects.toMatchObject({
    code: 'USAGE_INVALID',
    message:
      'No score of run 1 reaches 0.95, so there is nothing to list. Try a smaller --threshold.',
  });
});

test('an ensemble is the mean of the models of the same tags', async () => {
  const [red] = await exported({ ensemble: true });
  expect(basename(dirname(red!))).toMatch(/^playlists_ensemble_colours_\d{8}$/);
  // 14/16 less 5/32 for each place.
  expect((await list(red!)).map(({ uri }) => rankOf(uri))).toEqual([0, 1, 2, 3, 4]);
  await exported({ ensemble: true, threshold: 0.7 });
  expect((await list(red!)).map(({ uri }) => rankOf(uri))).toEqual([0, 1]);
  const alone = exportRun(pool, runId, {
    what: { format: 'm3u', limit: 9, ensemble: true },
    models: ['test/two'],
    folder: out,
  });
  await expect(alone).rejects.toMatchObject({ message: /--ensemble needs two models/ });
});

test('objects in S3 are refused, unless there is a copy of them', async () => {
  const objects = NAMES.slice(0, 4).map((name) => {
    const uri = `s3://corpus/music/${keyOf(name)}`;
    return { file: keyOf(name), uri, version: '1', sizeBytes: 1, metadata: {} };
  });
  const run = await tag(objects, 's3://corpus/music/');
  await expect(exported({}, out, run)).rejects.toMatchObject({
    code: 'USAGE_INVALID',
    message: /^A playlist is for files, .* s3:\/\/corpus\/music\/.* --audio DIR\.$/,
  });
  await expect(exported({ audio: out }, out, run)).rejects.toMatchObject({
    message: /out has no copy of the tracks: there is no .*out\/.*wav\. Name in --audio/,
  });
  const [red] = await exported({ audio: music }, out, run);
  expect((await list(red!)).map(({ uri }) => uri)).toEqual(
    NAMES.slice(0, 4).map(
      (name) => items.find(({ uri }) => rankOf(uri) === NAMES.indexOf(name))?.uri,
    ),
  );
});
