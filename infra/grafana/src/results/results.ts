import { createDashboard } from '../create-dashboard.ts';
import { ledgerVariable } from '../variables.ts';
import { FAILURES } from './failures.ts';
import { MODELS } from './models.ts';
import { PROGRESS } from './progress.ts';
import { PROVENANCE } from './provenance.ts';
import { TAGS } from './tags.ts';

// All names in SQL carry their schema: the role of Grafana has the usual search path.

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
where m.id = (select earmark.model_id(\${model:sqlstring}, $run))
order by g.name_en`,
    }),
  ],
  rows: [PROGRESS, TAGS, MODELS, FAILURES, PROVENANCE],
});
