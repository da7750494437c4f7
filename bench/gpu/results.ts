import { REFERENCE_TOLERANCE } from '@earmark/core/model';
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

/** A difference beyond the tolerance of `earmark models verify` is a failure. */
export function verdict(samples: readonly Sample[], ending: Ending): Ending {
  const differs = samples.find(
    (sample) => sample.kind === 'equality' && !(sample.difference <= REFERENCE_TOLERANCE),
  );
  if (differs?.kind !== 'equality') return ending;
  const difference = differs.difference.toExponential(1);
  const reason = `its scores differ from the CPU by ${difference}, and ${REFERENCE_TOLERANCE} is allowed`;
  return { state: 'failed', reason };
}

/** What has failed: a device that is there and does not work, measurements that ended so, and what was not proved. */
export function failuresOf(
  devices: readonly DeviceState[],
  measured: readonly Measured[],
): readonly string[] {
  return [
    ...devices
      .filter(({ isReady, isMissing }) => !isReady && !isMissing)
      .map(({ device, reason }) => `${device}: ${reason ?? ''}`),
    ...measured.flatMap((one) => (isFailure(one) ? toLine(one) : [])),
  ];
}

export function leftOutOf(measured: readonly Measured[]): readonly string[] {
  return measured.flatMap((one) =>
    one.ending.state === 'left out' && !isFailure(one) ? toLine(one) : [],
  );
}

function isFailure({ kind, ending }: Measured): boolean {
  return ending.state === 'failed' || (kind === 'equality' && ending.state === 'left out');
}

function toLine({ title, ending }: Measured): string {
  return `${title}: ${'reason' in ending ? ending.reason : ''}`;
}
