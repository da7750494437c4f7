import { ModelKey, TrackId, type RunId } from '@earmark/core/ids.js';
import type { Queryable } from '../postgres/pool.ts';
import type { Tagger } from './tagger.ts';

/** A prediction of a run, and all that is needed to make it again. */
export interface StoredPrediction {
  readonly trackId: TrackId;
  readonly file: string;
  readonly uri: string;
  readonly version: string;
  readonly modelKey: ModelKey;
  readonly model: string;
  /** In vocabulary order. */
  readonly scores: Float32Array;
  readonly tagger: Tagger;
}

/**
 * Predictions of a run and of some of its models that are drawn by chance, in order of file: the same ones for
 * the same seed while the run does not change.
 */
export async function samplePredictions(
  db: Queryable,
  runId: RunId,
  { models, size, seed }: { models: readonly ModelKey[]; size: number; seed: number },
): Promise<readonly StoredPrediction[]> {
  const { rows } = await db.query<
    Omit<StoredPrediction, 'trackId' | 'modelKey' | 'scores'> & {
      trackId: number;
      modelKey: number;
      scores: number[];
    }
  >(
    `select rt.track_id as "trackId", rt.file, t.uri, t.version, m.id as "modelKey", m.name as model, p.scores,
       json_build_object('decoder', s.decoder, 'resampler', s.resampler, 'device', s.device, 'runtime', s.runtime,
                         'earmarkVersion', s.earmark_version) as tagger
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
    modelKey: ModelKey.parse(row.modelKey),
    scores: Float32Array.from(scores),
  }));
}
