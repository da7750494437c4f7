-- What a person on call needs to know and to decide: which workers there are, and which runs are paused.
-- Assumes 0001 to 0006 and a search path that begins with earmark. Guarantees that all rows stay, and that every view
-- keeps its columns: run_progress gets more at its end.

create table worker (
  name text primary key,
  host text not null,
  version text not null,
  device text not null,
  n_fetch integer not null check (n_fetch > 0),
  n_decode integer not null check (n_decode > 0),
  n_threads integer not null check (n_threads > 0),
  state text not null default 'idle' check (state in ('idle', 'working', 'blocked', 'draining')),
  blocked_on text check (blocked_on in ('postgres', 'redis', 's3')),
  n_jobs integer not null default 0 check (n_jobs >= 0),
  is_drain_requested boolean not null default false,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

comment on table worker is
  'One row per worker that runs: what it is and what it does. A worker writes its row when it starts, updates it every five seconds, and '
  'deletes it when it ends; the row of a worker that died stays for a day. What a worker settled is in task_outcome.';
comment on column worker.name is
  'Host and process id of the worker, as host:pid. The same text is in task_outcome.settled_by.';
comment on column worker.host is 'Host name of the machine.';
comment on column worker.version is 'Version of Earmark.';
comment on column worker.device is 'Device that runs the networks: cpu, cuda or webgpu.';
comment on column worker.n_fetch is 'Number of tracks that the worker fetches at a time, at most.';
comment on column worker.n_decode is 'Number of tracks that the worker decodes at a time, at most.';
comment on column worker.n_threads is 'Number of inference threads of the worker.';
comment on column worker.state is
  'idle: the worker waits for a job. working: it has jobs. blocked: it waits for a service that is unavailable. draining: it finishes its '
  'jobs and takes no new ones, because a user asked for it.';
comment on column worker.blocked_on is
  'The service that the worker waits for: postgres, redis or s3. Null unless a service is unavailable.';
comment on column worker.n_jobs is 'Number of jobs that the worker has taken and not finished. 0 and draining: the worker is drained.';
comment on column worker.is_drain_requested is
  'True from earmark workers drain until earmark workers resume. The worker follows it within five seconds.';
comment on column worker.started_at is 'Time at which the worker started.';
comment on column worker.seen_at is
  'Time at which the worker last updated its row. A row that was not updated for 15 seconds is that of a worker that died, is suspended, or '
  'cannot reach the ledger.';

alter table run add column paused_at timestamptz;
comment on column run.paused_at is
  'Time at which a user paused the run. Null while it is not paused. No job of a paused run is enqueued or started; its state stays running. '
  'It has no meaning in a run that is complete or cancelled.';
comment on column run.enqueued_to is
  'The aggregator has enqueued the jobs of all tracks up to this track id. The value is set back when failed tasks are retried, and when '
  'the run is resumed or its priority changes.';
comment on column run.options is
  'JSON object with the options of the run, e.g. topK, threshold, force, priority and deadline.';

create or replace view run_progress as
select id as run_id, source, state, n_tracks, n_tasks, n_settled, n_failed,
       n_tasks - n_settled as n_owed,
       round(100.0 * n_settled / nullif(n_tasks, 0), 1) as percent,
       created_at, planned_at, completed_at,
       coalesce(completed_at, now()) - created_at as elapsed,
       case when state in ('planning', 'running') then paused_at end as paused_at
from run;
comment on column run_progress.paused_at is
  'Time at which a user paused the run. Null unless the run is unfinished and paused.';

-- As in 0006: the role can read what is new. Where an administrator has to make the role, the administrator gives it
-- this right too.
do $$
begin
  if exists (select from pg_roles where rolname = 'earmark_reader') then
    grant select on worker to earmark_reader;
  end if;
exception
  when insufficient_privilege then
    raise notice 'Role earmark_reader got no right on the table worker: this user may not grant it.';
end
$$;
