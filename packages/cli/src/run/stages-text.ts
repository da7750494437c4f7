import type { StageLoads } from '@earmark/worker/stage-loads';

/** Collects how the workers of a run use their stages. */
export interface StageWatch {
  add(worker: number, loads: StageLoads): void;
  /** What happens at this moment, in one line; empty until a worker has told. */
  text(): string;
}

const STAGES = [
  { stage: 'fetch', verb: 'fetching' },
  { stage: 'decode', verb: 'decoding' },
  { stage: 'score', verb: 'scoring' },
] as const;

/** The time over which the bottleneck is determined. */
const WINDOW_MS = 10_000;
/** From this share of its places in use on, a stage is what the others wait for. */
const BUSY_SHARE = 0.8;

interface Told {
  readonly at: number;
  readonly loads: StageLoads;
}

/** @param now milliseconds on a clock that only goes forward */
export function createStageWatch(now: () => number): StageWatch {
  const toldBy = new Map<number, readonly Told[]>();
  return {
    add(worker, loads) {
      const at = now();
      const earlier = toldBy.get(worker) ?? [];
      const last = earlier.at(-1)?.loads.score.busySeconds ?? 0;
      // A worker that was started again begins at 0.
      const kept = loads.score.busySeconds < last ? [] : earlier;
      const recent = kept.filter((told) => at - told.at <= WINDOW_MS);
      toldBy.set(worker, [...recent, { at, loads }]);
    },
    text() {
      const workers = [...toldBy.values()];
      return workers.length === 0 ? '' : momentText(workers) + bottleneckText(workers);
    },
  };
}

/** `Tracks at this moment: fetching 0, decoding 1, scoring 2.` */
function momentText(workers: readonly (readonly Told[])[]): string {
  const counts = STAGES.map(({ stage, verb }) => {
    const nUsed = workers.map((told) => told.at(-1)?.loads[stage].nUsed ?? 0);
    return `${verb} ${String(sum(nUsed))}`;
  });
  return `Tracks at this moment: ${counts.join(', ')}.`;
}

/** ` Bottleneck: scoring, 1.9 s per track.` */
function bottleneckText(workers: readonly (readonly Told[])[]): string {
  const uses = STAGES.map(({ stage, verb }) => ({ verb, ...useOf(stage, workers) }));
  const [busiest] = uses.toSorted((a, b) => b.share - a.share);
  if (!busiest || busiest.share < BUSY_SHARE) return '';
  const { verb, secondsPerTrack } = busiest;
  const time = secondsPerTrack === null ? '' : `, ${secondsPerTrack.toFixed(1)} s per track`;
  return ` Bottleneck: ${verb}${time}.`;
}

/** The share of the places of a stage that were in use, and how long a track took there; null when none left it. */
function useOf(stage: keyof StageLoads, workers: readonly (readonly Told[])[]) {
  const spans = workers.flatMap((told) => {
    const [first, last] = [told[0], told.at(-1)];
    if (!first || !last) return [];
    const [before, after] = [first.loads[stage], last.loads[stage]];
    return {
      busySeconds: after.busySeconds - before.busySeconds,
      placeSeconds: (after.size * (last.at - first.at)) / 1_000,
      nDone: after.nDone - before.nDone,
    };
  });
  const busySeconds = sum(spans.map((span) => span.busySeconds));
  const placeSeconds = sum(spans.map((span) => span.placeSeconds));
  const nDone = sum(spans.map((span) => span.nDone));
  return {
    share: placeSeconds > 0 ? busySeconds / placeSeconds : 0,
    secondsPerTrack: nDone > 0 ? busySeconds / nDone : null,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
