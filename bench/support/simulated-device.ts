import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/** A device that all threads of a process share, and that runs what it is given one after the other, as a GPU does. */
export interface SimulatedDevice {
  /** Floating-point operations per second. */
  readonly flops: number;
  /** Bytes per second that a thread copies to it. */
  readonly bytesPerSecond: number;
  /** [when it has run all that it was given, how long it computed in all], in nanoseconds. */
  readonly clock: BigInt64Array;
}

const KEY = 'simulated device';
const FREE_AT = 0;
const BUSY = 1;

/** Makes the device known to the threads that are started from now on. */
export function createSimulatedDevice(
  of: Pick<SimulatedDevice, 'flops' | 'bytesPerSecond'>,
): SimulatedDevice {
  const clock = new BigInt64Array(new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT));
  const device = { ...of, clock };
  setEnvironmentData(KEY, device);
  return device;
}

export function simulatedDevice(): SimulatedDevice {
  return getEnvironmentData(KEY) as unknown as SimulatedDevice;
}

/** Blocks this thread as a network does: while its features are copied, others are computed, and it is computed itself. */
export function runOn(
  { flops, bytesPerSecond, clock }: SimulatedDevice,
  of: { readonly bytes: number; readonly operations: number },
): void {
  sleep(of.bytes / bytesPerSecond);
  const computes = BigInt(Math.round((1e9 * of.operations) / flops));
  let ends: bigint;
  let free: bigint;
  do {
    free = Atomics.load(clock, FREE_AT);
    const now = process.hrtime.bigint();
    ends = (free > now ? free : now) + computes;
  } while (Atomics.compareExchange(clock, FREE_AT, free, ends) !== free);
  Atomics.add(clock, BUSY, computes);
  sleep(Number(ends - process.hrtime.bigint()) / 1e9);
}

/** Seconds that it computed so far. */
export function busySeconds({ clock }: SimulatedDevice): number {
  return Number(Atomics.load(clock, BUSY)) / 1e9;
}

const asleep = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

function sleep(seconds: number): void {
  Atomics.wait(asleep, 0, 0, Math.max(0, 1e3 * seconds));
}
