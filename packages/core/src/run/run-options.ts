import * as z from 'zod';
import { Priority } from './priority.ts';

const RunOptions = z
  .object({
    /** Tags per track and model in results and reports. */
    topK: z.number().int().positive().default(5),
    /** Score from which on a tag is listed in results and reports. */
    threshold: z.number().min(0).max(1).default(0.1),
    /** The first N tracks of the source; null for all. */
    limit: z.number().int().positive().nullable().default(null),
    /** Whether tasks are tagged again whose predictions are stored already. */
    force: z.boolean().default(false),
    /** One job per track and model, each of which fetches and decodes the track, instead of one job per track. */
    splitJobs: z.boolean().default(false),
    /** Jobs of a run with a higher priority are taken first. */
    priority: Priority.default('normal'),
    /** When the run should be complete, as an ISO 8601 time in UTC; null when it does not matter. */
    deadline: z.iso.datetime().nullable().default(null),
    /** The source as arguments of the command: that of a table also says where its audio is. Null: the source itself. */
    source: z.array(z.string()).readonly().nullable().default(null),
  })
  .readonly();

/**
 * The options of a run, as the ledger stores them. Its SQL reads `force`, `splitJobs`, `priority` and `deadline` by
 * these names.
 */
export type RunOptions = z.infer<typeof RunOptions>;

/** Those that do not depend on the source. */
export type PlanOptions = Omit<RunOptions, 'source'>;

/** Options from JSON; one that is missing, as in runs of earlier versions, has its default. */
export function parseRunOptions(stored: unknown): RunOptions {
  return RunOptions.parse(stored);
}

export const DEFAULT_RUN_OPTIONS = parseRunOptions({});

/** The options as arguments of `earmark run` and `earmark produce`. */
export function toArguments(options: PlanOptions): readonly string[] {
  const { topK, threshold, limit, force, splitJobs, priority, deadline } = options;
  return [
    ...['--top-k', String(topK)],
    ...['--threshold', String(threshold)],
    ...(limit === null ? [] : ['--limit', String(limit)]),
    ...(force ? ['--force'] : []),
    ...(splitJobs ? ['--split-jobs'] : []),
    ...(priority === DEFAULT_RUN_OPTIONS.priority ? [] : ['--priority', priority]),
    ...(deadline === null ? [] : ['--deadline', deadline]),
  ];
}
