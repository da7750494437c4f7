import type { InstalledModel } from '@earmark/core/model';
import type { DeviceName } from '@earmark/inference/devices';

/** What a process of its own is told to measure. */
export type Task =
  | {
      readonly kind: 'equality';
      readonly device: DeviceName;
      readonly model: InstalledModel;
      /** Chunks that the device reads at a time; the CPU reads them one by one. */
      readonly nChunks: number;
    }
  | {
      readonly kind: 'network';
      readonly device: DeviceName;
      readonly model: InstalledModel;
      readonly batchSizes: readonly number[];
      /** How long each batch size is measured, at least once. */
      readonly seconds: number;
    }
  | {
      readonly kind: 'tracks';
      readonly device: DeviceName;
      readonly models: readonly InstalledModel[];
      /** Threads that hold sessions, each those of some models; none on the CPU. */
      readonly nSessionThreads: number;
      /** Threads that compute front ends; on the CPU these hold the sessions. */
      readonly nThreads: number;
      readonly seconds: number;
    }
  | { readonly kind: 'front-ends'; readonly models: readonly InstalledModel[] }
  | { readonly kind: 'decode' };

export type TaskOf<Kind extends Task['kind']> = Task & { readonly kind: Kind };

/** What it found out so far; a process that ends early has sent the others. */
export type Sample =
  | {
      readonly kind: 'equality';
      /** The largest of all scores of all chunks. */
      readonly difference: number;
      /** Scores of the CPU: near 0 or 1 alone they would tell no difference. */
      readonly lowest: number;
      readonly highest: number;
    }
  | SpeedSample
  | {
      readonly kind: 'front-end';
      readonly models: readonly string[];
      readonly cpuSecondsPerTrack: number;
    }
  | {
      readonly kind: 'decode';
      readonly decoder: string;
      readonly seconds: number;
      readonly cpuSeconds: number;
    };

export interface SpeedSample {
  readonly kind: 'speed';
  readonly batchSize: number;
  /** A track has 16 chunks. */
  readonly tracksPerSecond: number;
  readonly cpuSecondsPerTrack: number;
  /** Most memory that the process was resident with so far. */
  readonly peakBytes: number;
  /** Milliseconds since 1970. */
  readonly begin: number;
  readonly end: number;
}

/** The last message of such a process, unless it crashed. */
export interface TaskEnd {
  readonly kind: 'end';
  readonly failure: string | null;
}

/** A network of a device, as results name it. */
export function subject(device: DeviceName, model: InstalledModel): string {
  return `${model.spec.name} on ${device}`;
}
