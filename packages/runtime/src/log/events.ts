export type Level = 'debug' | 'info' | 'warn' | 'error';

interface Event {
  readonly level: Level;
  readonly message: string;
}

/**
 * Every event that a program logs. `info` is the normal course of work, `warn` is something to know about that needs
 * no action now, `error` needs a person. Ids and figures are fields of the line, never part of the message.
 */
export const EVENTS = {
  program_started: { level: 'info', message: 'started' },
  program_stopping: { level: 'info', message: 'stopping: no new work is started' },
  program_stopped: { level: 'info', message: 'stopped' },
  program_failed: { level: 'error', message: 'failed' },

  service_unavailable: { level: 'warn', message: 'service unavailable, retrying' },
  service_still_unavailable: { level: 'warn', message: 'service still unavailable, retrying' },
  service_recovered: { level: 'info', message: 'service recovered' },
  server_restarted: { level: 'warn', message: 'embedded server restarted' },

  source_listing: { level: 'info', message: 'listing the source' },
  run_planned: { level: 'info', message: 'run planned' },
  run_enqueued: { level: 'info', message: 'first jobs of the run enqueued' },
  run_resumed: {
    level: 'warn',
    message: 'run resumed: the producer that listed its source is lost',
  },
  run_completed: { level: 'info', message: 'run completed' },
  run_reported: { level: 'info', message: 'run reported' },

  worker_ready: { level: 'info', message: 'worker ready' },
  heartbeat_failed: {
    level: 'warn',
    message: 'the worker could not tell the ledger that it is alive',
  },
  track_failed: { level: 'warn', message: 'track failed' },
  tracks_failed: { level: 'warn', message: 'more tracks failed, which are not logged one by one' },
  job_retried: { level: 'info', message: 'attempt failed, the job is tried again' },
  job_failed: {
    level: 'warn',
    message: 'job failed in the queue, its tasks are settled as failed',
  },
  job_removed: { level: 'warn', message: 'failed job removed: none of its tasks is owed' },
  metrics_failed: { level: 'warn', message: 'metrics failed' },
  traces_failed: {
    level: 'warn',
    message:
      'traces could not be sent and are lost; tagging is not affected. Check OTEL_EXPORTER_OTLP_ENDPOINT',
  },

  ledger_and_queue_repaired: {
    level: 'warn',
    message: 'ledger and queue disagreed and were repaired',
  },
  queue_lock_lost: {
    level: 'warn',
    message:
      'the lock of a job expired, so another worker may repeat the job: this process was suspended or overloaded for ' +
      'longer than EARMARK_LOCK_SECONDS. Results are not affected',
  },
  queue_job_lost: {
    level: 'warn',
    message:
      'the queue lost a job, which the aggregator enqueues again: Redis was restarted or flushed, or it evicts keys. ' +
      'Check that maxmemory-policy is noeviction',
  },
  queue_full: {
    level: 'error',
    message:
      'Redis has no memory left and refuses jobs: raise maxmemory, or remove what else it holds',
  },
  queue_not_writable: {
    level: 'error',
    message:
      'Redis refuses to write: it is a replica, or it cannot save its snapshot. Read the log of Redis',
  },
  queue_error: { level: 'warn', message: 'queue error' },
} as const satisfies Record<string, Event>;

export type EventName = keyof typeof EVENTS;
