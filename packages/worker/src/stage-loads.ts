import type { StageSlots } from './work-meter.ts';

/** How the places of a stage are used. */
export interface StageLoad {
  readonly size: number;
  /** Tracks in the stage at this moment. */
  readonly nUsed: number;
  /** Tracks that have left the stage since the worker began. */
  readonly nDone: number;
  /** Seconds that places were in use since then, added up. */
  readonly busySeconds: number;
}

/** What a worker tells the program that started it, every half second. */
export type StageLoads = Readonly<Record<keyof StageSlots, StageLoad>>;

const INTERVAL_MS = 500;

/** Tells how the stages are used, at once and from time to time; returns what ends it. */
export function tellStageLoads(stages: StageSlots, tell: (loads: StageLoads) => void): () => void {
  const loadOf = (stage: keyof StageSlots): StageLoad => ({
    size: stages[stage].size,
    nUsed: stages[stage].nUsed(),
    nDone: stages[stage].nDone(),
    busySeconds: stages[stage].busySeconds(),
  });
  const tellNow = () => {
    tell({ fetch: loadOf('fetch'), decode: loadOf('decode'), score: loadOf('score') });
  };
  tellNow();
  const timer = setInterval(tellNow, INTERVAL_MS);
  return () => {
    clearInterval(timer);
  };
}
