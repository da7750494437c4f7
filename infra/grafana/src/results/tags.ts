import { VizOrientation } from '@grafana/grafana-foundation-sdk/common';
import type { DashboardRow } from '../create-dashboard.ts';
import { barChart, table } from '../ledger-panels.ts';

export const TAGS: DashboardRow = {
  title: 'Tags',
  lines: [
    [
      barChart({
        title: 'Tag frequency',
        description:
          'Share of the tracks of the run for which the model selects a tag, by the top k and the threshold of the run: the thirty most frequent tags.',
        unit: 'percentunit',
        bars: 'tag',
        orientation: VizOrientation.Horizontal,
        sql: `select name_en as tag, share
from earmark.tag_frequency(\${model:sqlstring}, $run)
where n_tracks > 0
order by share desc
limit 30`,
      }),
      barChart({
        title: 'Scores of the tag',
        description:
          'Number of tracks of the run by the score that the model gives to the tag, in twenty intervals.',
        unit: 'locale',
        bars: 'score',
        sql: `select to_char((interval - 1) / 20.0, 'FM0.00') as score, count(*) as tracks
from (
  select least(width_bucket(score, 0, 1, 20), 20) as interval
  from earmark.scores(\${model:sqlstring}, \${tag:sqlstring}, $run)
) as placed
group by interval
order by interval`,
      }),
      table({
        title: 'Top tracks of the tag',
        description: 'The hundred tracks of the run with the highest score of the tag by the model.',
        unit: 'none',
        units: { score: 'percentunit' },
        sql: `select uri, score::float as score
from earmark.top_tracks(\${model:sqlstring}, \${tag:sqlstring}, 100, $run)`,
      }),
    ],
  ],
};
