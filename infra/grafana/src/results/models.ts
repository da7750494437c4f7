import type { DashboardRow } from '../create-dashboard.ts';
import { matrix } from '../ledger-panels.ts';

// The view agreement reads all predictions of the run, which takes seconds while workers are busy. An array is what
// makes Postgres look the sampled tracks up by the index.
const AGREEMENT = `with sampled as materialized (
  select p.track_id, m.vocabulary_id, m.name as model, earmark.top_five(p.top_tags, v.no_tags) as tags
  from earmark.run_model rm
  join earmark.model m on m.id = rm.model_id
  join earmark.vocabulary v on v.id = m.vocabulary_id
  join earmark.prediction p on p.model_id = m.id
  where rm.run_id = $run and p.track_id = any (array(
    select track_id from earmark.run_track where run_id = $run order by hashint8(track_id) limit 2000
  ))
)
select a.model, b.model as other, avg(bit_count(a.tags & b.tags)::float / bit_count(a.tags | b.tags)) as jaccard
from sampled a
join sampled b using (track_id, vocabulary_id)
where a.model <> b.model
group by a.model, b.model
order by a.model, b.model`;

const BEST_SCORES = `select to_char((best.interval - 1) / 10.0, 'FM0.0') as score, m.name as model,
  best.n_tracks / sum(best.n_tracks) over (partition by m.id)::float as share
from earmark.run_model rm
join earmark.model m on m.id = rm.model_id
cross join lateral (
  select least(width_bucket(p.scores[p.top_tags[1]], 0, 1, 10), 10) as interval, count(*) as n_tracks
  from earmark.prediction p
  where p.model_id = m.id
  group by 1
) as best
where rm.run_id = $run
order by score desc, model`;

export const MODELS: DashboardRow = {
  title: 'Models',
  lines: [
    [
      matrix({
        title: 'Agreement of models',
        description:
          'Mean Jaccard index of the five best tags of two models, over a sample of 2,000 tracks of the run: right to about one percentage point. 100 % means that both have the same five tags for every track. The report of the run has the exact values.',
        unit: 'percentunit',
        noValue: 'one model only',
        rows: 'model',
        columns: 'other',
        cells: 'jaccard',
        sql: AGREEMENT,
      }),
      matrix({
        title: 'Scores of the best tags',
        description:
          'Share of the tracks by the score of their best tag, in ten intervals, for each model of the run. A model that is sure has its tracks in the upper intervals. Scores are not calibrated.',
        unit: 'percentunit',
        rows: 'score',
        columns: 'model',
        cells: 'share',
        sql: BEST_SCORES,
      }),
    ],
  ],
};
