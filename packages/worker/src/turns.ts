/** Who works beside whom: `together` side by side, `alone` while nothing else does. First come, first served. */
export interface Turns {
  together<T>(work: () => Promise<T>): Promise<T>;
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const atWork = new Set<Promise<void>>();
  /** Settles with the last piece of work that wants to be alone; undefined when there is none. */
  let gate: Promise<void> | undefined;

  return {
    async together(work) {
      while (gate) await gate;
      const working = work();
      const leave = () => void atWork.delete(settled);
      const settled = working.then(leave, leave);
      atWork.add(settled);
      return working;
    },
    alone(work) {
      const before = gate;
      const working = (async () => {
        await before;
        await Promise.all(atWork);
        return work();
      })();
      const open = () => {
        if (gate === settled) gate = undefined;
      };
      const settled = working.then(open, open);
      gate = settled;
      return working;
    },
  };
}
