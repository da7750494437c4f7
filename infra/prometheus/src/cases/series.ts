import type { Alert } from '../alert.ts';

/** Input series of promtool: samples by series, one a minute. A later entry replaces an earlier one of the same series. */
export type Series = Readonly<Record<string, string>>;

export interface Firing {
  readonly alert: Alert['name'];
  /** Without those that the rule adds. */
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** What fires, and nothing else, when a healthy system without a run gets some more or other series. */
export interface Case {
  /** The alert that fires, or almost does; null for a system that stays healthy. */
  readonly about: Alert['name'] | null;
  /** When it fires or does not: the rest of a sentence that begins with the alert. */
  readonly title: string;
  readonly series: Series;
  /** Minutes after the first sample at which exactly these alerts fire. */
  readonly at: readonly number[];
  readonly fires: readonly Firing[];
}

/** Samples that every series has: four hours. */
export const N_SAMPLES = 240;

/** The same value all the time. */
export const constant = (value: number): string => rising(value, 0);

/** A value that grows by `step` a minute. */
export const rising = (first: number, step: number): string =>
  `${String(first)}+${String(step)}x${String(N_SAMPLES)}`;

/** One value for the first `minutes`, another one after them. */
export const step = (before: number, minutes: number, after: number): string =>
  `${String(before)}+0x${String(minutes - 1)} ${String(after)}+0x${String(N_SAMPLES)}`;

/** Absent for the first `minutes`. */
export const from = (minutes: number, samples: string): string => `_x${String(minutes)} ${samples}`;

/** A value for the first `minutes`; then the series ends. */
export const until = (minutes: number, value: number): string =>
  `${String(value)}+0x${String(minutes - 1)} stale`;

/** Names the series of a target, as Prometheus does. */
export type Target = (metric: string, labels?: Readonly<Record<string, string>>) => string;

export function target(job: string, instance: string): Target {
  return (metric, labels = {}) => {
    const pairs = Object.entries({ job, instance, ...labels });
    return `${metric}{${pairs.map(([name, value]) => `${name}="${value}"`).join(',')}}`;
  };
}
