import type { RunId } from '@earmark/core/ids.js';
import type { Queryable } from '../postgres/pool.ts';

export interface TrackPrediction {
  readonly file: string;
  readonly model: string;
  /** Best first. */
  readonly tags: readonly { readonly en: string; readonly probability: number }[];
}

/** The best tags of the first (track, model) pairs of a run that were tagged: a glimpse for people. */
export async function firstPredictions(
  db: Queryable,
  runId: RunId,
  { limit, topK, threshold }: { limit: number; topK: number; threshold: number },
): Promise<readonly TrackPrediction[]> {
  const { rows } = await db.query<TrackPrediction>(
    `select rt.file, m.name as model, coalesce(best.tags, '[]') as tags
     from run_track rt
     join run_model rm using (run_id)
     join model m on m.id = rm.model_id
     join prediction p on p.model_id = rm.model_id and p.track_id = rt.track_id
     cross join lateral (
       select json_agg(json_build_object('en', g.name_en, 'probability', p.scores[g.position])
                       order by top.rank) as tags
       from unnest(p.top_tags) with ordinality as top (position, rank)
       join tag g on g.vocabulary_id = m.vocabulary_id and g.position = top.position
       where top.rank <= $3 and p.scores[g.position] >= $4::real
     ) as best
     where rt.run_id = $1
     order by rt.file, rm.position limit $2`,
    [runId, limit, topK, threshold],
  );
  return rows;
}
