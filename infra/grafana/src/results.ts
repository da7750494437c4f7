import { VizOrientation } from '@grafana/grafana-foundation-sdk/common';
import { createDashboard, type DashboardRow } from './create-dashboard.ts';
import { barChart, ledgerGraph, matrix, table } from './ledger-panels.ts';
import { ledgerVariable } from './variables.ts';

// All names carry their schema: a role of Grafana has the usual search path.

const PROGRESS: DashboardRow = {
  title: 'Progress',
  lines: [
    [
      table({
        title: 'Runs',
        description:
          'All runs, the latest first: their states and how many of their tasks are settled.',
        unit: 'locale',
        units: { done: 'percent', elapsed: 's', started: 'dateTimeAsIso', run: 'none' },
        sql: `select run_id as run, source, state, percent::float as done, n_tracks as tracks, n_tasks as tasks,
  n_failed as failed, n_owed as owed, created_at as started, extract(epoch from elapsed)::float as elapsed
from earmark.run_progress
order by run_id desc
limit 100`,
      }),
    ],
    [
      table({
        title: 'Outcomes by model',
        description: 'The tasks of the run by model: computed now, reused, failed, or still owed.',
        unit: 'locale',
        sql: `select model, n_tagged as tagged, n_reused as reused, n_failed as failed, n_owed as owed
from earmark.coverage
where run_id = $run
order by model`,
      }),
      ledgerGraph({
        title: 'Tracks per minute',
        description:
          'Tracks of the run that were settled in each minute of the time that is shown.',
        unit: 'suffix: tracks/min',
        noValue: 'none in this time',
        sql: `select minute as time, sum(n_tracks)::float as tracks
from earmark.throughput
where run_id = $run and $__timeFilter(minute)
group by minute
order by minute`,
      }),
    ],
  ],
};

const TAGS: DashboardRow = {
  title: 'Tags',
  lines: [
    [
      barChart({
        title: 'Tag frequency',
        description:
          'Share of the tracks that have a tag among their five tags with the highest scores by the model: the thirty most frequent tags. All predictions of the model count, not those of the run only.',
        unit: 'percentunit',
        bars: 'tag',
        orientation: VizOrientation.Horizontal,
        sql: `select name_en as tag, share
from earmark.tag_frequency
where model_id = (select earmark.model_id(\${model:sqlstring}))
order by share desc
limit 30`,
      }),
      barChart({
        title: 'Scores of the tag',
        description:
          'Number of tracks by the score that the model gives to the tag, in twenty intervals.',
        unit: 'locale',
        bars: 'score',
        sql: `select to_char((interval - 1) / 20.0, 'FM0.00') as score, count(*) as tracks
from (
  select least(width_bucket(score, 0, 1, 20), 20) as interval
  from earmark.scores(\${model:sqlstring}, \${tag:sqlstring})
) as placed
group by interval
order by interval`,
      }),
      table({
        title: 'Top tracks of the tag',
        description: 'The hundred tracks with the highest score of the tag by the model.',
        unit: 'none',
        units: { score: 'percentunit' },
        sql: `select uri, score::float as score
from earmark.top_tracks(\${model:sqlstring}, \${tag:sqlstring}, 100)`,
      }),
    ],
  ],
};

const MODELS: DashboardRow = {
  title: 'Models',
  lines: [
    [
      matrix({
        title: 'Agreement of models',
        description:
          'Mean over the tracks of the run of the Jaccard index of the five best tags of two models. 100 % means that both have the same five tags for every track.',
        unit: 'percentunit',
        rows: 'model',
        columns: 'other',
        cells: 'jaccard',
        noValue: 'one model only',
        sql: `with pair as materialized (
  select model_a, model_b, jaccard from earmark.agreement where run_id = $run
)
select model_a as model, model_b as other, jaccard from pair
union all
select model_b, model_a, jaccard from pair
order by model, other`,
      }),
      matrix({
        title: 'Scores of the best tags',
        description:
          'Share of the tracks by the score of their best tag, in ten intervals, for each model of the run. A model that is sure has its tracks in the upper intervals. Scores are not calibrated.',
        unit: 'percentunit',
        rows: 'score',
        columns: 'model',
        cells: 'share',
        sql: `select to_char((placed.interval - 1) / 10.0, 'FM0.0') as score, m.name as model,
  count(*) / sum(count(*)) over (partition by m.id)::float as share
from earmark.run_model rm
join earmark.model m on m.id = rm.model_id
cross join lateral (
  select least(width_bucket(p.scores[p.top_tags[1]], 0, 1, 10), 10) as interval
  from earmark.prediction p
  where p.model_id = m.id
) as placed
where rm.run_id = $run
group by placed.interval, m.id, m.name
order by placed.interval desc, m.name`,
      }),
    ],
  ],
};

const FAILURES: DashboardRow = {
  title: 'Failures',
  lines: [
    [
      barChart({
        title: 'Failed tasks by code',
        description:
          'Tasks of the run that failed, by failure code. docs/operations.md says what to do about each code.',
        unit: 'locale',
        noValue: 'none failed',
        bars: 'code',
        orientation: VizOrientation.Horizontal,
        sql: `select code, count(*) as tasks
from earmark.failure
where run_id = $run
group by code
order by tasks desc`,
      }),
      table({
        title: 'Failed files',
        description:
          'The files of the run with failed tasks, at most a thousand, and the reason of each.',
        unit: 'locale',
        noValue: 'none failed',
        sql: `select file, code, count(*) as models, max(attempts) as attempts, min(message) as message
from earmark.failure
where run_id = $run
group by file, code
order by file, code
limit 1000`,
      }),
    ],
  ],
};

const PROVENANCE: DashboardRow = {
  title: 'Who computed what',
  lines: [
    [
      table({
        title: 'Programs',
        description: 'Tasks of the run by the program that settled them: host name and process id.',
        unit: 'locale',
        units: { first: 'dateTimeAsIso', last: 'dateTimeAsIso' },
        sql: `select settled_by as program, count(*) as tasks, count(*) filter (where status = 'failed') as failed,
  min(settled_at) as first, max(settled_at) as last
from earmark.task_outcome
where run_id = $run
group by settled_by
order by tasks desc
limit 100`,
      }),
      table({
        title: 'Software',
        description:
          'What computed the predictions of the models of the run: weights, decoder, resampler, device, runtime and version of Earmark.',
        unit: 'locale',
        sql: `select m.name as model, left(m.weights_sha256, 12) as weights, s.decoder, s.resampler, s.device, s.runtime,
  s.earmark_version as version, counted.tracks
from earmark.run_model rm
join earmark.model m on m.id = rm.model_id
cross join lateral (
  select p.software_id, count(*) as tracks
  from earmark.prediction p
  where p.model_id = m.id
  group by p.software_id
) as counted
join earmark.software s on s.id = counted.software_id
where rm.run_id = $run
order by model, tracks desc`,
      }),
    ],
  ],
};

/** What the models say of the tracks, straight from the ledger. */
export const RESULTS = createDashboard({
  uid: 'earmark-results',
  title: 'Earmark: results',
  description: 'What the models say of the tracks, straight from the ledger.',
  from: 'now-24h',
  refresh: '',
  variables: [
    ledgerVariable({
      name: 'run',
      label: 'Run',
      description: 'The run that is shown; the latest one at first.',
      sql: `select run_id as __value, run_id || ': ' || source || ' (' || state || ')' as __text
from earmark.run_progress
order by run_id desc`,
    }),
    ledgerVariable({
      name: 'model',
      label: 'Model',
      description: 'A model of the run, for the panels of tags.',
      sql: `select m.name as __value, m.name as __text
from earmark.run_model rm
join earmark.model m on m.id = rm.model_id
where rm.run_id = $run
order by rm.position`,
    }),
    ledgerVariable({
      name: 'tag',
      label: 'Tag',
      description: 'A tag of the vocabulary of the model.',
      sql: `select g.tag as __value, g.name_en || ' (' || g.name_zh || ')' as __text
from earmark.tag g
join earmark.model m on m.vocabulary_id = g.vocabulary_id
where m.id = (select earmark.model_id(\${model:sqlstring}))
order by g.name_en`,
    }),
  ],
  rows: [PROGRESS, TAGS, MODELS, FAILURES, PROVENANCE],
});
