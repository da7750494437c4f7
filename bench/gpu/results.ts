import type { DeviceState, Machine } from './machine.ts';
import type { GpuUse } from './gpu-meter.ts';
import type { Ending } from './run-task.ts';
import type { Sample, SpeedSample } from './task.ts';

/** One measurement, whatever became of it. */
export interface Measured {
  readonly title: string;
  readonly kind: string;
  readonly device: string | null;
  readonly models: readonly string[];
  readonly nSessionThreads: number | null;
  readonly nThreads: number | null;
  readonly samples: readonly MeasuredSample[];
  readonly ending: Ending;
}

export type MeasuredSample =
  Exclude<Sample, SpeedSample> | (SpeedSample & { readonly gpu: GpuUse | null });

/** What results.json has. */
export interface Results {
  readonly began: string;
  readonly seconds: number;
  readonly networks: string;
  readonly machine: Machine;
  readonly devices: readonly DeviceState[];
  readonly measured: readonly Measured[];
  /** Sentences; none when everything that was measured is right. */
  readonly failures: readonly string[];
  readonly leftOut: readonly string[];
}

/** What has failed: a device that is there and does not work, and measurements that ended so. */
export function failuresOf(
  devices: readonly DeviceState[],
  measured: readonly Measured[],
): readonly string[] {
  return [
    ...devices
      .filter(({ isReady, isMissing }) => !isReady && !isMissing)
      .map(({ device, reason }) => `${device}: ${reason ?? ''}`),
    ...measured.flatMap(({ title, ending }) =>
      ending.state === 'failed' ? `${title}: ${ending.reason}` : [],
    ),
  ];
}

export function leftOutOf(measured: readonly Measured[]): readonly string[] {
  return measured.flatMap(({ title, ending }) =>
    ending.state === 'left out' ? `${title}: ${ending.reason}` : [],
  );
}
