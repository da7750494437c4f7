import { rowToScore, type ScoreMatrix } from '@earmark/core/agreement';
import { ModelRowId, type RunId, TrackId } from '@earmark/core/run';
import { arrayAt, readBigint, readReals } from './binary-array.ts';
import { copyOut } from './copy-out.ts';
import type { Software } from './models.ts';
import type { Pool, Queryable } from './pool.ts';

const PAGE_LENGTH = 2_000;

/** Of a field in a row of COPY. */
const LENGTH_BYTES = 4;

/** Tracks whose scores come as one row: a row for each costs as much as reading its scores. */
const ROW_TRACKS = 1_024;

export interface StoredScores {
  readonly file: string;
  /** In vocabulary order. */
  readonly scores: Float32Array;
}

/** The scores of a model for every track of a run, in order of file by code point. */
export async function* scoredFiles(
  db: Queryable,
  runId: RunId,
  model: ModelRowId,
): AsyncGenerator<StoredScores> {
  for await (const page of pagesOf('scores', db, runId, model)) {
    for (const { file, values } of page) yield { file, scores: values };
  }
}

export interface StoredEmbedding {
  readonly file: string;
  /** [nDimensions], the same for all tracks of a model. */
  readonly embedding: Float32Array;
}

/** The embeddings of a model for the tracks of a run that have one, in order of file by code point. */
export async function* embeddedFiles(
  db: Queryable,
  runId: RunId,
  model: ModelRowId,
): AsyncGenerator<StoredEmbedding> {
  for await (const page of pagesOf('embedding', db, runId, model)) {
    for (const { file, values } of page) yield { file, embedding: values };
  }
}

interface StoredReals {
  readonly file: string;
  readonly values: Float32Array;
}

async function* pagesOf(
  column: 'scores' | 'embedding',
  db: Queryable,
  runId: RunId,
  model: ModelRowId,
): AsyncGenerator<readonly StoredReals[]> {
  let after = '';
  for (;;) {
    const { rows } = await db.query<StoredBytes>(
      `select rt.file, array_send(p.${column}) as bytes
       from run_track rt join prediction p on p.track_id = rt.track_id and p.model_id = $2
       where rt.run_id = $1 and rt.file > $3 and p.${column} is not null order by rt.file limit $4`,
      [runId, model, after, PAGE_LENGTH],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield toPage(rows);
    after = last.file;
  }
}

/**
 * Reads the scores of a model for every track of a run into the rows of a matrix: a whole corpus in less than half the
 * CPU time of `scoredFiles`, in the order in which Postgres finds them.
 *
 * @param rowOf the row of each track; others are left out
 * @throws STORE_UNAVAILABLE; RangeError when a track has not as many scores as the matrix has columns
 */
export async function readScoreMatrix(
  pool: Pool,
  { runId, modelRowId }: { readonly runId: RunId; readonly modelRowId: ModelRowId },
  rowOf: ReadonlyMap<number, number>,
  matrix: ScoreMatrix,
): Promise<void> {
  await copyOut(
    pool,
    `select array_agg(p.track_id), array_agg(p.scores)
     from run_track rt join prediction p on p.track_id = rt.track_id and p.model_id = ${String(modelRowId)}
     where rt.run_id = ${String(runId)}
     group by p.track_id / ${String(ROW_TRACKS)}`,
    (fields, at) => {
      const tracks = arrayAt(fields, at + LENGTH_BYTES);
      const scores = arrayAt(fields, at + LENGTH_BYTES + fields.getInt32(at) + LENGTH_BYTES);
      const [nTracks = 0, nScores = 0] = scores.lengths;
      for (let i = 0; i < nTracks; i++) {
        const row = rowOf.get(readBigint(fields, tracks, i));
        if (row === undefined) continue;
        readReals(fields, scores, i * nScores, rowToScore(matrix, row, nScores));
      }
    },
  );
}

/** Whether any of these models has scored any track of a run. */
export async function hasScores(
  db: Queryable,
  runId: RunId,
  models: readonly ModelRowId[],
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

/** One block of memory per page: half a million small ones keep the garbage collector busy. */
function toPage(rows: readonly StoredBytes[]): readonly StoredReals[] {
  const arrays = rows.map(({ file, bytes }) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    return { file, view, array: arrayAt(view, 0) };
  });
  const length = arrays[0]?.array.lengths[0] ?? 0;
  const block = new Float32Array(rows.length * length);
  return arrays.map(({ file, view, array }, i) => {
    const values = block.subarray(i * length, (i + 1) * length);
    readReals(view, array, 0, values);
    return { file, values };
  });
}

export interface RunTrack {
  readonly trackId: number;
  readonly file: string;
  readonly uri: string;
}

/** Every track of a run, in order of file by code point. */
export async function readRunTracks(db: Queryable, runId: RunId): Promise<readonly RunTrack[]> {
  const { rows } = await db.query<RunTrack>(
    `select rt.track_id as "trackId", rt.file, t.uri from run_track rt join track t on t.id = rt.track_id
     where rt.run_id = $1 order by rt.file`,
    [runId],
  );
  return rows;
}

/** The source of a run and the addresses of some other tracks of it, chosen at random among those of another version. */
export async function sampleSource(
  db: Queryable,
  { runId, trackId }: { readonly runId: RunId; readonly trackId: TrackId },
  { size, exceptVersion }: { readonly size: number; readonly exceptVersion: string },
): Promise<{ readonly source: string; readonly uris: readonly string[] }> {
  const { rows } = await db.query<{ source: string; uris: string[] }>(
    `select r.source, coalesce(array_agg(other.uri) filter (where other.uri is not null), '{}') as uris
     from run r
     left join lateral (
       select t.uri from run_track rt join track t on t.id = rt.track_id
       where rt.run_id = r.id and rt.track_id <> $2 and t.version <> $4 order by random() limit $3
     ) as other on true
     where r.id = $1 group by r.source`,
    [runId, trackId, size, exceptVersion],
  );
  return rows[0] ?? { source: '', uris: [] };
}

/** A prediction of a run, and all that is needed to compute it again. */
export interface StoredPrediction {
  readonly trackId: TrackId;
  readonly file: string;
  readonly uri: string;
  readonly version: string;
  readonly modelRowId: ModelRowId;
  readonly modelName: string;
  /** In vocabulary order. */
  readonly scores: Float32Array;
  readonly software: Software;
}

/**
 * A random sample of the predictions of a run and some of its models, in order of file: the same for the same seed
 * while the run does not change.
 */
export async function samplePredictions(
  db: Queryable,
  runId: RunId,
  { models, size, seed }: { models: readonly ModelRowId[]; size: number; seed: number },
): Promise<readonly StoredPrediction[]> {
  const { rows } = await db.query<
    Omit<StoredPrediction, 'trackId' | 'modelRowId' | 'scores'> & {
      trackId: number;
      modelRowId: number;
      scores: number[];
    }
  >(
    `select rt.track_id as "trackId", rt.file, t.uri, t.version, m.id as "modelRowId", m.name as "modelName", p.scores,
       json_build_object('decoder', s.decoder, 'resampler', s.resampler, 'device', s.device, 'runtime', s.runtime,
                         'earmarkVersion', s.earmark_version) as software
     from (
       select track_id, model_id
       from run_track join prediction using (track_id)
       where run_id = $1 and model_id = any($2::smallint[])
       order by md5($4 || ' ' || file || ' ' || model_id) limit $3
     ) as drawn
     join run_track rt on rt.run_id = $1 and rt.track_id = drawn.track_id
     join prediction p on p.model_id = drawn.model_id and p.track_id = drawn.track_id
     join track t on t.id = drawn.track_id
     join model m on m.id = drawn.model_id
     join software s on s.id = p.software_id
     order by rt.file, m.name collate "C"`,
    [runId, models, size, String(seed)],
  );
  return rows.map(({ scores, ...row }) => ({
    ...row,
    trackId: TrackId.parse(row.trackId),
    modelRowId: ModelRowId.parse(row.modelRowId),
    scores: Float32Array.from(scores),
  }));
}
