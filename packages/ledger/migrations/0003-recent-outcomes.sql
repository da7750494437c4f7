-- What `earmark status` and `--dry-run` ask for: who settled how much lately. Assumes 0001.

create index task_outcome_settled_at on task_outcome (run_id, settled_at);
comment on index task_outcome_settled_at is 'The latest outcomes of a run, for its rate and its workers.';

comment on column run.enqueued_to is
  'Tracks up to this id were handed to the queue; kept by the aggregator, set back when failed tasks are owed again.';
comment on column run.planned_at is
  'When its tasks were planned: listing ended, or failed tasks were made owed again.';
