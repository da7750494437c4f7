import type { DashboardRow } from '../create-dashboard.ts';
import { table } from '../ledger-panels.ts';

export const PROVENANCE: DashboardRow = {
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
          'What computed the predictions of the run: weights, decoder, resampler, device, runtime and version of Earmark.',
        unit: 'locale',
        sql: `select m.name as model, left(m.weights_sha256, 12) as weights, s.decoder, s.resampler, s.device, s.runtime,
  s.earmark_version as version, counted.tracks
from earmark.run_model rm
join earmark.model m on m.id = rm.model_id
cross join lateral (
  select p.software_id, count(*) as tracks
  from earmark.prediction p
  join earmark.run_track rt on rt.run_id = rm.run_id and rt.track_id = p.track_id
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
