import type { StateDict } from './read-state-dict.ts';

/** A state dictionary and the bytes of its storages, whichever way they were packed. */
export interface Container {
  readonly stateDict: StateDict;
  readonly storageBytes: ReadonlyMap<string, Uint8Array>;
}
