import type { ModelKey, RunId } from '@earmark/core/ids.js';
import type { Queryable } from '../postgres/pool.ts';
import { readRealArray, realArrayLength } from '../postgres/real-array.ts';

const PAGE_LENGTH = 2_000;

export interface StoredScores {
  readonly file: string;
  /** In vocabulary order. */
  readonly scores: Float32Array;
}

/** What a model says of every track of a run, in order of file by code point. */
export async function* scoredFiles(
  db: Queryable,
  runId: RunId,
  model: ModelKey,
): AsyncGenerator<StoredScores> {
  for await (const page of scoredPages(db, runId, model)) yield* page;
}

/** The same a page at a time, for those who read a whole corpus: a row at a time takes half as long again. */
export async function* scoredPages(
  db: Queryable,
  runId: RunId,
  model: ModelKey,
): AsyncGenerator<readonly StoredScores[]> {
  let after = '';
  for (;;) {
    const { rows } = await db.query<StoredBytes>(
      `select rt.file, array_send(p.scores) as bytes
       from run_track rt join prediction p on p.track_id = rt.track_id and p.model_id = $2
       where rt.run_id = $1 and rt.file > $3 order by rt.file limit $4`,
      [runId, model, after, PAGE_LENGTH],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield toPage(rows, realArrayLength(last.bytes));
    after = last.file;
  }
}

/** Whether any of these models has scored any track of a run. */
export async function hasScores(
  db: Queryable,
  runId: RunId,
  models: readonly ModelKey[],
): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>(
    `select exists (select from run_track rt join prediction p on p.track_id = rt.track_id
                    where rt.run_id = $1 and p.model_id = any ($2::smallint[])) as found`,
    [runId, models],
  );
  return rows[0]?.found ?? false;
}

interface StoredBytes {
  readonly file: string;
  readonly bytes: Buffer;
}

/** One block of memory a page: half a million small ones keep the garbage collector busy. */
function toPage(rows: readonly StoredBytes[], nTags: number): StoredScores[] {
  const block = new Float32Array(rows.length * nTags);
  return rows.map(({ file, bytes }, i) => {
    const scores = block.subarray(i * nTags, (i + 1) * nTags);
    readRealArray(bytes, scores);
    return { file, scores };
  });
}

export interface RunTrack {
  readonly file: string;
  readonly uri: string;
}

/** Every track of a run, in order of file by code point. */
export async function readRunTracks(db: Queryable, runId: RunId): Promise<readonly RunTrack[]> {
  const { rows } = await db.query<RunTrack>(
    `select rt.file, t.uri from run_track rt join track t on t.id = rt.track_id
     where rt.run_id = $1 order by rt.file`,
    [runId],
  );
  return rows;
}
