import type { Priority } from '@earmark/core/run';

/** BullMQ's numbers: the smallest is taken first. */
export const PRIORITIES: Readonly<Record<Priority, number>> = { high: 1, normal: 2, low: 3 };

/** That of a job without a priority, as earlier versions of Earmark enqueued them: it is taken before all others. */
export const NO_PRIORITY = 0;
