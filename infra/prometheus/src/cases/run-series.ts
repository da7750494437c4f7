import { activeAggregator } from './healthy-system.ts';
import { constant, rising, type Series } from './series.ts';

const SOURCE = 's3://corpus/music';

interface RunSamples {
  readonly run: string;
  /** Samples of its series; what is not given belongs to a run that goes on at 600 tasks a minute. */
  readonly state?: Readonly<Record<string, string>>;
  readonly tasks?: string;
  readonly settled?: string;
  readonly failed?: Readonly<Record<string, string>>;
  readonly planned?: string;
  readonly lastSettled?: string;
  readonly end?: string;
  readonly deadline?: string;
}

/** The series of a run. Minute 0 is the Unix time 0. */
export function runSeries(given: RunSamples, aggregator = activeAggregator): Series {
  const {
    run,
    state = { running: constant(1) },
    failed = { AUDIO_UNDECODABLE: constant(0) },
  } = given;
  return {
    ...infoSeries(state, (name) =>
      aggregator('earmark_run_info', { run, source: SOURCE, state: name }),
    ),
    ...infoSeries(failed, (code) => aggregator('earmark_run_failed_tasks', { run, code })),
    [aggregator('earmark_run_tasks', { run })]: given.tasks ?? constant(200_000),
    [aggregator('earmark_run_settled_tasks', { run })]: given.settled ?? rising(0, 600),
    [aggregator('earmark_run_planned_timestamp_seconds', { run })]: given.planned ?? constant(0),
    [aggregator('earmark_run_last_settled_timestamp_seconds', { run })]:
      given.lastSettled ?? rising(0, 60),
    [aggregator('earmark_run_estimated_end_timestamp_seconds', { run })]:
      given.end ?? constant(20_000),
    ...(given.deadline !== undefined && {
      [aggregator('earmark_run_deadline_timestamp_seconds', { run })]: given.deadline,
    }),
  };
}

function infoSeries(
  samples: Readonly<Record<string, string>>,
  nameOf: (label: string) => string,
): Series {
  return Object.fromEntries(
    Object.entries(samples).map(([label, value]) => [nameOf(label), value]),
  );
}
