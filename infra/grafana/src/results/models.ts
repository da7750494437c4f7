import type { DashboardRow } from '../create-dashboard.ts';
import { matrix } from '../ledger-panels.ts';

// The view agreement has rows once the run is complete; a sample shows it while workers are busy. An array is what makes
// Postgres look the sampled tracks up by the index.
const AGREEMENT = `with sampled as materialized (
  select p.track_id, m.vocabulary_id, m.name as model,
    p.top_tags[1:earmark.n_selected(p.scores, p.top_tags, rule.k, rule.least_score)] as tags
  from earmark.selection($run, null, null) as rule
  cross join earmark.run_model rm
  join earmark.model m on m.id = rm.model_id
  join earmark.prediction p on p.model_id = m.id
  where rm.run_id = $run and p.track_id = any (array(
    select track_id from earmark.run_track where run_id = $run order by hashint8(track_id) limit 2000
  ))
)
select model, other, avg(case n_both when 0 then 1 else n_shared::float / (n_both - n_shared) end) as jaccard
from (
  select a.model, b.model as other, cardinality(a.tags) + cardinality(b.tags) as n_both,
    (select count(*) from unnest(a.tags) as tag where tag = any (b.tags)) as n_shared
  from sampled a
  join sampled b using (track_id, vocabulary_id)
  where a.model <> b.model
) as compared
group by model, other
order by model, other`;

const BEST_SCORES = `select to_char((best.interval - 1) / 10.0, 'FM0.0') as score, m.name as model,
  best.n_tracks / sum(best.n_tracks) over (partition by m.id)::float as share
from earmark.run_model rm
join earmark.model m on m.id = rm.model_id
cross join lateral (
  select least(width_bucket(p.scores[p.top_tags[1]], 0, 1, 10), 10) as interval, count(*) as n_tracks
  from earmark.prediction p
  join earmark.run_track rt on rt.run_id = rm.run_id and rt.track_id = p.track_id
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
          'Mean Jaccard index of the tags that two models select, over a sample of 2,000 tracks of the run: right to about one percentage point. 100 % means that both select the same tags for every track. The report of the run has the exact values.',
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
